// SPDX-License-Identifier: Apache-2.0
/** The situation on the wire: what the overview counts, each figure as its reader may see the records behind it. */
import { z } from "zod";
import { ALERT_LEVELS, ALERT_STATES, ENTITY_KINDS } from "./detection.ts";

const time = z.iso.datetime();
const level = z.enum(ALERT_LEVELS);
const count = z.int();

export const MAX_SITUATION_BUCKETS = 200;
export const SITUATION_QUERY = z
  .object({ from: time, to: time, intervalMs: z.coerce.number().int().min(60_000) })
  .refine(({ from, to }) => from < to, { error: "from: is not before to" })
  .refine(
    ({ from, to, intervalMs }) => (Date.parse(to) - Date.parse(from)) / intervalMs <= MAX_SITUATION_BUCKETS,
    {
      error: `intervalMs: would make more than ${MAX_SITUATION_BUCKETS} intervals`,
    },
  );
export type SituationQuery = z.infer<typeof SITUATION_QUERY>;

/** Alerts are counted by the time of their last event; those that a suppression silenced are left out. */
const alerts = z.object({
  /** Whenever they were. */
  open: z.array(z.object({ level, count })),
  openUnassigned: count,
  /** Of the open ones, the one that waits longest. */
  oldestOpenAt: time.nullable(),
  inSpan: z.array(z.object({ level, state: z.enum(ALERT_STATES), count })),
  /** In the span of the same length before. */
  before: count,
  /** Intervals begin at multiples of their length since 1970; those without alerts are left out. */
  trend: z.array(z.object({ start: time, level, count })),
});

export const SITUATION = z.object({
  alerts,
  /** By their alerts in the span. */
  topRules: z.array(z.object({ ruleId: z.uuid(), title: z.string(), level, count, open: count })),
  topEntities: z.array(
    z.object({ entityKind: z.enum(ENTITY_KINDS), entity: z.string(), worst: level, count, open: count }),
  ),
  rules: z.object({ total: count, enabled: count }),
  deadLetters: z.object({ total: count, inSpan: count, lastReceivedAt: time.nullable() }),
  suppressions: z.object({
    active: count,
    /** Those that end within a week, the soonest first. */
    endingSoon: z.array(
      z.object({ id: z.uuid(), reason: z.string(), ruleTitle: z.string().nullable(), expiresAt: time }),
    ),
  }),
});
export type Situation = z.infer<typeof SITUATION>;
