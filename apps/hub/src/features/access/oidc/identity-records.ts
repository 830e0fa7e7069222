// SPDX-License-Identifier: Apache-2.0
/** The rows of who somebody is elsewhere, of the sessions that came of it, and of ways there and back. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";
import type { FlowPurpose } from "../../../platform/records/provider-schema.ts";

export interface Subject {
  readonly issuer: string;
  readonly subject: string;
}

/** By the sign-in alone. `isOff`: the account is disabled. */
export async function findIdentity({ read }: ReadTx, { issuer, subject }: Subject) {
  const row = await read
    .selectFrom("identities")
    .innerJoin("people", "people.id", "identities.person_id")
    .where("identities.issuer", "=", issuer)
    .where("identities.subject", "=", subject)
    .select(["identities.id", "identities.person_id", "people.disabled_at", "people.email"])
    .executeTakeFirst();
  return row && { id: row.id, personId: row.person_id, email: row.email, isOff: row.disabled_at !== null };
}

export interface NewIdentity extends Subject {
  readonly id: Id<"identity">;
  readonly personId: PersonId;
  readonly label: string;
  readonly now: Date;
}

export async function insertIdentity(write: Writer, identity: NewIdentity): Promise<void> {
  const { id, personId, issuer, subject, label, now } = identity;
  await write
    .insertInto("identities")
    .values({ id, person_id: personId, issuer, subject, label, created_at: now, used_at: now })
    .execute();
}

export async function touchIdentity(
  write: Writer,
  id: Id<"identity">,
  { label, now }: { readonly label: string; readonly now: Date },
): Promise<void> {
  await write.updateTable("identities").set({ label, used_at: now }).where("id", "=", id).execute();
}

/** One's own. */
export async function listIdentities({ read }: ReadTx, personId: PersonId) {
  return await read
    .selectFrom("identities")
    .leftJoin("identity_providers", (join) =>
      join
        .onRef("identity_providers.issuer", "=", "identities.issuer")
        .on("identity_providers.removed_at", "is", null),
    )
    .where("identities.person_id", "=", personId)
    .select(["identities.id", "identities.issuer", "identities.label", "identities.created_at"])
    .select([
      "identities.used_at",
      "identity_providers.name as providerName",
      "identity_providers.is_enabled",
    ])
    .select("identity_providers.id as providerId")
    .orderBy("identities.created_at")
    .orderBy("identities.id")
    .execute();
}

