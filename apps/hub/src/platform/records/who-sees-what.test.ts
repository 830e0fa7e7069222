// SPDX-License-Identifier: Apache-2.0
/** The rule of who sees what, as a table of every principal and every audience. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { asHub, createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { anAlert, aRule, aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { systemClock } from "../clock.ts";
import { newId } from "../ids.ts";
import { type Audience, ensureAudience, wholePerson } from "./index.ts";

let records: TestRecords;
let world: SharedWorld;

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
});

after(async () => {
  await records[Symbol.asyncDispose]();
});

function audiencesOf({ organisations, people, sharingGroup }: SharedWorld): Record<string, Audience> {
  const owner = organisations.home;
  return {
    unmarked: { owner, marking: null },
    clear: { owner, marking: "clear" },
    green: { owner, marking: "green" },
    "amber alone": { owner, marking: "amber" },
    "amber named": { owner, marking: "amber", organisations: [organisations.partner] },
    "amber group": { owner, marking: "amber", sharingGroup },
    "strict named": { owner, marking: "amber+strict", organisations: [organisations.partner] },
    red: { owner, marking: "red", people: [people.named, people.analyst] },
  };
}

const ALL_BUT_RED = [
  "amber alone",
  "amber group",
  "amber named",
  "clear",
  "green",
  "strict named",
  "unmarked",
];

const SEES: Readonly<Record<string, readonly string[]>> = {
  viewer: ALL_BUT_RED,
  analyst: [...ALL_BUT_RED, "red"],
  responder: ALL_BUT_RED,
  manager: ALL_BUT_RED,
  administrator: ALL_BUT_RED,
  partner: ["amber named", "clear", "green", "strict named"],
  fellow: ["amber group", "clear", "green"],
  stranger: ["clear", "green"],
  named: ["clear", "green", "red"],
  coordinator: ["clear"],
  operator: ["clear"],
  disabled: ["clear"],
  anonymous: ["clear"],
  system: [...ALL_BUT_RED, "red"],
};

test("each principal sees the alerts, comments, rules and versions of their audiences, and no others", async () => {
  const names = new Map<string, string>();
  await asHub(records, async (write) => {
    for (const [name, audience] of Object.entries(audiencesOf(world))) {
      const ofRule = await aRule(write, audience, name);
      const id = await anAlert(write, audience, ofRule);
      names.set(id, name).set(ofRule, name);
      const audience_id = await ensureAudience(write, audience);
      const shared = { organisation_id: audience.owner, audience_id };
      await write
        .insertInto("rule_versions")
        .values({ ...shared, rule_id: ofRule, version: 1, source: "title: x", sha256: Buffer.alloc(32) })
        .execute();
      await write
        .insertInto("alert_comments")
        .values({
          ...shared,
          id: newId<"alert-comment">(systemClock),
          alert_id: id,
          person_id: world.people.analyst,
          text: "seen",
        })
        .execute();
    }
  });
  assert.deepEqual(Object.keys(SEES).sort(), Object.keys(world.principals).sort());
  for (const [name, principal] of Object.entries(world.principals)) {
    const seen = await records.read(principal, async ({ read }) => [
      (await read.selectFrom("alerts").select("id").execute()).map(({ id }) => names.get(id)),
      (await read.selectFrom("alert_comments").select("alert_id").execute()).map((row) =>
        names.get(row.alert_id),
      ),
      (await read.selectFrom("rules").select("id").execute()).map(({ id }) => names.get(id)),
      (await read.selectFrom("rule_versions").select("rule_id").execute()).map((row) =>
        names.get(row.rule_id),
      ),
    ]);
    for (const list of seen) assert.deepEqual(list.toSorted(), SEES[name]?.toSorted(), name);
  }
});

test("a record that is shared later is seen with all that hangs on it, and no more once that is taken back", async () => {
  const { organisations, principals } = world;
  const alone: Audience = { owner: organisations.home, marking: null };
  const shared: Audience = { ...alone, marking: "amber", organisations: [organisations.partner] };
  const rule = await asHub(records, async (write) => {
    const id = await aRule(write, alone, "moving");
    await write
      .insertInto("rule_versions")
      .values({
        rule_id: id,
        version: 1,
        organisation_id: alone.owner,
        audience_id: await ensureAudience(write, alone),
        source: "title: x",
        sha256: Buffer.alloc(32),
      })
      .execute();
    return id;
  });
  const partner = principals["partner"] ?? assert.fail();
  const seen = async () =>
    await records.read(partner, async ({ read }) => [
      (await read.selectFrom("rules").select("id").where("id", "=", rule).execute()).length,
      (await read.selectFrom("rule_versions").select("rule_id").where("rule_id", "=", rule).execute()).length,
    ]);
  const share = (audience: Audience) =>
    asHub(records, async (write) => {
      const audience_id = await ensureAudience(write, audience);
      await write.updateTable("rules").set({ audience_id }).where("id", "=", rule).execute();
    });
  assert.deepEqual(await seen(), [0, 0]);
  await share(shared);
  assert.deepEqual(await seen(), [1, 1]);
  await share(alone);
  assert.deepEqual(await seen(), [0, 0]);
});

test("the same audience has the same integer, in whatever order its members are named, and another has another", async () => {
  const { home, partner, fellow, stranger } = world.organisations;
  const amber = (organisations: Audience["owner"][]): Audience => ({
    owner: home,
    marking: "amber",
    organisations,
  });
  const ids = await asHub(records, async (write) => [
    await ensureAudience(write, amber([partner, fellow])),
    await ensureAudience(write, amber([fellow, partner, fellow])),
    await ensureAudience(write, amber([fellow, partner, home])),
    await ensureAudience(write, amber([fellow, stranger])),
    await ensureAudience(write, { ...amber([fellow, partner]), marking: "amber+strict" }),
  ]);
  assert.equal(new Set(ids.slice(0, 3)).size, 1);
  assert.equal(new Set(ids).size, 3);
});

test("many at once who need the same new audience get the same integer", async () => {
  const audience: Audience = {
    owner: world.organisations.home,
    marking: "red",
    people: [world.people.viewer],
  };
  const ids = await Promise.all(
    Array.from({ length: 8 }, () => asHub(records, (write) => ensureAudience(write, audience))),
  );
  assert.equal(new Set(ids).size, 1);
});

test("an audience that TLP does not know, or that names who does not exist, is refused", async () => {
  const owner = world.organisations.home;
  const ghost = newId<"organisation">(systemClock);
  const refused: readonly [Audience, string][] = [
    [{ owner, marking: "red", people: [] }, "23514"],
    [{ owner, marking: "red", people: [newId<"person">(systemClock)] }, "23503"],
    [{ owner, marking: "amber", organisations: [ghost] }, "23503"],
    [{ owner: ghost, marking: null }, "23503"],
    [{ owner: world.organisations.stranger, marking: "amber", sharingGroup: world.sharingGroup }, "42501"],
  ];
  for (const [audience, code] of refused)
    await assert.rejects(
      asHub(records, (write) => ensureAudience(write, audience)),
      { code },
      JSON.stringify(audience),
    );
});

test("nobody can put a record of theirs into an audience of another organisation", async () => {
  const { home, stranger } = world.organisations;
  await asHub(records, (write) => ensureAudience(write, { owner: home, marking: null }));
  const foreign = await records.read(world.principals["system"] ?? assert.fail(), ({ read }) =>
    read.selectFrom("audiences").select("id").where("organisation_id", "=", home).executeTakeFirstOrThrow(),
  );
  const planted = asHub(records, (write) =>
    write
      .insertInto("rules")
      .values({
        id: newId<"rule">(systemClock),
        organisation_id: stranger,
        audience_id: foreign.id,
        key: "planted",
        title: "planted",
        level: "high",
      })
      .execute(),
  );
  await assert.rejects(planted, { code: "23503" });
});

test("who receives a record is shown to its owner's people, and of RED to those it names", async () => {
  const seen = async (principal: ReturnType<typeof wholePerson>) =>
    (await records.read(principal, ({ read }) => read.selectFrom("audiences").select("marking").execute()))
      .map(({ marking }) => marking)
      .filter((marking, index, all) => all.indexOf(marking) === index)
      .sort();
  const { people } = world;
  assert.deepEqual(await seen(wholePerson(people.named)), ["red"]);
  assert.deepEqual(await seen(wholePerson(people.partner)), []);
  assert.ok(!(await seen(wholePerson(people.administrator))).includes("red"));
});

test("a rule of the hub is read, with its versions, by whoever has an organisation here, and by nobody else", async () => {
  const owner: Audience = { owner: world.organisations.home, marking: null };
  const rule = await asHub(records, async (write) => {
    const id = await aRule(write, owner, "of the hub");
    await write.updateTable("rules").set({ scope: "hub" }).where("id", "=", id).execute();
    const audience_id = await ensureAudience(write, owner);
    const version = { rule_id: id, version: 1, source: "title: x", sha256: Buffer.alloc(32) };
    await write
      .insertInto("rule_versions")
      .values({ ...version, organisation_id: owner.owner, audience_id })
      .execute();
    return id;
  });
  const seenBy: string[] = [];
  for (const [name, principal] of Object.entries(world.principals)) {
    const counts = await records.read(principal, async ({ read }) => [
      (await read.selectFrom("rules").select("id").where("id", "=", rule).execute()).length,
      (await read.selectFrom("rule_versions").select("rule_id").where("rule_id", "=", rule).execute()).length,
    ]);
    assert.equal(counts[0], counts[1], name);
    if (counts[0] === 1) seenBy.push(name);
  }
  const without = ["coordinator", "operator", "disabled", "anonymous"];
  assert.deepEqual(
    seenBy,
    Object.keys(world.principals).filter((name) => !without.includes(name)),
  );
});

test("what a rule found and where it was cut is seen by members of the organisation whose events they were", async () => {
  const { home, partner } = world.organisations;
  const rule = await asHub(records, async (write) => {
    const id = await aRule(write, { owner: home, marking: null }, "counted");
    await write.updateTable("rules").set({ scope: "hub" }).where("id", "=", id).execute();
    const sums = { evaluated: 1, candidates: 1, matches: 1, undecided: 0, cost: 1 };
    for (const organisation_id of [home, partner]) {
      const of = { organisation_id, rule_id: id, is_retrospective: false };
      await write
        .insertInto("rule_figures")
        .values({ ...of, ...sums, rule_version: 1, day: "2026-11-02" })
        .execute();
      for (const is_cut of [true, false])
        await write
          .insertInto("correlation_windows")
          .values({ ...of, is_cut, window_start: new Date(is_cut ? 0 : 1) })
          .execute();
    }
    return id;
  });
  const own = ["viewer", "analyst", "responder", "manager", "administrator"];
  for (const [name, principal] of Object.entries(world.principals)) {
    const seen = await records.read(principal, async ({ read }) =>
      [
        await read.selectFrom("rule_figures").select("organisation_id").where("rule_id", "=", rule).execute(),
        await read
          .selectFrom("correlation_windows")
          .select("organisation_id")
          .where("rule_id", "=", rule)
          .where("is_cut", "=", true)
          .execute(),
      ].map((rows) => rows.map(({ organisation_id }) => organisation_id).sort()),
    );
    const allowed = name === "system" ? [home, partner].sort() : own.includes(name) ? [home] : [];
    assert.deepEqual(seen, name === "partner" ? [[partner], [partner]] : [allowed, allowed], name);
  }
});
