// SPDX-License-Identifier: Apache-2.0
/** The rows of invitations, and what accepting one makes. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type {
  OrganisationId,
  OrganisationRole,
  PersonId,
  ReadTx,
  Writer,
} from "../../../platform/records/index.ts";

const COLUMNS = [
  "id",
  "organisation_id",
  "email",
  "role",
  "invited_by",
  "created_at",
  "expires_at",
  "accepted_at",
  "revoked_at",
] as const;
/** The newest; older ones tell nobody anything. */
const MAX_LISTED = 300;

export async function listInvitations({ read }: ReadTx, organisationId: OrganisationId) {
  return await read
    .selectFrom("invitations")
    .select(COLUMNS)
    .where("organisation_id", "=", organisationId)
    .orderBy("id", "desc")
    .limit(MAX_LISTED)
    .execute();
}

export async function findInvitation({ read }: ReadTx, id: Id<"invitation">) {
  return await read.selectFrom("invitations").select(COLUMNS).where("id", "=", id).executeTakeFirst();
}

export type InvitationRow = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;

export async function countOpen({ read }: ReadTx, organisationId: OrganisationId): Promise<number> {
  const { count } = await read
    .selectFrom("invitations")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("organisation_id", "=", organisationId)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** As far as who asks may see: an administrator sees everybody of the organisation. */
export async function hasMember({ read }: ReadTx, organisationId: OrganisationId, email: string) {
  const row = await read
    .selectFrom("people")
    .innerJoin("memberships", "memberships.person_id", "people.id")
    .where("memberships.organisation_id", "=", organisationId)
    .where((eb) => eb(eb.fn<string>("lower", ["people.email"]), "=", email.toLowerCase()))
    .select("people.id")
    .executeTakeFirst();
  return row !== undefined;
}

export interface NewInvitationRow {
  readonly id: Id<"invitation">;
  readonly organisation_id: OrganisationId;
  readonly email: string;
  readonly role: OrganisationRole;
  readonly token_hash: Buffer;
  readonly invited_by: PersonId;
  readonly created_at: Date;
  readonly expires_at: Date;
}

export async function insertInvitation(write: Writer, row: NewInvitationRow): Promise<void> {
  await write.insertInto("invitations").values(row).execute();
}

/** Whether it was still open. */
export async function changeOpen(
  write: Writer,
  id: Id<"invitation">,
  change: { readonly token_hash: Buffer; readonly expires_at: Date } | { readonly revoked_at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("invitations")
    .set(change)
    .where("id", "=", id)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Links that somebody made who may not invite any more. */
export async function revokeThoseOf(
  write: Writer,
  { organisationId, invitedBy, now }: { organisationId: OrganisationId; invitedBy: PersonId; now: Date },
): Promise<number> {
  const { numUpdatedRows } = await write
    .updateTable("invitations")
    .set({ revoked_at: now })
    .where("organisation_id", "=", organisationId)
    .where("invited_by", "=", invitedBy)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Of somebody whose roles of the hub are taken, by who takes them. */
export async function revokeInVacancies(write: Writer, invitedBy: PersonId, now: Date): Promise<void> {
  await write
    .updateTable("invitations")
    .set({ revoked_at: now })
    .where("organisation_id", "=", sql<OrganisationId>`any((select my_vacancies())::uuid[])`)
    .where("invited_by", "=", invitedBy)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .execute();
}

function administers(person: string) {
  return sql`exists (select from memberships m join people p on p.id = m.person_id and p.disabled_at is null
    where m.organisation_id = invitations.organisation_id and m.role = 'administrator' and ${sql.raw(person)})`;
}

/** Who invited might still do so: administers the organisation; or has a role of the hub, and nobody does. */
const MIGHT_STILL_INVITE = sql<boolean>`(${administers("m.person_id = invitations.invited_by")}
  or (people.disabled_at is null and not ${administers("true")}
    and exists (select from hub_roles where hub_roles.person_id = invitations.invited_by)))`;

/** By the hub alone: who holds the token need not have an account. */
export async function findByToken(reader: Pick<ReadTx, "read">, tokenHash: Buffer, now: Date) {
  return await reader.read
    .selectFrom("invitations")
    .innerJoin("organisations", "organisations.id", "invitations.organisation_id")
    .innerJoin("people", "people.id", "invitations.invited_by")
    .where("invitations.token_hash", "=", tokenHash)
    .where("invitations.accepted_at", "is", null)
    .where("invitations.revoked_at", "is", null)
    .where("invitations.expires_at", ">", now)
    .where("organisations.disabled_at", "is", null)
    .where(MIGHT_STILL_INVITE)
    .select(["invitations.id", "invitations.organisation_id", "invitations.email", "invitations.role"])
    .select(["invitations.expires_at", "organisations.name as organisation", "people.name as invitedBy"])
    .executeTakeFirst();
}

export interface NewAccount {
  readonly id: PersonId;
  readonly email: string;
  readonly name: string;
  readonly language: string;
  /** Of the password; absent where the account is signed in to with a provider. */
  readonly secret?: string;
}

/** Undefined where the invitation is not open any more: of two at the same time, one accepts. */
export async function acceptAsNew(
  write: Writer,
  invitationId: Id<"invitation">,
  { account, now }: { readonly account: NewAccount; readonly now: Date },
): Promise<boolean> {
  const { id, email, name, language, secret } = account;
  await write.insertInto("people").values({ id, email, name, language }).execute();
  if (secret !== undefined)
    await write.insertInto("credentials").values({ person_id: id, kind: "password", secret }).execute();
  const accepted = await write
    .updateTable("invitations")
    .set({ accepted_at: now, accepted_by: id })
    .where("id", "=", invitationId)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .returning(["organisation_id", "role"])
    .executeTakeFirst();
  if (accepted === undefined) return false;
  await write
    .insertInto("memberships")
    .values({ person_id: id, ...accepted })
    .execute();
  return true;
}

/** In the name of who is signed in. */
export async function acceptAsMyself(write: Writer, tokenHash: Buffer, now: Date): Promise<boolean> {
  const { rows } = await sql<{
    id: string | null;
  }>`select accept_invitation(${tokenHash}, ${now}) as id`.execute(write);
  return rows[0]?.id != null;
}
