// SPDX-License-Identifier: Apache-2.0
/** Texts in bytes: Latin-1, a byte a character, or, where one is beyond it, UTF-16 (little end first). */

export function isWide(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return true;
  return false;
}

export function byteLengthOf(text: string): number {
  return isWide(text) ? 2 * text.length : text.length;
}

export function writeText(bytes: Uint8Array, start: number, text: string): void {
  if (isWide(text))
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      bytes[start + 2 * at] = code & 0xff;
      bytes[start + 2 * at + 1] = code >>> 8;
    }
  else for (let at = 0; at < text.length; at++) bytes[start + at] = text.charCodeAt(at);
}

/** `length`: in bytes. */
export function isTextAt(
  bytes: Uint8Array,
  start: number,
  length: number,
  wide: boolean,
  text: string,
): boolean {
  if (length !== (wide ? 2 * text.length : text.length)) return false;
  for (let at = 0; at < text.length; at++)
    if (codeAt(bytes, start, at, wide) !== text.charCodeAt(at)) return false;
  return true;
}

export function textAt(bytes: Uint8Array, start: number, length: number, wide: boolean): string {
  const codes = Array.from({ length: wide ? length / 2 : length }, (_, at) => codeAt(bytes, start, at, wide));
  return codes.map((code) => String.fromCharCode(code)).join("");
}

function codeAt(bytes: Uint8Array, start: number, at: number, wide: boolean): number {
  if (!wide) return bytes[start + at] ?? 0;
  return (bytes[start + 2 * at] ?? 0) | ((bytes[start + 2 * at + 1] ?? 0) << 8);
}
