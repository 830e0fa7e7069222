// SPDX-License-Identifier: Apache-2.0
/** The rows of what assets are known by. */
import type { AssetKind } from "@fengsui/contract";
import { type Insertable, sql } from "kysely";
import { type Id, newId } from "../../../platform/ids.ts";
import type {
  AssetIdentifiersTable,
  OrganisationId,
  ReadTx,
  Writer,
} from "../../../platform/records/index.ts";
import type { Claim } from "../identity/identifiers.ts";
import type { Described } from "../identity/rules.ts";

const COLUMNS = [
  "id",
  "asset_id",
  "kind",
  "value",
  "valid_from",
  "valid_to",
  "origin",
  "created_at",
] as const;
/** Rows of one statement: PostgreSQL binds at most 65,535 values. */
const CHUNK = 1000;

export async function listIdentifiers(tx: ReadTx, assetIds: readonly Id<"asset">[]) {
  if (assetIds.length === 0) return [];
  return await tx.read
    .selectFrom("asset_identifiers")
    .select(COLUMNS)
    .where(sql<boolean>`asset_id = any(${[...assetIds]}::uuid[])`)
    .orderBy("kind")
    .orderBy("value")
    .orderBy("id")
    .execute();
}

export type IdentifierRow = Awaited<ReturnType<typeof listIdentifiers>>[number];

export interface KnownAsset extends Described {
  readonly id: Id<"asset">;
  readonly name: string;
  readonly kind: AssetKind;
  readonly systemId: Id<"system"> | null;
  readonly audienceId: number;
  readonly note: string;
  readonly claims: readonly KnownClaim[];
}

export interface KnownClaim extends Claim {
  readonly id: Id<"identifier">;
}

/** Every asset that has one of these values in common, with all that it is known by. */
export async function findKnown(
  tx: ReadTx,
  organisationId: OrganisationId,
  { values, ids = [] }: { readonly values: readonly string[]; readonly ids?: readonly Id<"asset">[] },
): Promise<KnownAsset[]> {
  // In two steps: asked for as one condition or the other, PostgreSQL reads all of the ledger.
  const having = await tx.read
    .selectFrom("asset_identifiers")
    .select("asset_id")
    .distinct()
    .where("organisation_id", "=", organisationId)
    .where(sql<boolean>`value = any(${[...new Set(values)]}::text[])`)
    .execute();
  const wanted = [...ids, ...having.map(({ asset_id }) => asset_id)];
  if (wanted.length === 0) return [];
  const assets = await tx.read
    .selectFrom("assets")
    .select(["id", "name", "kind", "system_id", "audience_id", "note"])
    .where("organisation_id", "=", organisationId)
    .where("merged_into", "is", null)
    .where(sql<boolean>`id = any(${wanted}::uuid[])`)
    .orderBy("id")
    .execute();
  const identifiers = Map.groupBy(
    await listIdentifiers(
      tx,
      assets.map(({ id }) => id),
    ),
    ({ asset_id }) => asset_id,
  );
  return assets.map(({ system_id, audience_id, ...asset }) => ({
    ...asset,
    systemId: system_id,
    audienceId: audience_id,
    claims: (identifiers.get(asset.id) ?? []).map(toClaim),
  }));
}

export function toClaim({ id, kind, value, valid_from, valid_to }: IdentifierRow): KnownClaim {
  return { id, kind, value, from: valid_from?.getTime() ?? null, to: valid_to?.getTime() ?? null };
}

export interface Owner {
  readonly id: Id<"asset">;
  readonly organisation_id: OrganisationId;
  readonly audience_id: number;
}

export function identifierRow(
  owner: Owner,
  { kind, value, from, to }: Claim,
  { origin, now }: { readonly origin: AssetIdentifiersTable["origin"]; readonly now: Date },
): Insertable<AssetIdentifiersTable> {
  return {
    id: newId<"identifier">({ now: () => now }),
    asset_id: owner.id,
    organisation_id: owner.organisation_id,
    audience_id: owner.audience_id,
    kind,
    value,
    valid_from: from === null ? null : new Date(from),
    valid_to: to === null ? null : new Date(to),
    origin,
    created_at: now,
  };
}

/** What is there already stays as it is. */
export async function insertIdentifiers(
  write: Writer,
  rows: readonly Insertable<AssetIdentifiersTable>[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK)
    await write
      .insertInto("asset_identifiers")
      .values(rows.slice(at, at + CHUNK))
      .onConflict((conflict) => conflict.columns(["asset_id", "kind", "value", "valid_from"]).doNothing())
      .execute();
}

/** Ends that lie before the beginning are the beginning. */
export async function endIdentifiers(
  write: Writer,
  ids: readonly Id<"identifier">[],
  to: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await write
    .updateTable("asset_identifiers")
    .set({ valid_to: sql<Date>`greatest(valid_from, ${to})` })
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute();
}

/** The same from the same time on stays where it is: the new owner knows it by itself. */
export async function moveIdentifiers(
  write: Writer,
  ids: readonly Id<"identifier">[],
  to: Owner,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update asset_identifiers i set asset_id = ${to.id}, audience_id = ${to.audience_id}
    where i.id = any(${[...ids]}::uuid[]) and not exists (
      select from asset_identifiers o where o.asset_id = ${to.id} and o.kind = i.kind and o.value = i.value
        and o.valid_from is not distinct from i.valid_from)`.execute(write);
}
