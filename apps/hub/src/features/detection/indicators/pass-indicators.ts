// SPDX-License-Identifier: Apache-2.0
/** The indicators that a pass over stored events is about, and which of the stored observables they may meet. */
import { IndicatorIndex, isMetByItself } from "@fengsui/indicators";
import { type EventReader, limitObservable } from "../../../platform/events/index.ts";
import type { Id } from "../../../platform/ids.ts";
import type { ReadTx, Records } from "../../../platform/records/index.ts";
import type { ChangedIndicator } from "./changes.ts";
import { kindOf, loadChanges, type Stretch } from "./load-changes.ts";
import { readObservable } from "./stored-kinds.ts";

export interface PassIndicators {
  readonly index: IndicatorIndex;
  /** The values, where each is met by itself alone and they are few. */
  readonly exact: readonly string[] | undefined;
  /** As the store writes them. */
  readonly long: ReadonlySet<string>;
}

/** So many are asked for one by one; of more, everything that was ever seen is looked up among them. */
const MAX_EXACT = 10_000;

export async function loadPassIndicators(
  records: Records,
  stretches: readonly Stretch[],
): Promise<PassIndicators> {
  const index = new IndicatorIndex();
  const long = new Set<string>();
  let exact: string[] | undefined = [];
  for (const stretch of stretches)
    await loadChanges(records, index, stretch, (row) => {
      const stored = limitObservable(row.value);
      if (stored !== row.value) long.add(stored);
      if (isExact(row) && exact !== undefined && exact.length < MAX_EXACT) exact.push(stored);
      else exact = undefined;
    });
  return { index, exact, long };
}

function isExact({ kind: name, value, with_subdomains: withSubdomains }: ChangedIndicator): boolean {
  const kind = kindOf(name);
  return kind !== undefined && isMetByItself({ kind, value, withSubdomains });
}

/** Of the pass, in their version of now: what was added since what was looked back for. */
export async function stretchesOf({ read }: ReadTx, passId: Id<"retrospection">): Promise<Stretch[]> {
  const rows = await read
    .selectFrom("retrospection_rules")
    .innerJoin("indicator_lists", "indicator_lists.rule_id", "retrospection_rules.rule_id")
    .select([
      "indicator_lists.number",
      "indicator_lists.revision",
      "retrospection_rules.since_revision as since",
    ])
    .where("retrospection_rules.retrospection_id", "=", passId)
    .orderBy("indicator_lists.number")
    .execute();
  return rows.map(({ number, revision, since }) => ({
    number,
    since: Number(since ?? 0),
    upTo: Number(revision),
  }));
}

/** A pass names so many to the store; where more were seen, all events are read. */
const MAX_SEEN = 10_000;
const ASKED_AT_ONCE = 1000;
const PAGE = 20_000;

/** Undefined where they are too many to be named. */
export async function seenAmong(
  reader: Pick<EventReader, "sightings" | "observables">,
  organisationId: string,
  indicators: PassIndicators,
): Promise<readonly string[] | undefined> {
  const { exact } = indicators;
  return exact === undefined
    ? await seenOfAll(reader, organisationId, indicators)
    : await seenOf(reader, organisationId, exact);
}

async function seenOf(
  reader: Pick<EventReader, "sightings">,
  organisationId: string,
  exact: readonly string[],
): Promise<readonly string[]> {
  const seen = new Set<string>();
  for (let at = 0; at < exact.length; at += ASKED_AT_ONCE) {
    const values = exact.slice(at, at + ASKED_AT_ONCE);
    for (const { value } of await reader.sightings({ values, organisationId })) seen.add(value);
  }
  return [...seen];
}

async function seenOfAll(
  reader: Pick<EventReader, "observables">,
  organisationId: string,
  { index, long }: PassIndicators,
): Promise<readonly string[] | undefined> {
  const seen = new Set<string>();
  for (let after: { kind: string; value: string } | undefined; ; ) {
    const page = await reader.observables({ organisationId, after, limit: PAGE });
    for (const stored of page)
      if (long.has(stored.value) || index.find(readObservable(stored), BEFORE_ALL_ENDS).length > 0)
        seen.add(stored.value);
    after = page.at(-1);
    if (after === undefined || page.length < PAGE) return [...seen];
    if (seen.size > MAX_SEEN) return undefined;
  }
}

/** It is the time of the events that counts, which the pass looks at. */
const BEFORE_ALL_ENDS = 0;
