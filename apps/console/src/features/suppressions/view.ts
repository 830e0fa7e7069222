// SPDX-License-Identifier: Apache-2.0
/** What the page of suppressions decides: which hold, and what a form means. */
import type { Suppression } from "@fengsui/contract";
import type { FieldValue } from "../../parts/event-fields.ts";

export const SUPPRESSION_STATES = ["active", "over", "all"] as const;
export type SuppressionFilter = (typeof SUPPRESSION_STATES)[number];
export type SuppressionState = "active" | "expired" | "ended";

export function readSuppressionFilter(text: string | undefined): SuppressionFilter {
  return SUPPRESSION_STATES.find((one) => one === text) ?? "active";
}

export function stateOf(
  { endedAt, expiresAt }: Pick<Suppression, "endedAt" | "expiresAt">,
  now: number,
): SuppressionState {
  if (endedAt !== null) return "ended";
  return Date.parse(expiresAt) <= now ? "expired" : "active";
}

/** Those that hold by when they end, the soonest first; the others with the newest first. */
export function filterSuppressions(
  all: readonly Suppression[],
  filter: SuppressionFilter,
  now: number,
): readonly Suppression[] {
  const isActive = (one: Suppression) => stateOf(one, now) === "active";
  const active = all.filter(isActive).sort((a, b) => a.expiresAt.localeCompare(b.expiresAt));
  const over = all.filter((one) => !isActive(one)).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  if (filter === "active") return active;
  return filter === "over" ? over : [...active, ...over];
}

export interface FormCondition {
  /** Of the row in the form. */
  readonly id: number;
  readonly field: string;
  readonly equals: string;
}

/** What was filled in; a row without a field is none. */
export function conditionsOf(rows: readonly FormCondition[]): { field: string; equals: string }[] {
  return rows
    .map(({ field, equals }) => ({ field: field.trim(), equals }))
    .filter(({ field }) => field !== "");
}

const MAX_OFFERED = 12;

/**
 * What can be said of an alert in a suppression: fields that made the rule match, and those of the event that hold what
 * the alert is about. Each once.
 */
export function offeredFields(
  matched: readonly FieldValue[],
  event: readonly FieldValue[],
  entity: string,
): readonly FieldValue[] {
  const about = event.filter(({ value }) => entity !== "" && value.toLowerCase() === entity.toLowerCase());
  const all = [...about, ...matched].filter(({ field, value }) => field !== "" && value !== "");
  return [...new Map(all.map((one) => [`${one.field}\0${one.value}`, one])).values()].slice(0, MAX_OFFERED);
}

export const EXPIRIES = ["1d", "7d", "30d", "90d"] as const;
export type Expiry = (typeof EXPIRIES)[number];
const DAY_MS = 24 * 3_600_000;

export function expiryTime(expiry: Expiry, now: number): string {
  return new Date(now + Number.parseInt(expiry, 10) * DAY_MS).toISOString();
}