export async function deleteIdentity(
  write: Writer,
  id: Id<"identity">,
  personId: PersonId,
): Promise<boolean> {
  const { numDeletedRows } = await write
    .deleteFrom("identities")
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export interface Flow {
  readonly stateHash: Buffer;
  readonly browserHash: Buffer;
  readonly providerId: Id<"identity-provider">;
  readonly purpose: FlowPurpose;
  readonly personId: PersonId | null;
  readonly sessionId: Id<"session"> | null;
  readonly invitationHash: Buffer | null;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly detail: string | null;
  readonly begunAt: Date;
  readonly expiresAt: Date;
}

export async function insertFlow(write: Writer, flow: Flow): Promise<void> {
  // What has ended goes when there is something new: nobody needs it.
  await write.deleteFrom("provider_flows").where("expires_at", "<", flow.begunAt).execute();
  await write
    .insertInto("provider_flows")
    .values({
      state_hash: flow.stateHash,
      browser_hash: flow.browserHash,
      provider_id: flow.providerId,
      purpose: flow.purpose,
      person_id: flow.personId,
      session_id: flow.sessionId,
      invitation_hash: flow.invitationHash,
      nonce: flow.nonce,
      verifier: flow.verifier,
      return_to: flow.returnTo,
      grant_detail: flow.detail,
      begun_at: flow.begunAt,
      expires_at: flow.expiresAt,
    })
    .execute();
}

/** Whatever comes of it: no way is gone twice. */
export async function takeFlow(write: Writer, stateHash: Buffer, now: Date): Promise<Flow | undefined> {
  const row = await write
    .deleteFrom("provider_flows")
    .where("state_hash", "=", stateHash)
    .where("expires_at", ">", now)
    .returningAll()
    .executeTakeFirst();
  return row && toFlow(row);
}

/** What waits for a one-time code, by the browser that it waits for. */
export async function findWaiting({ read, now }: ReadTx, browserHash: Buffer): Promise<Flow | undefined> {
  const row = await read
    .selectFrom("provider_flows")
    .where("browser_hash", "=", browserHash)
    .where("purpose", "=", "code")
    .where("expires_at", ">", now)
    .selectAll()
    .orderBy("begun_at", "desc")
    .executeTakeFirst();
  return row && toFlow(row);
}

interface FlowRow {
  readonly state_hash: Buffer;
  readonly browser_hash: Buffer;
  readonly provider_id: Id<"identity-provider">;
  readonly purpose: FlowPurpose;
  readonly person_id: PersonId | null;
  readonly session_id: Id<"session"> | null;
  readonly invitation_hash: Buffer | null;
  readonly nonce: string;
  readonly verifier: string;
  readonly return_to: string;
  readonly grant_detail: string | null;
  readonly begun_at: Date;
  readonly expires_at: Date;
}

function toFlow(row: FlowRow): Flow {
  return {
    stateHash: row.state_hash,
    browserHash: row.browser_hash,
    providerId: row.provider_id,
    purpose: row.purpose,
    personId: row.person_id,
    sessionId: row.session_id,
    invitationHash: row.invitation_hash,
    nonce: row.nonce,
    verifier: row.verifier,
    returnTo: row.return_to,
    detail: row.grant_detail,
    begunAt: row.begun_at,
    expiresAt: row.expires_at,
  };
}

export interface ProviderSessionRow {
  readonly session_id: Id<"session">;
  readonly provider_id: Id<"identity-provider">;
  readonly subject: string;
  readonly sid: string | null;
  readonly id_token: string;
}

export async function insertProviderSession(write: Writer, row: ProviderSessionRow): Promise<void> {
  await write.insertInto("provider_sessions").values(row).execute();
}

export async function findProviderSession({ read }: ReadTx, sessionId: Id<"session">) {
  return await read
    .selectFrom("provider_sessions")
    .innerJoin("identity_providers", "identity_providers.id", "provider_sessions.provider_id")
    .where("provider_sessions.session_id", "=", sessionId)
    .select(["provider_sessions.provider_id as providerId", "provider_sessions.id_token as idToken"])
    .select("identity_providers.name as providerName")
    .executeTakeFirst();
}

export interface SignedOut {
  readonly providerId: Id<"identity-provider">;
  readonly subject: string | null;
  readonly sid: string | null;
}

/** Whoever signs in and who signs out meanwhile see each other: one of the two is first. */
export async function lockSignOuts(
  write: Writer,
  providerId: Id<"identity-provider">,
  side: "sign_in" | "sign_out",
): Promise<void> {
  const key = sql`hashtextextended(${`fengsui sign-outs ${providerId}`}, 0)`;
  const lock =
    side === "sign_in" ? sql`pg_advisory_xact_lock_shared(${key})` : sql`pg_advisory_xact_lock(${key})`;
  await sql`select ${lock}`.execute(write);
}

/** What waits for a one-time code of who signed out at the provider. */
export async function deleteWaiting(write: Writer, { providerId, subject, sid }: SignedOut): Promise<void> {
  let query = write
    .deleteFrom("provider_flows")
    .where("provider_id", "=", providerId)
    .where("purpose", "=", "code");
  if (subject !== null)
    query = query.where(sql<string>`grant_detail::jsonb #>> '{visitor,subject}'`, "=", subject);
  if (sid !== null) query = query.where(sql<string>`grant_detail::jsonb ->> 'sid'`, "=", sid);
  await query.execute();
}

/** Whether the provider said that this session of it ended, or since then that everything of who it is did. */
export async function isSignedOut(
  { read }: ReadTx,
  { providerId, subject, sid }: SignedOut & { readonly subject: string },
  since: Date,
): Promise<boolean> {
  const row = await read
    .selectFrom("provider_logouts")
    .where("provider_id", "=", providerId)
    .where((eb) => eb.or([eb("subject", "=", subject), eb("subject", "is", null)]))
    .where((eb) =>
      eb.or([eb("sid", "=", sid), eb.and([eb("sid", "is", null), eb("subject", "is not", null)])]),
    )
    .where((eb) => eb.or([eb("sid", "is not", null), eb("heard_at", ">=", since)]))
    .select("token_hash")
    .executeTakeFirst();
  return row !== undefined;
}

/** False where the token is known. Those of before that hold no more are forgotten. */
export async function rememberLogout(
  write: Writer,
  {
    providerId,
    tokenHash,
    subject,
    sid,
    until,
  }: SignedOut & { readonly tokenHash: Buffer; readonly until: Date },
  now: Date,
): Promise<boolean> {
  await write.deleteFrom("provider_logouts").where("until", "<", now).execute();
  const { numInsertedOrUpdatedRows = 0n } = await write
    .insertInto("provider_logouts")
    .values({ provider_id: providerId, token_hash: tokenHash, subject, sid, until, heard_at: now })
    .onConflict((conflict) => conflict.columns(["provider_id", "token_hash"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

/** Without a session of the provider, all of who it is. */
export async function findSessionsOf(
  { read }: ReadTx,
  { providerId, subject, sid }: SignedOut,
): Promise<Id<"session">[]> {
  let query = read.selectFrom("provider_sessions").select("session_id").where("provider_id", "=", providerId);
  if (subject !== null) query = query.where("subject", "=", subject);
  if (sid !== null) query = query.where("sid", "=", sid);
  return (await query.execute()).map(({ session_id }) => session_id);
}

export async function deleteSessions(write: Writer, ids: readonly Id<"session">[]): Promise<void> {
  await write.deleteFrom("sessions").where("id", "in", ids).execute();
}
