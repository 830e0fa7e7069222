// SPDX-License-Identifier: Apache-2.0
/**
 * Charsets. Readers work on UTF-8 bytes; text in another charset is transcoded before it reaches them. The charset
 * is the byte order mark's, or UTF-16 if the zero bytes of ASCII characters stand at odd or even places, or UTF-8
 * if it is valid, or GB18030 if the rest reads as Chinese text, else UTF-8 with replacements.
 */
import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";

export interface Charset {
  readonly label: string;
  /** Bytes of the byte order mark, to be dropped. */
  readonly bom: number;
}

/** `head` is the beginning of the text, at most 64 KiB; it may end inside of a character. */
export function detectCharset(head: Buffer): Charset {
  return charsetOfBom(head) ?? { label: charsetOfText(head), bom: 0 };
}

export function charsetOfBom(head: Buffer): Charset | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { label: "utf-8", bom: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { label: "utf-16le", bom: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { label: "utf-16be", bom: 2 };
  return undefined;
}

function charsetOfText(head: Buffer): string {
  const utf16 = utf16ByteOrder(head);
  if (utf16 !== undefined) return utf16;
  if (isUtf8(head.subarray(0, completeUtf8Length(head)))) return "utf-8";
  return isGb18030(head) ? "gb18030" : "utf-8";
}

/** Even Chinese UTF-16 logs have digits, blanks and line ends: zeros in every few characters, all on one side. */
function utf16ByteOrder(head: Buffer): string | undefined {
  const pairs = head.length >> 1;
  let even = 0;
  let odd = 0;
  for (let at = head.indexOf(0); at >= 0; at = head.indexOf(0, at + 1)) {
    if (at % 2 === 0) even++;
    else odd++;
  }
  if (pairs < 2) return undefined;
  if (odd > pairs * 0.2 && even < odd * 0.05) return "utf-16le";
  if (even > pairs * 0.2 && odd < even * 0.05) return "utf-16be";
  return undefined;
}

/** The length without a character that was cut off at the end. */
function completeUtf8Length(bytes: Buffer): number {
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  const lead = bytes[start] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return bytes.length - start < needed ? start : bytes.length;
}

/**
 * Nearly any bytes decode as GB18030, so it must look like Chinese too: most double bytes in the rows of GB 2312,
 * which hold all common characters, and fewer valid than invalid sequences if it is read as UTF-8.
 */
function isGb18030(head: Buffer): boolean {
  try {
    new TextDecoder("gb18030", { fatal: true }).decode(head, { stream: true });
  } catch {
    return false;
  }
  const { common, other } = countDoubleBytes(head);
  return common > other && !isMostlyUtf8(head);
}

function countDoubleBytes(head: Buffer): { common: number; other: number } {
  let common = 0;
  let other = 0;
  for (let at = 0; at + 1 < head.length; at++) {
    const lead = head[at] ?? 0;
    if (lead < 0x81) continue;
    const trail = head[at + 1] ?? 0;
    if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) common++;
    else other++;
    at++;
  }
  return { common, other };
}

function isMostlyUtf8(head: Buffer): boolean {
  const text = head.toString("utf8");
  let valid = 0;
  let invalid = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd) invalid++;
    else if (unit > 0x7f) valid++;
  }
  return valid > invalid;
}

/** Transcodes a charset to UTF-8 bytes, chunk by chunk. */
export class Transcoder {
  readonly #decoder: TextDecoder;
  /** The decoder replaced something (or the text itself has a U+FFFD, which is as suspect). */
  hasReplacements = false;

  constructor(label: string) {
    this.#decoder = new TextDecoder(label);
  }

  write(bytes: Buffer): Buffer {
    return this.#encode(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): Buffer {
    return this.#encode(this.#decoder.decode());
  }

  #encode(text: string): Buffer {
    if (!this.hasReplacements && text.includes("\ufffd")) this.hasReplacements = true;
    return Buffer.from(text, "utf8");
  }
}

export function isUtf8Label(label: string): boolean {
  return new TextDecoder(label).encoding === "utf-8";
}

/** A label of the WHATWG Encoding Standard, such as `gbk`. */
export function isCharset(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

/**
 * The whole of a text in UTF-8: from the charset that is named, unless the text begins with a mark of another; else
 * from what it looks like, and where most of it is UTF-8, each line that is not by itself. Text that is UTF-8 comes back
 * as it is, without a copy.
 */
export function toUtf8(bytes: Buffer, label?: string): Buffer {
  const marked = charsetOfBom(bytes);
  if (marked !== undefined) return transcode(bytes.subarray(marked.bom), marked.label);
  if (label !== undefined) return transcode(bytes, label);
  const detected = detectCharset(bytes.subarray(0, DETECTION_BYTES)).label;
  if (detected.startsWith("utf-16")) return transcode(bytes, detected);
  return isUtf8(bytes) ? bytes : eachLineToUtf8(bytes);
}

const DETECTION_BYTES = 64 * 1024;
const LF = 0x0a;

function transcode(bytes: Buffer, label: string): Buffer {
  return isUtf8Label(label) ? bytes : Buffer.from(new TextDecoder(label).decode(bytes), "utf8");
}

/**
 * No byte of a character of UTF-8 or GB18030 is a line end, so the lines stay as many as they were. What is neither
 * stays as it is: whoever reads it says so of that line alone.
 */
function eachLineToUtf8(bytes: Buffer): Buffer {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(start, end);
    const isOther = !isUtf8(line) && isGb18030(line.subarray(0, DETECTION_BYTES));
    lines.push(isOther ? transcode(line, "gb18030") : line);
    start = end;
  }
  return Buffer.concat(lines);
}
