// SPDX-License-Identifier: Apache-2.0
/**
 * Indicators into a list and out of it, whatever their number: what comes is laid beside the list and then compared with
 * it, in a transaction. A change of a list waits for the one before, so that its revisions are in order; who plans
 * passes, or switches the list, waits for none, as the list's own row is written last.
 */
import { setImmediate as breathe } from "node:timers/promises";
import { type FeedIndicator, type FeedItem, FeedProblem, type NotUnderstood } from "@fengsui/indicators";
import { sql } from "kysely";
import { toKeepable } from "../../../platform/keepable-text.ts";
import type { PersonId, Writer } from "../../../platform/records/index.ts";

export interface Incoming {
  readonly number: number;
  readonly items: AsyncIterable<readonly FeedItem[]>;
  /** What is in the list and does not come is removed. */
  readonly isWhole: boolean;
  readonly by: PersonId | null;
  readonly now: Date;
}

export interface Refused {
  readonly at: string;
  readonly text: string;
}

export interface Taken {
  /** New ones, and those that had been removed. */
  readonly added: number;
  /** With another end. */
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Their maker says that they are not for detection. */
  readonly leftOut: number;
  readonly notUnderstood: number;
  /** The first of what was not understood. */
  readonly examples: Refused[];
}

/** Millions of rows take their time; a request has less. */
const MAX_STATEMENT = "15min";
/** Rows of one statement. */
const CHUNK = 5000;
/** The database ends a transaction that says nothing for a minute: of a feed, much may be of no use. */
const SILENCE_MS = 10_000;
const LAST_END = Date.UTC(9999, 11, 31);
const EXAMPLES = 100;
const MAX_EXCERPT = 200;
const MAX_PLACE = 500;
/** Who matches hears of what was removed for so long. */
const REMOVED_FOR = "7 days";

/** @throws {FeedProblem} */
export async function takeIncoming(write: Writer, incoming: Incoming): Promise<Taken> {
  const { number } = incoming;
  await sql`set local statement_timeout = ${sql.lit(MAX_STATEMENT)}`.execute(write);
  const revision = await nextRevision(write, number);
  await clear(write, number);
  const { distinct, ...read } = await layBeside(write, incoming);
  if (incoming.isWhole && distinct === 0)
    throw new FeedProblem("nothing of it is an indicator, and it would have emptied the list");
  const change = { ...incoming, revision };
  const revived = await revive(write, change);
  const changed = await changeEnds(write, change);
  const inserted = await insertNew(write, change);
  const removed = incoming.isWhole ? await removeOthers(write, change) : 0;
  await clear(write, number);
  await settle(write, { ...change, more: revived + inserted - removed, ids: distinct });
  const unchanged = distinct - revived - changed - inserted;
  return { added: revived + inserted, changed, unchanged, removed, ...read };
}

/** By the ids of their rows. */
export async function removeIndicators(
  write: Writer,
  { number, ids, now }: { readonly number: number; readonly ids: readonly string[]; readonly now: Date },
): Promise<number> {
  const revision = await nextRevision(write, number);
  const { numUpdatedRows } = await write
    .updateTable("indicators")
    .set({ removed_at: now, revision })
    .where("list_number", "=", number)
    .where("removed_at", "is", null)
    .where("id", "=", sql<string>`any(${[...ids]}::bigint[])`)
    .executeTakeFirst();
  const removed = Number(numUpdatedRows);
  await settle(write, { number, revision, now, more: -removed, ids: 0 });
  return removed;
}

