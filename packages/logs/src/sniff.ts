// SPDX-License-Identifier: Apache-2.0
/**
 * Sniffing: what a (decompressed) input is, from its first 64 KiB. EVTX by its magic; binary data of other kinds by
 * theirs or by its control characters; JSON that is not one value a line by its first line; all else is lines,
 * and what a line is, each line says itself.
 */
import type { JsonValue } from "./json.ts";

export const SNIFF_BYTES = 64 * 1024;

export const EVTX_MAGIC = Buffer.from("ElfFile\0", "latin1");

const BINARY_MAGICS: readonly (readonly [name: string, magic: string])[] = [
  ["an ELF program", "\x7fELF"],
  ["a PNG image", "\x89PNG\r\n"],
  ["a JPEG image", "\xff\xd8\xff"],
  ["a GIF image", "GIF8"],
  ["a PDF document", "%PDF-"],
  ["a ZIP archive (unzip it first)", "PK\x03\x04"],
  ["a 7-Zip archive (unpack it first)", "7z\xbc\xaf\x27\x1c"],
  ["xz data (decompress it first)", "\xfd7zXZ\0"],
  ["bzip2 data (decompress it first)", "BZh"],
  ["LZ4 data (decompress it first)", "\x04\x22\x4d\x18"],
  ["an SQLite database", "SQLite format 3\0"],
  ["a systemd journal file (use `journalctl -o json --file`)", "LPKSHHRH"],
  ["a packet capture", "\xd4\xc3\xb2\xa1"],
  ["a packet capture", "\x0a\x0d\x0d\x0a"],
  ["an old Windows event log (.evt)", "\x30\0\0\0LfLe"],
];

/** Says what binary data this is, or undefined if it may be text. `text` is the beginning of it in UTF-8. */
export function binaryKind(head: Buffer, text: Buffer): string | undefined {
  for (const [name, magic] of BINARY_MAGICS) {
    if (head.subarray(0, magic.length).equals(Buffer.from(magic, "latin1"))) return name;
  }
  return hasTooManyControls(text) ? "data with many control characters" : undefined;
}

/**
 * A log may have escapes of a terminal, a stray control character, and stretches of zeros where a machine
 * crashed; one character in twenty is more than that.
 */
function hasTooManyControls(text: Buffer): boolean {
  let controls = 0;
  let zeros = 0;
  for (const byte of text) {
    if (byte === 0) zeros++;
    else if (byte < 0x20 && !isTextControl(byte)) controls++;
  }
  const others = text.length - zeros;
  return controls > others * 0.05 || (zeros > 0 && controls > others * 0.01 && zeros > others * 0.01);
}

function isTextControl(byte: number): boolean {
  // Tab to carriage return, escape, and the group separator that enriched auditd lines have.
  return (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b || byte === 0x1d;
}

/** How text is framed: lines, or JSON values that begin and end anywhere. */
export type TextShape = "lines" | "json-lines" | "json-values";

/** `isWhole`: the text ends here, it is not only the beginning. */
export function textShape(text: string, isWhole: boolean): TextShape {
  const start = text.search(/[^\s\0]/);
  if (start < 0) return "lines";
  if (text[start] === "[")
    return /^\[\s*(?:[{"\]]|$)/.test(text.slice(start, start + 4096)) ? "json-values" : "lines";
  if (/^Record \d+\r?\n\{/.test(text.slice(start, start + 64))) return "json-values";
  if (text[start] !== "{") return isJsonScalarLine(text.slice(start)) ? "json-lines" : "lines";
  if (isEnvelopeStart(text.slice(start, start + 4096))) return "json-values";
  const lineEnd = text.indexOf("\n", start);
  if (lineEnd < 0) {
    // One line as far as we see: cut off it is a long line; whole and broken it is a broken line.
    return "json-lines";
  }
  return isOpenAtLineEnd(text.slice(start, lineEnd), text.slice(lineEnd, lineEnd + 4096), isWhole)
    ? "json-values"
    : "json-lines";
}

/** What `evtx_dump` writes before each value, unless it is asked for JSON lines. */
export const RECORD_MARK = /^Record \d+$/;

/** `{"Records": [{…`: the envelope of CloudTrail (and, with a small r, of Azure). */
export function isEnvelopeStart(text: string): boolean {
  return /^\{\s*"[Rr]ecords"\s*:\s*\[\s*[{\]]/.test(text);
}

/** A number alone may be a line of any log. */
function isJsonScalarLine(text: string): boolean {
  const lineEnd = text.indexOf("\n");
  try {
    const value: JsonValue = JSON.parse(lineEnd < 0 ? text : text.slice(0, lineEnd));
    return typeof value !== "number";
  } catch {
    return false;
  }
}

/**
 * Does the first line leave an object open, as pretty-printed JSON does? A line that was cut off leaves one open
 * too, but within a string, or so that the next line begins with another brace.
 */
function isOpenAtLineEnd(line: string, following: string, isWhole: boolean): boolean {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, "");
  if (bare.includes('"') || bare.split(/[{[]/).length <= bare.split(/[}\]]/).length) return false;
  const next = following.trimStart()[0];
  if (next === undefined) return !isWhole;
  return next !== "{" || /[[:]\s*$/.test(bare);
}
