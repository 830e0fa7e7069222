// SPDX-License-Identifier: Apache-2.0
/** Who the database itself lets share something wider or narrower, recall it, and see who read it. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { type Audience, ensureAudience, type Principal, type Writer } from "../../platform/records/index.ts";
import {
  type Action,
  asHub,
  can,
  counted,
  createTestRecords,
  type TestRecords,
} from "../../test-kit/records/index.ts";
import { aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";

let records: TestRecords;
let world: SharedWorld;

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
});
after(async () => await records[Symbol.asyncDispose]());

type CaseId = ReturnType<typeof newId<"case">>;

async function aCase(write: Writer, audience: Audience): Promise<CaseId> {
  const id = newId<"case">(systemClock);
  const { owner: organisation_id, marking } = audience;
  const number = Number(process.hrtime.bigint() % 1_000_000_000n);
  const audience_id = await ensureAudience(write, audience);
  const values = { id, organisation_id, audience_id, marking, year: 2026, number, title: "case" };
  await write
    .insertInto("cases")
    .values({ ...values, severity: "high", assignee_id: null, verdict: null, decision_reason: null })
    .execute();
  return id;
}

const WORKERS = ["analyst", "responder", "manager", "administrator", "system"];
const RESPONDERS = WORKERS.slice(1);

/** From one audience to another, and who may do that; the first is that of a case made with it. */
function stepsOf({ organisations, people, sharingGroup }: SharedWorld) {
  const owner = organisations.home;
  const { partner, stranger } = organisations;
  const own: Audience = { owner, marking: null };
  const amber: Audience = { owner, marking: "amber", organisations: [partner] };
  const strict: Audience = { ...amber, marking: "amber+strict" };
  const two: Audience = { ...amber, organisations: [partner, stranger] };
  const group: Audience = { owner, marking: "amber", sharingGroup };
  const green: Audience = { owner, marking: "green" };
  const clear: Audience = { owner, marking: "clear" };
  const red: Audience = {
    owner,
    marking: "red",
    people: [people.analyst, people.responder, people.manager, people.administrator],
  };
  const redAndNamed: Audience = { ...red, people: [...red.people, people.named] };
  return [
    { name: "for the first time", from: own, to: clear, may: WORKERS },
    { name: "to strict", from: amber, to: strict, may: WORKERS },
    { name: "to one of two", from: two, to: amber, may: WORKERS },
    { name: "to its own", from: green, to: own, may: WORKERS },
    { name: "from clear to green", from: clear, to: green, may: WORKERS },
    { name: "from green to named ones", from: green, to: amber, may: WORKERS },
    { name: "from green to people of them", from: green, to: redAndNamed, may: WORKERS },
    { name: "from red to fewer", from: redAndNamed, to: red, may: WORKERS },
    { name: "from strict to amber", from: strict, to: amber, may: RESPONDERS },
    { name: "to one more", from: amber, to: two, may: RESPONDERS },
    { name: "to a group", from: amber, to: group, may: RESPONDERS },
    { name: "from amber to green", from: amber, to: green, may: RESPONDERS },
    { name: "from green to clear", from: green, to: clear, may: RESPONDERS },
    { name: "from red to one more", from: red, to: redAndNamed, may: RESPONDERS },
    { name: "from amber to somebody outside", from: amber, to: redAndNamed, may: RESPONDERS },
    { name: "from red to all of its own", from: red, to: own, may: RESPONDERS },
  ];
}

test("who may share a record otherwise than it is, step by step", async () => {
  for (const { name, from, to, may } of stepsOf(world)) {
    const { id, audience_id } = await asHub(records, async (write) => ({
      id: await aCase(write, from),
      audience_id: await ensureAudience(write, to),
    }));
    const share: Action = async (write) =>
      counted(
        await write
          .updateTable("cases")
          .set({ audience_id, marking: to.marking })
          .where("id", "=", id)
          .execute(),
      );
    assert.deepEqual(await whoCan(share), may.toSorted(), name);
  }
});

