// SPDX-License-Identifier: Apache-2.0
/**
 * Identifiers: UUIDs of version 7 (RFC 9562, section 5.7). They begin with the time, so that rows made together lie
 * together in an index, and they rise within a process even in one millisecond (section 6.2, method 2) and when the
 * clock goes back; by how much says not how many others were made in between. An identifier carries in its type what
 * it is of: one of a person is not one of an organisation.
 */
import { randomFillSync } from "node:crypto";
import type { Clock } from "./clock.ts";

declare const kindOf: unique symbol;

export type Id<Kind extends string> = string & { readonly [kindOf]: Kind };

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** What follows the time: 74 bits. */
const TAIL_BITS = 74n;
const LOW_BITS = 62n;

const last = { millisecond: 0, tail: 0n };
const bytes = Buffer.alloc(16);
const random = Buffer.alloc(16);

function isId<Kind extends string>(text: string): text is Id<Kind> {
  return FORM.test(text);
}

/** An identifier out of a text from outside; undefined where the text has not the form of one. */
export function parseId<Kind extends string>(text: string): Id<Kind> | undefined {
  const lower = text.toLowerCase();
  return isId<Kind>(lower) ? lower : undefined;
}

export function newId<Kind extends string>(clock: Clock): Id<Kind> {
  advance(clock.now().getTime());
  bytes.writeUIntBE(last.millisecond, 0, 6);
  bytes.writeUInt16BE(0x7000 | Number(last.tail >> LOW_BITS), 6);
  bytes.writeBigUInt64BE((1n << 63n) | BigInt.asUintN(Number(LOW_BITS), last.tail), 8);
  const text = bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  if (isId<Kind>(text)) return text;
  throw new TypeError(`"${text}" has not the form of a UUID`);
}

/** A new millisecond starts in the lower half, so that there is room above it. */
function advance(millisecond: number): void {
  randomFillSync(random);
  const value = random.readBigUInt64BE();
  if (millisecond > last.millisecond) {
    last.millisecond = millisecond;
    last.tail = BigInt.asUintN(Number(TAIL_BITS) - 1, (value << 9n) | BigInt(random.readUInt16BE(8)));
    return;
  }
  // Of a size that is itself by chance, so that nobody counts in it what others made.
  last.tail += (value >> BigInt(random.readUInt8(10) % 32)) + 1n;
  if (last.tail >> TAIL_BITS === 0n) return;
  last.millisecond += 1;
  last.tail = 0n;
}
