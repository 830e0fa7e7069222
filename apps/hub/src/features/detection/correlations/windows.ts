// SPDX-License-Identifier: Apache-2.0
/**
 * The hours of correlations that are to be worked out. An alert belongs to the hour in which its correlation matched,
 * and an hour is worked out from what is stored of it and of the timespan before, whoever does it and however often: the
 * last who does it has seen all of it. So nothing depends on the order of arrival, on restarts or on the number of workers.
 */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import {
  type OrganisationId,
  type Records,
  systemPrincipal,
  type Tx,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import { WINDOW_MS, windowStartOf } from "../alerts/grouping.ts";
import type { FoundMatch } from "../matching.ts";
import type { CompiledCorrelation } from "./compile.ts";

export const CORRELATOR = systemPrincipal("correlations.run");
const WHY_DUE = "what is to be worked out follows from what was found, and is no one's act";
/** A worker that ended in the middle is waited for so long. */
const CLAIM_MS = 10 * 60_000;
/** Of ten parts of the time, an hour that is added to again and again takes one. */
export const SHARE_LEFT = 9;
/** Nobody asks how long those took. */
const FORGET_AFTER_MS = 7 * 24 * 60 * 60_000;

/** No hour that has events: it stands for all in which something was found, which are marked in its place. */
export const EVERYWHERE = 0;

export interface Mark {
  readonly ruleId: Id<"rule">;
  readonly windowStart: number;
}

/** The hours in which one may match that is made of these; those that are to come, only where it is decided then. */
export function marksOf(
  correlations: readonly CompiledCorrelation[],
  matches: readonly Pick<FoundMatch, "ruleId" | "time">[],
  now: Date,
): Mark[] {
  const marks = new Map<string, Mark>();
  for (const { known, ruleIds, reachMs, isEarly } of correlations) {
    for (const { ruleId, time } of matches) {
      if (!ruleIds.has(ruleId)) continue;
      const end = isEarly ? Math.max(time, Math.min(time + reachMs, now.getTime())) : time + reachMs;
      for (const mark of marksBetween(known.id, time, end))
        marks.set(`${mark.ruleId} ${mark.windowStart}`, mark);
    }
  }
  return [...marks.values()];
}

export function marksBetween(ruleId: Id<"rule">, from: number, to: number): Mark[] {
  const marks: Mark[] = [];
  for (let start = windowStartOf(from); start <= to; start += WINDOW_MS)
    marks.push({ ruleId, windowStart: start });
  return marks;
}

export interface MarkAs {
  readonly organisationId: OrganisationId;
  readonly isRetrospective: boolean;
}

export async function markWindows(records: Records, as: MarkAs, marks: readonly Mark[]): Promise<void> {
  if (marks.length === 0) return;
  await records.transaction(CORRELATOR, (tx) =>
    unaudited(tx, WHY_DUE, (write) => insertMarks(write, { ...as, now: tx.now }, marks)),
  );
}

export async function insertMarks(
  write: Writer,
  { organisationId, isRetrospective, now }: MarkAs & { readonly now: Date },
  marks: readonly Mark[],
): Promise<void> {
  // In one order everywhere: two batches must not wait for each other's rows.
  const sorted = marks.toSorted(
    (one, other) => one.windowStart - other.windowStart || (one.ruleId < other.ruleId ? -1 : 1),
  );
  await sql`
    insert into correlation_windows as w (organisation_id, rule_id, window_start, due_at, is_retrospective)
    select ${organisationId}::uuid, m.rule_id, m.window_start, greatest(${now}::timestamptz, m.window_start),
      ${isRetrospective}::boolean
    from unnest(${sorted.map(({ ruleId }) => ruleId)}::uuid[],
      ${sorted.map(({ windowStart }) => new Date(windowStart))}::timestamptz[]) as m (rule_id, window_start)
    on conflict (organisation_id, rule_id, window_start) do update set
      marks = w.marks + 1,
      due_at = least(coalesce(w.due_at, 'infinity'), greatest(excluded.due_at,
        w.worked_at + w.worked_ms * ${SHARE_LEFT}::int * interval '1 millisecond')),
      is_retrospective = w.is_retrospective and excluded.is_retrospective`.execute(write);
}

export interface DueWindow {
  readonly organisationId: OrganisationId;
  readonly ruleId: Id<"rule">;
  readonly windowStart: number;
  readonly isRetrospective: boolean;
  readonly marks: number;
  readonly claimedUntil: Date;
}

/**
 * For this worker alone: of the organisation whose turn it is after the last one, so that none holds up the others;
 * what is live before what is looked back for, and what is new before what is old.
 */
export async function claimWindow(
  records: Records,
  last: OrganisationId | undefined,
): Promise<DueWindow | undefined> {
  return await records.transaction(CORRELATOR, (tx) =>
    unaudited(tx, WHY_DUE, async (write) => {
      const claimedUntil = new Date(tx.now.getTime() + CLAIM_MS);
      const { rows } = await sql<{
        organisation_id: OrganisationId;
        rule_id: Id<"rule">;
        window_start: Date;
        is_retrospective: boolean;
        marks: number;
      }>`
        update correlation_windows set claimed_until = ${claimedUntil}
        where (organisation_id, rule_id, window_start) = (
          select organisation_id, rule_id, window_start from correlation_windows
          where due_at <= ${tx.now} and (claimed_until is null or claimed_until <= ${tx.now})
          order by organisation_id <= ${last ?? null}::uuid nulls first, organisation_id, is_retrospective,
            window_start desc, rule_id
          limit 1 for update skip locked)
        returning organisation_id, rule_id, window_start, is_retrospective, marks`.execute(write);
      const [row] = rows;
      if (row === undefined) return undefined;
      return {
        organisationId: row.organisation_id,
        ruleId: row.rule_id,
        windowStart: row.window_start.getTime(),
        isRetrospective: row.is_retrospective,
        marks: row.marks,
        claimedUntil,
      };
    }),
  );
}

export interface Finished {
  readonly workedMs: number;
  /** When it is to be looked at again, though nothing may be found until then. */
  readonly againAt: Date | null;
  /** There were more events in its time than are looked at; absent where it was not worked out. */
  readonly isCut?: boolean;
}

/** False where the claim was over, and another may have done it since: what was worked out is not to be written. */
export async function finishWindow(
  write: Writer,
  window: DueWindow,
  { workedMs, againAt, isCut, now }: Finished & { readonly now: Date },
): Promise<boolean> {
  const left = new Date(now.getTime() + workedMs * SHARE_LEFT);
  const { numUpdatedRows } = await write
    .updateTable("correlation_windows")
    .set({
      due_at: sql<Date | null>`case when marks = ${window.marks} then ${againAt}::timestamptz
        else least(${left}::timestamptz, ${againAt ?? left}::timestamptz) end`,
      claimed_until: null,
      worked_ms: Math.round(workedMs),
      worked_at: now,
      ...(isCut !== undefined && { is_cut: isCut }),
    })
    .where("organisation_id", "=", window.organisationId)
    .where("rule_id", "=", window.ruleId)
    .where("window_start", "=", new Date(window.windowStart))
    .where("claimed_until", "=", window.claimedUntil)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function leaveWindow(tx: Tx, window: DueWindow, finished: Finished): Promise<void> {
  await unaudited(tx, WHY_DUE, (write) => finishWindow(write, window, { ...finished, now: tx.now }));
}

/** Milliseconds until one is due; undefined where none is. */
export async function untilDue(records: Records): Promise<number | undefined> {
  return await records.read(CORRELATOR, async (tx) => {
    const row = await tx.read
      .selectFrom("correlation_windows")
      .select(({ fn }) => fn.min(sql<Date>`greatest(due_at, claimed_until)`).as("at"))
      .where("due_at", "is not", null)
      .executeTakeFirst();
    return row?.at ? Math.max(0, row.at.getTime() - tx.now.getTime()) : undefined;
  });
}

export async function forgetWindows(records: Records): Promise<void> {
  await records.transaction(CORRELATOR, (tx) =>
    unaudited(tx, WHY_DUE, (write) =>
      write
        .deleteFrom("correlation_windows")
        .where("due_at", "is", null)
        .where("worked_at", "<", new Date(tx.now.getTime() - FORGET_AFTER_MS))
        .execute(),
    ),
  );
}
