// SPDX-License-Identifier: Apache-2.0
/** What the page of dead letters decides: its filters, and reasons as they are counted. */

export interface LetterFilters {
  /** Its id; empty for all. */
  readonly source: string;
  /** The reason; empty for all. */
  readonly code: string;
}

type Search = Readonly<Record<string, string>>;

export function readLetterFilters({ source = "", code = "" }: Search): LetterFilters {
  return { source: /^[0-9a-f-]{36}$/i.test(source) ? source : "", code };
}

export function writeLetterFilters({ source, code }: LetterFilters): Search {
  return { ...(source !== "" && { source }), ...(code !== "" && { code }) };
}

interface Count {
  readonly sourceId: string;
  readonly code: string;
  readonly count: number;
}

/** How many have each reason, of one source or of all; the most frequent first. */
export function reasonCounts(
  counts: readonly Count[],
  source: string,
): readonly { readonly code: string; readonly count: number }[] {
  const sums = new Map<string, number>();
  for (const { sourceId, code, count } of counts)
    if (source === "" || sourceId === source) sums.set(code, (sums.get(code) ?? 0) + count);
  return [...sums].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}
