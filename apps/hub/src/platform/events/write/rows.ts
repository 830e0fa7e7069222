// SPDX-License-Identifier: Apache-2.0
/** Events and matches as rows of their tables. Whatever their values are, there is a row. */
import { CORE_FIELDS, type Match, type NewEvent, storableMilliseconds } from "../event.ts";
import { limitObservable } from "../observable-value.ts";
import { bytesOf, bytesOfText, escapeArray, escapeValue, formatRow, formatTime } from "./tab-separated.ts";

export const EVENT_COLUMNS = [
  "event_id",
  "organisation_id",
  "audience_id",
  "source_id",
  "@timestamp",
  "event.ingested",
  ...CORE_FIELDS,
  "observable_kinds",
  "observable_values",
  "raw",
] as const;

export const MATCH_COLUMNS = [
  "rule_id",
  "rule_version",
  "event_id",
  "@timestamp",
  "organisation_id",
  "audience_id",
  "entity",
  "fields",
  "is_retrospective",
  "matched",
] as const;

/** An event that names more has them in its raw text alone. */
const MAX_OBSERVABLES = 256;

export interface EventRow {
  readonly id: string;
  readonly milliseconds: number;
  /** One character for each byte. */
  readonly text: string;
}

export function eventRow(event: NewEvent, ingestedMilliseconds: number): EventRow {
  const milliseconds = storableMilliseconds(event.time);
  const observables = event.observables.slice(0, MAX_OBSERVABLES);
  const text = formatRow([
    uuid(event.id),
    uuid(event.organisationId),
    integer(event.audienceId),
    uuid(event.sourceId),
    formatTime(milliseconds),
    formatTime(ingestedMilliseconds),
    ...CORE_FIELDS.map((field) => textValue(event.fields[field] ?? "")),
    escapeArray(observables.map(({ kind }) => bytesOfText(kind))),
    escapeArray(observables.map(({ value }) => bytesOfText(limitObservable(value)))),
    escapeValue(bytesOf(event.raw)),
  ]);
  return { id: event.id.toLowerCase(), milliseconds, text };
}

export function matchRow(match: Match, matchedMilliseconds: number): string {
  return formatRow([
    textValue(match.ruleId),
    integer(match.ruleVersion),
    uuid(match.eventId),
    formatTime(storableMilliseconds(match.time)),
    uuid(match.organisationId),
    integer(match.audienceId),
    textValue(match.entity),
    textValue(JSON.stringify(match.fields)),
    match.isRetrospective ? "true" : "false",
    formatTime(matchedMilliseconds),
  ]);
}

function textValue(text: string): string {
  return text === "" ? "" : escapeValue(bytesOfText(text));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Identifiers are ours, not of a log. */
function uuid(text: string): string {
  if (UUID.test(text)) return text;
  throw new TypeError(`"${text}" is not a UUID`);
}

function integer(value: number): string {
  if (Number.isInteger(value)) return String(value);
  throw new TypeError(`${value} is not an integer`);
}
