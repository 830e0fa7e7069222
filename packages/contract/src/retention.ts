// SPDX-License-Identifier: Apache-2.0
/** Retention on the wire: how long events are kept, what keeps them longer, and what would go. */
import { z } from "zod";

const time = z.iso.datetime();
const days = z.int().min(1).max(36_500);
const reason = z.string().trim().min(1).max(2000);

/** Network logs are kept for at least so long by law (China: six months). */
export const LEGAL_MINIMUM_DAYS = 180;

export const HUB_RETENTION_CHANGE = z.object({
  /** Where an organisation says nothing; null keeps events for ever. */
  defaultDays: days.nullable(),
  /** No rule of an organisation may be shorter, and nothing younger goes by age; 0 is no such minimum. */
  floorDays: z.int().min(0).max(36_500),
  /** What is younger never makes room for new events. */
  minimumDays: days,
  /** On a disk that is filled to the high watermark the oldest days go, down to the minimum. */
  deletesOldest: z.boolean(),
  /** Of the disk, from where on the hub warns, and from where on it takes nothing in. */
  highPercent: z.int().min(50).max(99),
  criticalPercent: z.int().min(51).max(99),
});
export type HubRetentionChange = z.infer<typeof HUB_RETENTION_CHANGE>;

export const DISK_LEVELS = ["ok", "high", "critical"] as const;
export const HUB_RETENTION = HUB_RETENTION_CHANGE.extend({
  isBelowLegalMinimum: z.boolean(),
  /** Of the data directory, for the operators alone: others could read in it how much their neighbours send. */
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number(), level: z.enum(DISK_LEVELS) }).nullable(),
});
export type HubRetention = z.infer<typeof HUB_RETENTION>;

/** Of a log type, or of all that have no rule of their own where it is null. Null days keep events for ever. */
export const RETENTION_RULE = z.object({
  logType: z.string().trim().min(1).max(200).nullable(),
  days: days.nullable(),
});
export type RetentionRule = z.infer<typeof RETENTION_RULE>;

export const MAX_RETENTION_RULES = 200;
export const RETENTION_CHANGE = z.object({
  rules: z
    .array(RETENTION_RULE)
    .max(MAX_RETENTION_RULES)
    .refine((rules) => new Set(rules.map(({ logType }) => logType)).size === rules.length, {
      error: "names a log type twice",
    }),
});
export type RetentionChange = z.infer<typeof RETENTION_CHANGE>;

export const RETENTION = z.object({
  organisationId: z.uuid(),
  defaultDays: days.nullable(),
  /** The least that the hub allows. */
  floorDays: z.int(),
  rules: z.array(RETENTION_RULE.extend({ isBelowLegalMinimum: z.boolean() })),
});
export type Retention = z.infer<typeof RETENTION>;

export const RETENTION_PREVIEW = z.object({
  /** Sums of what the next run would delete. */
  events: z.int(),
  /** About, by its share of the day on the disk. */
  bytes: z.int(),
  heldEvents: z.int(),
  logTypes: z.array(
    z.object({
      /** Empty where none was recognised. */
      logType: z.string(),
      events: z.int(),
      bytes: z.int(),
      heldEvents: z.int(),
      /** Days on which they came, the first and the last. */
      from: z.iso.date(),
      to: z.iso.date(),
    }),
  ),
});
export type RetentionPreview = z.infer<typeof RETENTION_PREVIEW>;

/** All events of the organisation; those around a case's alerts; or those of a source in a time. */
const scope = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("organisation") }),
  z.object({ kind: z.literal("case"), caseId: z.uuid() }),
  z.object({ kind: z.literal("source"), sourceId: z.uuid(), from: time, to: time }),
]);
export type HoldScope = z.infer<typeof scope>;

export const NEW_LEGAL_HOLD = z.object({
  organisationId: z.uuid(),
  scope,
  reason,
  /** Until it is released, where it is null. */
  until: time.nullable().default(null),
});
export type NewLegalHold = z.infer<typeof NEW_LEGAL_HOLD>;

export const LEGAL_HOLD = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  scope,
  reason: z.string(),
  until: time.nullable(),
  createdBy: z.uuid(),
  createdAt: time,
  releasedBy: z.uuid().nullable(),
  releasedAt: time.nullable(),
  releaseReason: z.string().nullable(),
  isActive: z.boolean(),
});
export type LegalHold = z.infer<typeof LEGAL_HOLD>;

export const MAX_LEGAL_HOLDS = 500;
export const LEGAL_HOLDS = z.object({ holds: z.array(LEGAL_HOLD) });
export const LEGAL_HOLD_QUERY = z.object({ organisationId: z.uuid().optional() });
export const RELEASE_LEGAL_HOLD = z.object({ reason });
