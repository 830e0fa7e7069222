// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal do about providers, what their groups give, and who somebody is there. */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { type Action, can, counted } from "../../test-kit/records/can.ts";
import { anOrganisation, asHub, createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { systemClock } from "../clock.ts";
import { type Id, newId } from "../ids.ts";
import { violates } from "./failures.ts";
import type { OrganisationId, OrganisationRole, PersonId, Writer } from "./index.ts";

let records: TestRecords;
let world: SharedWorld;
let provider: Id<"identity-provider">;
let vacant: OrganisationId;
const NOW = new Date();

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
  vacant = await anOrganisation(records);
  provider = await asHub(records, (write) => addProvider(write, world.people.operator));
  await asHub(records, async (write) => {
    await addGroup(write, { group: "into home", organisation: home() });
    await addGroup(write, { group: "into partner", organisation: world.organisations.partner });
    const person_id = world.people.viewer;
    const session_id = newId<"session">(systemClock);
    const identity = {
      id: newId<"identity">(systemClock),
      person_id,
      issuer: "https://x.example",
      subject: "s",
    };
    await write
      .insertInto("identities")
      .values({ ...identity, label: "l", created_at: NOW, used_at: NOW })
      .execute();
    await write
      .insertInto("sessions")
      .values({ id: session_id, person_id, token_hash: randomBytes(32), expires_at: new Date("2099-01-01") })
      .execute();
    await write
      .insertInto("provider_sessions")
      .values({ session_id, provider_id: provider, subject: "s", id_token: "t" })
      .execute();
    await addFlow(write);
  });
});
after(async () => await records[Symbol.asyncDispose]());

const home = () => world.organisations.home;

async function addProvider(write: Writer, created_by: PersonId): Promise<Id<"identity-provider">> {
  const id = newId<"identity-provider">(systemClock);
  await write
    .insertInto("identity_providers")
    .values({
      id,
      name: "Company",
      issuer: `https://${randomUUID()}.example`,
      client_id: "c",
      client_secret: "secret",
      scopes: "openid",
      groups_claim: "groups",
      makes_accounts: true,
      trusts_second_factor: false,
      created_by,
      created_at: NOW,
      changed_at: NOW,
    })
    .execute();
  return id;
}

interface NewGroup {
  readonly group?: string;
  readonly organisation: OrganisationId;
  readonly role?: OrganisationRole;
  readonly by?: PersonId;
}

async function addGroup(
  write: Writer,
  { group = randomUUID(), organisation, role = "viewer", by }: NewGroup,
) {
  return counted(
    await write
      .insertInto("group_roles")
      .values({
        id: newId<"group-role">(systemClock),
        provider_id: provider,
        group_name: group,
        organisation_id: organisation,
        role,
        created_by: by ?? world.people.operator,
        created_at: NOW,
      })
      .execute(),
  );
}

async function addFlow(write: Writer) {
  const flow = { state_hash: randomBytes(32), browser_hash: randomBytes(32), provider_id: provider };
  return counted(
    await write
      .insertInto("provider_flows")
      .values({
        ...flow,
        purpose: "enter",
        nonce: "n",
        verifier: "v",
        return_to: "r",
        begun_at: NOW,
        expires_at: new Date("2099-01-01"),
      })
      .execute(),
  );
}

