// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal see of orders and do to them, whatever the program above it does. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { codeOf } from "../../platform/records/failures.ts";
import {
  type Audience,
  ensureAudience,
  type PersonId,
  type Principal,
  type Writer,
} from "../../platform/records/index.ts";
import {
  type Action,
  asHub,
  can,
  counted,
  createTestRecords,
  type TestRecords,
} from "../../test-kit/records/index.ts";
import { aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { hangingOn } from "./parts.ts";
import { findOrder, insertOrder, type OrderRow } from "./records.ts";

let records: TestRecords;
let world: SharedWorld;
let order: OrderRow;

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
  order = await asHub(records, (write) => anOrder(write, world.people.responder));
});
after(async () => await records[Symbol.asyncDispose]());

/** From `home`, of which most of the people are, to `partner`. */
async function anOrder(
  write: Writer,
  issued_by: PersonId,
  ordered = world.organisations.partner,
): Promise<OrderRow> {
  const { home } = world.organisations;
  const id = newId<"order">(systemClock);
  const audience: Audience = { owner: home, marking: "amber+strict", organisations: [ordered] };
  const now = new Date();
  await insertOrder(write, {
    id,
    organisation_id: home,
    audience_id: await ensureAudience(write, audience),
    marking: "amber+strict",
    ordered_id: ordered,
    reference: id,
    title: "order",
    measure: "do",
    reason: "so",
    severity: "high",
    deadline: now,
    time_zone: "UTC",
    term_seconds: 1,
    issued_by,
    issued_at: now,
    started_at: now,
    changed_at: now,
  });
  return (await findOrder({ read: write }, id)) ?? assert.fail();
}

function me(principal: Principal): PersonId {
  return principal.kind === "person" ? principal.personId : world.people.responder;
}

async function anAnswer(
  write: Writer,
  acting_id: OrderRow["ordered_id"],
  person_id: PersonId,
  evidence_ids: string[] = [],
) {
  const id = newId<"order-answer">(systemClock);
  const values = { id, ...hangingOn(order), acting_id, person_id, measure: "done", done_at: new Date() };
  const ids = evidence_ids.flatMap((text) => evidence.filter((known) => known === text));
  const rows = await write
    .insertInto("order_answers")
    .values({ ...values, evidence_ids: ids, created_at: new Date() })
    .execute();
  return { id, rows: counted(rows) };
}

const evidence: ReturnType<typeof newId<"evidence">>[] = [];

async function someEvidence(write: Writer, added_by: PersonId) {
  const { partner, home } = world.organisations;
  const id = newId<"evidence">(systemClock);
  evidence.push(id);
  const audience: Audience = { owner: partner, marking: "amber+strict", organisations: [home] };
  const sha256 = Buffer.alloc(32, evidence.length);
  const content = { organisation_id: partner, sha256, byte_count: 0 };
  await write.insertInto("evidence_contents").values(content).execute();
  await write
    .insertInto("evidence")
    .values({
      ...content,
      id,
      audience_id: await ensureAudience(write, audience),
      order_id: order.id,
      kind: "file",
      name: "photo",
      media_type: "image/png",
      added_by,
    })
    .execute();
  return id;
}

async function aReview(write: Writer, reviewed_by: PersonId, answer: { id: string; person: PersonId }) {
  const [known] = await write
    .selectFrom("order_answers")
    .select("id")
    .where("order_id", "=", order.id)
    .orderBy("id", "desc")
    .execute();
  const of = { answer_id: known?.id ?? null, submitted_by: answer.person, reviewed_by };
  const values = {
    id: newId<"order-proof">(systemClock),
    ...hangingOn(order),
    kind: "review" as const,
    ...of,
  };
  return await write
    .insertInto("order_proofs")
    .values({ ...values, reason: "seen", created_at: new Date() })
    .execute();
}

async function aCheck(write: Writer, change: object, acting: OrderRow["ordered_id"], person: PersonId) {
  const values = { id: newId<"order-check">(systemClock), ...hangingOn(order), since: new Date() };
  return await write
    .insertInto("order_checks")
    .values({ ...values, acting_id: acting, person_id: person, created_at: new Date(), ...change })
    .execute();
}

const MEMBERS = ["viewer", "analyst", "responder", "manager", "administrator"];
const RESPONDERS = MEMBERS.slice(2);

