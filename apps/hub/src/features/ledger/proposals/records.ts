// SPDX-License-Identifier: Apache-2.0
/** The rows of hosts that logs tell of, and how far the logs were looked at. */
import { sql } from "kysely";
import type { Cursor } from "../../../platform/cursor.ts";
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";
import { containing } from "../../../platform/records/like-pattern.ts";

const COLUMNS = [
  "id",
  "organisation_id",
  "name",
  "first_seen_at",
  "last_seen_at",
  "source_ids",
  "asset_id",
  "ignored_at",
  "ignored_reason",
] as const;
const MAX_SOURCES = 100;

export interface HostFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly state: "open" | "ignored";
  readonly text?: string | undefined;
  readonly after?: Cursor<"seen-host"> | undefined;
  readonly limit: number;
}

/** Those that are no asset, the ones that were seen last first. */
export async function listHosts(tx: ReadTx, { organisationId, state, text, after, limit }: HostFilter) {
  let query = tx.read
    .selectFrom("seen_hosts")
    .select(COLUMNS)
    .where("asset_id", "is", null)
    .where("ignored_at", state === "open" ? "is" : "is not", null)
    .orderBy("last_seen_at", "desc")
    .orderBy("id", "desc")
    .limit(limit);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (text !== undefined) query = query.where("name", "like", containing(text.toLowerCase()));
  if (after !== undefined)
    query = query.where((where) =>
      where(where.refTuple("last_seen_at", "id"), "<", where.tuple(after.time, after.id)),
    );
  return await query.execute();
}

export async function findHost(tx: ReadTx, id: Id<"seen-host">) {
  return await tx.read.selectFrom("seen_hosts").select(COLUMNS).where("id", "=", id).executeTakeFirst();
}

export type HostRow = NonNullable<Awaited<ReturnType<typeof findHost>>>;

export interface Ignored {
  readonly at: Date;
  readonly by: PersonId;
  readonly reason: string;
}

export async function ignoreHost(
  write: Writer,
  id: Id<"seen-host">,
  ignored: Ignored | undefined,
): Promise<void> {
  await write
    .updateTable("seen_hosts")
    .set({
      ignored_at: ignored?.at ?? null,
      ignored_by: ignored?.by ?? null,
      ignored_reason: ignored?.reason ?? null,
    })
    .where("id", "=", id)
    .execute();
}

export interface NewSeenHost {
  readonly id: Id<"seen-host">;
  readonly organisation_id: OrganisationId;
  readonly name: string;
  readonly short_name: string;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly source_ids: Id<"source">[];
}

/** Seen earlier, later or by more sources; the same again changes nothing. The new ones. */
export async function upsertHosts(write: Writer, hosts: readonly NewSeenHost[]) {
  const rows = await write
    .insertInto("seen_hosts")
    .values(hosts)
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "name"]).doUpdateSet({
        first_seen_at: sql<Date>`least(seen_hosts.first_seen_at, excluded.first_seen_at)`,
        last_seen_at: sql<Date>`greatest(seen_hosts.last_seen_at, excluded.last_seen_at)`,
        source_ids: sql<Id<"source">[]>`array(select distinct id
          from unnest(seen_hosts.source_ids || excluded.source_ids) id order by id limit ${MAX_SOURCES})`,
      }),
    )
    // Of a row that was there before, PostgreSQL notes who replaced it.
    .returning([
      "id",
      "organisation_id",
      "name",
      "last_seen_at",
      "asset_id",
      sql<boolean>`xmax = 0`.as("isNew"),
    ])
    .execute();
  return rows.filter(({ isNew }) => isNew);
}

export async function findMark(tx: ReadTx, name: string): Promise<Date | undefined> {
  const row = await tx.read
    .selectFrom("ledger_marks")
    .select("up_to")
    .where("name", "=", name)
    .executeTakeFirst();
  return row?.up_to;
}

/** It never goes back. */
export async function advanceMark(write: Writer, name: string, up_to: Date): Promise<void> {
  await write
    .insertInto("ledger_marks")
    .values({ name, up_to })
    .onConflict((conflict) =>
      conflict.column("name").doUpdateSet({
        up_to: sql<Date>`greatest(ledger_marks.up_to, excluded.up_to)`,
      }),
    )
    .execute();
}
