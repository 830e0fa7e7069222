// SPDX-License-Identifier: Apache-2.0
/**
 * Rows in ClickHouse's TabSeparated format, which holds any bytes: only a tab, a line break and the backslash are
 * escaped. A row is made as a string with one character for each byte ("latin1"), which V8 handles faster than
 * buffers, and becomes bytes once, with all others of its insert.
 */

/** Text as the bytes of its UTF-8. What is no Unicode (a lone surrogate) becomes U+FFFD. */
export function bytesOfText(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

export function bytesOf(raw: Uint8Array | string): string {
  if (typeof raw === "string") return bytesOfText(raw);
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("latin1");
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what begins with the control characters.
  return /^[\x00-\x7f]*$/.test(text);
}

/** The value of a column of type String. */
export function escapeValue(bytes: string): string {
  const text = bytes.includes("\\") ? bytes.replaceAll("\\", "\\\\") : bytes;
  return /[\t\n\r]/.test(text)
    ? text.replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r")
    : text;
}

/** The value of a column of type Array(String). */
export function escapeArray(values: readonly string[]): string {
  return `[${values.map((bytes) => `'${escapeValue(bytes).replaceAll("'", "\\'")}'`).join(",")}]`;
}

/** The value of a column of type DateTime64(3): seconds, with three decimals. */
export function formatTime(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}`;
}

export function formatRow(values: readonly string[]): string {
  return `${values.join("\t")}\n`;
}
