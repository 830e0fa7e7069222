// SPDX-License-Identifier: Apache-2.0
/**
 * How a key is written: `fs_`, the id of its row, `_`, 256 random bits and a checksum, in letters and digits alone, so
 * that a double click takes all of it. Scanners for leaked secrets find it by its form
 * (`fs_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}`) and know by the checksum that it is one; a slip of the pen asks no database.
 */
import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { type Id, parseId } from "../../../platform/ids.ts";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = BigInt(DIGITS.length);
/** So many digits take 128, 256 and 32 bits. */
const ID_LENGTH = 22;
const SECRET_LENGTH = 43;
const SUM_LENGTH = 6;
const FORM = new RegExp(
  `^(fs_([0-9A-Za-z]{${ID_LENGTH}})_[0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${SUM_LENGTH}})$`,
);

export interface WrittenKey {
  readonly id: Id<"api-key">;
  /** Of the whole text; being random, it needs no slow one. */
  readonly hash: Buffer;
}

export function writeKey(id: Id<"api-key">): WrittenKey & { readonly text: string } {
  const secret = digitsOf(BigInt(`0x${randomBytes(32).toString("hex")}`), SECRET_LENGTH);
  const body = `${prefixOf(id)}_${secret}`;
  const text = `${body}${sumOf(body)}`;
  return { id, text, hash: hashOf(text) };
}

/** Undefined where it cannot be a key: a part is missing, or a character is another. */
export function readKey(text: string): WrittenKey | undefined {
  const [, body, digits, sum] = FORM.exec(text) ?? [];
  if (body === undefined || digits === undefined || sum !== sumOf(body)) return undefined;
  const id = idOf(digits);
  return id && { id, hash: hashOf(text) };
}

/** What a key is known again by, and is not worth keeping secret. */
export function prefixOf(id: Id<"api-key">): string {
  return `fs_${digitsOf(BigInt(`0x${id.replaceAll("-", "")}`), ID_LENGTH)}`;
}

function idOf(digits: string): Id<"api-key"> | undefined {
  const number = [...digits].reduce((sum, digit) => sum * BASE + BigInt(DIGITS.indexOf(digit)), 0n);
  const hex = number.toString(16).padStart(32, "0");
  if (hex.length > 32) return undefined;
  return parseId<"api-key">(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
}

function digitsOf(number: bigint, length: number): string {
  let rest = number;
  let text = "";
  while (rest > 0n) {
    text = `${DIGITS[Number(rest % BASE)]}${text}`;
    rest /= BASE;
  }
  return text.padStart(length, "0");
}

function sumOf(body: string): string {
  return digitsOf(BigInt(crc32(body)), SUM_LENGTH);
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
