// SPDX-License-Identifier: Apache-2.0
/** What every delivery says of its source: when, how much, how late. Kept in the row of the source, by one statement. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import type { OrganisationId, Writer } from "../../../platform/records/index.ts";
import { BREAK_MS, hourOfWeek, MEMORY_MS, MIN_GAP_MS } from "./rhythm.ts";

export interface Delivery {
  readonly source: { readonly id: Id<"source">; readonly organisationId: OrganisationId };
  readonly at: Date;
  /** Events that were not there before. */
  readonly count: number;
  /** Of the newest event that says its time itself. */
  readonly newest: Date | undefined;
  readonly detected: string | undefined;
}

/** The rate is a mean in which what came so long ago counts a third. */
export const RATE_SECONDS = 60;
/** Beyond this nothing of it is left, and PostgreSQL refuses to compute how little. */
const MAX_DECAY_SECONDS = 10 * RATE_SECONDS;
/** Of an earlier, longer silence this much stays each time. */
const FADING = 0.75;

/** Clocks differ by so much; an event that is later than this is not believed. */
export const CLOCK_TOLERANCE_MS = 10 * 60_000;

interface Before {
  readonly last_seen_at: Date | null;
  readonly detected_log_type: string | null;
}

export async function noteDelivery(write: Writer, delivery: Delivery): Promise<void> {
  const { source, at, detected } = delivery;
  const before = await update(write, delivery);
  if (before === undefined) return;
  const { last_seen_at: last, detected_log_type: detectedBefore } = before;
  if (last !== null && at.getTime() - last.getTime() >= MIN_GAP_MS) await noteSilence(write, delivery, last);
  if (last === null || (detected !== undefined && detected !== detectedBefore))
    await tell(write, [{ topic: "source.changed", organisationId: source.organisationId, ids: [source.id] }]);
}

async function update(
  write: Writer,
  { source, at, count, newest, detected }: Delivery,
): Promise<Before | undefined> {
  const lagMs = newest === undefined ? null : Math.max(0, at.getTime() - newest.getTime());
  const latest = new Date(at.getTime() + CLOCK_TOLERANCE_MS);
  const { rows } = await sql<Before>`
    with before as (
      select id, last_seen_at, detected_log_type from sources where id = ${source.id} for update
    )
    update sources set
      first_seen_at = coalesce(sources.first_seen_at, ${at}),
      last_seen_at = greatest(sources.last_seen_at, ${at}),
      last_event_at = greatest(
        case when sources.last_event_at <= ${latest} then sources.last_event_at end, ${newest ?? null}::timestamptz),
      event_count = sources.event_count + ${count},
      rate_per_second = ${count}::double precision / ${RATE_SECONDS} + sources.rate_per_second * exp(
        -least(greatest(extract(epoch from ${at}::timestamptz - coalesce(sources.last_seen_at, ${at})), 0),
          ${MAX_DECAY_SECONDS})::double precision / ${RATE_SECONDS}),
      lag_ms = coalesce(${lagMs}::bigint, sources.lag_ms),
      detected_log_type = coalesce(${detected ?? null}::text, sources.detected_log_type)
    from before where sources.id = before.id
    returning before.last_seen_at, before.detected_log_type`.execute(write);
  return rows[0];
}

/** Only one that the hub was there to hear: its own rest is no rhythm of the source. */
async function noteSilence(write: Writer, { source, at }: Delivery, began: Date): Promise<void> {
  const seconds = Math.round((at.getTime() - began.getTime()) / 1000);
  const stale = new Date(at.getTime() - BREAK_MS);
  const forgotten = new Date(at.getTime() - MEMORY_MS);
  await sql`
    insert into source_rhythms as known (source_id, organisation_id, hour_of_week, longest_seconds, seen_at)
    select ${source.id}, ${source.organisationId}, ${hourOfWeek(began)}, ${seconds}, ${at}
    from source_watch where reliable_since <= ${began} and looked_at >= ${stale}
    on conflict (source_id, hour_of_week) do update set
      longest_seconds = greatest(excluded.longest_seconds,
        case when known.seen_at < ${forgotten} then 0 else round(known.longest_seconds * ${FADING}::double precision)::int end),
      seen_at = excluded.seen_at`.execute(write);
}

/** What a rate that was kept at that time is now. */
export function rateNow(kept: number, at: Date | null, now: Date): number {
  if (at === null) return 0;
  const seconds = Math.max(0, now.getTime() - at.getTime()) / 1000;
  const rate = kept * Math.exp(-seconds / RATE_SECONDS);
  return rate < 0.005 ? 0 : rate;
}
