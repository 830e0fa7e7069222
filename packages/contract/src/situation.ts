// SPDX-License-Identifier: Apache-2.0
/** The situation on the wire: what the overview counts, each figure as its reader may see the records behind it. */
import { z } from "zod";
import { CASE_STATES } from "./cases.ts";
import { ALERT_LEVELS, ALERT_STATES, ENTITY_KINDS } from "./detection.ts";
import { ORDER_STATES } from "./notices.ts";

const time = z.iso.datetime();
const level = z.enum(ALERT_LEVELS);
const count = z.int();

export const MAX_SITUATION_BUCKETS = 200;
export const SITUATION_QUERY = z
  .object({
    from: time,
    to: time,
    intervalMs: z.coerce.number().int().min(60_000),
    /** Of this organisation alone; else of all that the reader may see. */
    organisationId: z.uuid().optional(),
  })
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

/** What is under way, by how long: an age counts all that are at least as old. */
export const SITUATION_AGES_DAYS = [1, 7, 30, 90] as const;
const ages = z.array(z.object({ days: z.int(), count }));

/** Those that were merged into others are left out. */
const cases = z.object({
  byState: z.array(z.object({ state: z.enum(CASE_STATES), count })),
  /** Open or in progress. */
  activeBySeverity: z.array(z.object({ level, count })),
  activeUnassigned: count,
  activeByAge: ages,
});

/** Issued or received. */
const orders = z.object({
  byState: z.array(z.object({ state: z.enum(ORDER_STATES), count })),
  overdue: count,
  /** Neither closed nor withdrawn, by when they were issued. */
  openByAge: ages,
});

/** For who sees more than one: each where there is anything of it, the most urgent first. */
const organisations = z.array(
  z.object({
    id: z.uuid(),
    name: z.string(),
    openAlerts: count,
    worstOpen: level.nullable(),
    inSpan: count,
    activeCases: count,
    /** That it received. */
    openOrders: count,
    overdueOrders: count,
    silentSources: count,
  }),
);

export const SITUATION = z.object({
  alerts,
  cases,
  orders,
  sources: z.object({ total: count, silent: count }),
  /** ATT&CK techniques that the rules of alerts in the span name, by the number of those alerts. */
  techniques: z.array(z.object({ technique: z.string(), count, open: count })),
  organisations,
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
