// SPDX-License-Identifier: Apache-2.0
/**
 * Paths as the operating system has them. On Linux a name is bytes, and may come from a disk whose names were written
 * in another charset. Such a byte stands in our texts as a lone surrogate, U+DC80 to U+DCFF, which no UTF-8 text can
 * hold, so that it finds its way back.
 */
import { isUtf8 } from "node:buffer";

const FIRST = 0xdc00;
const MAX_SEQUENCE = 4;

/** The text of a name or path. */
export function textOfPath(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    let length = Math.min(MAX_SEQUENCE, bytes.length - at);
    while (length > 0 && !isUtf8(bytes.subarray(at, at + length))) length--;
    text +=
      length > 0 ? bytes.toString("utf8", at, at + length) : String.fromCharCode(FIRST + (bytes[at] ?? 0));
    at += Math.max(1, length);
  }
  return text;
}

/** What to give the operating system for a text of `textOfPath`, or of a person. */
export function systemPath(text: string): string | Buffer {
  if (text.isWellFormed()) return text;
  const parts = text.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) - FIRST))),
  );
}
