// SPDX-License-Identifier: Apache-2.0
/** Events and matches as rows of their tables. Whatever their values are, there is a row. */
import { CORE_FIELDS, type Match, type NewEvent, storableMilliseconds } from "../event.ts";
import { limitObservable } from "../observable-value.ts";
import { escapeArray, escapeValue, formatTime, RowBuffer } from "./tab-separated.ts";

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
  "is_retrospective",
  "matched",
  "fields",
] as const;

/** An event that names more has them in its raw text alone. */
const MAX_OBSERVABLES = 256;
/** Of a row, besides the raw text; more is found to be needed while it is written. */
const EXPECTED_COLUMN_BYTES = 600;
const EXPECTED_ESCAPES = 1.1;

export interface EventRows {
  readonly ids: readonly string[];
  readonly milliseconds: readonly number[];
  /** Where the row of each event ends. */
  readonly ends: readonly number[];
  readonly bytes: Buffer;
  /** When they are stored: they are gone then. */
  readonly release: () => void;
}

export function eventRows(events: readonly NewEvent[], ingestedMilliseconds: number): EventRows {
  const raws = events.map(({ raw }) => (typeof raw === "string" ? Buffer.from(raw, "utf8") : raw));
  const rawBytes = raws.reduce((sum, raw) => sum + raw.length, 0);
  const buffer = new RowBuffer(rawBytes * EXPECTED_ESCAPES + events.length * EXPECTED_COLUMN_BYTES);
  const ingested = formatTime(ingestedMilliseconds);
  const milliseconds = events.map(({ time }) => storableMilliseconds(time));
  const ends = events.map((event, index) => {
    buffer.add(columnsOf(event, formatTime(milliseconds[index] ?? 0), ingested), raws[index] ?? NO_BYTES);
    return buffer.length;
  });
  return {
    ids: events.map(({ id }) => id.toLowerCase()),
    milliseconds,
    ends,
    bytes: buffer.take(),
    release: () => buffer.release(),
  };
}

const NO_BYTES = new Uint8Array();

function columnsOf(event: NewEvent, time: string, ingested: string): string[] {
  const { fields } = event;
  const observables =
    event.observables.length > MAX_OBSERVABLES
      ? event.observables.slice(0, MAX_OBSERVABLES)
      : event.observables;
  return [
    uuid(event.id),
    uuid(event.organisationId),
    integer(event.audienceId),
    uuid(event.sourceId),
    time,
    ingested,
    ...CORE_FIELDS.map((field) => escapeValue(fields[field] ?? "")),
    escapeArray(observables.map(({ kind }) => kind)),
    escapeArray(observables.map(({ value }) => limitObservable(value))),
  ];
}

export function matchRows(matches: readonly Match[], matchedMilliseconds: number): Buffer {
  const buffer = new RowBuffer(matches.length * EXPECTED_COLUMN_BYTES);
  const matched = formatTime(matchedMilliseconds);
  for (const match of matches)
    buffer.add(
      [
        escapeValue(match.ruleId),
        integer(match.ruleVersion),
        uuid(match.eventId),
        formatTime(storableMilliseconds(match.time)),
        uuid(match.organisationId),
        integer(match.audienceId),
        escapeValue(match.entity),
        match.isRetrospective ? "true" : "false",
        matched,
      ],
      Buffer.from(JSON.stringify(match.fields), "utf8"),
    );
  return buffer.take();
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
