// SPDX-License-Identifier: Apache-2.0
/** When a body first came: what tells a body that is sent again from one that looks the same. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { Writer } from "../../../platform/records/index.ts";

export const BODY_WINDOW_MS = 10 * 60_000;
/** A sender that gives a key says how long it tries: we remember it for a day. */
export const KEY_WINDOW_MS = 24 * 60 * 60_000;
/** At least so many of what has expired go with each look, and more than a look can bring. */
const SWEEP = 100;
export const WHY_RECEIVED = "when something first came, to know it when it comes again, is no one's act";

export interface Reception {
  readonly sourceId: Id<"source">;
  readonly bodyHash: string;
  readonly idempotencyKey?: string | undefined;
  readonly now: Date;
}

/** The time of the first of its kind that still counts; of this one, where there is none. */
export async function receive(write: Writer, reception: Reception): Promise<Date> {
  const { sourceId, bodyHash, idempotencyKey, now } = reception;
  const key =
    idempotencyKey === undefined
      ? `body:${bodyHash}`
      : `key:${createHash("sha256").update(idempotencyKey).digest("hex")}`;
  const windowMs = idempotencyKey === undefined ? BODY_WINDOW_MS : KEY_WINDOW_MS;
  const times = await firstTimes(write, { sourceId, keys: [key], windowMs, now });
  return times.get(key) ?? now;
}

export interface Receptions {
  readonly sourceId: Id<"source">;
  readonly keys: readonly string[];
  readonly windowMs: number;
  readonly now: Date;
}

/** Rows of one statement: PostgreSQL binds at most 65,535 values. */
const CHUNK = 1000;

/** When each key first came, within its window. */
export async function firstTimes(
  write: Writer,
  { sourceId, keys, windowMs, now }: Receptions,
): Promise<ReadonlyMap<string, Date>> {
  // In one order everywhere: two batches with the same keys must not wait for each other's rows.
  const distinct = [...new Set(keys)].sort();
  const expires = new Date(now.getTime() + windowMs);
  // Nor is one fresh that a clock since put back says is to come: what looks the same would be lost as a duplicate.
  const isFresh = sql`(receptions.expires_at >= excluded.received_at and receptions.received_at <= excluded.expires_at)`;
  const times = new Map<string, Date>();
  for (let at = 0; at < distinct.length; at += CHUNK) {
    const rows = await write
      .insertInto("receptions")
      .values(
        distinct
          .slice(at, at + CHUNK)
          .map((key) => ({ source_id: sourceId, key, received_at: now, expires_at: expires })),
      )
      .onConflict((conflict) =>
        conflict.columns(["source_id", "key"]).doUpdateSet({
          received_at: sql<Date>`case when ${isFresh} then receptions.received_at else excluded.received_at end`,
          expires_at: sql<Date>`case when ${isFresh} then receptions.expires_at else excluded.expires_at end`,
        }),
      )
      .returning(["key", "received_at"])
      .execute();
    for (const { key, received_at } of rows) times.set(key, received_at);
  }
  // Last, as it waits for no row: who waits for ours is not waited for.
  await forget(write, now, SWEEP + 2 * distinct.length);
  return times;
}

/** A few at a time, so that no request waits long for it, and none for another's. */
async function forget(write: Writer, now: Date, limit: number): Promise<void> {
  await sql`
    delete from receptions where ctid = any (array(
      select ctid from receptions where expires_at < ${now} order by expires_at limit ${limit}
      for update skip locked))`.execute(write);
}
