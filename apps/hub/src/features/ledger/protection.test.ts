// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal see of the ledger, and do to it. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { type Audience, ensureAudience, type Writer } from "../../platform/records/index.ts";
import { type Action, can, counted } from "../../test-kit/records/can.ts";
import { asHub, createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";

let records: TestRecords;
let world: SharedWorld;

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
});

after(async () => {
  await records[Symbol.asyncDispose]();
});

async function aSystem(write: Writer, audience: Audience) {
  const id = newId<"system">(systemClock);
  const audience_id = await ensureAudience(write, audience);
  const shared = { organisation_id: audience.owner, audience_id };
  await write
    .insertInto("systems")
    .values({ ...shared, id, name: randomUUID() })
    .execute();
  return { ...shared, id };
}

async function anAsset(write: Writer, system: Awaited<ReturnType<typeof aSystem>>) {
  const id = newId<"asset">(systemClock);
  const { id: system_id, ...shared } = system;
  await write
    .insertInto("assets")
    .values({ ...shared, id, system_id, kind: "host", name: "ws1" })
    .execute();
  await write
    .insertInto("asset_identifiers")
    .values({
      ...shared,
      id: newId<"identifier">(systemClock),
      asset_id: id,
      kind: "hostname",
      value: id,
      origin: "person",
    })
    .execute();
  await write
    .insertInto("asset_history")
    .values({
      ...shared,
      id: newId<"asset-history">(systemClock),
      asset_id: id,
      person_id: null,
      action: "create",
    })
    .execute();
  return { ...shared, id, system_id };
}

test("an asset is seen, with what it is known by and its history, by exactly those who see its system", async () => {
  const { organisations, people, principals, sharingGroup } = world;
  const owner = organisations.home;
  const audiences: readonly Audience[] = [
    { owner, marking: null },
    { owner, marking: "green" },
    { owner, marking: "amber", organisations: [organisations.partner] },
    { owner, marking: "amber", sharingGroup },
    { owner, marking: "red", people: [people.named] },
  ];
  const { system, asset } = await asHub(records, async (write) => {
    const made = await aSystem(write, { owner, marking: "clear" });
    return { system: made, asset: await anAsset(write, made) };
  });
  for (const audience of audiences) {
    await asHub(records, async (write) => {
      const audience_id = await ensureAudience(write, audience);
      await write.updateTable("systems").set({ audience_id }).where("id", "=", system.id).execute();
    });
    const seers: string[] = [];
    for (const [name, principal] of Object.entries(principals)) {
      const counts = await records.read(principal, async ({ read }) => [
        (await read.selectFrom("systems").select("id").where("id", "=", system.id).execute()).length,
        (await read.selectFrom("assets").select("id").where("id", "=", asset.id).execute()).length,
        (await read.selectFrom("asset_identifiers").select("id").where("asset_id", "=", asset.id).execute())
          .length,
        (await read.selectFrom("asset_history").select("id").where("asset_id", "=", asset.id).execute())
          .length,
      ]);
      assert.equal(new Set(counts).size, 1, `${name}: ${counts}`);
      if (counts[0] === 1) seers.push(name);
    }
    assert.equal(seers.includes("viewer"), audience.marking !== "red", String(audience.marking));
    assert.equal(seers.includes("stranger"), audience.marking === "green", String(audience.marking));
    assert.ok(seers.includes("system"));
  }
});

