// SPDX-License-Identifier: Apache-2.0
/** Events out of the store as detection saw them when they came: read by the functions of the ingest. */
import type { EventStore, StoredEvent } from "../../../platform/events/index.ts";
import { parseId } from "../../../platform/ids.ts";
import { type Records, systemPrincipal } from "../../../platform/records/index.ts";
import type { DetectableEvent } from "../../detection/index.ts";
import { findSource } from "../sources/records.ts";
import { declaredSource, normalise } from "./normalise.ts";
import { parseRecords } from "./parse.ts";
import { type Reading, readingOf, UNTOLD } from "./reading.ts";

export interface StoredEventParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
}

const READER = { kind: "system", job: "look-back" } as const;
const PRINCIPAL = systemPrincipal("look-back");

/** Of those that can still be read; whoever asks has seen to it that they may be. */
export async function readStoredEvents(
  parts: StoredEventParts,
  page: readonly StoredEvent[],
): Promise<DetectableEvent[]> {
  const readings = await readingsOf(parts.records, page);
  const events: DetectableEvent[] = [];
  // What came together is read together.
  for (const [ingested, group] of Map.groupBy(page, (stored) => stored.ingested.getTime()))
    for (const event of await readGroup(parts, group, { readings, ingested: new Date(ingested) }))
      events.push(event);
  return events;
}

interface ReadWith {
  readonly readings: ReadonlyMap<string, Reading>;
  readonly ingested: Date;
}

async function readGroup(
  { events }: StoredEventParts,
  group: readonly StoredEvent[],
  { readings, ingested }: ReadWith,
): Promise<DetectableEvent[]> {
  const records: { position: number; bytes: Buffer }[] = [];
  for (const [position, stored] of group.entries()) {
    const isCut = stored.raw.length < stored.rawLength;
    const bytes = isCut ? (await events.readAs(READER).event(stored))?.raw : stored.raw;
    if (bytes !== undefined) records.push({ position, bytes });
  }
  const { parsed } = await parseRecords(records, { isJsonOnly: false, now: ingested });
  return parsed.flatMap((read) => {
    const stored = group[read.position];
    return stored === undefined ? [] : toEvent(stored, read, readings.get(stored.sourceId) ?? UNTOLD);
  });
}

/** Its identity and time are those that it was stored with. */
function toEvent(
  stored: StoredEvent,
  read: Parameters<typeof normalise>[0],
  reading: Reading,
): DetectableEvent {
  const batch = { sourceId: stored.sourceId, bodyHash: "", receivedAt: stored.time.getTime() };
  const { host, account, address, observables, fields, detected } = normalise(read, batch, reading);
  const logSource = declaredSource(reading.logType, detected);
  return {
    id: stored.id,
    time: stored.time.getTime(),
    host,
    account,
    address,
    observables,
    fields,
    ...(logSource !== undefined && { logSource }),
  };
}

async function readingsOf(records: Records, page: readonly StoredEvent[]) {
  const ids = new Set(page.map(({ sourceId }) => sourceId));
  return await records.read(PRINCIPAL, async (tx) => {
    const found = new Map<string, Reading>();
    for (const sourceId of ids) {
      const id = parseId<"source">(sourceId);
      found.set(sourceId, readingOf(id === undefined ? undefined : await findSource(tx, id)));
    }
    return found;
  });
}
