// SPDX-License-Identifier: Apache-2.0
/** The rows of assets. */
import type { AssetKind } from "@fengsui/contract";
import { type Insertable, sql, type Updateable } from "kysely";
import type { NameCursor } from "../../../platform/cursor.ts";
import type { Id } from "../../../platform/ids.ts";
import {
  type AssetHistoryTable,
  type AssetsTable,
  isSeen,
  type OrganisationId,
  type ReadTx,
  type Writer,
} from "../../../platform/records/index.ts";
import { beginningWith, containing } from "../../../platform/records/like-pattern.ts";

export interface AssetFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly systemId?: Id<"system"> | "none" | undefined;
  readonly kind?: AssetKind | undefined;
  readonly minLevel?: number | undefined;
  readonly text?: string | undefined;
  readonly isRetired: boolean;
  readonly after?: NameCursor<"asset"> | undefined;
  readonly limit: number;
}

/** Rows of one statement: PostgreSQL binds at most 65,535 values. */
const CHUNK = 1000;

function selectAssets(tx: ReadTx) {
  return tx.read
    .selectFrom("assets")
    .select([
      "id",
      "organisation_id",
      "audience_id",
      "system_id",
      "kind",
      "name",
      "note",
      "merged_into",
      "created_at",
      "changed_at",
      "retired_at",
    ])
    .select((eb) =>
      eb
        .selectFrom("seen_hosts")
        .select((seen) => seen.fn.max("last_seen_at").as("last"))
        .whereRef("seen_hosts.asset_id", "=", "assets.id")
        .as("last_seen_at"),
    )
    .select((eb) =>
      eb
        .selectFrom("systems")
        .select("systems.name")
        .whereRef("systems.id", "=", "assets.system_id")
        .as("system_name"),
    )
    .select(
      sql<Id<"asset">[]>`array(select m.id from assets m where m.merged_into = assets.id order by m.id)`.as(
        "merged_ids",
      ),
    );
}

/** By name. */
export async function listAssets(tx: ReadTx, filter: AssetFilter) {
  const { organisationId, systemId, kind, minLevel, text, isRetired, after, limit } = filter;
  let query = selectAssets(tx)
    .where(isSeen(tx, "assets"))
    .where("merged_into", "is", null)
    .where("retired_at", isRetired ? "is not" : "is", null)
    .orderBy(sql`name collate "C"`)
    .orderBy("id")
    .limit(limit);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (systemId === "none") query = query.where("system_id", "is", null);
  else if (systemId !== undefined) query = query.where("system_id", "=", systemId);
  if (kind !== undefined) query = query.where("kind", "=", kind);
  if (minLevel !== undefined)
    query = query.where("system_id", "in", (eb) =>
      eb.selectFrom("systems").select("systems.id").where("systems.level", ">=", minLevel),
    );
  if (text !== undefined) query = query.where(mentions(text));
  if (after !== undefined)
    query = query.where(sql<boolean>`(name collate "C", id) > (${after.name}, ${after.id})`);
  return await query.execute();
}

function mentions(text: string) {
  return sql<boolean>`(name ilike ${containing(text)} or exists (
    select from asset_identifiers i
    where i.asset_id = assets.id and i.value like ${beginningWith(text.toLowerCase())}))`;
}

export async function findAssets(tx: ReadTx, ids: readonly Id<"asset">[]) {
  if (ids.length === 0) return [];
  return await selectAssets(tx)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute();
}

export type AssetRow = Awaited<ReturnType<typeof findAssets>>[number];

export async function findAsset(tx: ReadTx, id: Id<"asset">): Promise<AssetRow | undefined> {
  const [row] = await findAssets(tx, [id]);
  return row;
}

export async function insertAssets(write: Writer, rows: readonly Insertable<AssetsTable>[]): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK)
    await write
      .insertInto("assets")
      .values(rows.slice(at, at + CHUNK))
      .execute();
}

export async function updateAsset(
  write: Writer,
  id: Id<"asset">,
  change: Updateable<AssetsTable>,
): Promise<void> {
  await write.updateTable("assets").set(change).where("id", "=", id).execute();
}

/** What was merged into the one is now merged into the other, so that each id leads there in one step. */
export async function redirect(write: Writer, from: Id<"asset">, into: Id<"asset">): Promise<void> {
  await write.updateTable("assets").set({ merged_into: into }).where("merged_into", "=", from).execute();
}

export async function insertHistory(
  write: Writer,
  rows: readonly Insertable<AssetHistoryTable>[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK)
    await write
      .insertInto("asset_history")
      .values(rows.slice(at, at + CHUNK))
      .execute();
}

/** Of the asset and of what became part of it, the newest first. */
export async function listHistory(tx: ReadTx, ids: readonly Id<"asset">[]) {
  return await tx.read
    .selectFrom("asset_history")
    .select(["id", "asset_id", "at", "person_id", "action", "detail"])
    .where("asset_id", "in", ids)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(MAX_HISTORY)
    .execute();
}

const MAX_HISTORY = 500;

/** Two changes of the ledger of one organisation come one after the other: each decides by what is there. */
export async function lockLedger(write: Writer, organisationId: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`fengsui ledger ${organisationId}`}, 0))`.execute(
    write,
  );
}
