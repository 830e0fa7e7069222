// SPDX-License-Identifier: Apache-2.0
/**
 * Long texts as bytes. Reading bytes is faster than reading the units of a string, by more than copying them costs,
 * and most logs are ASCII, where places in both are the same.
 */
import { FOLD } from "../fold.ts";

const MIN_LENGTH = 96;
const MAX_LENGTH = 1 << 17;

/** The last text that `copyAscii` took. One for all scanners: a scan is over before the next begins. */
// A character outside the BMP takes four bytes for two units, others at most three for one.
export const asciiBytes: Uint8Array = new Uint8Array(MAX_LENGTH * 3);

/** Folded byte for every ASCII byte. */
export const FOLD_BYTE: Uint8Array = Uint8Array.from(FOLD.subarray(0, 128));

const encoder = new TextEncoder();

/** Copies a text to `asciiBytes` if that is worth while and possible, and says whether it did. */
export function copyAscii(text: string): boolean {
  const { length } = text;
  if (length < MIN_LENGTH || length > MAX_LENGTH) return false;
  return encoder.encodeInto(text, asciiBytes).written === length;
}
