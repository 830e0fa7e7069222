// SPDX-License-Identifier: Apache-2.0
/** Preferences as a form shows them. */
import type { NotificationPreferences, NotificationSettings } from "@fengsui/contract";

/** "08:30" */
export function clockOf(minute: number): string {
  const two = (value: number) => `${value}`.padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Undefined for what is no time of a day, as while it is typed. */
export function minuteOf(clock: string): number | undefined {
  const [, hour, minute] = /^(\d{2}):(\d{2})/.exec(clock) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes < 1440 ? minutes : undefined;
}

/** Of who has not chosen a zone, that of the browser. */
export function initialOf(
  { isDefault, preferences }: NotificationSettings["organisations"][number],
  browserZone: string,
): NotificationPreferences {
  return isDefault ? { ...preferences, timeZone: browserZone } : preferences;
}

/** Nobody wakes for what is not urgent. */
export const NIGHT = { from: 22 * 60, to: 7 * 60 };
