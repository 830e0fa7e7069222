// SPDX-License-Identifier: Apache-2.0
/**
 * The way of a batch, from its records to its acknowledgement, as one function: parse, normalise, match, store, raise
 * alerts, and only then say so. Whatever stops it, the sender sends again and it goes through from the beginning; each
 * step does again only what was not done.
 */
import type { Appended, Batch } from "../../../platform/events/index.ts";
import type { Id } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  type OrganisationId,
  type Records,
  systemPrincipal,
  unaudited,
} from "../../../platform/records/index.ts";
import type { Detection } from "../../detection/index.ts";
import { keepDeadLetters } from "../dead-letters/records.ts";
import { noteDelivery } from "../sources/heard.ts";
import { findSource } from "../sources/records.ts";
import { toNewEvent } from "./columns.ts";
import type { IngestMeter, Stage } from "./meter.ts";
import { detectLogType, type NormalisedEvent, normalise } from "./normalise.ts";
import { type ParsedRecords, parseRecords, type RejectedRecord } from "./parse.ts";
import { firstTimes, KEY_WINDOW_MS, receive } from "./receptions.ts";
import type { RawRecord } from "./split.ts";

export interface EventWriter {
  append(batch: Batch): Promise<Appended>;
}

export interface IngestParts {
  readonly records: Records;
  readonly events: EventWriter;
  readonly detection: Pick<Detection, "match" | "raise">;
  readonly meter?: IngestMeter | undefined;
}

export interface IncomingBatch {
  readonly source: { readonly id: Id<"source">; readonly organisationId: OrganisationId };
  readonly records: readonly RawRecord[];
  readonly bodyHash: string;
  readonly idempotencyKey?: string | undefined;
  readonly isJsonOnly: boolean;
  /** Of a dead letter: its source is not heard by it, and what cannot be read of it is kept already. */
  readonly isReplay?: boolean;
}

export interface IngestOutcome {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: readonly RejectedRecord[];
  /** The position of each record that was not rejected, with the id of its event. */
  readonly ids: ReadonlyMap<number, string>;
  readonly duplicates: ReadonlySet<string>;
}

const INGEST = systemPrincipal("ingest");
const LIVE = { isRetrospective: false } as const;
const WHY_RECEIVED = "when something first came, to know it when it comes again, is no one's act";
const WHY_SEEN = "when a source was last heard, and what could not be read of it, is no one's act";

export async function ingestBatch(parts: IngestParts, batch: IncomingBatch): Promise<IngestOutcome> {
  const { source } = batch;
  const { receivedAt, logType, now } = await begin(parts.records, batch);
  const { isJsonOnly } = batch;
  const stage = stagesOf(parts);
  const read = await stage("parse", () => parseRecords(batch.records, { isJsonOnly, now: receivedAt }));
  const identity = {
    sourceId: source.id,
    bodyHash: batch.bodyHash,
    receivedAt: receivedAt.getTime(),
    ...(batch.idempotencyKey !== undefined && { idempotencyKey: batch.idempotencyKey }),
  };
  const normalised = read.parsed.map((record) => normalise(record, identity, logType));
  const events = await withFirstTimes(parts.records, batch, normalised);
  const duplicates = await store(parts, batch, events);
  const done = { read, receivedAt, now, events, duplicates: duplicates.length };
  if (batch.isReplay !== true) await stage("note", () => finish(parts.records, batch, done));
  return {
    accepted: events.length - duplicates.length,
    duplicate: duplicates.length,
    rejected: read.rejected,
    ids: new Map(read.parsed.map(({ position }, index) => [position, events[index]?.id ?? ""])),
    duplicates: new Set(duplicates),
  };
}

/** Measures where somebody wants to know. */
function stagesOf({ meter }: Pick<IngestParts, "meter">) {
  return async <Result>(name: Stage, work: () => Promise<Result>): Promise<Result> =>
    meter === undefined ? await work() : await meter.stage(name, work);
}

async function begin(records: Records, { source, bodyHash, idempotencyKey }: IncomingBatch) {
  return await records.transaction(INGEST, async (tx) => {
    const row = await findSource(tx, source.id);
    const receivedAt = await unaudited(tx, WHY_RECEIVED, (write) =>
      receive(write, { sourceId: source.id, bodyHash, idempotencyKey, now: tx.now }),
    );
    return { receivedAt, logType: row?.log_type ?? null, now: tx.now };
  });
}

/**
 * An event with an id of its sender but no time has that of when it first came: the store knows an event by its id and
 * its time, and it may come again in another body.
 */
async function withFirstTimes(
  records: Records,
  { source, records: raw }: IncomingBatch,
  events: readonly NormalisedEvent[],
): Promise<readonly NormalisedEvent[]> {
  if (!raw.some(({ clientId }) => clientId !== undefined)) return events;
  const keys = events.filter(({ hasTime }) => !hasTime).map(({ id }) => `event:${id}`);
  if (keys.length === 0) return events;
  const times = await records.transaction(INGEST, (tx) =>
    unaudited(tx, WHY_RECEIVED, (write) =>
      firstTimes(write, { sourceId: source.id, keys, windowMs: KEY_WINDOW_MS, now: tx.now }),
    ),
  );
  return events.map((event) => {
    const first = event.hasTime ? undefined : times.get(`event:${event.id}`);
    return first === undefined ? event : { ...event, time: first.getTime() };
  });
}

/** Events and matches, then alerts. An event that is stored already may have come without what follows from it. */
async function store(
  { events: writer, detection, meter }: IngestParts,
  { source }: IncomingBatch,
  events: readonly NormalisedEvent[],
): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const { organisationId } = source;
  const stage = stagesOf({ meter });
  const { found, stored, audienceId } = await stage("match", () =>
    detection.match(organisationId, events, LIVE),
  );
  const ownership = { organisationId, audienceId };
  const { duplicates } = await stage("store", () =>
    writer.append({
      events: events.map((event) => toNewEvent(event, ownership, source.id)),
      matches: stored,
    }),
  );
  await stage("alerts", () => detection.raise(organisationId, found, LIVE));
  meter?.matched(found.length);
  return duplicates;
}

interface Finish {
  readonly read: ParsedRecords;
  readonly receivedAt: Date;
  readonly now: Date;
  readonly events: readonly NormalisedEvent[];
  readonly duplicates: number;
}

async function finish(records: Records, batch: IncomingBatch, done: Finish) {
  const { source, bodyHash } = batch;
  const { read, receivedAt, now, events } = done;
  const delivery = {
    source,
    at: now,
    count: events.length - done.duplicates,
    newest: newestOf(events),
    detected: detectLogType(events),
  };
  await records.transaction(INGEST, (tx) =>
    unaudited(tx, WHY_SEEN, async (write) => {
      if (batch.records.length > 0) await noteDelivery(write, delivery);
      const ids = await keepDeadLetters(write, { source, bodyHash, receivedAt }, read.rejected);
      if (ids.length > 0)
        await tell(write, [{ topic: "dead_letter.changed", organisationId: source.organisationId, ids }]);
    }),
  );
}

/** By the time that events say themselves. */
function newestOf(events: readonly NormalisedEvent[]): Date | undefined {
  let newest: number | undefined;
  for (const { hasTime, time } of events)
    if (hasTime && (newest === undefined || time > newest)) newest = time;
  return newest === undefined ? undefined : new Date(newest);
}
