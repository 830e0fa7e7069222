// SPDX-License-Identifier: Apache-2.0
/** The rows of who is in an organisation, and of who has a role of the hub. */
import { sql } from "kysely";
import type {
  HubRole,
  OrganisationId,
  OrganisationRole,
  PersonId,
  ReadTx,
  Writer,
} from "../../../platform/records/index.ts";

const MAX_PEOPLE = 2000;

/** Who changes who administers an organisation does it one after the other; the trigger that counts them knows the lock. */
export async function lockAdministrators(write: Writer, organisationId: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('administrators ' || ${organisationId}::text, 0))`.execute(
    write,
  );
}

/** Its programs have a list of their own. */
export async function listMembers({ read }: ReadTx, organisationId: OrganisationId) {
  return await read
    .selectFrom("memberships")
    .innerJoin("people", "people.id", "memberships.person_id")
    .where("memberships.organisation_id", "=", organisationId)
    .where("people.disabled_at", "is", null)
    .where("people.kind", "=", "person")
    .select(["people.id", "people.name", "people.email", "memberships.role"])
    .select("memberships.created_at as memberSince")
    .orderBy("people.name")
    .orderBy("people.id")
    .limit(MAX_PEOPLE)
    .execute();
}

export async function findRole(
  { read }: ReadTx,
  organisationId: OrganisationId,
  personId: PersonId,
): Promise<OrganisationRole | undefined> {
  const row = await read
    .selectFrom("memberships")
    .select("role")
    .where("organisation_id", "=", organisationId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row?.role;
}

export async function updateRole(
  write: Writer,
  { organisationId, personId }: { readonly organisationId: OrganisationId; readonly personId: PersonId },
  role: OrganisationRole,
): Promise<void> {
  await write
    .updateTable("memberships")
    .set({ role })
    .where("organisation_id", "=", organisationId)
    .where("person_id", "=", personId)
    .execute();
}

export async function deleteMembership(
  write: Writer,
  { organisationId, personId }: { readonly organisationId: OrganisationId; readonly personId: PersonId },
): Promise<void> {
  await write
    .deleteFrom("memberships")
    .where("organisation_id", "=", organisationId)
    .where("person_id", "=", personId)
    .execute();
}

/** To an operator all, to others their own. */
export async function hubRolesByPerson({ read }: ReadTx): Promise<ReadonlyMap<PersonId, readonly HubRole[]>> {
  const rows = await read.selectFrom("hub_roles").select(["person_id", "role"]).orderBy("role").execute();
  const byPerson = Map.groupBy(rows, ({ person_id }) => person_id);
  return new Map([...byPerson].map(([id, roles]) => [id, roles.map(({ role }) => role)]));
}

export async function listPeople({ read }: ReadTx, ids: readonly PersonId[]) {
  if (ids.length === 0) return [];
  return await read
    .selectFrom("people")
    .select(["id", "name", "email"])
    .where("id", "in", ids)
    .where("disabled_at", "is", null)
    .orderBy("name")
    .orderBy("id")
    .execute();
}

export async function changeHubRoles(
  write: Writer,
  person_id: PersonId,
  { given, taken }: { readonly given: readonly HubRole[]; readonly taken: readonly HubRole[] },
): Promise<void> {
  for (const role of given) await write.insertInto("hub_roles").values({ person_id, role }).execute();
  for (const role of taken)
    await write.deleteFrom("hub_roles").where("person_id", "=", person_id).where("role", "=", role).execute();
}
