// SPDX-License-Identifier: Apache-2.0
/** Identifiers that follow from what they are of, so that the same thing made twice has one (RFC 9562, version 8). */
import { hash } from "node:crypto";
import { type Id, parseId } from "./ids.ts";

const NO_CONTENT = new Uint8Array();
/** Where what is hashed is put together: one hash of one buffer is done in a third of the time of many updates. */
let scratch = Buffer.allocUnsafeSlow(64 * 1024);
const UNIT_BYTES = 2;

/** The parts go in with their lengths, so that no two lists of parts are written alike; the content comes last. */
export function derivedId<Kind extends string>(
  parts: readonly string[],
  content: Uint8Array = NO_CONTENT,
): Id<Kind> {
  let text = "";
  for (const part of parts) text += `${part.length}:${part}`;
  text += ";";
  const needed = text.length * UNIT_BYTES + content.length;
  if (needed > scratch.length) scratch = Buffer.allocUnsafeSlow(needed);
  // In UTF-8, all halves of surrogate pairs would be one character.
  const start = scratch.write(text, 0, "utf16le");
  scratch.set(content, start);
  const digest = hash("sha256", scratch.subarray(0, start + content.length), "hex");
  return toId(digest);
}

function toId<Kind extends string>(digest: string): Id<Kind> {
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const text = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  const id = parseId<Kind>(text);
  if (id === undefined) throw new TypeError(`"${text}" has not the form of a UUID`);
  return id;
}
