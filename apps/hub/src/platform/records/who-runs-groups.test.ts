// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal do to sharing groups and clients, as a table. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Action, can, counted } from "../../test-kit/records/can.ts";
import { asHub, createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { aClient, aGroup, join } from "../../test-kit/records/sharing-world.ts";
import { systemClock } from "../clock.ts";
import { type Id, newId } from "../ids.ts";
import { ensureAudience, type OrganisationId, type Principal, type Writer } from "./index.ts";

let records: TestRecords;
let world: SharedWorld;
/** Home runs it; fellow is in it, and partner is hidden in it. */
let group: Id<"sharing-group">;
let listed: Id<"sharing-group">;
/** Home may pass on to partner, once it confirms. */
let client: Id<"organisation-client">;
/** Partner asks home: to join the group, and to see a case. */
let request: Id<"sharing-request">;

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
  const { home, fellow, partner, stranger } = world.organisations;
  group = await aGroup(records, home);
  await join(records, group, [home, fellow]);
  await join(records, group, [partner], true);
  listed = await aGroup(records, stranger, { is_listed: true });
  client = await aClient(records, home, partner, { confirmed_at: null });
  request = newId<"sharing-request">(systemClock);
  await asHub(records, async (write) => {
    const asked = { id: request, reason: "we see it, too", asked_at: new Date() };
    const asking = { ...asked, organisation_id: partner, asked_by: world.people.partner };
    const expires_at = new Date("2099-01-01");
    await write
      .insertInto("group_requests")
      .values({ ...asking, sharing_group_id: group })
      .execute();
    await write
      .insertInto("access_requests")
      .values({ ...asking, reference: "a link", expires_at })
      .execute();
    await write
      .insertInto("access_petitions")
      .values({
        ...asked,
        organisation_id: home,
        case_id: await aCaseOf(write, home),
        asking_id: partner,
        expires_at,
      })
      .execute();
  });
});

after(async () => await records[Symbol.asyncDispose]());

async function aCaseOf(write: Writer, organisation_id: OrganisationId) {
  const id = newId<"case">(systemClock);
  const audience_id = await ensureAudience(write, { owner: organisation_id, marking: null });
  await write
    .insertInto("cases")
    .values({ id, organisation_id, audience_id, year: 2026, number: 1, title: "Odd", severity: "high" })
    .execute();
  return id;
}

const seen = (table: "group_requests" | "access_requests" | "access_petitions"): Action => {
  return async (write) =>
    (await write.selectFrom(table).select("id").where("id", "=", request).execute()).length;
};

const answered = (table: "group_requests" | "access_requests" | "access_petitions"): Action => {
  return async (write) =>
    counted(
      await write
        .updateTable(table)
        .set({ answer: "refused", answered_at: new Date() })
        .where("id", "=", request)
        .execute(),
    );
};

const idOf = (principal: Principal) =>
  principal.kind === "person" ? principal.personId : world.people.administrator;

const changeGroup = (values: { name: string } | { closed_at: Date }): Action => {
  return async (write) =>
    counted(await write.updateTable("sharing_groups").set(values).where("id", "=", group).execute());
};

const members = (write: Writer, of: OrganisationId) => ({
  see: async () =>
    (
      await write
        .selectFrom("sharing_group_members")
        .select("organisation_id")
        .where("sharing_group_id", "=", group)
        .where("organisation_id", "=", of)
        .execute()
    ).length,
  hide: async () =>
    counted(
      await write
        .updateTable("sharing_group_members")
        .set({ is_hidden: true })
        .where("sharing_group_id", "=", group)
        .where("organisation_id", "=", of)
        .execute(),
    ),
  remove: async () =>
    counted(
      await write
        .deleteFrom("sharing_group_members")
        .where("sharing_group_id", "=", group)
        .where("organisation_id", "=", of)
        .execute(),
    ),
});

const changeClient = (values: { confirmed_at?: Date; ended_at?: Date; is_hidden?: boolean }): Action => {
  return async (write) =>
    counted(await write.updateTable("organisation_clients").set(values).where("id", "=", client).execute());
};

