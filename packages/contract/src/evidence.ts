// SPDX-License-Identifier: Apache-2.0
/** Evidence on the wire: files, and events pinned so that no retention takes them, with their chain of custody. */
import { z } from "zod";

const time = z.iso.datetime();

/** Of one file. */
export const MAX_EVIDENCE_BYTES = 64 * 1024 * 1024;
export const MAX_PINNED_EVENTS = 100;

export const EVIDENCE = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  caseId: z.uuid().nullable(),
  orderId: z.uuid().nullable(),
  kind: z.enum(["file", "event"]),
  name: z.string(),
  mediaType: z.string(),
  description: z.string(),
  /** Of the content, in hexadecimal. */
  sha256: z.string(),
  byteCount: z.int(),
  /** When what it shows happened: of an event, its time. */
  occurredAt: time.nullable(),
  /** Of an event: `eventId`, `sourceId`, `ingested` and its `fields`. */
  origin: z.record(z.string(), z.unknown()),
  addedBy: z.uuid(),
  createdAt: time,
});
export type Evidence = z.infer<typeof EVIDENCE>;
export const EVIDENCE_LIST = z.object({ evidence: z.array(EVIDENCE), next: z.string().nullable() });
export const EVIDENCE_QUERY = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** The file itself is the body of the request. */
export const NEW_EVIDENCE = z.object({
  name: z.string().trim().min(1).max(300),
  mediaType: z
    .string()
    .max(200)
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .default("application/octet-stream"),
  description: z.string().trim().max(2000).default(""),
  occurredAt: z.iso.datetime({ offset: true }).optional(),
});
export type NewEvidence = z.output<typeof NEW_EVIDENCE>;

export const EVENTS_TO_PIN = z.object({
  events: z
    .array(z.object({ id: z.uuid(), time: z.iso.datetime({ offset: true }) }))
    .min(1)
    .max(MAX_PINNED_EVENTS),
  description: z.string().trim().max(2000).default(""),
});
export type EventsToPin = z.output<typeof EVENTS_TO_PIN>;
export const PINNED = z.object({ evidence: z.array(EVIDENCE) });

/** What the custody says was done. */
export const CONTENT_QUERY = z.object({ purpose: z.enum(["view", "download"]).default("download") });

export const CUSTODY = z.object({
  custody: z.array(
    z.object({
      id: z.uuid(),
      action: z.enum(["added", "viewed", "downloaded", "moved"]),
      /** Null for somebody of another organisation, whom its owner need not know. */
      personId: z.uuid().nullable(),
      /** For whom the person acted; null where that one is hidden from its owner. */
      organisationId: z.uuid().nullable(),
      at: time,
    }),
  ),
});
