// SPDX-License-Identifier: Apache-2.0
/** The SQL of second factors. Only the hub's own sign-in job may touch them. */
import type { PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

export interface Factor {
  readonly secret: string;
  readonly confirmedAt: Date | null;
}

export async function findFactor({ read }: ReadTx, personId: PersonId): Promise<Factor | undefined> {
  const row = await read
    .selectFrom("second_factors")
    .where("person_id", "=", personId)
    .select(["secret", "confirmed_at"])
    .executeTakeFirst();
  return row && { secret: row.secret, confirmedAt: row.confirmed_at };
}

export async function countRecoveryCodes({ read }: ReadTx, personId: PersonId): Promise<number> {
  const { count } = await read
    .selectFrom("recovery_codes")
    .where("person_id", "=", personId)
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** In the place of one that was never confirmed; false where there is one that was. */
export async function putFactor(write: Writer, personId: PersonId, secret: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await write
    .insertInto("second_factors")
    .values({ person_id: personId, secret })
    .onConflict((conflict) =>
      conflict
        .column("person_id")
        .doUpdateSet({ secret, last_step: null })
        .where("second_factors.confirmed_at", "is", null),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

export async function confirmFactor(write: Writer, personId: PersonId, now: Date): Promise<void> {
  await write
    .updateTable("second_factors")
    .set({ confirmed_at: now })
    .where("person_id", "=", personId)
    .execute();
}

/** False where a code of this step or a later one was used before. */
export async function useStep(write: Writer, personId: PersonId, step: number): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("second_factors")
    .set({ last_step: step })
    .where("person_id", "=", personId)
    .where((eb) => eb.or([eb("last_step", "is", null), eb("last_step", "<", step)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** False where there is none such: no code is good twice. */
export async function useRecoveryCode(write: Writer, personId: PersonId, hash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await write
    .deleteFrom("recovery_codes")
    .where("person_id", "=", personId)
    .where("code_hash", "=", hash)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function replaceRecoveryCodes(
  write: Writer,
  personId: PersonId,
  hashes: readonly Buffer[],
): Promise<void> {
  await write.deleteFrom("recovery_codes").where("person_id", "=", personId).execute();
  if (hashes.length === 0) return;
  await write
    .insertInto("recovery_codes")
    .values(hashes.map((code_hash) => ({ person_id: personId, code_hash })))
    .execute();
}

export async function deleteFactor(write: Writer, personId: PersonId): Promise<void> {
  await write.deleteFrom("recovery_codes").where("person_id", "=", personId).execute();
  await write.deleteFrom("second_factors").where("person_id", "=", personId).execute();
}
