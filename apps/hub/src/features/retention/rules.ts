// SPDX-License-Identifier: Apache-2.0
/** What goes and what stays: decided of the days on which events came, by organisation and log type. */
import type { DayGroup, DayRemoval, Group } from "../../platform/events/index.ts";

const DAY_MS = 24 * 60 * 60_000;

/** Null is for ever. */
export type Days = number | null;

export interface KeptFor {
  readonly defaultDays: Days;
  /** Nothing younger goes, whatever a rule says. */
  readonly floorDays: number;
  /** Of each organisation; under the empty name for log types without a rule of their own. */
  readonly rules: ReadonlyMap<string, ReadonlyMap<string, Days>>;
}

/** `20261124`, in UTC. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10).replaceAll("-", "");
}

export function isoDayOf(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
}

function endOf(day: string): number {
  return Date.parse(`${isoDayOf(day)}T00:00:00Z`) + DAY_MS;
}

export function daysFor(kept: KeptFor, group: Group): Days {
  const days = saidFor(kept, group);
  return days === null ? null : Math.max(days, kept.floorDays);
}

function saidFor({ defaultDays, rules }: KeptFor, { organisationId, logType }: Group): Days {
  const own = rules.get(organisationId);
  for (const name of [logType, ""]) {
    const days = own?.get(name);
    if (days !== undefined) return days;
  }
  return defaultDays;
}

/** A day counts from its end, so that each event is kept at least as long as was said. */
export function isOlder(day: string, days: Days, now: Date): boolean {
  return days !== null && endOf(day) + days * DAY_MS <= now.getTime();
}

/** No later day can go. */
export function firstDayThatStays({ defaultDays, floorDays, rules }: KeptFor, now: Date): string {
  const all = [defaultDays, ...[...rules.values()].flatMap((own) => [...own.values()])];
  const shortest = Math.min(...all.map((days) => days ?? Number.POSITIVE_INFINITY));
  if (!Number.isFinite(shortest)) return "00000000";
  return dayOf(new Date(now.getTime() - Math.max(shortest, floorDays) * DAY_MS));
}

export interface Plan {
  readonly removals: readonly DayRemoval[];
  /** What goes, apart from what is held of it. */
  readonly gone: readonly DayGroup[];
}

/** Of what there is, the groups that are to go. A day of which nothing stays goes as a whole. */
export function planRemoval(groups: readonly DayGroup[], goes: (group: DayGroup) => boolean): Plan {
  const removals: DayRemoval[] = [];
  const gone: DayGroup[] = [];
  for (const [day, all] of Map.groupBy(groups, (group) => group.day)) {
    const going = all.filter((group) => goes(group) && group.events > group.heldEvents);
    if (going.length === 0) continue;
    const isAll = going.length === all.length && going.every(({ heldEvents }) => heldEvents === 0);
    removals.push({ day, groups: going, isAll });
    gone.push(...going);
  }
  return { removals, gone };
}

export interface Sum {
  readonly events: number;
  readonly bytes: number;
  readonly heldEvents: number;
}

/** Events that go, and those that would but for a hold; bytes of those that go. */
export function sumOf(groups: readonly DayGroup[]): Sum {
  let [events, bytes, heldEvents] = [0, 0, 0];
  for (const group of groups) {
    const goes = group.events - group.heldEvents;
    events += goes;
    bytes += group.events === 0 ? 0 : Math.round((group.bytes * goes) / group.events);
    heldEvents += group.heldEvents;
  }
  return { events, bytes, heldEvents };
}
