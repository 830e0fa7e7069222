// SPDX-License-Identifier: Apache-2.0
/** What groups give and what somebody has of them, as rows. By the sign-in alone. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type {
  OrganisationId,
  OrganisationRole,
  PersonId,
  ReadTx,
  Writer,
} from "../../../platform/records/index.ts";
import type { Grant } from "./rules.ts";

type ProviderId = Id<"identity-provider">;

const IS_VACANT = sql<boolean>`not exists (select from memberships m
  join people p on p.id = m.person_id and p.disabled_at is null
  where m.organisation_id = group_roles.organisation_id and m.role = 'administrator')`;

export async function listGrants(
  { read }: ReadTx,
  providerId: ProviderId,
  groups: readonly string[],
): Promise<{ readonly grants: readonly Grant[]; readonly coordinates: boolean }> {
  if (groups.length === 0) return { grants: [], coordinates: false };
  const rows = await read
    .selectFrom("group_roles")
    .leftJoin("organisations", "organisations.id", "group_roles.organisation_id")
    .where("group_roles.provider_id", "=", providerId)
    .where("group_roles.group_name", "in", groups)
    .where("organisations.disabled_at", "is", null)
    .select([
      "group_roles.organisation_id",
      "group_roles.role",
      "group_roles.hub_role",
      "group_roles.group_name",
    ])
    .select(["group_roles.accepted_at", IS_VACANT.as("isVacant")])
    .execute();
  return {
    coordinates: rows.some(({ hub_role }) => hub_role === "coordinator"),
    grants: rows.flatMap(
      ({ organisation_id: organisationId, role, group_name: group, accepted_at, isVacant }) =>
        organisationId === null || role === null
          ? []
          : [{ organisationId, role, group, isVacant, isAccepted: accepted_at !== null }],
    ),
  };
}

export interface Held {
  readonly organisationId: OrganisationId;
  readonly role: OrganisationRole;
  /** It came by this provider, and goes by it. */
  readonly isOfProvider: boolean;
}

export async function listHeld(
  { read }: ReadTx,
  personId: PersonId,
  providerId: ProviderId,
): Promise<readonly Held[]> {
  const rows = await read
    .selectFrom("memberships")
    .where("person_id", "=", personId)
    .select(["organisation_id", "role", "provider_id"])
    .execute();
  return rows.map(({ organisation_id, role, provider_id }) => ({
    organisationId: organisation_id,
    role,
    isOfProvider: provider_id === providerId,
  }));
}

export async function hasOtherAdministrator(
  { read }: ReadTx,
  organisationId: OrganisationId,
  personId: PersonId,
): Promise<boolean> {
  const row = await read
    .selectFrom("memberships")
    .innerJoin("people", "people.id", "memberships.person_id")
    .where("memberships.organisation_id", "=", organisationId)
    .where("memberships.role", "=", "administrator")
    .where("memberships.person_id", "!=", personId)
    .where("people.disabled_at", "is", null)
    .select("people.id")
    .executeTakeFirst();
  return row !== undefined;
}

export interface Place {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  readonly providerId: ProviderId;
}

export async function insertGiven(
  write: Writer,
  { personId, organisationId, providerId }: Place,
  role: OrganisationRole,
): Promise<void> {
  await write
    .insertInto("memberships")
    .values({
      person_id: personId,
      organisation_id: organisationId,
      role,
      origin: "provider",
      provider_id: providerId,
    })
    .execute();
}

export async function updateGiven(
  write: Writer,
  { personId, organisationId, providerId }: Place,
  role: OrganisationRole,
): Promise<void> {
  await write
    .updateTable("memberships")
    .set({ role })
    .where("person_id", "=", personId)
    .where("organisation_id", "=", organisationId)
    .where("provider_id", "=", providerId)
    .execute();
}

export async function deleteGiven(
  write: Writer,
  { personId, organisationId, providerId }: Place,
): Promise<void> {
  await write
    .deleteFrom("memberships")
    .where("person_id", "=", personId)
    .where("organisation_id", "=", organisationId)
    .where("provider_id", "=", providerId)
    .execute();
}

/** Undefined where they do not coordinate; else by whom they do. */
export async function findCoordinating({ read }: ReadTx, personId: PersonId) {
  return await read
    .selectFrom("hub_roles")
    .where("person_id", "=", personId)
    .where("role", "=", "coordinator")
    .select("provider_id as providerId")
    .executeTakeFirst();
}

export async function insertCoordinating(
  write: Writer,
  person_id: PersonId,
  provider_id: ProviderId,
): Promise<void> {
  await write
    .insertInto("hub_roles")
    .values({ person_id, role: "coordinator", origin: "provider", provider_id })
    .execute();
}

export async function deleteCoordinating(
  write: Writer,
  personId: PersonId,
  providerId: ProviderId,
): Promise<void> {
  await write
    .deleteFrom("hub_roles")
    .where("person_id", "=", personId)
    .where("role", "=", "coordinator")
    .where("provider_id", "=", providerId)
    .execute();
}
