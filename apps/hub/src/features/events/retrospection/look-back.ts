// SPDX-License-Identifier: Apache-2.0
/**
 * One pass of rules over events that are stored, from the newest back, page by page. What it reads out of the store it
 * normalises and matches with the functions of the ingest, so that it finds what the ingest would have found. It can
 * end after any page and go on from there, or begin again: what is written twice is there once.
 */
import type { IndicatorIndex } from "@fengsui/indicators";
import {
  type Appended,
  type Batch,
  type EventQuery,
  type EventStore,
  type Match,
  matchKeyOf,
  type StoredEvent,
} from "../../../platform/events/index.ts";
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, Records } from "../../../platform/records/index.ts";
import type { CompiledRules, Detection } from "../../detection/index.ts";
import { readStoredEvents } from "../ingest/stored-events.ts";

export interface LookBackParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs"> & { append(batch: Batch): Promise<Appended> };
  readonly detection: Pick<Detection, "match" | "raise">;
}

export type LookBackQuery = Pick<EventQuery, "from" | "to" | "receivedSince" | "products" | "observed">;

export interface LookBack extends LookBackQuery {
  readonly organisationId: OrganisationId;
  readonly retrospectionId?: Id<"retrospection">;
  /** All that are on, if not given. */
  readonly rules?: CompiledRules;
  /** All that there are, if not given. */
  readonly indicators?: IndicatorIndex;
  /** Where an earlier pass ended. */
  readonly after?: Position;
  readonly pageSize?: number;
}

export type Position = Pick<StoredEvent, "id" | "time">;

export interface LookBackPage {
  readonly events: number;
  readonly matches: number;
  /** Everything up to here was looked at. */
  readonly position: Position;
}

/** Longer than any time that the store holds. */
export const EVER = { from: new Date(0), to: new Date(Date.UTC(2300, 0, 1)) } as const;

const READER = { kind: "system", job: "look-back" } as const;
const PAGE_SIZE = 1000;

/** The next page, looked at; undefined where there is none. */
export async function lookAtPage(parts: LookBackParts, wanted: LookBack): Promise<LookBackPage | undefined> {
  const { organisationId, from, to, receivedSince, products, observed, after, pageSize = PAGE_SIZE } = wanted;
  const page = await parts.events.readAs(READER).search({
    organisationId,
    from,
    to,
    limit: pageSize,
    isBackground: true,
    ...(receivedSince !== undefined && { receivedSince }),
    ...(products !== undefined && { products }),
    ...(observed !== undefined && { observed }),
    ...(after !== undefined && { after }),
  });
  const last = page.at(-1);
  if (last === undefined) return undefined;
  const matches = await matchPage(parts, wanted, page);
  return { events: page.length, matches, position: { id: last.id, time: last.time } };
}

/** Gives way to the ingest between pages, as long as its consumer likes. */
export async function* lookBack(parts: LookBackParts, wanted: LookBack): AsyncGenerator<LookBackPage> {
  let { after } = wanted;
  for (;;) {
    const page = await lookAtPage(parts, { ...wanted, ...(after !== undefined && { after }) });
    if (page === undefined) return;
    yield page;
    after = page.position;
  }
}

async function matchPage(
  parts: LookBackParts,
  { organisationId, retrospectionId, rules, indicators }: LookBack,
  page: readonly StoredEvent[],
): Promise<number> {
  const events = await readStoredEvents(parts, page);
  const as = {
    isRetrospective: true,
    ...(rules !== undefined && { rules }),
    ...(indicators !== undefined && { indicators }),
  };
  const { found, stored } = await parts.detection.match(organisationId, events, as);
  await appendFresh(parts, stored);
  await parts.detection.raise(organisationId, found, { isRetrospective: true, retrospectionId });
  return found.length;
}

/** What was found live stays so: a match that is written again would be one in retrospect. */
async function appendFresh({ events }: LookBackParts, matches: readonly Match[]): Promise<void> {
  if (matches.length === 0) return;
  const known = await events.readAs(READER).knownMatches(matches);
  await events.append({ events: [], matches: matches.filter((match) => !known.has(matchKeyOf(match))) });
}
