// SPDX-License-Identifier: Apache-2.0
/** Rules as they are typed, and as the hub takes them. */
import { LEGAL_MINIMUM_DAYS, type RetentionRule } from "@fengsui/contract";
import { z } from "zod";

/** The last is for all that have no rule of their own: its log type is blank. Blank days are for ever. */
export const TYPED_RULE = z.object({ logType: z.string(), days: z.string() });
export type TypedRule = z.infer<typeof TYPED_RULE>;

export function toTyped(rules: readonly RetentionRule[]): TypedRule[] {
  const named = rules.filter(({ logType }) => logType !== null);
  const others = rules.find(({ logType }) => logType === null);
  return [...named, { logType: "", days: others?.days ?? null }].map(({ logType, days }) => ({
    logType: logType ?? "",
    days: String(days ?? ""),
  }));
}

const MAX_DAYS = 36_500;

/** Undefined where it is no number of days; null is for ever. */
export function readDays(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= MAX_DAYS ? days : undefined;
}

/** Undefined while something is typed that the hub would refuse. Rows that say nothing are left out. */
export function readRules(typed: readonly TypedRule[]): RetentionRule[] | undefined {
  const rules: RetentionRule[] = [];
  for (const [index, row] of typed.entries()) {
    const isOthers = index === typed.length - 1;
    const name = row.logType.trim();
    const days = readDays(row.days);
    if (days === undefined || (!isOthers && name === "" && days !== null)) return undefined;
    if (name !== "" || days !== null) rules.push({ logType: isOthers ? null : name, days });
  }
  const names = new Set(rules.map(({ logType }) => logType));
  return names.size === rules.length ? rules : undefined;
}

/** In whatever order. */
export function areSame(one: readonly RetentionRule[], other: readonly RetentionRule[]): boolean {
  const textOf = (rules: readonly RetentionRule[]) =>
    JSON.stringify(rules.map(({ logType, days }) => `${logType ?? ""} ${days}`).sort());
  return textOf(one) === textOf(other);
}

export function isBelowLegalMinimum(text: string): boolean {
  const days = readDays(text);
  return days !== null && days !== undefined && days < LEGAL_MINIMUM_DAYS;
}

/** Of a field of the browser for a time here, as the hub takes it; undefined where it is not filled in. */
export function readTime(text: string): string | undefined {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
