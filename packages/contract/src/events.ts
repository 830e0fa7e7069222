// SPDX-License-Identifier: Apache-2.0
/** Events on the wire: their ingest, the sources they come from, the records that could not be read, and search. */
import { z } from "zod";
import { SOURCE_MAPPING } from "./source-mapping.ts";
import { CHARSET, SENDER, TIME_ZONE } from "./source-settings.ts";

const time = z.iso.datetime();
const name = z.string().trim().min(1).max(200);

export const INGEST_ANSWER = z.object({
  accepted: z.int(),
  duplicate: z.int(),
  rejected: z.int(),
  /** The first of them; all are among the dead letters. */
  problems: z.array(z.object({ position: z.int(), code: z.string(), message: z.string() })),
});
export type IngestAnswer = z.infer<typeof INGEST_ANSWER>;

/** `product`, `product/service` or `product//category`, in Sigma's words. */
export const LOG_TYPE = z.string().regex(/^[a-z0-9_-]{1,50}(\/[a-z0-9_-]{0,50}){0,2}$/);

/** Nothing came yet; it delivers; it has been silent for too long; switched off. */
export const SOURCE_STATES = ["waiting", "active", "silent", "off"] as const;

export const SOURCE = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  name: z.string(),
  /** As a person said. */
  logType: z.string().nullable(),
  /** As its events say. */
  detectedLogType: z.string().nullable(),
  /** Of its text; null: found out by looking at it. */
  charset: z.string().nullable(),
  /** Of times in its events that name none; null: they are in UTC. */
  timeZone: z.string().nullable(),
  /** Whose syslog it is: networks, addresses, fingerprints of client certificates. */
  senders: z.array(z.string()),
  mapping: SOURCE_MAPPING.nullable(),
  /** Counts its changes; 0 where there was none. */
  mappingVersion: z.int(),
  createdAt: time,
  disabledAt: time.nullable(),
  state: z.enum(SOURCE_STATES),
  firstSeenAt: time.nullable(),
  /** When it last delivered anything. */
  lastSeenAt: time.nullable(),
  /** Of its newest event, by the event's own time. */
  lastEventAt: time.nullable(),
  eventCount: z.int(),
  /** New events by when they came: a mean over about the last minute. */
  eventsPerSecond: z.number(),
  /** How old the newest event of the last delivery was when it came. */
  lagMs: z.int().nullable(),
  /** Silence becomes an alert. */
  isWatched: z.boolean(),
  /** How long it may be silent, as a person set it. */
  quietSeconds: z.int().nullable(),
  /** As set, else as learned; null where the hub has not known it for a day. */
  expectedQuietSeconds: z.int().nullable(),
  /** Maintenance: until then silence is expected. */
  pausedUntil: time.nullable(),
  silentSince: time.nullable(),
});
export type Source = z.infer<typeof SOURCE>;
export const SOURCES = z.object({ sources: z.array(SOURCE) });

export const NEW_SOURCE = z.object({ organisationId: z.uuid(), name });
/** The key is shown here and never again. */
export const SOURCE_KEY = z.object({ id: z.uuid(), key: z.string() });
export const SOURCE_CHANGE = z
  .object({
    name: name.optional(),
    logType: LOG_TYPE.nullable().optional(),
    charset: CHARSET.nullable().optional(),
    timeZone: TIME_ZONE.nullable().optional(),
    /** All of them. A network is for an operator of the hub to say. */
    senders: z.array(SENDER).max(100).optional(),
    isDisabled: z.boolean().optional(),
    isWatched: z.boolean().optional(),
    /** Null: as the hub learns it. */
    quietSeconds: z
      .int()
      .min(60)
      .max(30 * 24 * 3600)
      .nullable()
      .optional(),
    pausedUntil: time.nullable().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: "names nothing to change",
  });
export type SourceChange = z.infer<typeof SOURCE_CHANGE>;

