// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal do to sharing groups and clients, as a table. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Action, can, counted } from "../../test-kit/records/can.ts";
import { createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { aClient, aGroup, join } from "../../test-kit/records/sharing-world.ts";
import { systemClock } from "../clock.ts";
import { type Id, newId } from "../ids.ts";
import type { OrganisationId, Principal, Writer } from "./index.ts";

let records: TestRecords;
let world: SharedWorld;
/** Home runs it; fellow is in it, and partner is hidden in it. */
let group: Id<"sharing-group">;
let listed: Id<"sharing-group">;
/** Home may pass on to partner, once it confirms. */
let client: Id<"organisation-client">;

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
  const { home, fellow, partner, stranger } = world.organisations;
  group = await aGroup(records, home);
  await join(records, group, [home, fellow]);
  await join(records, group, [partner], true);
  listed = await aGroup(records, stranger, { is_listed: true });
  client = await aClient(records, home, partner, { confirmed_at: null });
});

after(async () => await records[Symbol.asyncDispose]());

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
