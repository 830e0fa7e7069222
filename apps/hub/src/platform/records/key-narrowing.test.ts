// SPDX-License-Identifier: Apache-2.0
/** What a key leaves of what its owner may, as the database itself sees to it: a table of keys and audiences. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Action, can, counted } from "../../test-kit/records/can.ts";
import {
  anOrganisation,
  aPerson,
  asHub,
  createTestRecords,
  type TestRecords,
} from "../../test-kit/records/index.ts";
import { anAlert, aRule } from "../../test-kit/records/shared-world.ts";
import { systemClock } from "../clock.ts";
import { newId } from "../ids.ts";
import {
  type Audience,
  type KeyInHand,
  type OrganisationId,
  type PersonId,
  type Principal,
  personPrincipal,
  wholePerson,
} from "./index.ts";

let records: TestRecords;
let home: OrganisationId;
let other: OrganisationId;
let foreign: OrganisationId;
let person: PersonId;

before(async () => {
  records = await createTestRecords();
  home = await anOrganisation(records);
  other = await anOrganisation(records);
  foreign = await anOrganisation(records);
  person = await aPerson(records, {
    roles: [
      [home, "administrator"],
      [other, "manager"],
    ],
    hubRole: "operator",
  });
});
after(async () => await records[Symbol.asyncDispose]());

function by(narrowing: Partial<KeyInHand>): Principal {
  const key: KeyInHand = {
    id: newId<"api-key">(systemClock),
    organisationIds: [home, other],
    seesNamed: false,
    usesHubRoles: false,
    ...narrowing,
  };
  return personPrincipal({ id: person, key });
}

test("a key sees the audiences of its organisations, and what is named to the person where it says so", async () => {
  const audiences: Record<string, Audience> = {
    home: { owner: home, marking: null },
    other: { owner: other, marking: null },
    green: { owner: foreign, marking: "green" },
    clear: { owner: foreign, marking: "clear" },
    "to home": { owner: foreign, marking: "amber", organisations: [home] },
    "to other": { owner: foreign, marking: "amber", organisations: [other] },
    red: { owner: foreign, marking: "red", people: [person] },
  };
  const names = new Map<string, string>();
  await asHub(records, async (write) => {
    for (const [name, audience] of Object.entries(audiences)) {
      const rule = await aRule(write, audience, name);
      names.set(await anAlert(write, audience, rule), name);
    }
  });
  const seenBy = async (principal: Principal) =>
    await records.read(principal, async ({ read }) => ({
      alerts: (await read.selectFrom("alerts").select("id").execute())
        .map(({ id }) => names.get(id))
        .toSorted(),
      reds: (await read.selectFrom("audiences").select("id").where("marking", "=", "red").execute()).length,
    }));
  const common = ["clear", "green", "home", "to home"];
  assert.deepEqual(
    (await seenBy(wholePerson(person))).alerts,
    [...common, "other", "red", "to other"].toSorted(),
  );
  assert.deepEqual(await seenBy(by({ organisationIds: [home] })), { alerts: common, reds: 0 });
  assert.deepEqual(await seenBy(by({})), { alerts: [...common, "other", "to other"].toSorted(), reds: 0 });
  assert.deepEqual(await seenBy(by({ organisationIds: [home], seesNamed: true })), {
    alerts: [...common, "red"].toSorted(),
    reds: 1,
  });
  assert.deepEqual((await seenBy(by({ organisationIds: [] }))).alerts, ["clear"]);
  // One that its owner is not in opens nothing.
  assert.deepEqual((await seenBy(by({ organisationIds: [foreign] }))).alerts, ["clear"]);
});

test("a key writes in its organisations alone, and with a role of the hub only where it says so", async () => {
  const addSource =
    (organisation_id: OrganisationId): Action =>
    async (write) =>
      counted(
        await write
          .insertInto("sources")
          .values({ id: newId<"source">(systemClock), organisation_id, name: "fw" })
          .execute(),
      );
  const addOrganisation: Action = async (write) =>
    counted(
      await write
        .insertInto("organisations")
        .values({ id: newId<"organisation">(systemClock), name: randomBytes(8).toString("hex") })
        .execute(),
    );
  const atHome = by({ organisationIds: [home] });
  assert.equal(await can(records, atHome, addSource(home)), true);
  assert.equal(await can(records, atHome, addSource(other)), false);
  assert.equal(await can(records, by({}), addSource(other)), true);
  assert.equal(await can(records, by({}), addOrganisation), false);
  assert.equal(await can(records, by({ usesHubRoles: true }), addOrganisation), true);
});

test("the limits of one transaction are not those of the next on the same connection", async () => {
  const count = async (principal: Principal) =>
    await records.read(principal, async ({ read }) => {
      const { ids } = await read
        .selectNoFrom(sql<string[]>`my_organisations('viewer')`.as("ids"))
        .executeTakeFirstOrThrow();
      return ids.length;
    });
  for (let time = 0; time < 3; time++) {
    assert.equal(await count(by({ organisationIds: [home] })), 1);
    assert.equal(await count(wholePerson(person)), 2);
  }
});

async function aKeyOf(owner: PersonId, organisation_ids: OrganisationId[] | null) {
  const id = newId<"api-key">(systemClock);
  await asHub(records, (write) =>
    write
      .insertInto("api_keys")
      .values({
        id,
        person_id: owner,
        name: "key",
        secret_hash: randomBytes(32),
        scopes: ["alerts:read"],
        organisation_ids,
        rate_per_minute: 60,
        created_by: owner,
        expires_at: new Date(Date.now() + 86_400_000),
      })
      .execute(),
  );
  return id;
}

test("keys are seen by their owner and by who administers an organisation that they reach; hashes by nobody", async () => {
  const member = await aPerson(records, {
    roles: [
      [home, "analyst"],
      [foreign, "viewer"],
    ],
  });
  const everywhere = await aKeyOf(member, null);
  const elsewhere = await aKeyOf(member, [foreign]);
  const seenBy = async (principal: Principal) =>
    await records.read(principal, async ({ read }) =>
      (await read.selectFrom("api_keys").select("id").where("person_id", "=", member).execute()).map(
        ({ id }) => id,
      ),
    );
  assert.deepEqual((await seenBy(wholePerson(member))).toSorted(), [everywhere, elsewhere].toSorted());
  assert.deepEqual(await seenBy(wholePerson(person)), [everywhere]);
  const manager = await aPerson(records, { roles: [[home, "manager"]] });
  assert.deepEqual(await seenBy(wholePerson(manager)), []);
  for (const principal of [wholePerson(member), wholePerson(person)]) {
    const readHash: Action = async (write) =>
      (await write.selectFrom("api_keys").select("secret_hash").execute()).length;
    assert.equal(await can(records, principal, readHash), false);
  }
  const revoke: Action = async (write) =>
    counted(
      await write
        .updateTable("api_keys")
        .set({ revoked_at: new Date() })
        .where("id", "=", everywhere)
        .execute(),
    );
  assert.equal(await can(records, wholePerson(person), revoke), false, "not theirs to revoke as a whole");
  assert.equal(await can(records, wholePerson(member), revoke), true);
  const limit =
    (organisation_id: OrganisationId, set_by: PersonId): Action =>
    async (write) =>
      counted(
        await write
          .insertInto("api_key_limits")
          .values({ key_id: everywhere, organisation_id, scopes: [], set_by, set_at: new Date() })
          .execute(),
      );
  assert.equal(await can(records, wholePerson(person), limit(home, person)), true);
  assert.equal(await can(records, wholePerson(person), limit(other, person)), false);
  assert.equal(await can(records, wholePerson(manager), limit(home, manager)), false);
  assert.equal(await can(records, wholePerson(member), limit(home, member)), false);
});

test("a service account is made by an administrator, and never gets what only people have", async () => {
  const make =
    (organisation: OrganisationId, role: string): Action =>
    async (write) => {
      const id = newId<"person">(systemClock);
      await sql`select create_service_account(${id}::uuid, ${organisation}::uuid, 'export', ${role})`.execute(
        write,
      );
      return 1;
    };
  assert.equal(await can(records, wholePerson(person), make(home, "responder")), true);
  assert.equal(await can(records, wholePerson(person), make(other, "viewer")), false);
  const account = newId<"person">(systemClock);
  await asHub(records, async (write) => {
    await write
      .insertInto("people")
      .values({ id: account, kind: "service", name: "service: export", email: `${account}@service.invalid` })
      .execute();
    await write
      .insertInto("memberships")
      .values({ person_id: account, organisation_id: home, role: "viewer" })
      .execute();
  });
  const refused: Action[] = [
    async (write) =>
      counted(
        await write
          .updateTable("memberships")
          .set({ role: "manager" })
          .where("person_id", "=", account)
          .execute(),
      ),
    async (write) =>
      counted(
        await write
          .insertInto("memberships")
          .values({ person_id: account, organisation_id: other, role: "viewer" })
          .execute(),
      ),
    async (write) =>
      counted(await write.insertInto("hub_roles").values({ person_id: account, role: "operator" }).execute()),
    async (write) =>
      counted(
        await write
          .insertInto("credentials")
          .values({ person_id: account, kind: "password", secret: "x" })
          .execute(),
      ),
    async (write) =>
      counted(await write.updateTable("people").set({ name: "Li" }).where("id", "=", account).execute()),
    async (write) =>
      counted(
        await write.updateTable("people").set({ name: "Service: Li" }).where("id", "=", person).execute(),
      ),
  ];
  for (const act of refused)
    await assert.rejects(
      asHub(records, (write) => act(write, wholePerson(person))),
      { code: "23514" },
    );
});
