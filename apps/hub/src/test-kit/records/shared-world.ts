// SPDX-License-Identifier: Apache-2.0
/**
 * A small world to test who sees what and who may do what in: `home` owns everything, `partner` is named by it,
 * `fellow` is in a sharing group with it, `stranger` has only the hub in common; and one principal for each role.
 */
import { systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import {
  ANONYMOUS,
  type Audience,
  ensureAudience,
  type OrganisationId,
  type PersonId,
  type Principal,
  type Records,
  systemPrincipal,
  type Writer,
  wholePerson,
} from "../../platform/records/index.ts";
import { anOrganisation, aPerson, asHub } from "./fixtures.ts";

export async function aSharedWorld(records: Records) {
  const organisations = {
    home: await anOrganisation(records),
    partner: await anOrganisation(records),
    fellow: await anOrganisation(records),
    stranger: await anOrganisation(records),
  };
  const { home, partner, fellow, stranger } = organisations;
  const sharingGroup = await aSharingGroup(records, [home, fellow]);
  const named = await aPerson(records, { roles: [[stranger, "viewer"]] });
  const disabled = await aPerson(records, { roles: [[home, "administrator"]] });
  await asHub(records, (write) =>
    write.updateTable("people").set({ disabled_at: new Date() }).where("id", "=", disabled).execute(),
  );
  const memberOf = (organisation: OrganisationId) =>
    aPerson(records, { roles: [[organisation, "administrator"]] });
  const people = {
    viewer: await aPerson(records, { roles: [[home, "viewer"]] }),
    analyst: await aPerson(records, { roles: [[home, "analyst"]] }),
    responder: await aPerson(records, { roles: [[home, "responder"]] }),
    manager: await aPerson(records, { roles: [[home, "manager"]] }),
    administrator: await memberOf(home),
    partner: await memberOf(partner),
    fellow: await memberOf(fellow),
    stranger: await memberOf(stranger),
    named,
    coordinator: await aPerson(records, { hubRole: "coordinator" }),
    operator: await aPerson(records, { hubRole: "operator" }),
    disabled,
  };
  return { organisations, people, sharingGroup, principals: principalsOf(people) };
}

export type SharedWorld = Awaited<ReturnType<typeof aSharedWorld>>;

function principalsOf(people: Readonly<Record<string, PersonId>>): Record<string, Principal> {
  const persons = Object.entries(people).map(([name, id]): [string, Principal] => [name, wholePerson(id)]);
  return { ...Object.fromEntries(persons), anonymous: ANONYMOUS, system: systemPrincipal("test") };
}

async function aSharingGroup(records: Records, members: readonly [OrganisationId, ...OrganisationId[]]) {
  const id = newId<"sharing-group">(systemClock);
  await asHub(records, async (write) => {
    await write
      .insertInto("sharing_groups")
      .values({ id, organisation_id: members[0], name: "group" })
      .execute();
    for (const organisation_id of members)
      await write
        .insertInto("sharing_group_members")
        .values({ sharing_group_id: id, organisation_id })
        .execute();
  });
  return id;
}

export async function aRule(write: Writer, audience: Audience, key = "rule") {
  const id = newId<"rule">(systemClock);
  const audience_id = await ensureAudience(write, audience);
  await write
    .insertInto("rules")
    .values({ id, organisation_id: audience.owner, audience_id, key, title: key, level: "high" })
    .execute();
  return id;
}

export async function anAlert(write: Writer, audience: Audience, rule_id: Awaited<ReturnType<typeof aRule>>) {
  const id = newId<"alert">(systemClock);
  const audience_id = await ensureAudience(write, audience);
  const [window_start, window_end] = [new Date("2026-11-02T10:00:00Z"), new Date("2026-11-02T11:00:00Z")];
  await write
    .insertInto("alerts")
    .values({
      id,
      organisation_id: audience.owner,
      audience_id,
      rule_id,
      rule_version: 1,
      title: "alert",
      level: "high",
      entity_kind: "host",
      entity: id,
      window_start,
      window_end,
      first_event_at: window_start,
      last_event_at: window_start,
    })
    .execute();
  return id;
}