async function makeActions(): Promise<Record<string, Action>> {
  const owner: Audience = { owner: world.organisations.home, marking: null };
  const organisation_id = owner.owner;
  const made = await asHub(records, async (write) => {
    const system = await aSystem(write, owner);
    const seen = {
      id: newId<"seen-host">(systemClock),
      organisation_id,
      name: "ws7",
      short_name: "ws7",
      first_seen_at: new Date(),
      last_seen_at: new Date(),
      source_ids: [],
    };
    await write.insertInto("seen_hosts").values(seen).execute();
    return { system, asset: await anAsset(write, system), other: await anAsset(write, system), seen };
  });
  const { system, asset, other, seen } = made;
  const file = {
    file_name: "a.csv",
    charset: "utf-8",
    delimiter: ",",
    mapping: "[]",
    bytes: Buffer.from("a"),
  };
  const anImport = { ...file, organisation_id, kind: "assets", created_by: null } as const;
  return {
    "see a system": async (write) =>
      (await write.selectFrom("systems").select("id").where("id", "=", system.id).execute()).length,
    "enter a system": async (write) => ((await aSystem(write, owner)) ? 1 : 0),
    "grade a system": async (write) =>
      counted(await write.updateTable("systems").set({ level: 5 }).where("id", "=", system.id).execute()),
    "remove a system": async (write) =>
      counted(await write.deleteFrom("systems").where("id", "=", system.id).execute()),
    "enter an asset": async (write, principal) => {
      const { id: _, system_id, ...shared } = asset;
      const id = newId<"asset">(systemClock);
      await write
        .insertInto("assets")
        .values({ ...shared, id, system_id, kind: "host", name: "ws2" })
        .execute();
      const person_id = principal.kind === "person" ? principal.personId : null;
      const line = { id: newId<"asset-history">(systemClock), asset_id: id, action: "create", person_id };
      return counted(
        await write
          .insertInto("asset_history")
          .values({ ...shared, ...line })
          .execute(),
      );
    },
    "merge an asset": async (write) =>
      counted(
        await write.updateTable("assets").set({ merged_into: other.id }).where("id", "=", asset.id).execute(),
      ),
    "end an identifier": async (write) =>
      counted(
        await write
          .updateTable("asset_identifiers")
          .set({ valid_to: new Date() })
          .where("asset_id", "=", asset.id)
          .execute(),
      ),
    "rewrite an identifier": async (write) =>
      counted(
        await write
          .updateTable("asset_identifiers")
          .set({ value: "other" })
          .where("asset_id", "=", asset.id)
          .execute(),
      ),
    "rewrite the history of an asset": async (write) =>
      counted(
        await write
          .updateTable("asset_history")
          .set({ action: "lie" })
          .where("asset_id", "=", asset.id)
          .execute(),
      ),
    "propose a merge": async (write) => {
      const [asset_id, other_id] = [asset.id, other.id].sort();
      if (asset_id === undefined || other_id === undefined) return 0;
      const pair = { asset_id, other_id, because: "same_network_card" } as const;
      return counted(
        await write
          .insertInto("merge_proposals")
          .values({ ...pair, id: newId<"merge-proposal">(systemClock), organisation_id })
          .execute(),
      );
    },
    "see a host of the logs": async (write) =>
      (await write.selectFrom("seen_hosts").select("id").where("id", "=", seen.id).execute()).length,
    "ignore a host of the logs": async (write) =>
      counted(
        await write
          .updateTable("seen_hosts")
          .set({ ignored_at: new Date(), ignored_reason: "a printer" })
          .where("id", "=", seen.id)
          .execute(),
      ),
    "invent a host of the logs": async (write) =>
      counted(
        await write
          .insertInto("seen_hosts")
          .values({ ...seen, id: newId<"seen-host">(systemClock), name: "ws8" })
          .execute(),
      ),
    "import a file": async (write) =>
      counted(
        await write
          .insertInto("ledger_imports")
          .values({ ...anImport, id: newId<"ledger-import">(systemClock) })
          .execute(),
      ),
    "see how far the logs were looked at": async (write) => {
      await write.insertInto("ledger_marks").values({ name: "x", up_to: new Date() }).execute();
      return (await write.selectFrom("ledger_marks").select("name").execute()).length;
    },
  };
}

const MEMBERS = ["viewer", "analyst", "responder", "manager", "administrator"];
const FROM_ANALYST = MEMBERS.slice(1);
const FROM_MANAGER = MEMBERS.slice(3);

/** Who can, besides the system. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "see a system": MEMBERS,
  "enter a system": FROM_MANAGER,
  "grade a system": FROM_MANAGER,
  "remove a system": [],
  "enter an asset": FROM_ANALYST,
  "merge an asset": FROM_ANALYST,
  "end an identifier": FROM_ANALYST,
  "rewrite an identifier": [],
  "rewrite the history of an asset": [],
  "propose a merge": FROM_ANALYST,
  "see a host of the logs": MEMBERS,
  "ignore a host of the logs": FROM_ANALYST,
  "invent a host of the logs": [],
  "import a file": FROM_ANALYST,
  "see how far the logs were looked at": [],
};

test("each principal can do to the ledger of an organisation what the table says, and no more", async () => {
  const actions = await makeActions();
  assert.deepEqual(Object.keys(actions).sort(), Object.keys(MAY).sort());
  for (const [name, action] of Object.entries(actions)) {
    const able: string[] = [];
    for (const [principal, value] of Object.entries(world.principals))
      if (principal !== "system" && (await can(records, value, action))) able.push(principal);
    assert.deepEqual(able, MAY[name], name);
  }
});
