// SPDX-License-Identifier: Apache-2.0
/** The rows of organisations. */
import { sql } from "kysely";
import type { NameCursor } from "../../../platform/cursor.ts";
import type { OrganisationId, ReadTx, Writer } from "../../../platform/records/index.ts";
import { containing } from "../../../platform/records/like-pattern.ts";

const COLUMNS = ["id", "name", "sector", "region", "kind", "centre_id", "created_at"] as const;
/** To roles of the hub; to others none is. */
const IS_VACANT = sql<boolean>`id = any((select my_vacancies())::uuid[])`;

export interface OrganisationFilter {
  readonly text?: string | undefined;
  readonly sector?: string | undefined;
  readonly kind?: string | undefined;
  readonly centreId?: OrganisationId | undefined;
  readonly isVacant?: boolean | undefined;
  readonly after?: NameCursor<"organisation"> | undefined;
  readonly limit: number;
}

export async function listOrganisations(
  tx: ReadTx,
  { text, sector, kind, centreId, isVacant, after, limit }: OrganisationFilter,
) {
  const byName = sql<string>`name collate "C"`;
  let query = tx.read
    .selectFrom("organisations")
    .select(COLUMNS)
    .select(IS_VACANT.as("is_vacant"))
    .where("disabled_at", "is", null)
    .orderBy(byName)
    .orderBy("id")
    .limit(limit);
  if (text !== undefined) query = query.where("name", "ilike", containing(text));
  if (sector !== undefined) query = query.where("sector", "=", sector);
  if (kind !== undefined) query = query.where("kind", "=", kind);
  if (centreId !== undefined) query = query.where("centre_id", "=", centreId);
  if (isVacant !== undefined) query = query.where(IS_VACANT, "=", isVacant);
  if (after !== undefined)
    query = query.where(sql<boolean>`(name collate "C", id) > (${after.name}, ${after.id})`);
  return await query.execute();
}

export async function findOrganisation(tx: ReadTx, id: OrganisationId) {
  return await tx.read
    .selectFrom("organisations")
    .select(COLUMNS)
    .select(IS_VACANT.as("is_vacant"))
    .where("id", "=", id)
    .executeTakeFirst();
}

export type OrganisationRow = NonNullable<Awaited<ReturnType<typeof findOrganisation>>>;

export interface OrganisationValues {
  readonly name?: string;
  readonly sector?: string | null;
  readonly region?: string | null;
  readonly kind?: string | null;
  readonly centre_id?: OrganisationId | null;
}

export async function insertOrganisation(
  write: Writer,
  id: OrganisationId,
  values: OrganisationValues & { readonly name: string },
): Promise<void> {
  await write
    .insertInto("organisations")
    .values({ id, ...values })
    .execute();
}

export async function updateOrganisation(
  write: Writer,
  id: OrganisationId,
  values: OrganisationValues,
): Promise<void> {
  await write.updateTable("organisations").set(values).where("id", "=", id).execute();
}
