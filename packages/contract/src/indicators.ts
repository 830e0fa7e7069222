// SPDX-License-Identifier: Apache-2.0
/** Indicators on the wire: lists of them, what is imported, and what is known of a value. */
import { z } from "zod";
import { ALERT_LEVELS } from "./detection.ts";
import { OBSERVABLE_KINDS } from "./observables.ts";

const time = z.iso.datetime();
const title = z.string().trim().min(1).max(200);

const kind = z.enum(OBSERVABLE_KINDS);

/** What came of an import. */
const taken = z.object({
  /** New ones, and those that had been removed. */
  added: z.int(),
  /** Those that got another end. */
  changed: z.int(),
  unchanged: z.int(),
  removed: z.int(),
  /** Their maker says that they are not for detection, or has revoked them. */
  leftOut: z.int(),
  notUnderstood: z.int(),
  /** The first of what was not understood; `at` is the line or the id. */
  examples: z.array(z.object({ at: z.string(), text: z.string() })),
});
export const INDICATOR_IMPORT_MODES = ["add", "replace"] as const;
const mode = z.enum(INDICATOR_IMPORT_MODES);
export const INDICATORS_IMPORTED = taken;
export type IndicatorsImported = z.infer<typeof INDICATORS_IMPORTED>;

/** A list is a rule: its id is that of the rule, which says whether it is on, and which alerts are counted by. */
export const INDICATOR_LIST = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  title: z.string(),
  /** Of its alerts. */
  level: z.enum(ALERT_LEVELS),
  scope: z.enum(["organisation", "hub"]),
  isEnabled: z.boolean(),
  version: z.int(),
  indicatorCount: z.int(),
  changedAt: time,
  lastImport: taken.extend({ at: time, mode }).nullable(),
});
export type IndicatorList = z.infer<typeof INDICATOR_LIST>;
export const INDICATOR_LISTS = z.object({ lists: z.array(INDICATOR_LIST) });
export const NEW_INDICATOR_LIST = z.object({
  organisationId: z.uuid(),
  title,
  level: z.enum(ALERT_LEVELS).default("high"),
  /** Of the hub: every organisation's events are matched with it. For operators of the hub. */
  scope: z.enum(["organisation", "hub"]).default("organisation"),
});
export type NewIndicatorList = z.output<typeof NEW_INDICATOR_LIST>;
export const INDICATOR_LIST_CHANGE = z
  .object({ title: title.optional(), level: z.enum(ALERT_LEVELS).optional() })
  .refine(({ title, level }) => title !== undefined || level !== undefined, { error: "changes nothing" });
export type IndicatorListChange = z.output<typeof INDICATOR_LIST_CHANGE>;

export const MAX_INDICATOR_IMPORT_BYTES = 256 * 1024 * 1024;
/** The body is a feed: values line by line, CSV, NDJSON, a STIX bundle or MISP events, defanged or not. */
export const INDICATOR_IMPORT_QUERY = z.object({
  /** `replace`: what is in the list and not in the feed is removed. */
  mode: mode.default("add"),
  /** Of those that the feed gives no end. */
  expiresAt: time.optional(),
  /** Of those that the feed says nothing of. */
  note: z.string().trim().max(500).optional(),
});
export type IndicatorImportQuery = z.output<typeof INDICATOR_IMPORT_QUERY>;

export const INDICATOR = z.object({
  id: z.string(),
  listId: z.uuid(),
  kind,
  /** In normal form. */
  value: z.string(),
  /** Of a domain: names below it, too. */
  withSubdomains: z.boolean(),
  /** It is met by what happens before. */
  expiresAt: time.nullable(),
  note: z.string().nullable(),
  /** The line or the id in the feed. */
  place: z.string(),
  addedAt: time,
});
export type Indicator = z.infer<typeof INDICATOR>;
export const INDICATORS_QUERY = z.object({
  kind: kind.optional(),
  /** The id of the last of the page before. */
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type IndicatorsQuery = z.output<typeof INDICATORS_QUERY>;
export const INDICATORS = z.object({ indicators: z.array(INDICATOR), next: z.string().nullable() });
export const INDICATORS_TO_REMOVE = z.object({
  ids: z
    .array(z.string().regex(/^\d{1,18}$/))
    .min(1)
    .max(1000),
});
export const INDICATORS_REMOVED = z.object({ removed: z.int() });

/** A value as somebody writes it, defanged or not; its kind where its looks do not tell. */
export const VALUE_QUERY = z.object({ value: z.string().trim().min(1).max(8192), kind: kind.optional() });
export type ValueQuery = z.output<typeof VALUE_QUERY>;
const observable = z.object({ kind, value: z.string() });
/** The indicators that the value meets: its own, the domains above it, the networks around it. */
export const INDICATOR_LOOKUP = z.object({
  observable,
  indicators: z.array(INDICATOR.extend({ listTitle: z.string() })),
});
/** Whether it was ever seen in events that one may see. */
export const SIGHTINGS = z.object({
  observable,
  sightings: z.array(
    z.object({
      organisationId: z.uuid(),
      firstAt: time,
      lastAt: time,
      count: z.int(),
      sourceIds: z.array(z.uuid()),
    }),
  ),
});
