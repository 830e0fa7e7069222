// SPDX-License-Identifier: Apache-2.0
/** Counts by a name, by level. The names come from logs, so there is a limit to how many are told apart. */
import { LEVELS, type Level } from "@fengsui/sigma";

export interface TallyRow {
  readonly name: string;
  readonly total: number;
  readonly levels: Readonly<Record<Level, number>>;
}

const MAX_NAMES = 10_000;

export function noLevels(): Record<Level, number> {
  return { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };
}

export class Tally {
  readonly #counts = new Map<string, Record<Level, number>>();
  #untold = 0;

  /** How many were counted under names beyond the limit. */
  get untold(): number {
    return this.#untold;
  }

  add(name: string, level: Level): void {
    let levels = this.#counts.get(name);
    if (levels === undefined) {
      if (this.#counts.size >= MAX_NAMES) {
        this.#untold += 1;
        return;
      }
      levels = noLevels();
      this.#counts.set(name, levels);
    }
    levels[level] += 1;
  }

  /** The most severe first, then the most frequent. */
  rows(): readonly TallyRow[] {
    const rows = [...this.#counts].map(([name, levels]) => {
      const total = LEVELS.reduce((sum, level) => sum + levels[level], 0);
      return { name, total, levels };
    });
    return rows.toSorted((a, b) => compareLevels(a.levels, b.levels) || (a.name < b.name ? -1 : 1));
  }
}

function compareLevels(a: Readonly<Record<Level, number>>, b: Readonly<Record<Level, number>>): number {
  for (const level of LEVELS.toReversed()) {
    if (a[level] !== b[level]) return b[level] - a[level];
  }
  return 0;
}
