// SPDX-License-Identifier: Apache-2.0
/** What of an event is an indicator: its observables, by the fields of its log, looked up in the index. */
import { type Kind, ObservableReader, type Seen, type Warninglists } from "@fengsui/indicators";
import type { JsonObject, LogSource } from "@fengsui/sigma";
import type { FoundAt, MatchedRule, MatchRecord } from "../match-record.ts";
import type { IndicatorList } from "./list.ts";

/** An event that a match is made of. */
export interface EventAt extends FoundAt {
  readonly event: JsonObject;
  readonly time: number | undefined;
  readonly host: string | undefined;
  readonly logsource: LogSource | undefined;
}

export class IndicatorMatcher {
  readonly list: IndicatorList;
  readonly #warninglists: Warninglists;
  readonly #reader = new ObservableReader();
  /** One object for each file and kind, by which the summary counts. */
  readonly #rules = new Map<string, MatchedRule>();
  readonly #now: number;

  constructor(list: IndicatorList, warninglists: Warninglists, now: number) {
    this.list = list;
    this.#warninglists = warninglists;
    this.#now = now;
  }

  /** An indicator holds at the time of the event; where that has none, now. */
  *match(found: EventAt): Generator<MatchRecord> {
    const at = found.time ?? this.#now;
    for (const seen of this.#reader.read(found.event, found.logsource))
      for (const indicator of this.list.index.find(seen, at)) yield this.#toRecord(found, seen, indicator);
  }

  #toRecord(
    found: EventAt,
    seen: Seen,
    indicator: ReturnType<IndicatorList["index"]["find"]>[number],
  ): MatchRecord {
    const { file, at } = this.list.placeOf(indicator);
    const warninglists = this.#warninglists.namesFor(seen);
    return {
      ...found,
      rule: this.#ruleOf(file, indicator.kind, warninglists.length > 0),
      fields: [
        { field: seen.field, value: seen.value },
        { field: "indicator", value: indicator.value },
      ],
      indicator: {
        kind: indicator.kind,
        value: indicator.value,
        file,
        at,
        field: seen.field,
        observable: seen.value,
        warninglists,
      },
    };
  }

  /** What stands on a warninglist is often harmless. */
  #ruleOf(file: string, kind: Kind, isOnWarninglist: boolean): MatchedRule {
    const key = `${isOnWarninglist ? "warned" : "plain"}\0${kind}\0${file}`;
    const rule = this.#rules.get(key) ?? {
      id: `indicator:${kind}`,
      title: `Indicator ${kind}${isOnWarninglist ? ", on a warninglist" : ""}`,
      level: isOnWarninglist ? ("low" as const) : ("high" as const),
      file,
      tags: [],
      techniques: [],
    };
    this.#rules.set(key, rule);
    return rule;
  }
}
