// SPDX-License-Identifier: Apache-2.0
/** A literal that a scan looks for. */
import { FOLD } from "../fold.ts";

export interface Literal {
  /** Folded and not empty. */
  readonly text: string;
  /** What to report when it is found. */
  readonly id: number;
}

export function unitsOf(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

/** Does the literal stand at `start` of a text that is not folded yet? */
export function standsAt(units: Uint16Array, text: string, start: number): boolean {
  if (start < 0 || start + units.length > text.length) return false;
  for (let i = 0; i < units.length; i++) {
    if (FOLD[text.charCodeAt(start + i)] !== units[i]) return false;
  }
  return true;
}

/** Units of the shortest literal: no shorter text can contain any. */
export function shortestOf(literals: readonly Literal[]): number {
  return literals.reduce((shortest, { text }) => Math.min(shortest, text.length), Number.POSITIVE_INFINITY);
}
