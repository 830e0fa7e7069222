// SPDX-License-Identifier: Apache-2.0
/**
 * One pass of the rules of today over events that are stored, from the newest back, page by page. What it reads out of
 * the store it normalises and matches with the functions of the ingest, so that it finds what the ingest would have
 * found. It can end after any page and go on from there, or begin again: what is written twice is there once.
 */
import type { Appended, Batch, EventStore, StoredEvent } from "../../../platform/events/index.ts";
import { parseId } from "../../../platform/ids.ts";
import { type OrganisationId, type Records, systemPrincipal } from "../../../platform/records/index.ts";
import type { DetectableEvent, Detection } from "../../detection/index.ts";
import { declaredSource, normalise } from "../ingest/normalise.ts";
import { parseRecords } from "../ingest/parse.ts";
import { findSource } from "../sources/records.ts";

export interface LookBackParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs"> & { append(batch: Batch): Promise<Appended> };
  readonly detection: Pick<Detection, "match" | "raise">;
}

export interface LookBack {
  readonly organisationId: OrganisationId;
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
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

const READER = { kind: "system", job: "look-back" } as const;
const LOOKER = systemPrincipal("look-back");
const PAGE_SIZE = 500;
const RETROSPECTIVE = { isRetrospective: true } as const;

/** Gives way to the ingest between pages, as long as its consumer likes. */
export async function* lookBack(parts: LookBackParts, wanted: LookBack): AsyncGenerator<LookBackPage> {
  const { organisationId, from, to, pageSize = PAGE_SIZE } = wanted;
  const reader = parts.events.readAs(READER);
  let { after } = wanted;
  for (;;) {
    const page = await reader.search({
      organisationId,
      from,
      to,
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    const last = page.at(-1);
    if (last === undefined) return;
    const matches = await matchPage(parts, organisationId, page);
    after = { id: last.id, time: last.time };
    yield { events: page.length, matches, position: after };
    if (page.length < pageSize) return;
  }
}

async function matchPage(
  parts: LookBackParts,
  organisationId: OrganisationId,
  page: readonly StoredEvent[],
): Promise<number> {
  const events = await readEvents(parts, page);
  const { found, stored } = await parts.detection.match(organisationId, events, RETROSPECTIVE);
  await parts.events.append({ events: [], matches: stored });
  await parts.detection.raise(organisationId, found, RETROSPECTIVE);
  return found.length;
}

async function readEvents(parts: LookBackParts, page: readonly StoredEvent[]): Promise<DetectableEvent[]> {
  const logTypes = await logTypesOf(parts.records, page);
  const events: DetectableEvent[] = [];
  for (const stored of page) {
    const event = await readEvent(parts, stored, logTypes.get(stored.sourceId) ?? null);
    if (event !== undefined) events.push(event);
  }
  return events;
}

/** Its identity and time are those that it was stored with. */
async function readEvent(
  { events }: LookBackParts,
  stored: StoredEvent,
  logType: string | null,
): Promise<DetectableEvent | undefined> {
  const isCut = stored.raw.length < stored.rawLength;
  const bytes = isCut ? (await events.readAs(READER).event(stored))?.raw : stored.raw;
  if (bytes === undefined) return undefined;
  const record = { position: 0, bytes };
  const { parsed } = await parseRecords([record], { isJsonOnly: false, now: stored.ingested });
  const [read] = parsed;
  if (read === undefined) return undefined;
  const batch = { sourceId: stored.sourceId, bodyHash: "", receivedAt: stored.time.getTime() };
  const { host, account, address, fields, detected } = normalise(read, batch, logType);
  const logSource = declaredSource(logType, detected);
  return {
    id: stored.id,
    time: stored.time.getTime(),
    host,
    account,
    address,
    fields,
    ...(logSource !== undefined && { logSource }),
  };
}

async function logTypesOf(records: Records, page: readonly StoredEvent[]) {
  const ids = new Set(page.map(({ sourceId }) => sourceId));
  return await records.read(LOOKER, async (tx) => {
    const found = new Map<string, string | null>();
    for (const sourceId of ids) {
      const id = parseId<"source">(sourceId);
      const row = id === undefined ? undefined : await findSource(tx, id);
      found.set(sourceId, row?.log_type ?? null);
    }
    return found;
  });
}
