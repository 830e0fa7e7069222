// SPDX-License-Identifier: Apache-2.0
/**
 * Rows in ClickHouse's TabSeparated format, which holds any bytes: only a tab, a line break and the backslash are
 * escaped. Rows are written one after the other into one buffer, which is what is sent: nothing is made twice.
 */
import { releaseMemory } from "../../release-memory.ts";

const BACKSLASH = 0x5c;
const TAB = 0x09;
const LF = 0x0a;
/** For each byte the letter that stands for it after a backslash; 0 where it stands for itself. */
const ESCAPES = new Uint8Array(256);
ESCAPES[BACKSLASH] = BACKSLASH;
ESCAPES[TAB] = 0x74;
ESCAPES[LF] = 0x6e;
ESCAPES[0x0d] = 0x72;

/** A character of a text is at most three bytes of UTF-8. */
const MAX_UNIT_BYTES = 3;
const GROWTH = 1.5;

export class RowBuffer {
  #bytes: Buffer;
  #length = 0;

  constructor(expectedBytes: number) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(1024, expectedBytes));
  }

  get length(): number {
    return this.#length;
  }

  /** A row: values that are escaped already, and a last one that is not. */
  add(values: readonly string[], last: Uint8Array): void {
    const head = `${values.join("\t")}\t`;
    this.#reserve(head.length * MAX_UNIT_BYTES + last.length * 2 + 1);
    // What is no Unicode (a lone surrogate) becomes U+FFFD.
    this.#length += this.#bytes.write(head, this.#length, "utf8");
    this.#length = writeEscaped(last, this.#bytes, this.#length);
    this.#bytes[this.#length++] = LF;
  }

  /** What was written. Nothing may be added after it. */
  take(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** What was taken is empty then. */
  release(): void {
    releaseMemory(this.#bytes);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.ceil(this.#bytes.length * GROWTH)));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Returns where it ends in the target. A loop over bytes: an event has a hundred backslashes, and calls cost more. */
function writeEscaped(source: Uint8Array, target: Uint8Array, start: number): number {
  let at = start;
  for (let from = 0; from < source.length; from++) {
    const byte = source[from] ?? 0;
    const letter = ESCAPES[byte] ?? 0;
    if (letter === 0) {
      target[at++] = byte;
    } else {
      target[at++] = BACKSLASH;
      target[at++] = letter;
    }
  }
  return at;
}

const SPECIAL = /[\\\t\n\r]/;

/** The value of a column of type String. */
export function escapeValue(text: string): string {
  if (!SPECIAL.test(text)) return text;
  const escaped = text.replaceAll("\\", "\\\\");
  return escaped.replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}

/** The value of a column of type Array(String). */
export function escapeArray(values: readonly string[]): string {
  return `[${values.map((text) => `'${escapeValue(text).replaceAll("'", "\\'")}'`).join(",")}]`;
}

/** The value of a column of type DateTime64(3): seconds, with three decimals. */
export function formatTime(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}`;
}
