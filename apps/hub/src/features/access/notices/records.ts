// SPDX-License-Identifier: Apache-2.0
/** The rows of what owners of accounts were told, and of keys that are about to end. */
import { sql } from "kysely";
import { z } from "zod";
import type { Id } from "../../../platform/ids.ts";
import type { PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

const DETAIL = z.record(z.string(), z.string());

/** As far as the reader of the transaction may read them. */
export async function findNotices({ read }: Pick<ReadTx, "read">, ids: readonly Id<"account-notice">[]) {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("account_notices")
    .innerJoin("people", "people.id", "account_notices.person_id")
    .where("account_notices.id", "in", ids)
    .select(["account_notices.id", "what", "detail", "account_notices.created_at as at", "people.language"])
    .execute();
  return rows.map((row) => ({ ...row, detail: Object.values(DETAIL.safeParse(row.detail).data ?? {}) }));
}

export interface EndingKey {
  readonly id: Id<"api-key">;
  readonly name: string;
  readonly expiresAt: Date;
  /** Of the program whose key it is. */
  readonly program: string | null;
  readonly ownerIds: readonly PersonId[];
}

const PAGE = 200;

/** Nobody was told of them. For a program, those who administer its organisation are. */
export async function endingKeys({ read, now }: ReadTx, before: Date, leastMs: number): Promise<EndingKey[]> {
  return await read
    .selectFrom("api_keys")
    .innerJoin("people", "people.id", "api_keys.person_id")
    .where("revoked_at", "is", null)
    .where("warned_at", "is", null)
    .where("people.disabled_at", "is", null)
    .where("expires_at", ">", now)
    .where("expires_at", "<=", before)
    // Who makes one for a few days knows when it ends.
    .where(sql<boolean>`expires_at - api_keys.created_at > ${leastMs} * interval '1 millisecond'`)
    .select(["api_keys.id", "api_keys.name", "expires_at as expiresAt"])
    .select([
      sql<string | null>`case when people.kind = 'service' then people.name end`.as("program"),
      sql<PersonId[]>`case when people.kind = 'person' then array[people.id] else array(
        select chief.person_id from memberships own
        join memberships chief on chief.organisation_id = own.organisation_id and chief.role = 'administrator'
        join people p on p.id = chief.person_id and p.disabled_at is null
        where own.person_id = people.id) end`.as("ownerIds"),
    ])
    .orderBy("expires_at")
    .limit(PAGE)
    .execute();
}

/** False where another did meanwhile. */
export async function markWarned(write: Writer, id: Id<"api-key">, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("api_keys")
    .set({ warned_at: now })
    .where("id", "=", id)
    .where("warned_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function forgetNotices(write: Writer, before: Date): Promise<void> {
  await write.deleteFrom("account_notices").where("created_at", "<", before).execute();
}
