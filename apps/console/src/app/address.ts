// SPDX-License-Identifier: Apache-2.0
/** The query of an address as plain texts, so that it can be read, written and shared by people. */

/** The organisation that is looked at, kept from page to page. */
export const ORGANISATION_PARAM = "organisation";

export type PlainSearch = Readonly<Record<string, string>>;

export function parseSearch(text: string): PlainSearch {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(search).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" && value !== "" ? [[key, value]] : [],
  );
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

/** Where to go after signing in: a page of this console, never another site. */
export function safeNext(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/situation";
}