function actions(): Record<string, Action> {
  const { home, fellow, partner, stranger } = world.organisations;
  return {
    "see the group": async (write) =>
      (await write.selectFrom("sharing_groups").select("id").where("id", "=", group).execute()).length,
    "find the listed group": async (write) =>
      (await write.selectFrom("sharing_groups").select("id").where("id", "=", listed).execute()).length,
    "run a group": async (write) =>
      counted(
        await write
          .insertInto("sharing_groups")
          .values({ id: newId<"sharing-group">(systemClock), organisation_id: home, name: "new" })
          .execute(),
      ),
    "rename the group": changeGroup({ name: "renamed" }),
    "close the group": changeGroup({ closed_at: new Date() }),
    "see a member": async (write) => await members(write, fellow).see(),
    "see the hidden member": async (write) => await members(write, partner).see(),
    "be told that one is hidden": async (write) => {
      const row = await write
        .selectNoFrom(sql<number | null>`hidden_members(${group}::uuid)`.as("n"))
        .executeTakeFirstOrThrow();
      return row.n ?? 0;
    },
    "add a member": async (write, principal) =>
      counted(
        await write
          .insertInto("sharing_group_members")
          .values({ sharing_group_id: group, organisation_id: stranger, added_by: idOf(principal) })
          .execute(),
      ),
    "hide a member": async (write) => await members(write, fellow).hide(),
    "remove a member": async (write) => await members(write, fellow).remove(),
    "see the client": async (write) =>
      (await write.selectFrom("organisation_clients").select("id").where("id", "=", client).execute()).length,
    "declare a client": async (write, principal) =>
      counted(
        await write
          .insertInto("organisation_clients")
          .values({
            id: newId<"organisation-client">(systemClock),
            organisation_id: home,
            client_id: stranger,
            declared_by: idOf(principal),
          })
          .execute(),
      ),
    "confirm to be a client": changeClient({ confirmed_at: new Date() }),
    "not be named as a client": changeClient({ is_hidden: true }),
    "end a client": changeClient({ ended_at: new Date() }),
    "see who asks to join": seen("group_requests"),
    "answer who asks to join": answered("group_requests"),
    "ask to join": async (write, principal) =>
      counted(
        await write
          .insertInto("group_requests")
          .values({
            id: newId<"sharing-request">(systemClock),
            sharing_group_id: listed,
            organisation_id: home,
            asked_by: idOf(principal),
            reason: "why",
            asked_at: new Date(),
          })
          .execute(),
      ),
    "see what was asked for": seen("access_requests"),
    "answer oneself": answered("access_requests"),
    "ask for a record": async (write, principal) =>
      counted(
        await write
          .insertInto("access_requests")
          .values({
            id: newId<"sharing-request">(systemClock),
            organisation_id: home,
            asked_by: idOf(principal),
            reference: "a link",
            reason: "why",
            asked_at: new Date(),
            expires_at: new Date("2099-01-01"),
          })
          .execute(),
      ),
    "see whether the hub has looked": async (write) =>
      (await write.selectFrom("access_requests").select("looked_at").where("id", "=", request).execute())
        .length,
    "see who asks for a record": seen("access_petitions"),
    "answer who asks for a record": answered("access_petitions"),
    "know what the hub's jobs know": async (write) => {
      const rows = await write
        .selectNoFrom(sql<number[]>`organisation_audiences(${home}::uuid)`.as("ids"))
        .execute();
      return rows.length;
    },
  };
}

const OF_HOME = ["viewer", "analyst", "responder", "manager", "administrator"];
const MANAGERS = ["manager", "administrator"];
const WITH_ORGANISATION = [...OF_HOME, "partner", "fellow", "stranger", "named"];

const MAY: Readonly<Record<string, readonly string[]>> = {
  "see the group": [...OF_HOME, "partner", "fellow"],
  "find the listed group": WITH_ORGANISATION,
  "run a group": MANAGERS,
  "rename the group": MANAGERS,
  "close the group": MANAGERS,
  "see a member": [...OF_HOME, "partner", "fellow"],
  "see the hidden member": [...OF_HOME, "partner"],
  "be told that one is hidden": ["fellow"],
  "add a member": MANAGERS,
  "hide a member": [...MANAGERS, "fellow"],
  "remove a member": [...MANAGERS, "fellow"],
  "see the client": [...OF_HOME, "partner"],
  "declare a client": MANAGERS,
  "confirm to be a client": ["partner"],
  "not be named as a client": ["partner"],
  "end a client": [...MANAGERS, "partner"],
  "see who asks to join": [...MANAGERS, "partner"],
  "answer who asks to join": MANAGERS,
  "ask to join": MANAGERS,
  "see what was asked for": ["partner"],
  "answer oneself": [],
  "ask for a record": ["analyst", "responder", ...MANAGERS],
  "see whether the hub has looked": [],
  "see who asks for a record": MANAGERS,
  "answer who asks for a record": MANAGERS,
  "know what the hub's jobs know": [],
};

test("each principal can do to sharing groups and clients what the table says, and no more", async () => {
  assert.deepEqual(Object.keys(actions()), Object.keys(MAY));
  for (const [name, action] of Object.entries(actions())) {
    const able: string[] = [];
    for (const [who, principal] of Object.entries(world.principals))
      if (principal.kind !== "system" && (await can(records, principal, action))) able.push(who);
    assert.deepEqual(able.toSorted(), MAY[name]?.toSorted(), name);
  }
});

test("nobody is added to a group in another's name, and what a client confirmed is not undone by who declared it", async () => {
  const { stranger } = world.organisations;
  const manager = world.principals["manager"] ?? assert.fail();
  const inAnothersName: Action = async (write) =>
    counted(
      await write
        .insertInto("sharing_group_members")
        .values({ sharing_group_id: group, organisation_id: stranger, added_by: world.people.viewer })
        .execute(),
    );
  assert.equal(await can(records, manager, inAnothersName), false);
  const moved: Action = async (write) =>
    counted(
      await write
        .updateTable("organisation_clients")
        .set({ client_id: stranger })
        .where("id", "=", client)
        .execute(),
    );
  assert.equal(await can(records, manager, moved), false);
});
