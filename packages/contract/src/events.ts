// SPDX-License-Identifier: Apache-2.0
/** Events on the wire: their ingest, the sources they come from, the records that could not be read, and search. */
import { z } from "zod";

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

export const SOURCE = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  name: z.string(),
  /** As a person said. */
  logType: z.string().nullable(),
  /** As its events say. */
  detectedLogType: z.string().nullable(),
  createdAt: time,
  lastSeenAt: time.nullable(),
  disabledAt: time.nullable(),
  /** Events by their own time, over the last five minutes. */
  eventsPerSecond: z.number(),
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
    isDisabled: z.boolean().optional(),
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
export const DEAD_LETTERS = z.object({ deadLetters: z.array(DEAD_LETTER), next: z.string().nullable() });
export const DEAD_LETTER_QUERY = z.object({
  sourceId: z.uuid().optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
/** What became of the record: it was an event this time, or not. */
export const REPLAYED = z.object({ accepted: z.int(), duplicate: z.int(), rejected: z.int() });

export const EVENT_QUERY = z.object({
  from: time,
  to: time,
  text: z.string().max(1000).optional(),
  /** `name=value`, as often as wanted. */
  field: z.union([z.string(), z.array(z.string()).max(20)]).optional(),
  sourceId: z.uuid().optional(),
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
  raw: z.string(),
  rawLength: z.int(),
});
export const EVENTS_PAGE = z.object({ events: z.array(EVENT), next: z.string().nullable() });

export const HISTOGRAM_QUERY = EVENT_QUERY.omit({ after: true, limit: true }).extend({
  intervalMs: z.coerce.number().int().min(1),
});
export const HISTOGRAM = z.object({ buckets: z.array(z.object({ start: time, count: z.int() })) });
