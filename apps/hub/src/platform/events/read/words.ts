// SPDX-License-Identifier: Apache-2.0
/**
 * Free text: an event is found when its raw text holds every word, whatever the case. Words of ASCII are looked up in
 * the index, which splits at all that is neither letter nor digit. Others are searched for in the text, as scripts
 * without spaces (Chinese) have no words to it; also as JSON may write them, with \u escapes.
 */
import type { ScopedQuery } from "./scoped-query.ts";

const MAX_TERMS = 32;

export function addWords(query: ScopedQuery, text: string): void {
  const terms = text
    .split(/\s+/)
    .filter((term) => term !== "")
    .slice(0, MAX_TERMS);
  const words = terms.flatMap((term) => (isAscii(term) ? wordsOf(term) : []));
  if (words.length > 0) query.and(`hasAllTokens(raw, ${query.bind("Array(String)", words)})`);
  for (const term of terms.filter((other) => !isAscii(other))) {
    const plain = query.bind("String", term);
    const escaped = query.bind("String", escapeAsJson(term));
    query.and(
      `positionCaseInsensitiveUTF8(raw, ${plain}) > 0 OR positionCaseInsensitive(raw, ${escaped}) > 0`,
    );
  }
}

/**
 * Conditions that every raw text holds which has the value in it: the first asks the index. None for a value that a
 * writer of JSON may have escaped, so that it stands otherwise in the text.
 */
export function mustHold(query: ScopedQuery, value: string): string[] {
  if (!/^[A-Za-z0-9 ._:/\\@-]*$/.test(value)) return [];
  const words = wordsOf(value);
  if (words.length === 0) return [];
  const inIndex = `hasAllTokens(raw, ${query.bind("Array(String)", words)})`;
  const isVerbatim = !/[/\\]/.test(value);
  return isVerbatim ? [inIndex, `position(raw, ${query.bind("String", value)}) > 0`] : [inIndex];
}

/** In lower case, as the index has them: it does that to the text, not to what is looked up. */
function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? [])];
}

function isAscii(text: string): boolean {
  return !/[^\u0020-\u007e]/.test(text);
}

function escapeAsJson(text: string): string {
  return text.replace(
    /[^\u0020-\u007e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