/** Of whom has it, others wait. */
async function nextRevision(write: Writer, number: number): Promise<number> {
  const lock = `fengsui indicators ${number}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(write);
  const row = await write
    .selectFrom("indicator_lists")
    .select("revision")
    .where("number", "=", number)
    .executeTakeFirstOrThrow();
  return Number(row.revision) + 1;
}

async function clear(write: Writer, number: number): Promise<void> {
  await write.deleteFrom("incoming_indicators").where("list_number", "=", number).execute();
}

async function layBeside(write: Writer, { number, items }: Incoming) {
  const sorted = new Sorted();
  let saidAt = performance.now();
  for await (const some of items) {
    for (const item of some) sorted.add(item);
    if (sorted.waiting.length >= CHUNK) await insertIncoming(write, number, sorted.takeWaiting());
    else if (performance.now() - saidAt > SILENCE_MS) await sql`select 1`.execute(write);
    else {
      await breathe();
      continue;
    }
    saidAt = performance.now();
  }
  if (sorted.waiting.length > 0) await insertIncoming(write, number, sorted.takeWaiting());
  const { leftOut, notUnderstood, examples } = sorted;
  return { leftOut, notUnderstood, examples, distinct: await leaveOneOfEach(write, number) };
}

/** What is said of each thing that a feed holds. */
class Sorted {
  waiting: FeedIndicator[] = [];
  leftOut = 0;
  notUnderstood = 0;
  readonly examples: Refused[] = [];

  add(item: FeedItem): void {
    if (item.is === "indicator") this.waiting.push(item);
    else if (item.is === "left_out") this.leftOut += 1;
    else this.#refuse(item);
  }

  takeWaiting(): FeedIndicator[] {
    const taken = this.waiting;
    this.waiting = [];
    return taken;
  }

  #refuse({ at, text }: NotUnderstood): void {
    this.notUnderstood += 1;
    if (this.examples.length < EXAMPLES)
      this.examples.push({ at: toKeepable(at.slice(0, MAX_PLACE)), text: keepable(text) });
  }
}

function keepable(text: string): string {
  return toKeepable(text.slice(0, MAX_EXCERPT));
}

/** What ends in a year of more than four digits does not end, and before there were logs is early enough. */
function endOf({ expiresAt }: FeedIndicator): string | null {
  if (expiresAt === undefined || expiresAt > LAST_END) return null;
  return new Date(Math.max(0, expiresAt)).toISOString();
}

async function insertIncoming(write: Writer, number: number, rows: readonly FeedIndicator[]): Promise<void> {
  const column = <Value>(pick: (row: FeedIndicator) => Value) => rows.map(pick);
  await sql`
    insert into incoming_indicators (list_number, kind, value, with_subdomains, expires_at, note, place)
    select ${number}, kind, value, with_subdomains, expires_at, note, place
    from unnest(${column(({ kind }) => kind)}::text[], ${column(({ value }) => toKeepable(value))}::text[],
      ${column(({ withSubdomains = false }) => withSubdomains)}::boolean[], ${column(endOf)}::timestamptz[],
      ${column(({ note }) => (note === undefined ? null : toKeepable(note)))}::text[],
      ${column(({ at }) => toKeepable(at.slice(0, MAX_PLACE)))}::text[])
      as t (kind, value, with_subdomains, expires_at, note, place)`.execute(write);
}

/** Of what came several times, what ends last; how many are left. */
async function leaveOneOfEach(write: Writer, number: number): Promise<number> {
  await sql`
    delete from incoming_indicators where list_number = ${number} and ctid in (
      select ctid from (
        select ctid, row_number() over (
          partition by kind, with_subdomains, digest order by expires_at desc nulls first, ctid) as place_in_group
        from incoming_indicators where list_number = ${number}
      ) numbered where place_in_group > 1)`.execute(write);
  const row = await write
    .selectFrom("incoming_indicators")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("list_number", "=", number)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

interface Change {
  readonly number: number;
  readonly revision: number;
  readonly by: PersonId | null;
  readonly now: Date;
}

const SAME = sql`own.kind = incoming.kind and own.with_subdomains = incoming.with_subdomains
  and own.digest = incoming.digest`;

async function revive(write: Writer, { number, revision, by, now }: Change): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update indicators own set removed_at = null, expires_at = incoming.expires_at, note = incoming.note,
      place = incoming.place, added_at = ${now}, added_by = ${by}, revision = ${revision}
    from incoming_indicators incoming
    where own.list_number = ${number} and incoming.list_number = ${number} and ${SAME}
      and own.removed_at is not null`.execute(write);
  return Number(numAffectedRows);
}

async function changeEnds(write: Writer, { number, revision }: Change): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update indicators own set expires_at = incoming.expires_at, revision = ${revision}
    from incoming_indicators incoming
    where own.list_number = ${number} and incoming.list_number = ${number} and ${SAME}
      and own.revision < ${revision} and own.expires_at is distinct from incoming.expires_at`.execute(write);
  return Number(numAffectedRows);
}

async function insertNew(write: Writer, { number, revision, by, now }: Change): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into indicators (list_number, id, kind, value, with_subdomains, expires_at, note, place, added_at, added_by,
      revision)
    select incoming.list_number, last_id + row_number() over (order by incoming.ctid), kind, value, with_subdomains,
      expires_at, note, place, ${now}, ${by}, ${revision}
    from incoming_indicators incoming join indicator_lists on number = incoming.list_number
    where incoming.list_number = ${number}
    on conflict (list_number, kind, with_subdomains, digest) do nothing`.execute(write);
  return Number(numAffectedRows);
}

async function removeOthers(write: Writer, { number, revision, now }: Change): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update indicators own set removed_at = ${now}, revision = ${revision}
    where own.list_number = ${number} and own.removed_at is null and not exists (
      select from incoming_indicators incoming where incoming.list_number = ${number} and ${SAME})`.execute(
    write,
  );
  return Number(numAffectedRows);
}

interface Settled extends Pick<Change, "number" | "revision" | "now"> {
  /** Than there were; less than 0 for fewer. */
  readonly more: number;
  /** So many may have been given. */
  readonly ids: number;
}

/** How many there are now; what was removed long ago goes. */
async function settle(write: Writer, { number, revision, now, more, ids }: Settled): Promise<void> {
  await sql`
    with purged as (
      delete from indicators
      where list_number = ${number} and removed_at < ${now}::timestamptz - ${REMOVED_FOR}::interval
      returning revision)
    update indicator_lists set revision = ${revision}, last_id = last_id + ${ids},
      indicator_count = indicator_count + ${more},
      purged_revision = greatest(purged_revision, coalesce((select max(revision) from purged), 0))
    where number = ${number}`.execute(write);
}

/** More changes than are made of a list between a backup and its restoring. */
const LEAP = 1_000_000_000;

/**
 * After a backup was restored: what was kept of later revisions that are lost now, in a file or another process, is not
 * to be taken for these.
 */
export async function leapRevisions(write: Writer): Promise<void> {
  await sql`
    update indicator_lists
    set revision = revision + ${LEAP}::bigint, purged_revision = revision + ${LEAP}::bigint`.execute(write);
}
