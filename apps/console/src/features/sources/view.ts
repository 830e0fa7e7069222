// SPDX-License-Identifier: Apache-2.0
/** What the page of sources decides: how a source is doing, as words and numbers. */
import { LOG_TYPE, type Source } from "@fengsui/contract";

export type SourceState = Source["state"];
/** What somebody should look at comes first. */
export const STATES_BY_URGENCY: readonly SourceState[] = ["silent", "waiting", "active", "off"];

export function byUrgency(sources: readonly Source[]): readonly Source[] {
  const place = ({ state }: Source) => STATES_BY_URGENCY.indexOf(state);
  return sources.toSorted((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}

export interface SourceFilters {
  readonly state: SourceState | undefined;
  readonly organisation: string | undefined;
}

export function readSourceState(text: string | undefined): SourceState | undefined {
  return STATES_BY_URGENCY.find((state) => state === text);
}

export function filterSources(
  sources: readonly Source[],
  { state, organisation }: SourceFilters,
): readonly Source[] {
  return sources.filter(
    (source) =>
      (state === undefined || source.state === state) &&
      (organisation === undefined || source.organisationId === organisation),
  );
}

/** What a person said, else what the events say. */
export function logTypeOf({ logType, detectedLogType }: Pick<Source, "logType" | "detectedLogType">): string {
  return logType ?? detectedLogType ?? "";
}

/** As the hub takes it; empty is as the events say. */
export function isLogType(text: string): boolean {
  return text === "" || LOG_TYPE.safeParse(text).success;
}

const SMALLEST = 0.1;

/** "0", "<0.1", "0.3", "1,250": no more digits than are meant. */
export function rateText(perSecond: number, language: string): string {
  if (perSecond > 0 && perSecond < SMALLEST) return `<${rateText(SMALLEST, language)}`;
  const digits = perSecond > 0 && perSecond < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(perSecond);
}

/** Organisations for which this person may add sources. */
export function managedOf<O extends { readonly role: string }>(organisations: readonly O[]): readonly O[] {
  return organisations.filter(({ role }) => role === "manager" || role === "administrator");
}

/** How long a source may be silent, to choose from; the hub learns it where nobody does. */
export const QUIET_SECONDS: readonly number[] = [5 * 60, 15 * 60, 3600, 6 * 3600, 24 * 3600];
/** How long a maintenance lasts, to choose from. */
export const PAUSE_SECONDS: readonly number[] = [3600, 4 * 3600, 24 * 3600];

export function isPaused({ pausedUntil }: Pick<Source, "pausedUntil">, now: number): boolean {
  return pausedUntil !== null && Date.parse(pausedUntil) > now;
}
