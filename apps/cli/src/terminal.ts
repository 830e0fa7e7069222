// SPDX-License-Identifier: Apache-2.0
/**
 * What text from logs and rules goes through before it reaches a terminal. An attacker writes part of every log, so a
 * value may hold escape sequences that clear the screen, change the title or hide text, and bidirectional overrides
 * that show it in another order. They are shown as visible escapes. Widths are in columns: a CJK character takes two.
 */
import stringWidth from "string-width";

/** Controls, invisible format characters (bidirectional, tags), line separators and lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** Zero-width joiner and non-joiner are part of ordinary Persian and Indic words and of emoji. */
const HARMLESS: ReadonlySet<string> = new Set(["\u200C", "\u200D"]);
const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const PRINTABLE_ASCII = /^[ -~]*$/;
const ELLIPSIS = "…";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function escapeCharacter(character: string): string {
  if (HARMLESS.has(character)) return character;
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}

/** The text on one line, with everything that a terminal might obey made visible. */
export function escapeControls(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(UNSAFE, escapeCharacter);
}

/** Replaces what a terminal might obey by one harmless character each, so that columns stay where they are. */
export function maskControls(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (character === "\n" || HARMLESS.has(character)) return character;
    return character === "\t" ? " " : "\uFFFD".repeat(character.length);
  });
}

export function columnsOf(text: string): number {
  return PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);
}

/** Bounds the work on a value of megabytes of which a terminal shows a few dozen columns. */
function mayFit(text: string, width: number): string {
  return text.slice(0, width * 4 + 64);
}

/** The start of the text, at most `width` columns, with an ellipsis where something was left off. */
export function cutEnd(text: string, width: number): string {
  const head = mayFit(text, width);
  if (head.length === text.length && columnsOf(head) <= width) return text;
  let kept = "";
  let columns = 0;
  for (const { segment } of graphemes.segment(head)) {
    columns += columnsOf(segment);
    if (columns > width - 1) break;
    kept += segment;
  }
  return kept + ELLIPSIS;
}

/** The end of the text, at most `width` columns: of a path the end tells more. */
export function cutStart(text: string, width: number): string {
  const tail = text.slice(-(width * 4 + 64));
  if (tail.length === text.length && columnsOf(tail) <= width) return text;
  let kept = "";
  let columns = 0;
  for (const { segment } of [...graphemes.segment(tail)].toReversed()) {
    columns += columnsOf(segment);
    if (columns > width - 1) break;
    kept = segment + kept;
  }
  return ELLIPSIS + kept;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columnsOf(text)));
}

/** Escapes only what the first `width` columns may show, then cuts. */
export function fit(text: string, width: number): string {
  const head = mayFit(text, width);
  const escaped = escapeControls(head);
  return cutEnd(head.length === text.length ? escaped : `${escaped}${ELLIPSIS}`, width);
}
