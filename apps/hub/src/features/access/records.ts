// SPDX-License-Identifier: Apache-2.0
/** The SQL of access. */
import { LANGUAGES } from "@fengsui/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { SignedIn } from "../../platform/http/index.ts";
import type { Id } from "../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../platform/records/index.ts";
import type { SessionTimes } from "./rules.ts";

const LANGUAGE = z.enum(LANGUAGES);

export async function hasAnyPerson({ read }: ReadTx): Promise<boolean> {
  return (await read.selectFrom("people").select("id").limit(1).executeTakeFirst()) !== undefined;
}

/** Two who set up at the same time do it one after the other. */
export async function lockSetup(write: Writer): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('fengsui setup', 0))`.execute(write);
}

export interface Credential {
  readonly personId: PersonId;
  readonly secret: string;
}

export async function findPassword({ read }: ReadTx, email: string): Promise<Credential | undefined> {
  const row = await read
    .selectFrom("people")
    .innerJoin("credentials", "credentials.person_id", "people.id")
    .where((eb) => eb(eb.fn<string>("lower", ["people.email"]), "=", email.toLowerCase()))
    .where("people.disabled_at", "is", null)
    .where("credentials.kind", "=", "password")
    .select(["people.id", "credentials.secret"])
    .executeTakeFirst();
  return row && { personId: row.id, secret: row.secret };
}

export async function hasPassword({ read }: ReadTx, personId: PersonId): Promise<boolean> {
  const row = await read
    .selectFrom("credentials")
    .where("person_id", "=", personId)
    .where("kind", "=", "password")
    .select("kind")
    .executeTakeFirst();
  return row !== undefined;
}

export async function findSession(
  tx: ReadTx,
  tokenHash: Buffer,
): Promise<{ readonly times: SessionTimes; readonly signedIn: SignedIn } | undefined> {
  const row = await tx.read
    .selectFrom("sessions")
    .innerJoin("people", "people.id", "sessions.person_id")
    .where("sessions.token_hash", "=", tokenHash)
    .where("people.disabled_at", "is", null)
    .select([
      "sessions.id as sessionId",
      "sessions.last_seen_at",
      "sessions.expires_at",
      "sessions.proved_at",
    ])
    .select(["people.id", "people.name", "people.email", "people.language"])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    times: { lastSeenAt: row.last_seen_at, expiresAt: row.expires_at },
    signedIn: {
      sessionId: row.sessionId,
      person: {
        id: row.id,
        name: row.name,
        email: row.email,
        language: LANGUAGE.parse(row.language),
        key: undefined,
      },
      ...(await rolesOf(tx, row.id)),
      provedAt: row.proved_at,
    },
  };
}

export async function rolesOf(
  { read }: ReadTx,
  personId: PersonId,
): Promise<Pick<SignedIn, "organisations" | "hubRoles">> {
  const organisations = await read
    .selectFrom("memberships")
    .innerJoin("organisations", "organisations.id", "memberships.organisation_id")
    .where("memberships.person_id", "=", personId)
    .where("organisations.disabled_at", "is", null)
    .select(["organisations.id", "organisations.name", "memberships.role"])
    .orderBy("organisations.name")
    .execute();
  const hubRoles = await read
    .selectFrom("hub_roles")
    .where("person_id", "=", personId)
    .select("role")
    .orderBy("role")
    .execute();
  return { organisations, hubRoles: hubRoles.map(({ role }) => role) };
}

/** From where accounts signed in is kept for the lockout alone, and no longer than it is of use. */
const KNOWN_NETWORK_MS = 90 * 24 * 60 * 60_000;
const MAX_NETWORKS = 20;

export async function isKnownNetwork(
  { read, now }: ReadTx,
  email: string,
  network: string,
): Promise<boolean> {
  const row = await read
    .selectFrom("known_networks")
    .innerJoin("people", "people.id", "known_networks.person_id")
    .where((eb) => eb(eb.fn<string>("lower", ["people.email"]), "=", email.toLowerCase()))
    .where("network", "=", network)
    .where("seen_at", ">", new Date(now.getTime() - KNOWN_NETWORK_MS))
    .select("network")
    .executeTakeFirst();
  return row !== undefined;
}

export async function isKnownPlace(
  { read, now }: ReadTx,
  personId: PersonId,
  network: string,
): Promise<boolean> {
  const row = await read
    .selectFrom("known_networks")
    .where("person_id", "=", personId)
    .where("network", "=", network)
    .where("seen_at", ">", new Date(now.getTime() - KNOWN_NETWORK_MS))
    .select("network")
    .executeTakeFirst();
  return row !== undefined;
}

/** They came before, and never from there. Who comes for the first time has no place that is new. */
export async function isNewPlace({ read }: ReadTx, personId: PersonId, network: string): Promise<boolean> {
  const known = await read
    .selectFrom("known_networks")
    .select("network")
    .where("person_id", "=", personId)
    .execute();
  return known.length > 0 && !known.some((one) => one.network === network);
}

export async function rememberNetwork(
  write: Writer,
  person_id: PersonId,
  { network, now }: { readonly network: string; readonly now: Date },
): Promise<void> {
  await write
    .insertInto("known_networks")
    .values({ person_id, network, seen_at: now })
    .onConflict((conflict) => conflict.columns(["person_id", "network"]).doUpdateSet({ seen_at: now }))
    .execute();
  const newest = write
    .selectFrom("known_networks")
    .select("network")
    .where("person_id", "=", person_id)
    .where("seen_at", ">", new Date(now.getTime() - KNOWN_NETWORK_MS))
    .orderBy("seen_at", "desc")
    .limit(MAX_NETWORKS);
  await write
    .deleteFrom("known_networks")
    .where("person_id", "=", person_id)
    .where("network", "not in", newest)
    .execute();
}

/** Whoever had the password from before is not known any more. */
export async function forgetNetworks(write: Writer, personId: PersonId): Promise<void> {
  await write.deleteFrom("known_networks").where("person_id", "=", personId).execute();
}

export interface NewPerson {
  readonly id: PersonId;
  readonly organisationId: OrganisationId;
  readonly email: string;
  readonly name: string;
  readonly language: string;
  readonly secret: string;
}

/** Of the organisation the administrator, and of the hub the operator. */
export async function insertFirstPerson(write: Writer, person: NewPerson): Promise<void> {
  const { id, organisationId, email, name, language, secret } = person;
  await write.insertInto("people").values({ id, email, name, language }).execute();
  await write.insertInto("credentials").values({ person_id: id, kind: "password", secret }).execute();
  await write
    .insertInto("memberships")
    .values({ person_id: id, organisation_id: organisationId, role: "administrator" })
    .execute();
  await write.insertInto("hub_roles").values({ person_id: id, role: "operator" }).execute();
}

export interface NewSession {
  readonly id: Id<"session">;
  readonly personId: PersonId;
  readonly tokenHash: Buffer;
  readonly now: Date;
  readonly expiresAt: Date;
  readonly address: string;
  readonly userAgent: string | null;
}

export async function insertSession(write: Writer, session: NewSession): Promise<void> {
  const { id, personId, tokenHash, now, expiresAt, address, userAgent } = session;
  // What has ended goes when there is something new: nobody needs it.
  await write.deleteFrom("sessions").where("expires_at", "<", now).execute();
  await write
    .insertInto("sessions")
    .values({
      id,
      person_id: personId,
      token_hash: tokenHash,
      created_at: now,
      last_seen_at: now,
      proved_at: now,
      expires_at: expiresAt,
      address,
      user_agent: userAgent,
    })
    .execute();
}

export async function listSessions({ read }: ReadTx, personId: PersonId) {
  return await read
    .selectFrom("sessions")
    .where("person_id", "=", personId)
    .select(["id", "created_at", "last_seen_at", "expires_at", "address", "user_agent"])
    .orderBy("last_seen_at", "desc")
    .orderBy("id")
    .execute();
}

export async function touchSession(write: Writer, id: Id<"session">, now: Date): Promise<void> {
  await write.updateTable("sessions").set({ last_seen_at: now }).where("id", "=", id).execute();
}

export async function updateProof(
  write: Writer,
  { id, personId, now }: { readonly id: Id<"session">; readonly personId: PersonId; readonly now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("sessions")
    .set({ proved_at: now })
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The other sessions of a person, or all of them. */
export async function deleteSessionsOf(
  write: Writer,
  personId: PersonId,
  except?: Id<"session">,
): Promise<number> {
  let query = write.deleteFrom("sessions").where("person_id", "=", personId);
  if (except !== undefined) query = query.where("id", "!=", except);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}

export async function updatePassword(
  write: Writer,
  personId: PersonId,
  { secret, now }: { readonly secret: string; readonly now: Date },
): Promise<void> {
  await write
    .updateTable("credentials")
    .set({ secret, changed_at: now })
    .where("person_id", "=", personId)
    .where("kind", "=", "password")
    .execute();
}

/** Whether there was such a session of one's own. */
export async function deleteSession(write: Writer, id: Id<"session">): Promise<boolean> {
  const { numDeletedRows } = await write.deleteFrom("sessions").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}
