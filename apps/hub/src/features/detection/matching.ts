// SPDX-License-Identifier: Apache-2.0
/** Events to matches: pure, given the rules and the suppressions. Live and in retrospect it is this one function. */
import type { IndicatorIndex } from "@fengsui/indicators";
import type { Level, MatchedField } from "@fengsui/sigma";
import type { Match } from "../../platform/events/index.ts";
import type { Id } from "../../platform/ids.ts";
import type { OrganisationId } from "../../platform/records/index.ts";
import { type AlertGroup, groupOf, MAX_TITLE, storedEntity } from "./alerts/grouping.ts";
import type { DetectableEvent } from "./event.ts";
import { hitsOf } from "./indicators/match.ts";
import type { CompiledRules, KnownRule } from "./rules/ruleset-cache.ts";
import { type Suppression, silences } from "./suppressions/rules.ts";

export interface FoundMatch extends AlertGroup {
  readonly eventId: string;
  /** Epoch milliseconds of the event. */
  readonly time: number;
  readonly fields: readonly MatchedField[];
  readonly suppressionId: Id<"suppression"> | null;
  readonly title: string;
  readonly level: Level;
}

export interface MatchWith {
  readonly organisationId: OrganisationId;
  readonly rules: CompiledRules;
  readonly indicators: Pick<IndicatorIndex, "find">;
  /** Those that hold now. */
  readonly suppressions: readonly Suppression[];
}

export function matchEvents(events: readonly DetectableEvent[], using: MatchWith): FoundMatch[] {
  for (const { figures } of using.rules.lists.values()) figures.evaluated += events.length;
  return events.flatMap((event) => matchEvent(event, using));
}

function matchEvent(event: DetectableEvent, using: MatchWith): FoundMatch[] {
  const { ruleset, known, lists } = using.rules;
  const byRules = ruleset.match(event.fields, event.logSource).flatMap(({ rule, fields }) => {
    const one = known.get(rule);
    return one === undefined
      ? []
      : describeMatch(event, using, { known: one, title: rule.title, level: rule.level, fields });
  });
  const byIndicators = hitsOf(event, lists, using.indicators).map(({ list, met }) =>
    describeMatch(event, using, { ...list, fields: met.flat(), parts: met }),
  );
  return byIndicators.length === 0 ? byRules : [...byRules, ...byIndicators];
}

interface Matched {
  readonly known: KnownRule;
  readonly title: string;
  readonly level: Level;
  readonly fields: readonly MatchedField[];
  /** What was found by itself: where one of these is not silenced, the match is not. By itself, all of it. */
  readonly parts?: readonly (readonly MatchedField[])[];
}

function describeMatch(
  event: DetectableEvent,
  { organisationId, suppressions }: MatchWith,
  { known, title, level, fields, parts = [fields] }: Matched,
): FoundMatch {
  const { id: ruleId, version: ruleVersion, groupBy } = known;
  const { time, host, account, address } = event;
  const silencing = parts.map((part) =>
    suppressions.find((one) => silences(one, { ruleId, event: event.fields, fields: part })),
  );
  return {
    ruleId,
    ruleVersion,
    group: groupOf({ organisationId, ruleId, ruleVersion, time, host, account, address }, groupBy, {
      event: event.fields,
      fields,
    }),
    eventId: event.id,
    time,
    fields,
    suppressionId: silencing.includes(undefined) ? null : (silencing[0]?.id ?? null),
    title: title.slice(0, MAX_TITLE),
    level,
  };
}

export interface StoreAs {
  readonly organisationId: OrganisationId;
  readonly audienceId: number;
  readonly isRetrospective: boolean;
}

export function toStored(match: FoundMatch, { organisationId, audienceId, isRetrospective }: StoreAs): Match {
  const { ruleId, ruleVersion, eventId, time, fields, group } = match;
  return {
    organisationId,
    audienceId,
    ruleId,
    ruleVersion,
    eventId,
    time: new Date(time),
    entity: storedEntity(group),
    fields: fieldsOf(fields),
    isRetrospective,
  };
}

/** A keyword has no field. Where a field holds several values that matched, all of them. */
export function fieldsOf(fields: readonly MatchedField[]): Record<string, string> {
  const values = Map.groupBy(fields, ({ field }) => (field === "" ? "(keyword)" : field));
  return Object.fromEntries(
    [...values].map(([field, found]) => [field, found.map(({ value }) => value).join("\n")]),
  );
}
