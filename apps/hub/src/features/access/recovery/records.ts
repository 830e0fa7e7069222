// SPDX-License-Identifier: Apache-2.0
/** The rows of one-time links that set a password, and of letters to the owners of accounts. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

export interface NewLink {
  readonly id: Id<"password-link">;
  readonly person_id: PersonId;
  readonly token_hash: Buffer;
  readonly made_by: PersonId | null;
  readonly created_at: Date;
  readonly expires_at: Date;
}

export async function insertLink(write: Writer, link: NewLink): Promise<void> {
  await write.insertInto("password_links").values(link).execute();
}

export async function mayRecover({ read }: ReadTx, personId: PersonId): Promise<boolean> {
  const { may } = await read
    .selectNoFrom(sql<boolean>`may_recover(${personId}::uuid)`.as("may"))
    .executeTakeFirstOrThrow();
  return may;
}

/** By the hub alone, as all that follows. */
export async function findOpenLink({ read, now }: ReadTx, tokenHash: Buffer) {
  return await read
    .selectFrom("password_links")
    .innerJoin("people", "people.id", "password_links.person_id")
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where("ended_at", "is", null)
    .where("expires_at", ">", now)
    .where("people.disabled_at", "is", null)
    .select(["password_links.id", "person_id as personId", "people.email", "people.name"])
    .executeTakeFirst();
}

/** Whether it was still open: of two at the same time, one sets the password. All others of the account end with it. */
export async function useLink(
  write: Writer,
  {
    id,
    personId,
    now,
  }: { readonly id: Id<"password-link">; readonly personId: PersonId; readonly now: Date },
): Promise<boolean> {
  const used = await write
    .updateTable("password_links")
    .set({ used_at: now })
    .where("id", "=", id)
    .where("used_at", "is", null)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (used.numUpdatedRows === 0n) return false;
  await write
    .updateTable("password_links")
    .set({ ended_at: now })
    .where("person_id", "=", personId)
    .where("used_at", "is", null)
    .where("ended_at", "is", null)
    .execute();
  return true;
}

export async function endLink(write: Writer, id: Id<"password-link">, now: Date): Promise<void> {
  await write.updateTable("password_links").set({ ended_at: now }).where("id", "=", id).execute();
}

export async function countMailedLinks({ read }: ReadTx, personId: PersonId, since: Date): Promise<number> {
  const { count } = await read
    .selectFrom("password_links")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("person_id", "=", personId)
    .where("made_by", "is", null)
    .where("ended_at", "is", null)
    .where("created_at", ">", since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Nobody needs them: what was done is in the audit log. */
export async function forgetLinks(write: Writer, before: Date): Promise<void> {
  await write.deleteFrom("password_links").where("expires_at", "<", before).execute();
}

/** Also where the account had none, as one that came by another way. */
export async function putPassword(
  write: Writer,
  person_id: PersonId,
  { secret, now }: { readonly secret: string; readonly now: Date },
): Promise<void> {
  await write
    .insertInto("credentials")
    .values({ person_id, kind: "password", secret, changed_at: now })
    .onConflict((conflict) =>
      conflict.columns(["person_id", "kind"]).doUpdateSet({ secret, changed_at: now }),
    )
    .execute();
}

/** One that waits is enough. */
export async function askByMail(
  write: Writer,
  { id, email, now }: { readonly id: Id<"account-letter">; readonly email: string; readonly now: Date },
): Promise<void> {
  await write
    .insertInto("account_letters")
    .values({ id, kind: "forgotten", email, created_at: now, due_at: now })
    .onConflict((conflict) => conflict.column("email").doNothing())
    .execute();
}

export interface NewLetter {
  readonly id: Id<"account-letter">;
  readonly kind: "link_made" | "password_set" | "disabled" | "enabled";
  readonly personId: PersonId;
  readonly now: Date;
}

export async function insertLetter(write: Writer, { id, kind, personId, now }: NewLetter): Promise<void> {
  await write
    .insertInto("account_letters")
    .values({ id, kind, person_id: personId, created_at: now, due_at: now })
    .execute();
}

const PAGE = 100;

export async function dueLetters({ read, now }: ReadTx) {
  return await read
    .selectFrom("account_letters")
    .selectAll()
    .where("due_at", "<=", now)
    .orderBy("due_at")
    .orderBy("id")
    .limit(PAGE)
    .execute();
}

export type LetterRow = Awaited<ReturnType<typeof dueLetters>>[number];

/** Whom a letter is for. Of one that was asked for by address: nobody, where no account that is in use has it. */
export async function addresseeOf({ read }: ReadTx, { kind, email, person_id }: LetterRow) {
  const people = read.selectFrom("people").select(["id", "name", "email", "language"]);
  if (person_id !== null) return await people.where("id", "=", person_id).executeTakeFirst();
  if (kind !== "forgotten" || email === null) return undefined;
  // What is opened at a provider alone gets no password by asking.
  return await people
    .where((eb) => eb(eb.fn<string>("lower", ["email"]), "=", email))
    .where("disabled_at", "is", null)
    .where(({ or, not, exists, selectFrom }) =>
      or([
        not(exists(selectFrom("identities").whereRef("person_id", "=", "people.id").select("id"))),
        exists(
          selectFrom("credentials")
            .whereRef("person_id", "=", "people.id")
            .where("kind", "=", "password")
            .select("kind"),
        ),
      ]),
    )
    .executeTakeFirst();
}

export async function removeLetter(write: Writer, id: Id<"account-letter">): Promise<void> {
  await write.deleteFrom("account_letters").where("id", "=", id).execute();
}

export async function postponeLetter(
  write: Writer,
  id: Id<"account-letter">,
  change: { readonly tries: number; readonly due_at: Date },
): Promise<void> {
  await write.updateTable("account_letters").set(change).where("id", "=", id).execute();
}