test("what was shared once is not shared anew by whoever works on it, also not after it was taken back", async () => {
  const { home: owner, partner } = world.organisations;
  const amber: Audience = { owner, marking: "amber", organisations: [partner] };
  const { id, audience_id } = await asHub(records, async (write) => {
    const made = await aCase(write, amber);
    const own = await ensureAudience(write, { owner, marking: null });
    await write
      .updateTable("cases")
      .set({ audience_id: own, marking: null })
      .where("id", "=", made)
      .execute();
    return { id: made, audience_id: await ensureAudience(write, amber) };
  });
  const again: Action = async (write) =>
    counted(
      await write.updateTable("cases").set({ audience_id, marking: "amber" }).where("id", "=", id).execute(),
    );
  assert.deepEqual(await whoCan(again), RESPONDERS.toSorted());
});

test("recalls are for responders of the owner, and who read it is told to its managers in numbers alone", async () => {
  const { organisations, people } = world;
  const { home, partner } = organisations;
  const amber: Audience = { owner: home, marking: "amber", organisations: [partner] };
  const { id, audience } = await asHub(records, async (write) => {
    const made = await aCase(write, amber);
    const now = new Date();
    const read = { subject_kind: "case", subject_id: made, organisation_id: home } as const;
    await write
      .insertInto("shared_reads")
      .values({ ...read, person_id: people.partner, ways: ["page"], first_at: now, last_at: now })
      .execute();
    return { id: made, audience: await ensureAudience(write, amber) };
  });
  const me = (principal: Principal) => (principal.kind === "person" ? principal.personId : people.disabled);
  const recall: Action = async (write, principal) =>
    counted(
      await write
        .insertInto("recalls")
        .values({
          id: newId<"recall">(systemClock),
          organisation_id: home,
          subject_kind: "case",
          subject_id: id,
          shared_audience_id: audience,
          marking: "amber",
          title: "case",
          reason: "mistake",
          person_id: me(principal),
        })
        .execute(),
    );
  assert.deepEqual(await whoCan(recall), RESPONDERS.toSorted());
  const rows: Action = async (write) =>
    (await write.selectFrom("shared_reads").select("person_id").execute()).length;
  assert.deepEqual(await whoCan(rows), ["partner", "system"]);
  const numbers: Action = async (write) => {
    const found = await sql`select * from readers_of('case', ${id}::uuid)`.execute(write);
    return found.rows.length;
  };
  assert.deepEqual(await whoCan(numbers), ["administrator", "manager"]);
  const red = await asHub(records, async (write) => {
    const audience = { owner: home, marking: "red", people: [people.partner, people.manager] } as const;
    const made = await aCase(write, audience);
    const read = { subject_kind: "case", subject_id: made, organisation_id: home } as const;
    const now = new Date();
    await write
      .insertInto("shared_reads")
      .values({ ...read, person_id: people.partner, ways: ["page"], first_at: now, last_at: now })
      .execute();
    return made;
  });
  const ofRed: Action = async (write) =>
    (await sql`select * from readers_of('case', ${red}::uuid)`.execute(write)).rows.length;
  assert.deepEqual(await whoCan(ofRed), ["manager"]);
  const forge: Action = async (write, principal) => {
    const values = sql`('case', ${randomUUID()}::uuid, ${home}::uuid, ${me(principal)}::uuid, '{page}', now(), now())`;
    return Number((await sql`insert into shared_reads values ${values}`.execute(write)).numAffectedRows);
  };
  assert.deepEqual(await whoCan(forge), ["system"]);
});

async function whoCan(action: Action): Promise<string[]> {
  const able: string[] = [];
  for (const [name, principal] of Object.entries(world.principals))
    if (await can(records, principal, action)) able.push(name);
  return able.sort();
}
