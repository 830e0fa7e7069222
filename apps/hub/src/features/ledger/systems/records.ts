// SPDX-License-Identifier: Apache-2.0
/** The rows of systems. */

import type { Insertable, Updateable } from "kysely";
import { sql } from "kysely";
import type { NameCursor } from "../../../platform/cursor.ts";
import type { Id } from "../../../platform/ids.ts";
import type {
  OrganisationId,
  PersonId,
  ReadTx,
  SystemsTable,
  Writer,
} from "../../../platform/records/index.ts";
import { containing } from "../../../platform/records/like-pattern.ts";

export interface SystemFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly text?: string | undefined;
  readonly minLevel?: number | undefined;
  readonly isCritical?: boolean | undefined;
  readonly isRetired: boolean;
  readonly after?: NameCursor<"system"> | undefined;
  /** All of them, where there is none. */
  readonly limit?: number;
}

function selectSystems(tx: ReadTx) {
  return tx.read
    .selectFrom("systems")
    .select([
      "id",
      "organisation_id",
      "audience_id",
      "name",
      "purpose",
      "level",
      "is_critical",
      "guardian_id",
      "responsible",
      "measures",
      "created_at",
      "changed_at",
      "retired_at",
    ])
    .select((eb) =>
      eb
        .selectFrom("assets")
        .select(sql<number>`count(*)::int`.as("count"))
        .whereRef("assets.system_id", "=", "systems.id")
        .where("assets.merged_into", "is", null)
        .where("assets.retired_at", "is", null)
        .as("asset_count"),
    );
}

/** By name. */
export async function listSystems(tx: ReadTx, filter: SystemFilter) {
  const { organisationId, text, minLevel, isCritical, isRetired, after, limit } = filter;
  let query = selectSystems(tx)
    .where("retired_at", isRetired ? "is not" : "is", null)
    .orderBy(sql`name collate "C"`)
    .orderBy("id");
  if (limit !== undefined) query = query.limit(limit);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (text !== undefined) {
    const pattern = containing(text);
    query = query.where((eb) => eb.or([eb("name", "ilike", pattern), eb("purpose", "ilike", pattern)]));
  }
  if (minLevel !== undefined) query = query.where("level", ">=", minLevel);
  if (isCritical !== undefined) query = query.where("is_critical", "=", isCritical);
  if (after !== undefined)
    query = query.where(sql<boolean>`(name collate "C", id) > (${after.name}, ${after.id})`);
  return await query.execute();
}

export async function findSystem(tx: ReadTx, id: Id<"system">) {
  return await selectSystems(tx).where("id", "=", id).executeTakeFirst();
}

export type SystemRow = NonNullable<Awaited<ReturnType<typeof findSystem>>>;

export async function insertSystems(write: Writer, rows: readonly Insertable<SystemsTable>[]): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK)
    await write
      .insertInto("systems")
      .values(rows.slice(at, at + CHUNK))
      .execute();
}

/** Rows of one statement: PostgreSQL binds at most 65,535 values. */
const CHUNK = 1000;

/** False where somebody changed it since `ifChangedAt`. */
export async function updateSystem(
  write: Writer,
  id: Id<"system">,
  change: Updateable<SystemsTable>,
  ifChangedAt?: Date,
): Promise<boolean> {
  let query = write.updateTable("systems").set(change).where("id", "=", id);
  if (ifChangedAt !== undefined) query = query.where("changed_at", "=", ifChangedAt);
  const { numUpdatedRows } = await query.executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Of these, the ones that the principal does not see. */
export async function unknownPeople(tx: ReadTx, ids: readonly PersonId[]): Promise<PersonId[]> {
  if (ids.length === 0) return [];
  const rows = await tx.read.selectFrom("people").select("id").where("id", "in", ids).execute();
  const known = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

export async function isOrganisation(tx: ReadTx, id: OrganisationId): Promise<boolean> {
  const row = await tx.read.selectFrom("organisations").select("id").where("id", "=", id).executeTakeFirst();
  return row !== undefined;
}
