// SPDX-License-Identifier: Apache-2.0
/** What the pages of indicators decide: who may change a list, where what was seen is searched, how an import is asked for. */
import {
  type Indicator,
  type IndicatorList,
  type IndicatorsImported,
  OBSERVABLE_KINDS,
  type Session,
} from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";

export type IndicatorKind = Indicator["kind"];

export const KIND_TEXT: Readonly<Record<IndicatorKind, TextKey>> = {
  "ipv4-addr": "indicators.kind.ipv4",
  "ipv6-addr": "indicators.kind.ipv6",
  "domain-name": "indicators.kind.domain",
  url: "indicators.kind.url",
  "email-addr": "indicators.kind.email",
  md5: "indicators.kind.md5",
  sha1: "indicators.kind.sha1",
  sha256: "indicators.kind.sha256",
  ja3: "indicators.kind.ja3",
  ja4: "indicators.kind.ja4",
  "file-path": "indicators.kind.path",
  account: "indicators.kind.account",
};

/** Whatever stands in the address. */
export function readKind(text: string | undefined): IndicatorKind | undefined {
  return OBSERVABLE_KINDS.find((kind) => kind === text);
}

/** As the hub has it: an analyst of its organisation; of a list of the hub, who is an operator of it as well. */
export function mayChangeList(
  { organisationId, scope }: Pick<IndicatorList, "organisationId" | "scope">,
  { organisations, hubRoles }: Pick<Session, "organisations" | "hubRoles">,
): boolean {
  const role = organisations.find(({ id }) => id === organisationId)?.role;
  if (role === undefined || role === "viewer") return false;
  return scope === "organisation" || hubRoles.includes("operator");
}

/** With what is below it where that is meant, as one writes it in a feed. */
export function writtenValue({ value, withSubdomains }: Pick<Indicator, "value" | "withSubdomains">): string {
  return withSubdomains ? `*.${value}` : value;
}

export interface Seen {
  readonly kind: IndicatorKind;
  readonly value: string;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** The end of a search is not in it. */
const AFTER_LAST_MS = 1000;

/** The events of a source that hold a value, as far as a search for its text finds them. */
export function seenSearch(
  { kind, value, firstAt, lastAt }: Seen,
  source: string,
): Readonly<Record<string, string>> {
  // Logs write an account's domain in a field of its own.
  const text = kind === "account" ? (value.split("\\").at(-1) ?? value) : value;
  return {
    q: `"${text.replace(/[\\"]/g, "\\$&")}"`,
    source,
    from: firstAt,
    to: new Date(Date.parse(lastAt) + AFTER_LAST_MS).toISOString(),
  };
}

/** A match names several of a kind on lines of their own. */
export function linesOf(text: string | undefined): readonly string[] {
  return [...new Set(text?.split("\n").filter((line) => line !== ""))];
}

/** What came of an import, in the order in which it is told; what did not happen is not told, but for what was added. */
export const TAKEN = ["added", "changed", "unchanged", "removed", "leftOut", "notUnderstood"] as const;
export type Taken = (typeof TAKEN)[number];
export const TAKEN_TEXT: Readonly<Record<Taken, TextKey>> = {
  added: "indicators.taken.added",
  changed: "indicators.taken.changed",
  unchanged: "indicators.taken.unchanged",
  removed: "indicators.taken.removed",
  leftOut: "indicators.taken.leftOut",
  notUnderstood: "indicators.taken.notUnderstood",
};

export function takenOf(taken: Pick<IndicatorsImported, Taken>): readonly Taken[] {
  return TAKEN.filter((one) => one === "added" || taken[one] > 0);
}
