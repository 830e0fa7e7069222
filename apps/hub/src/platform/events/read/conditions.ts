// SPDX-License-Identifier: Apache-2.0
/** Conditions on events that can be joined: fields whatever the case of letters, words, all, any and not of them. */
import { fieldValue } from "./fields.ts";
import type { ScopedQuery } from "./scoped-query.ts";
import { holdsVerbatim, holdsWords, wordsInIndex } from "./words.ts";

export type EventCondition =
  | { readonly kind: "all" | "any"; readonly of: readonly EventCondition[] }
  | { readonly kind: "not"; readonly of: EventCondition }
  /** The pieces of text between stars; one piece is the whole value. */
  | { readonly kind: "field"; readonly field: string; readonly pieces: readonly string[] }
  | { readonly kind: "exists"; readonly field: string }
  /** All of its words, anywhere; or in this order, as far as that can be told. */
  | { readonly kind: "text" | "phrase"; readonly text: string };

/** SQL that is 1 or 0, never NULL. */
export function conditionText(query: ScopedQuery, condition: EventCondition): string {
  switch (condition.kind) {
    case "all":
    case "any":
      return join(
        condition.of.map((one) => conditionText(query, one)),
        condition.kind,
      );
    case "not":
      return `NOT (${conditionText(query, condition.of)})`;
    case "exists":
      return `(${fieldValue(query, condition.field)} != '')`;
    case "text":
      return join(holdsWords(query, condition.text), "all");
    case "phrase":
      return join([...holdsWords(query, condition.text), ...holdsVerbatim(query, condition.text)], "all");
    case "field":
      return fieldText(query, condition.field, condition.pieces);
  }
}

function fieldText(query: ScopedQuery, field: string, pieces: readonly string[]): string {
  const [whole = ""] = pieces;
  const value = fieldValue(query, field);
  if (pieces.length > 1) return `(${value} ILIKE ${query.bind("String", pieces.map(escapeLike).join("%"))})`;
  const isValue = `lowerUTF8(${value}) = lowerUTF8(${query.bind("String", whole)})`;
  // The index tells sooner what cannot be; a field with a column may hold what the raw text writes otherwise.
  const early = value.startsWith("toString(") ? [] : wordsInIndex(query, whole);
  return join([...early, isValue], "all");
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

function join(parts: readonly string[], how: "all" | "any"): string {
  if (parts.length === 0) return how === "all" ? "true" : "false";
  return `(${parts.join(how === "all" ? " AND " : " OR ")})`;
}
