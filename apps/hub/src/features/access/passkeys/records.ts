// SPDX-License-Identifier: Apache-2.0
/** The SQL of passkeys. Only the hub's own sign-in job may touch them. */
import type { Id } from "../../../platform/ids.ts";
import type { PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";
import type { PasskeyPurpose, PasskeysTable } from "../../../platform/records/people-schema.ts";

export interface Challenge {
  readonly hash: Buffer;
  readonly purpose: PasskeyPurpose;
  readonly personId: PersonId | null;
}

export async function insertChallenge(
  write: Writer,
  { hash, purpose, personId }: Challenge,
  times: { readonly now: Date; readonly expiresAt: Date },
): Promise<void> {
  await write.deleteFrom("passkey_challenges").where("expires_at", "<=", times.now).execute();
  await write
    .insertInto("passkey_challenges")
    .values({ challenge_hash: hash, purpose, person_id: personId, expires_at: times.expiresAt })
    .execute();
}

/** Spent, whatever comes of it; false where there is none such that still holds. */
export async function takeChallenge(
  write: Writer,
  { hash, purpose, personId }: Challenge,
  now: Date,
): Promise<boolean> {
  const row = await write
    .deleteFrom("passkey_challenges")
    .where("challenge_hash", "=", hash)
    .returning(["purpose", "person_id", "expires_at"])
    .executeTakeFirst();
  return row !== undefined && row.purpose === purpose && row.person_id === personId && row.expires_at > now;
}

/** Of somebody whose account is not disabled. */
export async function findPasskey({ read }: ReadTx, credentialId: Buffer) {
  return await read
    .selectFrom("passkeys")
    .innerJoin("people", "people.id", "passkeys.person_id")
    .where("people.disabled_at", "is", null)
    .where("credential_id", "=", credentialId)
    .select(["passkeys.id", "person_id", "public_key", "counter", "transports"])
    .executeTakeFirst();
}

export async function listPasskeys({ read }: ReadTx, personId: PersonId) {
  return await read
    .selectFrom("passkeys")
    .where("person_id", "=", personId)
    .select(["id", "name", "credential_id", "transports", "is_backed_up", "created_at", "last_used_at"])
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

type NewRow = Omit<PasskeysTable, "counter" | "created_at" | "last_used_at"> & {
  readonly counter: number;
  readonly created_at: Date;
};

export async function insertPasskey(write: Writer, row: NewRow): Promise<void> {
  await write.insertInto("passkeys").values(row).execute();
}

export interface Use {
  readonly counter: number;
  readonly isBackedUp: boolean;
  readonly now: Date;
}

/** False where it was used with this count before: of two at once, one. */
export async function updateUse(
  write: Writer,
  id: Id<"passkey">,
  { counter, isBackedUp, now }: Use,
): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("passkeys")
    .set({ counter, is_backed_up: isBackedUp, last_used_at: now })
    .where("id", "=", id)
    .where((eb) => eb.or([eb("counter", "<", String(counter)), eb.val(counter === 0)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function renamePasskey(
  write: Writer,
  personId: PersonId,
  { id, name }: { readonly id: Id<"passkey">; readonly name: string },
): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("passkeys")
    .set({ name })
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deletePasskey(write: Writer, personId: PersonId, id: Id<"passkey">): Promise<boolean> {
  const { numDeletedRows } = await write
    .deleteFrom("passkeys")
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
