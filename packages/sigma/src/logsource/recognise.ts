// SPDX-License-Identifier: Apache-2.0
/** All log types, in the order in which they are tried, and what they say of an event. */
import type { JsonObject } from "../event/event.ts";
import { place, readFirst } from "../event/places.ts";
import type { LogSource } from "../rule.ts";
import { CLOUDTRAIL } from "./cloudtrail.ts";
import { ECS } from "./ecs.ts";
import { AUDITD, SYSLOG, SYSMON_LINUX } from "./linux.ts";
import {
  type EventSource,
  type LogType,
  logSourceOf,
  plainPlaces,
  type RecognisedEvent,
} from "./log-type.ts";
import { OCSF } from "./ocsf.ts";
import { SURICATA } from "./suricata.ts";
import { WEB } from "./web.ts";
import { WINDOWS_LOG_TYPES } from "./windows.ts";
import { unwrap } from "./wrapped.ts";
import { ZEEK } from "./zeek.ts";

const LOG_TYPES: readonly LogType[] = [
  ...WINDOWS_LOG_TYPES,
  ZEEK,
  SURICATA,
  CLOUDTRAIL,
  WEB,
  SYSMON_LINUX,
  AUDITD,
  SYSLOG,
];

/**
 * The event as it is, else what is inside what a tool put around it, else what it says of itself in one of the schemas
 * that are for events of all kinds.
 */
export function recogniseEvent(event: JsonObject): RecognisedEvent | undefined {
  const recognised = recognisePlain(event);
  if (recognised !== undefined) return recognised;
  const inner = unwrap(event);
  return (
    (inner === undefined ? undefined : recognisePlain(inner)) ?? ECS.recognise(event) ?? OCSF.recognise(event)
  );
}

function recognisePlain(event: JsonObject): RecognisedEvent | undefined {
  for (const logType of LOG_TYPES) {
    const recognised = logType.recognise(event);
    if (recognised !== undefined) return recognised;
  }
  return undefined;
}

/** Any JSON event: fields go by their own names. */
export const GENERIC: LogType = {
  name: "generic",
  recognise: () => undefined,
  places: (field) => plainPlaces(field),
  times: ["@timestamp", "timestamp", "time", "eventTime", "ts", "TimeGenerated"].map((key) => place(key)),
  hosts: [
    place("host", "name"),
    place("hostname"),
    place("host"),
    place("Computer"),
    place("agent", "hostname"),
  ],
};

/**
 * How events that do not show what they are have their fields, if they are said to be of this log source: Zeek's own
 * JSON, for one, does not name its log.
 */
export function logTypeOf({ product, service, category }: LogSource): LogType {
  if (category === "webserver" || product === "nginx" || product === "apache") return WEB;
  if (product === "suricata") return SURICATA;
  if (product === "zeek") return ZEEK;
  if (product === "aws") return CLOUDTRAIL;
  if (product === "linux" && service === "auditd") return AUDITD;
  return (product === "windows" ? WINDOWS_LOG_TYPES[0] : undefined) ?? GENERIC;
}

/** A date and time as clocks of a place showed it, written as if it were UTC, to what it is in UTC; both in ms. */
export type LocalClock = (localMs: number) => number;

export interface EventDescription {
  /** Epoch time in milliseconds. A time without a zone is read as UTC, unless a clock was given. */
  readonly time?: number;
  readonly host?: string;
  /** Absent if no log type recognises the event. */
  readonly logsource?: LogSource;
}

export function describeEvent(event: JsonObject, toUtc?: LocalClock): EventDescription {
  const recognised = recogniseEvent(event);
  const logType = recognised?.source.logType ?? GENERIC;
  const record = recognised?.record ?? event;
  const time = readFirst(
    record,
    logType.times,
    toUtc === undefined ? utcMs : (value, { keys }) => epochMs(value, isAlwaysUtc(keys) ? undefined : toUtc),
  );
  const host = readFirst(record, logType.hosts, nameOf);
  return {
    ...(time === undefined ? {} : { time }),
    ...(host === undefined ? {} : { host }),
    ...(recognised === undefined ? {} : { logsource: logSourceOf(recognised.source) }),
  };
}

function nameOf(value: string | number | boolean): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** ISO 8601 with or without a zone. Other ways to write a time are read differently from place to place. */
const ISO_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?$/;
/** Seconds up to the year 5138, milliseconds above. */
const SECONDS_LIMIT = 1e11;

/** Fields that their makers write in UTC, without saying so. */
const UTC_FIELDS = new Set(["UtcTime", "TimeCreated", "SystemTime"]);

function isAlwaysUtc(keys: readonly string[]): boolean {
  return keys.some((key) => UTC_FIELDS.has(key));
}

function epochMs(value: string | number | boolean, toUtc?: LocalClock): number | undefined {
  if (typeof value === "boolean") return undefined;
  if (typeof value === "number") return Math.round(value < SECONDS_LIMIT ? value * 1000 : value);
  const [, date, time, zone] = ISO_TIME.exec(value.trim()) ?? [];
  if (date === undefined) return undefined;
  const ms = Date.parse(`${date}T${time}${zone ?? "Z"}`);
  if (Number.isNaN(ms)) return undefined;
  return zone === undefined && toUtc !== undefined ? toUtc(ms) : ms;
}

function utcMs(value: string | number | boolean): number | undefined {
  return epochMs(value);
}

export type { EventSource };
