// SPDX-License-Identifier: Apache-2.0
/** The SQL of keys. Hashes are read by the hub's own look-up alone. */
import type { KeyScope } from "@fengsui/contract";
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

const SEEN = [
  "api_keys.id",
  "api_keys.name",
  "api_keys.scopes",
  "api_keys.organisation_ids",
  "api_keys.rate_per_minute",
  "api_keys.created_at",
  "api_keys.expires_at",
  "api_keys.revoked_at",
  "api_keys.last_used_at",
  "api_keys.last_address",
  "api_keys.person_id",
] as const;
/** Those that hold are at most fifty; what ended is shown as far as this. */
const MAX_LISTED = 500;

export async function listKeysOf({ read }: ReadTx, personIds: readonly PersonId[]) {
  if (personIds.length === 0) return [];
  return await read
    .selectFrom("api_keys")
    .select(SEEN)
    .where("person_id", "in", personIds)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(MAX_LISTED)
    .execute();
}

export type KeyRow = Awaited<ReturnType<typeof listKeysOf>>[number];

export async function findKey({ read }: ReadTx, id: Id<"api-key">): Promise<KeyRow | undefined> {
  return await read.selectFrom("api_keys").select(SEEN).where("id", "=", id).executeTakeFirst();
}

/** Those that hold and can act in the organisation, but for what its administrators took from them. */
export async function listKeysIn({ read, now }: ReadTx, organisationId: OrganisationId) {
  return await read
    .selectFrom("api_keys")
    .innerJoin("memberships", "memberships.person_id", "api_keys.person_id")
    .innerJoin("people", "people.id", "api_keys.person_id")
    .leftJoin("api_key_limits", (join) =>
      join
        .onRef("api_key_limits.key_id", "=", "api_keys.id")
        .onRef("api_key_limits.organisation_id", "=", "memberships.organisation_id"),
    )
    .where("memberships.organisation_id", "=", organisationId)
    .where("people.disabled_at", "is", null)
    .where("api_keys.revoked_at", "is", null)
    .where("api_keys.expires_at", ">", now)
    .where((eb) =>
      eb.or([
        eb("api_keys.organisation_ids", "is", null),
        eb(eb.val(organisationId), "=", eb.fn.any("api_keys.organisation_ids")),
      ]),
    )
    .select(SEEN)
    .select(["people.name as ownerName", "people.kind as ownerKind", "api_key_limits.scopes as left"])
    .orderBy("people.name")
    .orderBy("api_keys.id")
    .limit(MAX_LISTED)
    .execute();
}

export async function countActive({ read, now }: ReadTx, personId: PersonId): Promise<number> {
  const { count } = await read
    .selectFrom("api_keys")
    .where("person_id", "=", personId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface NewRow {
  readonly id: Id<"api-key">;
  readonly person_id: PersonId;
  readonly name: string;
  readonly secret_hash: Buffer;
  readonly scopes: KeyScope[];
  readonly organisation_ids: OrganisationId[] | null;
  readonly rate_per_minute: number;
  readonly created_by: PersonId;
  readonly created_at: Date;
  readonly expires_at: Date;
}

export async function insertKey(write: Writer, row: NewRow): Promise<void> {
  await write.insertInto("api_keys").values(row).execute();
}

/** Whether there was such a key that was not revoked. */
export async function revokeKey(
  write: Writer,
  id: Id<"api-key">,
  { by, now }: { readonly by: PersonId; readonly now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("api_keys")
    .set({ revoked_at: now, revoked_by: by })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export interface Limit {
  readonly keyId: Id<"api-key">;
  readonly organisationId: OrganisationId;
  readonly scopes: KeyScope[];
  readonly by: PersonId;
  readonly now: Date;
}

export async function putLimit(write: Writer, { keyId, organisationId, scopes, by, now }: Limit) {
  await write
    .insertInto("api_key_limits")
    .values({ key_id: keyId, organisation_id: organisationId, scopes, set_by: by, set_at: now })
    .onConflict((conflict) =>
      conflict.columns(["key_id", "organisation_id"]).doUpdateSet({ scopes, set_by: by, set_at: now }),
    )
    .execute();
}

/** By the hub's own look-up, before it is known who asks. */
export async function findByHash({ read, now }: ReadTx, hash: Buffer) {
  return await read
    .selectFrom("api_keys")
    .innerJoin("people", "people.id", "api_keys.person_id")
    .where("api_keys.secret_hash", "=", hash)
    .select([
      "api_keys.id",
      "api_keys.scopes",
      "api_keys.organisation_ids",
      "api_keys.rate_per_minute",
      "api_keys.last_used_at",
    ])
    .select(["people.id as personId", "people.name", "people.email", "people.language"])
    .select((eb) =>
      eb
        .and([
          eb("people.disabled_at", "is", null),
          eb("api_keys.revoked_at", "is", null),
          eb("api_keys.expires_at", ">", now),
        ])
        .as("holds"),
    )
    .executeTakeFirst();
}

/** The scopes that are left, by organisation, where its administrators took some. */
export async function limitsOf(
  { read }: ReadTx,
  keyId: Id<"api-key">,
): Promise<ReadonlyMap<OrganisationId, readonly string[]>> {
  const rows = await read
    .selectFrom("api_key_limits")
    .where("key_id", "=", keyId)
    .select(["organisation_id", "scopes"])
    .execute();
  return new Map(rows.map(({ organisation_id, scopes }) => [organisation_id, scopes]));
}

export async function touchKey(
  write: Writer,
  id: Id<"api-key">,
  { now, address }: { readonly now: Date; readonly address: string },
): Promise<void> {
  await write
    .updateTable("api_keys")
    .set({ last_used_at: now, last_address: address.slice(0, 100) })
    .where("id", "=", id)
    .execute();
}
