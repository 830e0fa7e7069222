// SPDX-License-Identifier: Apache-2.0
/** Pure decisions about cases. */
import type { CaseState, Level } from "../../platform/records/index.ts";

/** From the least to the most. */
const LEVELS: readonly Level[] = ["informational", "low", "medium", "high", "critical"];

export function highestOf(levels: readonly Level[]): Level | undefined {
  return levels.toSorted((a, b) => LEVELS.indexOf(b) - LEVELS.indexOf(a))[0];
}

/** Of a case that is made of an alert. */
export function titleOf({ title, entity }: { readonly title: string; readonly entity: string }): string {
  return `${title}${entity === "" ? "" : ` · ${entity}`}`.slice(0, 500);
}

export interface Numbered {
  readonly year: number;
  readonly number: number;
}

/** As people write and say it. */
export function referenceOf({ year, number }: Numbered): string {
  return `${year}-${number}`;
}

export function readReference(text: string): Numbered | undefined {
  const [, year = "", number = ""] = /^\s*(\d{4})-(\d{1,9})\s*$/.exec(text) ?? [];
  return year === "" ? undefined : { year: Number(year), number: Number(number) };
}

/** Why not, where it may not be done to a case in this state. */
export function refusal(
  { state, isMerged }: { readonly state: CaseState; readonly isMerged: boolean },
  allowed: { readonly states: readonly CaseState[]; readonly merged: boolean },
): "case.merged" | "case.wrong_state" | undefined {
  if (isMerged && !allowed.merged) return "case.merged";
  if (!isMerged && allowed.merged) return "case.wrong_state";
  return allowed.states.includes(state) ? undefined : "case.wrong_state";
}

/** `*` stands for any characters; everything else for itself, as LIKE has it. */
export function patternOf(entity: string): string {
  return entity
    .toLowerCase()
    .replaceAll(/[\\%_]/g, (character) => `\\${character}`)
    .replaceAll("*", "%");
}

/** How many hours lie between two spans of time; none where they overlap. */
export function hoursBetween(one: Span, other: Span): number {
  const apart = Math.max(one.from.getTime() - other.to.getTime(), other.from.getTime() - one.to.getTime());
  return Math.max(0, apart) / 3_600_000;
}

interface Grouped {
  readonly entityKind: string;
  readonly entity: string;
  readonly span: Span;
}

/** How many cases alerts become, taken in the order of their time: those of an entity with no longer gap are one. */
export function countGroups(alerts: readonly Grouped[], groupHours: number): number {
  const last = new Map<string, Span>();
  let count = 0;
  for (const { entityKind, entity, span } of alerts.toSorted((a, b) => +a.span.from - +b.span.from)) {
    const key = `${entityKind}\0${entity}`;
    const before = last.get(key);
    if (before === undefined || hoursBetween(before, span) > groupHours) count++;
    const to = before === undefined || before.to < span.to ? span.to : before.to;
    last.set(key, { from: span.from, to });
  }
  return count;
}

export interface Span {
  readonly from: Date;
  readonly to: Date;
}
