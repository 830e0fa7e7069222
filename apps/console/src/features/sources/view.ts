// SPDX-License-Identifier: Apache-2.0
/** What the page of sources decides: how a source is doing. */
import type { Source } from "@fengsui/contract";

export type Health = "waiting" | "flowing" | "silent" | "off";

/** After this long without an event somebody should look. */
export const SILENT_AFTER_MS = 15 * 60_000;

export function healthOf(source: Pick<Source, "lastSeenAt" | "disabledAt">, now: number): Health {
  if (source.disabledAt !== null) return "off";
  if (source.lastSeenAt === null) return "waiting";
  return now - Date.parse(source.lastSeenAt) > SILENT_AFTER_MS ? "silent" : "flowing";
}

/** What a person said, else what the events say. */
export function logTypeOf({ logType, detectedLogType }: Pick<Source, "logType" | "detectedLogType">): string {
  return logType ?? detectedLogType ?? "";
}

/** "0", "0.3", "1,250": no more digits than are meant. */
export function rateText(perSecond: number, language: string): string {
  const digits = perSecond > 0 && perSecond < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(perSecond);
}

/** Organisations for which this person may add sources. */
export function managedOf<O extends { readonly role: string }>(organisations: readonly O[]): readonly O[] {
  return organisations.filter(({ role }) => role === "manager" || role === "administrator");
}
