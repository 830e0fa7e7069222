// SPDX-License-Identifier: Apache-2.0
/** What a column shows of an event. An event is read once, however many columns there are. */
import type { Event } from "@fengsui/contract";
import { type FieldValue, fieldsOf } from "../../parts/event-fields.ts";

const read = new WeakMap<Event, readonly FieldValue[]>();

/** Core fields under their names, then what is in the event itself. */
export function rowsOf(event: Event): readonly FieldValue[] {
  const known = read.get(event);
  if (known !== undefined) return known;
  const core = Object.entries(event.fields).map(([field, value]) => ({ field, value }));
  const own = fieldsOf(event.raw).filter(({ field }) => !Object.hasOwn(event.fields, field));
  const rows = [...core, ...own];
  read.set(event, rows);
  return rows;
}

/** By its whole name; a name without dots also by the last part of a longer one, as the hub finds it. */
export function eventValue(event: Event, name: string): string {
  const rows = rowsOf(event);
  const found = rows.find(({ field }) => field === name);
  if (found !== undefined || name.includes(".")) return found?.value ?? "";
  return rows.find(({ field }) => field.endsWith(`.${name}`))?.value ?? "";
}

const SUMMARY_LENGTH = 300;

/** The message where there is one, else the event as it came. */
export function summaryOf(event: Event): string {
  const message = ["message", "Message", "msg"].map((name) => eventValue(event, name)).find(Boolean);
  return (message ?? event.raw).replace(/\s+/g, " ").slice(0, SUMMARY_LENGTH);
}

/** The names of fields in these events, with how many have each; the most frequent first. */
export function fieldNames(
  events: readonly Event[],
): readonly { readonly name: string; readonly share: number }[] {
  const counts = new Map<string, number>();
  for (const event of events)
    for (const name of new Set(rowsOf(event).map(({ field }) => field)))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, share: count / events.length }))
    .sort((a, b) => b.share - a.share || a.name.localeCompare(b.name));
}