const ACTIONS: Readonly<Record<string, Action>> = {
  "see providers": async (write) =>
    (await write.selectFrom("identity_providers").select("id").where("id", "=", provider).execute()).length,
  "read a provider's secret": async (write) =>
    (await write.selectFrom("identity_providers").select("client_secret").execute()).length,
  "add a provider": async (write, principal) =>
    (await addProvider(write, principal.kind === "person" ? principal.personId : world.people.operator))
      .length,
  "add a provider in another's name": async (write) =>
    (await addProvider(write, world.people.manager)).length,
  "switch a provider off": async (write) =>
    counted(
      await write
        .updateTable("identity_providers")
        .set({ is_enabled: false, changed_at: NOW })
        .where("id", "=", provider)
        .execute(),
    ),
  "give a provider another issuer": async (write) =>
    counted(await write.updateTable("identity_providers").set({ issuer: "https://evil.example" }).execute()),
  "have groups named by another claim": async (write) =>
    counted(await write.updateTable("identity_providers").set({ groups_claim: "nickname" }).execute()),
  "see what groups give at home": async (write) =>
    (await write.selectFrom("group_roles").select("id").where("organisation_id", "=", home()).execute())
      .length,
  "see what groups give elsewhere": async (write) => {
    const { partner } = world.organisations;
    return (
      await write.selectFrom("group_roles").select("id").where("organisation_id", "=", partner).execute()
    ).length;
  },
  "propose what a group gives": async (write, principal) =>
    await addGroup(write, {
      organisation: home(),
      by: principal.kind === "person" ? principal.personId : world.people.operator,
    }),
  "accept what a group gives": async (write, principal) =>
    await accept(write, principal.kind === "person" ? principal.personId : world.people.administrator),
  "accept it in another's name": async (write) => await accept(write, world.people.manager),
  "change the role that a group gives": async (write) =>
    counted(await write.updateTable("group_roles").set({ role: "administrator" }).execute()),
  "remove what a group gives": async (write) =>
    counted(await write.deleteFrom("group_roles").where("organisation_id", "=", home()).execute()),
  "see who the viewer is elsewhere": async (write) =>
    (await write.selectFrom("identities").select("id").execute()).length,
  "read the viewer's subject": async (write) =>
    (await write.selectFrom("identities").select("subject").execute()).length,
  "connect the viewer with somebody": async (write) =>
    counted(
      await write
        .insertInto("identities")
        .values({
          id: newId<"identity">(systemClock),
          person_id: world.people.viewer,
          issuer: "https://evil.example",
          subject: "x",
          label: "x",
          created_at: NOW,
          used_at: NOW,
        })
        .execute(),
    ),
  "see sessions at providers": async (write) =>
    (await write.selectFrom("provider_sessions").select("session_id").execute()).length,
  "see ways to providers": async (write) =>
    (await write.selectFrom("provider_flows").select("provider_id").execute()).length,
  "begin a way": addFlow,
};

async function accept(write: Writer, accepted_by: PersonId): Promise<number> {
  return counted(
    await write
      .updateTable("group_roles")
      .set({ accepted_by, accepted_at: NOW })
      .where("organisation_id", "=", home())
      .execute(),
  );
}

const NO_PEOPLE = ["anonymous", "system", "disabled"];

test("each principal can do about providers what the table says, and no more", async () => {
  const may: Readonly<Record<string, readonly string[]>> = {
    "see providers": Object.keys(world.principals).filter((name) => !NO_PEOPLE.includes(name)),
    "read a provider's secret": [],
    "add a provider": ["operator"],
    "add a provider in another's name": [],
    "switch a provider off": ["operator"],
    "give a provider another issuer": [],
    "have groups named by another claim": [],
    "see what groups give at home": ["administrator", "operator"],
    "see what groups give elsewhere": ["operator", "partner"],
    "propose what a group gives": ["operator"],
    "accept what a group gives": ["administrator"],
    "accept it in another's name": [],
    "change the role that a group gives": [],
    "remove what a group gives": ["administrator", "operator"],
    "see who the viewer is elsewhere": ["viewer"],
    "read the viewer's subject": [],
    "connect the viewer with somebody": [],
    "see sessions at providers": [],
    "see ways to providers": [],
    "begin a way": [],
  };
  assert.deepEqual(Object.keys(ACTIONS), Object.keys(may));
  for (const [name, action] of Object.entries(ACTIONS)) {
    const able: string[] = [];
    for (const [principal, value] of Object.entries(world.principals))
      if (await can(records, value, action)) able.push(principal);
    assert.deepEqual(able.sort(), [...(may[name] ?? []), "system"].sort(), name);
  }
});

test("no role comes of a group that nobody accepted, whoever writes it; but an organisation's first administrator", async () => {
  const join = (organisation_id: OrganisationId, role: OrganisationRole) =>
    asHub(records, (write) =>
      write
        .insertInto("memberships")
        .values({
          person_id: world.people.stranger,
          organisation_id,
          role,
          origin: "provider",
          provider_id: provider,
        })
        .execute(),
    );
  await asHub(records, async (write) => {
    await addGroup(write, { organisation: vacant, role: "administrator" });
    await addGroup(write, { organisation: vacant, role: "viewer" });
  });
  for (const [organisation, role] of [
    [home(), "viewer"],
    [vacant, "viewer"],
    [vacant, "manager"],
  ] as const)
    await assert.rejects(join(organisation, role), (error) => violates(error, "memberships_accepted_group"));
  await join(vacant, "administrator");
});
