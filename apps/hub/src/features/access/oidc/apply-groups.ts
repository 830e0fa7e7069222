// SPDX-License-Identifier: Apache-2.0
/**
 * What somebody's groups give them is given, and what they gave and give no more is taken, each time they come by the
 * provider. What others gave by hand is never touched, and an organisation keeps its last administrator.
 */
import type { Id } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  audited,
  type OrganisationId,
  type OrganisationRole,
  type PersonId,
  type Tx,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import { revokeThoseOf } from "../invitations/records.ts";
import { lockAdministrators } from "../members/records.ts";
import * as store from "./group-records.ts";
import { rolesOf } from "./rules.ts";

export interface OfGroups {
  readonly personId: PersonId;
  readonly providerId: Id<"identity-provider">;
  readonly groups: readonly string[];
}

export async function applyGroups(tx: Tx, { personId, providerId, groups }: OfGroups): Promise<void> {
  const { grants, coordinates } = await store.listGrants(tx, providerId, groups);
  const roles = rolesOf(grants);
  const held = await store.listHeld(tx, personId, providerId);
  for (const [organisationId, grant] of roles) {
    const before = held.find((one) => one.organisationId === organisationId);
    if (grant === undefined || (before !== undefined && !before.isOfProvider)) continue;
    if (before?.role === grant.role) continue;
    await change(tx, { personId, organisationId, providerId }, before?.role, grant);
  }
  for (const { organisationId, role, isOfProvider } of held)
    if (isOfProvider && !roles.has(organisationId))
      await change(tx, { personId, organisationId, providerId }, role, undefined);
  await coordinate(tx, { personId, providerId, coordinates });
}

/** Whether the groups give any role at all. */
export async function giveAnyRole(
  tx: Tx,
  { providerId, groups }: Omit<OfGroups, "personId">,
): Promise<boolean> {
  const { grants, coordinates } = await store.listGrants(tx, providerId, groups);
  return coordinates || [...rolesOf(grants).values()].some((grant) => grant !== undefined);
}

async function change(
  tx: Tx,
  place: store.Place,
  before: OrganisationRole | undefined,
  given: { readonly role: OrganisationRole; readonly group: string } | undefined,
): Promise<void> {
  const { personId, organisationId, providerId } = place;
  await unaudited(tx, "a lock is no act", (write) => lockAdministrators(write, organisationId));
  const isAdministrator = before === "administrator";
  if (isAdministrator && !(await store.hasOtherAdministrator(tx, organisationId, personId))) return;
  const detail = {
    before: before ?? null,
    role: given?.role ?? null,
    group: given?.group ?? null,
    providerId,
  };
  const subject = { kind: "person", id: personId };
  await audited(tx, { action: actionOf(before, given), subject, organisationId, detail }, async (write) => {
    if (isAdministrator) await revokeThoseOf(write, { organisationId, invitedBy: personId, now: tx.now });
    if (given === undefined) await store.deleteGiven(write, place);
    else if (before === undefined) await store.insertGiven(write, place, given.role);
    else await store.updateGiven(write, place, given.role);
    await tellOf(write, organisationId, personId);
  });
}

function actionOf(before: unknown, given: unknown): string {
  if (given === undefined) return "member.leave_by_group";
  return before === undefined ? "member.join_by_group" : "member.change_role_by_group";
}

async function coordinate(
  tx: Tx,
  { personId, providerId, coordinates }: Omit<OfGroups, "groups"> & { readonly coordinates: boolean },
): Promise<void> {
  const before = await store.findCoordinating(tx, personId);
  const isGiven = coordinates && before === undefined;
  const isTaken = !coordinates && before?.providerId === providerId;
  if (!isGiven && !isTaken) return;
  const detail = { given: isGiven ? ["coordinator"] : [], taken: isTaken ? ["coordinator"] : [], providerId };
  const subject = { kind: "person", id: personId };
  const action = "person.change_hub_roles_by_group";
  await audited(tx, { action, subject, organisationId: null, detail }, async (write) => {
    if (isGiven) await store.insertCoordinating(write, personId, providerId);
    else await store.deleteCoordinating(write, personId, providerId);
  });
}

async function tellOf(write: Writer, organisationId: OrganisationId, personId: PersonId): Promise<void> {
  const news = { topic: "member.changed", organisationId, ids: [personId] } as const;
  await tell(write, [news, { ...news, for: { personId } }]);
}
