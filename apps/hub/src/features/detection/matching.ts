// SPDX-License-Identifier: Apache-2.0
/** Events to matches: pure, given the rules and the suppressions. Live and in retrospect it is this one function. */
import type { Level, MatchedField, SigmaRule } from "@fengsui/sigma";
import type { Match } from "../../platform/events/index.ts";
import type { Id } from "../../platform/ids.ts";
import type { OrganisationId } from "../../platform/records/index.ts";
import { type AlertGroup, groupOf, MAX_TITLE, storedEntity } from "./alerts/grouping.ts";
import type { DetectableEvent } from "./event.ts";
import type { CompiledRules } from "./rules/ruleset-cache.ts";
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
  /** Those that hold now. */
  readonly suppressions: readonly Suppression[];
}

export function matchEvents(events: readonly DetectableEvent[], using: MatchWith): FoundMatch[] {
  return events.flatMap((event) => matchEvent(event, using));
}

function matchEvent(event: DetectableEvent, using: MatchWith): FoundMatch[] {
  return using.rules.ruleset
    .match(event.fields, event.logSource)
    .flatMap(({ rule, fields }) => describeMatch(event, using, rule, fields) ?? []);
}

function describeMatch(
  event: DetectableEvent,
  { organisationId, rules, suppressions }: MatchWith,
  rule: SigmaRule,
  fields: readonly MatchedField[],
): FoundMatch | undefined {
  const known = rules.known.get(rule);
  if (known === undefined) return undefined;
  const { id: ruleId, version: ruleVersion, groupBy } = known;
  const { time, host, account, address } = event;
  const suppression = suppressions.find((one) => silences(one, { ruleId, event: event.fields, fields }));
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
    suppressionId: suppression?.id ?? null,
    title: rule.title.slice(0, MAX_TITLE),
    level: rule.level,
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
