// SPDX-License-Identifier: Apache-2.0
/** Which lists of indicators an event meets, by its observables. Counts what each found, and does no more. */
import type { IndicatorIndex } from "@fengsui/indicators";
import type { Level, MatchedField, RuleFigures } from "@fengsui/sigma";
import type { DetectableEvent } from "../event.ts";
import type { KnownRule } from "../rules/ruleset-cache.ts";

/** A list that is on for an organisation. */
export interface KnownList {
  readonly known: KnownRule;
  /** By which the index knows it. */
  readonly number: number;
  readonly title: string;
  readonly level: Level;
  /** What it was asked and found; a look-up costs the same however many lists there are, and is nobody's. */
  readonly figures: { -readonly [Name in keyof RuleFigures]: RuleFigures[Name] };
}

/** By the number as a text, which is what the index refers by. */
export type KnownLists = ReadonlyMap<string, KnownList>;

export interface Hit {
  readonly list: KnownList;
  /** For each indicator, what was seen and where, and then the indicator itself. */
  readonly met: readonly (readonly MatchedField[])[];
}

/** Of a match; an event that meets more of one list says no more. */
const MAX_MET = 16;
/** The field in which a match names its indicator. */
export const INDICATOR = "indicator";

/** One hit a list. An indicator holds until its end, by the time of the event: so whenever it is looked at, it is the same. */
export function hitsOf(
  { observables, time }: Pick<DetectableEvent, "observables" | "time">,
  lists: KnownLists,
  index: Pick<IndicatorIndex, "find">,
): readonly Hit[] {
  if (lists.size === 0) return [];
  const hits = new Map<KnownList, (readonly MatchedField[])[]>();
  for (const seen of observables)
    for (const { reference, value } of index.find(seen, time)) {
      const list = lists.get(reference);
      if (list === undefined) continue;
      const met = hits.get(list) ?? [];
      hits.set(list, met);
      if (met.length < MAX_MET)
        met.push([
          { field: seen.field, value: seen.value },
          { field: INDICATOR, value },
        ]);
    }
  for (const { figures } of hits.keys()) {
    figures.candidates += 1;
    figures.matches += 1;
  }
  return [...hits].map(([list, met]) => ({ list, met }));
}

export function noFigures(): KnownList["figures"] {
  return { evaluated: 0, candidates: 0, matches: 0, undecided: 0, cost: 0 };
}