export const DEAD_LETTER = z.object({
  id: z.uuid(),
  sourceId: z.uuid(),
  receivedAt: time,
  position: z.int(),
  code: z.string(),
  message: z.string(),
  excerpt: z.string(),
  byteCount: z.int(),
});
export type DeadLetter = z.infer<typeof DEAD_LETTER>;
export const DEAD_LETTERS = z.object({ deadLetters: z.array(DEAD_LETTER), next: z.string().nullable() });
export const DEAD_LETTER_QUERY = z.object({
  organisationId: z.uuid().optional(),
  sourceId: z.uuid().optional(),
  code: z.string().max(200).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const DEAD_LETTER_COUNTS = z.object({
  /** By source and reason, the most frequent first. */
  counts: z.array(z.object({ sourceId: z.uuid(), code: z.string(), count: z.int(), lastReceivedAt: time })),
});
/** What became of the record: it was an event this time, or not. */
export const REPLAYED = z.object({ accepted: z.int(), duplicate: z.int(), rejected: z.int() });

export const MAX_QUERY_LENGTH = 2000;
const fieldName = z.string().min(1).max(200);

/** Which events; what is in it must all hold. */
const eventFilter = {
  from: time,
  to: time,
  /** `host.name:WS01 AND NOT user.name:(SYSTEM OR svc*) "access denied"`. */
  query: z.string().max(MAX_QUERY_LENGTH).optional(),
  text: z.string().max(1000).optional(),
  /** `name=value`, exactly, as often as wanted. */
  field: z.union([z.string(), z.array(z.string()).max(20)]).optional(),
  sourceId: z.uuid().optional(),
};
export const EVENT_FILTER = z.object(eventFilter);
export type EventFilter = z.infer<typeof EVENT_FILTER>;

export const EVENT_QUERY = z.object({
  ...eventFilter,
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type EventSearch = z.infer<typeof EVENT_QUERY>;

export const EVENT = z.object({
  id: z.uuid(),
  time,
  ingested: time,
  organisationId: z.uuid(),
  sourceId: z.uuid(),
  fields: z.record(z.string(), z.string()),
  /** Of a long one only the beginning is in a list. */
  raw: z.string(),
  /** In bytes, of all of it. */
  rawLength: z.int(),
});
export type Event = z.infer<typeof EVENT>;
export const EVENTS_PAGE = z.object({ events: z.array(EVENT), next: z.string().nullable() });

/** The time is a part of an event's key. */
export const EVENT_AT = z.object({ time });

export const HISTOGRAM_QUERY = z.object({
  ...eventFilter,
  intervalMs: z.coerce.number().int().min(1),
});
export const HISTOGRAM = z.object({ buckets: z.array(z.object({ start: time, count: z.int() })) });

export const VALUES_QUERY = z.object({ ...eventFilter, name: fieldName });
/** Which values a field has, and how often, among the newest events that fit. */
export const VALUES = z.object({
  /** So many events were looked at. */
  events: z.int(),
  /** There are more, which were not looked at. */
  isPartial: z.boolean(),
  /** How many of them have the field. */
  present: z.int(),
  distinct: z.int(),
  /** The most frequent, the most frequent first. */
  values: z.array(z.object({ value: z.string(), count: z.int() })),
});
export type Values = z.infer<typeof VALUES>;

export const EXPORT_FORMATS = ["ndjson", "csv"] as const;
/** An export ends after so many events: the newest. */
export const MAX_EXPORTED_EVENTS = 100_000;
export const MAX_EXPORTED_BYTES = 1024 * 1024 * 1024;
export const EXPORT_QUERY = z.object({
  ...eventFilter,
  format: z.enum(EXPORT_FORMATS),
  /** Fields that become columns of CSV, in this order, after the time. */
  column: z.union([fieldName, z.array(fieldName).max(50)]).optional(),
});
export type EventExport = z.infer<typeof EXPORT_QUERY>;
