// SPDX-License-Identifier: Apache-2.0
/**
 * The way of a batch, from its records to its acknowledgement, as one function: parse, normalise, match, store, raise
 * alerts, and only then say so. Whatever stops it, the sender sends again and it goes through from the beginning; each
 * step does again only what was not done.
 */
import type { EventStore, PendingBatch } from "../../../platform/events/index.ts";
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
import type { IngestMeter, Stage } from "./meter.ts";
import type { RejectedRecord } from "./parse.ts";
import { PreparedBatch } from "./prepare.ts";
import { type Reading, readingOf } from "./reading.ts";
import { receive, WHY_RECEIVED } from "./receptions.ts";
import type { RawRecord } from "./split.ts";

export interface IngestParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "newBatch">;
  readonly detection: Pick<Detection, "matcher" | "raise">;
  readonly meter?: IngestMeter | undefined;
}

export interface IncomingBatch {
  readonly source: { readonly id: Id<"source">; readonly organisationId: OrganisationId };
  readonly records: readonly RawRecord[];
  readonly bodyHash: string;
  readonly idempotencyKey?: string | undefined;
  /** When it came, where the door knows that it comes but once. */
  readonly receivedAt?: Date;
  readonly isJsonOnly: boolean;
  /** What its door could not make a record of. */
  readonly refused?: readonly RejectedRecord[] | undefined;
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
const WHY_SEEN = "when a source was last heard, and what could not be read of it, is no one's act";

/** Events and matches, then alerts. An event that is stored already may have come without what follows from it. */
export async function ingestBatch(parts: IngestParts, batch: IncomingBatch): Promise<IngestOutcome> {
  const { records, events, detection, meter } = parts;
  const stage = stagesOf(parts);
  const begun = await begin(records, batch);
  using pending = events.newBatch();
  const prepared = await prepare(parts, batch, { ...begun, pending });
  const { stored, duplicates } = await stage("store", () => pending.store());
  const { found, rejected, ids } = prepared;
  await stage("alerts", () => detection.raise(batch.source.organisationId, found, LIVE));
  meter?.matched(found.length);
  if (batch.isReplay !== true)
    await stage("note", () => finish(records, batch, { ...begun, prepared, stored }));
  return {
    accepted: stored,
    duplicate: duplicates.length,
    rejected,
    ids,
    duplicates: new Set(duplicates),
  };
}

/** Measures where somebody wants to know. */
function stagesOf({ meter }: Pick<IngestParts, "meter">) {
  return async <Result>(name: Stage, work: () => Promise<Result>): Promise<Result> =>
    meter === undefined ? await work() : await meter.stage(name, work);
}

interface Begun {
  /** When this body, or this key, first came. */
  readonly receivedAt: Date;
  readonly reading: Reading;
  readonly now: Date;
}

async function begin(records: Records, batch: IncomingBatch): Promise<Begun> {
  const { source, bodyHash, idempotencyKey } = batch;
  return await records.transaction(INGEST, async (tx) => {
    const row = await findSource(tx, source.id);
    const receivedAt =
      batch.receivedAt ??
      (await unaudited(tx, WHY_RECEIVED, (write) =>
        receive(write, { sourceId: source.id, bodyHash, idempotencyKey, now: tx.now }),
      ));
    return { receivedAt, reading: readingOf(row), now: tx.now };
  });
}

async function prepare(
  { records, detection, meter }: IngestParts,
  batch: IncomingBatch,
  { receivedAt, reading, pending }: Begun & { readonly pending: PendingBatch },
): Promise<PreparedBatch> {
  const { source, bodyHash, idempotencyKey, isJsonOnly } = batch;
  const matcher = await detection.matcher(source.organisationId, LIVE);
  const identity = {
    sourceId: source.id,
    bodyHash,
    receivedAt: receivedAt.getTime(),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
  const preparation = { source, records: batch.records, isJsonOnly, identity, reading, matcher };
  const prepared = await new PreparedBatch(records, pending, preparation).prepare();
  for (const name of ["parse", "match"] as const) meter?.took(name, prepared.milliseconds[name]);
  return prepared;
}

interface Done extends Begun {
  readonly prepared: PreparedBatch;
  readonly stored: number;
}

async function finish(records: Records, batch: IncomingBatch, done: Done): Promise<void> {
  const { source, bodyHash } = batch;
  const { prepared, stored, receivedAt, now } = done;
  const { newest, products } = prepared;
  const rejected = [...prepared.rejected, ...(batch.refused ?? [])];
  const delivery = { source, at: now, count: stored, newest, detected: products.most };
  await records.transaction(INGEST, (tx) =>
    unaudited(tx, WHY_SEEN, async (write) => {
      if (batch.records.length > 0) await noteDelivery(write, delivery);
      const ids = await keepDeadLetters(write, { source, bodyHash, receivedAt }, rejected);
      if (ids.length > 0)
        await tell(write, [{ topic: "dead_letter.changed", organisationId: source.organisationId, ids }]);
    }),
  );
}
