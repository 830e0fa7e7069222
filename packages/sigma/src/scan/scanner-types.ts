// SPDX-License-Identifier: Apache-2.0

/** Looks for many literals in one text. */
export interface Scanner {
  /** Units of the shortest literal looked for: no shorter text can hold any. */
  readonly shortest: number;
  /** Reports each literal in `text`. */
  scan(text: string, sink: Sink): void;
}

/** What a scan reports to: a literal that it already has need not be compared again. */
export interface Sink {
  has(id: number): boolean;
  see(id: number): void;
}
