// SPDX-License-Identifier: Apache-2.0
/** A literal that a scan looks for. */

export interface Literal {
  /** Folded and not empty. */
  readonly text: string;
  /** What to report when it is found. */
  readonly id: number;
}

export function unitsOf(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

export function textOf(units: Uint16Array): string {
  return Array.from(units, (unit) => String.fromCharCode(unit)).join("");
}

/** Units of the shortest literal: no shorter text can contain any. */
export function shortestOf(literals: readonly Literal[]): number {
  return literals.reduce((shortest, { text }) => Math.min(shortest, text.length), Number.POSITIVE_INFINITY);
}
