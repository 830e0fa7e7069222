// SPDX-License-Identifier: Apache-2.0
/**
 * Free text: an event is found when its raw text holds every word, whatever the case. Words of ASCII are looked up in
 * the index, which splits at all that is neither letter nor digit. Others are searched for in the text, as scripts
 * without spaces (Chinese) have no words to it; also as JSON may write them, with \u escapes. So are signs that stand
 * alone: a search for them is not one for everything.
 */
import type { ScopedQuery } from "./scoped-query.ts";

const MAX_TERMS = 32;

export function addWords(query: ScopedQuery, text: string): void {
  for (const condition of holdsWords(query, text)) query.and(condition);
}

export function holdsWords(query: ScopedQuery, text: string): string[] {
  const terms = text
    .split(/\s+/)
    .filter((term) => term !== "")
    .slice(0, MAX_TERMS);
  const words = terms.flatMap((term) => (isAscii(term) ? wordsOf(term) : []));
  const inText = terms.filter((term) => !isInIndex(term) && !/^\*+$/.test(term));
  return [...inIndex(query, words), ...inText.map((term) => standsInText(query, term))];
}

function standsInText(query: ScopedQuery, term: string): string {
  const plain = query.bind("String", term);
  const escaped = query.bind("String", escapeAsJson(term));
  return `(positionCaseInsensitiveUTF8(raw, ${plain}) > 0 OR positionCaseInsensitive(raw, ${escaped}) > 0)`;
}

function isInIndex(term: string): boolean {
  return isAscii(term) && wordsOf(term).length > 0;
}

/** As it is written, whatever the case; nothing where a writer of JSON may have escaped it. */
export function holdsVerbatim(query: ScopedQuery, text: string): string[] {
  const isPlain = /^[A-Za-z0-9 ._:@-]+$/.test(text);
  return isPlain ? [`positionCaseInsensitive(raw, ${query.bind("String", text)}) > 0`] : [];
}

function inIndex(query: ScopedQuery, words: readonly string[]): string[] {
  return words.length === 0 ? [] : [`hasAllTokens(raw, ${query.bind("Array(String)", words)})`];
}

/**
 * Conditions that every raw text holds which has the value in it: the first asks the index. None for a value that a
 * writer of JSON may have escaped, so that it stands otherwise in the text.
 */
export function mustHold(query: ScopedQuery, value: string): string[] {
  const early = wordsInIndex(query, value);
  const isVerbatim = early.length > 0 && !/[/\\]/.test(value);
  return isVerbatim ? [...early, `position(raw, ${query.bind("String", value)}) > 0`] : early;
}

/** The same, whatever the case of its letters. */
export function wordsInIndex(query: ScopedQuery, value: string): string[] {
  return /^[A-Za-z0-9 ._:/\\@-]*$/.test(value) ? inIndex(query, wordsOf(value)) : [];
}

/** In lower case, as the index has them: it does that to the text, not to what is looked up. */
function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? [])];
}

function isAscii(text: string): boolean {
  return !/[^\u0020-\u007e]/.test(text);
}

function escapeAsJson(text: string): string {
  const inQuotes = JSON.stringify(text).slice(1, -1);
  return inQuotes.replace(
    /[^\u0020-\u007e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
