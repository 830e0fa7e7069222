// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal do about lists of indicators and what is in them, as a table. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Action, can, counted } from "../../test-kit/records/can.ts";
import { asHub, createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { aRule, aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import type { Id } from "../ids.ts";
import type { Writer } from "./index.ts";

let records: TestRecords;
let world: SharedWorld;
/** A list of the organisation, one of the hub that is kept by it, and a rule that has no list yet. */
let lists: Readonly<Record<"own" | "hub", number>>;
let bare: Id<"rule">;
const NOW = new Date();

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
  await asHub(records, async (write) => {
    lists = { own: await aList(write, "own", "organisation"), hub: await aList(write, "hub", "hub") };
    bare = await aRule(write, { owner: world.organisations.home, marking: null }, "bare");
  });
});
after(async () => await records[Symbol.asyncDispose]());

async function aList(write: Writer, key: string, scope: "organisation" | "hub"): Promise<number> {
  const { home } = world.organisations;
  const id = await aRule(write, { owner: home, marking: null }, key);
  await write.updateTable("rules").set({ scope, kind: "indicators" }).where("id", "=", id).execute();
  const { number } = await write
    .insertInto("indicator_lists")
    .values({ rule_id: id, organisation_id: home })
    .returning("number")
    .executeTakeFirstOrThrow();
  await write
    .insertInto("indicators")
    .values(indicator(number, 1, "standing.example"))
    .execute();
  return number;
}

function indicator(list_number: number, id: number, value: string) {
  const rest = { kind: "domain-name", with_subdomains: false, place: "1", added_at: NOW, revision: 1 };
  return { list_number, id, value, ...rest };
}

const see =
  (which: "own" | "hub"): Action =>
  async (write) =>
    (await write.selectFrom("indicators").select("id").where("list_number", "=", lists[which]).execute())
      .length;
const add =
  (which: "own" | "hub"): Action =>
  async (write) =>
    counted(
      await write
        .insertInto("indicators")
        .values(indicator(lists[which], 2, "new.example"))
        .execute(),
    );
const remove =
  (which: "own" | "hub"): Action =>
  async (write) =>
    counted(
      await write
        .updateTable("indicators")
        .set({ removed_at: NOW })
        .where("list_number", "=", lists[which])
        .execute(),
    );
const lay =
  (which: "own" | "hub"): Action =>
  async (write) => {
    const row = { list_number: lists[which], kind: "url", value: "x", with_subdomains: false, place: "1" };
    return counted(await write.insertInto("incoming_indicators").values(row).execute());
  };
const count =
  (which: "own" | "hub"): Action =>
  async (write) =>
    counted(
      await write
        .updateTable("indicator_lists")
        .set({ revision: sql<string>`revision + 1` })
        .where("number", "=", lists[which])
        .execute(),
    );

const ACTIONS: Readonly<Record<string, Action>> = {
  "see indicators of the organisation": see("own"),
  "see indicators of the hub": see("hub"),
  "add an indicator": add("own"),
  "add an indicator of the hub": add("hub"),
  "remove indicators": remove("own"),
  "remove indicators of the hub": remove("hub"),
  "lay beside a list": lay("own"),
  "lay beside a list of the hub": lay("hub"),
  "raise the revision": count("own"),
  "raise the revision of a list of the hub": count("hub"),
  "make a list": async (write) =>
    counted(
      await write
        .insertInto("indicator_lists")
        .values({ rule_id: bare, organisation_id: world.organisations.home })
        .execute(),
    ),
};

const WRITERS = ["analyst", "responder", "manager", "administrator"];
const OWN = ["viewer", ...WRITERS];

test("each principal can do about indicators what the table says, and no more", async () => {
  const able = async (name: string) => {
    const found: string[] = [];
    for (const [principal, value] of Object.entries(world.principals))
      if (await can(records, value, ACTIONS[name] ?? assert.fail())) found.push(principal);
    return found.filter((one) => one !== "system").sort();
  };
  const seen = await able("see indicators of the hub");
  assert.ok(OWN.every((one) => seen.includes(one)) && !seen.includes("anonymous"));
  for (const name of Object.keys(ACTIONS)) {
    if (name === "see indicators of the hub") continue;
    const expected = name.endsWith("of the hub") ? [] : name.startsWith("see") ? OWN : WRITERS;
    assert.deepEqual(await able(name), [...expected].sort(), name);
  }
});