/** Who can, besides the system. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "see an order": [...MEMBERS, "partner"],
  "order something of another": [],
  "order something of the own organisation": RESPONDERS,
  "change the state": [...RESPONDERS, "partner"],
  "move the deadline": RESPONDERS,
  "change what was ordered": [],
  "remove an order": [],
  "answer for the ordered": ["partner"],
  "review an answer": RESPONDERS,
  "ask for a check for the ordered": ["partner"],
  "write what a check found": [],
  "write what happened for the issuer": RESPONDERS,
  "rewrite what happened": [],
  "take a step of the ladder": [],
};

test("each principal can do to an order what the table says, and no more", async () => {
  const actions = await makeActions();
  assert.deepEqual(Object.keys(actions).sort(), Object.keys(MAY).sort());
  for (const [name, action] of Object.entries(actions)) {
    const able: string[] = [];
    for (const [principal, value] of Object.entries(world.principals))
      if (principal !== "system" && (await can(records, value, action))) able.push(principal);
    assert.deepEqual(able, MAY[name], name);
  }
});

async function makeActions(): Promise<Record<string, Action>> {
  const { home, partner } = world.organisations;
  const answer = await asHub(records, async (write) => {
    const id = await someEvidence(write, world.people.partner);
    return await anAnswer(write, partner, world.people.partner, [id]);
  });
  const change = async (write: Writer, set: object) =>
    counted(await write.updateTable("orders").set(set).where("id", "=", order.id).execute());
  return {
    "see an order": async (write) =>
      (await write.selectFrom("orders").select("id").where("id", "=", order.id).execute()).length,
    "order something of another": async (write, principal) => ((await anOrder(write, me(principal))) ? 1 : 0),
    "order something of the own organisation": async (write, principal) =>
      (await anOrder(write, me(principal), home)) ? 1 : 0,
    "change the state": async (write) => await change(write, { state: "acknowledged" }),
    "move the deadline": async (write) => await change(write, { deadline: new Date("2030-01-01") }),
    "change what was ordered": async (write) => await change(write, { measure: "nothing" }),
    "remove an order": async (write) =>
      counted(await write.deleteFrom("orders").where("id", "=", order.id).execute()),
    "answer for the ordered": async (write, principal) =>
      (await anAnswer(write, partner, me(principal))).rows,
    "review an answer": async (write, principal) => {
      try {
        return counted(await aReview(write, me(principal), { id: answer.id, person: world.people.partner }));
      } catch (error) {
        // Who brought the evidence, or does not see it, meets this before their role is asked for.
        if (codeOf(error) === CHECK_VIOLATION) return 0;
        throw error;
      }
    },
    "ask for a check for the ordered": async (write, principal) =>
      counted(await aCheck(write, {}, partner, me(principal))),
    "write what a check found": async (write, principal) => {
      const found = { outcome: "gone", coverage: "{}", finished_at: new Date() };
      return counted(await aCheck(write, found, partner, me(principal)));
    },
    "write what happened for the issuer": async (write, principal) =>
      counted(
        await write
          .insertInto("order_entries")
          .values(anEntry(home, me(principal)))
          .execute(),
      ),
    "rewrite what happened": async (write) =>
      counted(await write.updateTable("order_entries").set({ kind: "closed" }).execute()),
    "take a step of the ladder": async (write) =>
      counted(await write.insertInto("order_escalations").values(aStep()).execute()),
  };
}

function anEntry(acting_id: OrderRow["organisation_id"], person_id: PersonId) {
  const id = newId<"order-entry">(systemClock);
  return {
    id,
    ...hangingOn(order),
    kind: "withdrawn",
    acting_id,
    person_id,
    job: null,
    created_at: new Date(),
  };
}

function aStep() {
  return { ...hangingOn(order), deadline: order.deadline, step: "overdue", created_at: new Date() };
}

const CHECK_VIOLATION = "23514";

/** The hub's own role is bound by the constraints, too. */
async function refusedAs(work: (write: Writer) => Promise<unknown>): Promise<string | undefined> {
  try {
    await asHub(records, work);
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

test("the database closes no order without proof, and takes no proof of a check that found something else", async () => {
  const closing = { state: "closed", closed_at: new Date(), covered_until: new Date() } as const;
  const close = (write: Writer) =>
    write.updateTable("orders").set(closing).where("id", "=", order.id).execute();
  assert.equal(await refusedAs(close), CHECK_VIOLATION);
  for (const outcome of ["present", "inconclusive"] as const) {
    const prove = async (write: Writer) => {
      const check_id = newId<"order-check">(systemClock);
      const found = { id: check_id, outcome, coverage: "{}", finished_at: new Date() };
      await aCheck(write, found, world.organisations.partner, world.people.partner);
      const of = {
        id: newId<"order-proof">(systemClock),
        ...hangingOn(order),
        kind: "check" as const,
        check_id,
      };
      const proof = { ...of, outcome, reason: "x", created_at: new Date() };
      await write.insertInto("order_proofs").values(proof).execute();
    };
    assert.equal(await refusedAs(prove), CHECK_VIOLATION, outcome);
  }
});

test("the database takes no review by who submitted, by who brought evidence, or of nothing", async () => {
  const { people, organisations } = world;
  const reviewOf = (answerBy: PersonId, evidenceBy: PersonId | undefined, reviewer: PersonId) =>
    refusedAs(async (write) => {
      const ids = evidenceBy === undefined ? [] : [await someEvidence(write, evidenceBy)];
      const { id } = await anAnswer(write, organisations.partner, answerBy, ids);
      await aReview(write, reviewer, { id, person: answerBy });
    });
  assert.equal(await reviewOf(people.partner, people.partner, people.partner), CHECK_VIOLATION);
  assert.equal(await reviewOf(people.partner, people.manager, people.manager), CHECK_VIOLATION);
  assert.equal(await reviewOf(people.partner, undefined, people.manager), CHECK_VIOLATION);
  assert.equal(await reviewOf(people.partner, people.partner, people.manager), undefined);
});
