// SPDX-License-Identifier: Apache-2.0
/** What becomes of orders by themselves as time goes by, on real stores and with a clock that the test moves. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { NewOrder } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { newId, parseId } from "../../../platform/ids.ts";
import type { OrganisationId, OrganisationRole, PersonId } from "../../../platform/records/index.ts";
import { createTestPipeline, type TestPipeline } from "../../../test-kit/hub/test-pipeline.ts";
import { anOrganisation, aPerson, asHub } from "../../../test-kit/records/index.ts";
import { aRule } from "../../../test-kit/records/shared-world.ts";
import { judge } from "../checks/coverage.ts";
import { superviseOrders } from "../index.ts";
import { IssuerActs } from "../issuer.ts";
import { OrderedActs } from "../ordered.ts";
import { hangingOn } from "../parts.ts";
import { findOrder } from "../records.ts";
import { Orders } from "../service.ts";

let pipeline: TestPipeline;

before(async () => {
  pipeline = await createTestPipeline();
});
after(async () => await pipeline[Symbol.asyncDispose]());

const HOUR_MS = 3_600_000;

function signedIn(id: PersonId, roles: readonly (readonly [OrganisationId, OrganisationRole])[]): SignedIn {
  return {
    sessionId: newId<"session">(pipeline.clock),
    person: { id, name: "Li", email: "li@example.org", key: undefined, language: "en" },
    organisations: roles.map(([organisation, role]) => ({ id: organisation, name: "o", role })),
    hubRoles: ["coordinator"],
    provedAt: pipeline.clock.now(),
  };
}

async function aWorld() {
  const { records } = pipeline;
  const [centre, member] = [await anOrganisation(records), await anOrganisation(records)];
  const coordinator = await aPerson(records, { roles: [[centre, "responder"]], hubRole: "coordinator" });
  const responder = await aPerson(records, { roles: [[member, "responder"]] });
  return {
    centre,
    member,
    coordinator: signedIn(coordinator, [[centre, "responder"]]),
    responder: signedIn(responder, [[member, "responder"]]),
  };
}

function wanted(centre: OrganisationId, member: OrganisationId, hours: number): NewOrder {
  const at = new Date(pipeline.clock.now().getTime() + hours * HOUR_MS).toISOString();
  return {
    organisationId: centre,
    orderedId: member,
    caseId: null,
    title: "Patch",
    measure: "Patch.",
    reason: "It is old.",
    severity: "high",
    marking: "amber+strict",
    deadline: { at },
    timeZone: "Asia/Shanghai",
    condition: null,
  };
}

async function supervised(): Promise<void> {
  await superviseOrders(pipeline, new AbortController().signal);
}

test("reminders, the deadline and escalations come once each, for an extended deadline anew, and stop at an answer", async () => {
  const { centre, member, coordinator, responder } = await aWorld();
  const orders = new Orders(pipeline);
  const ordered = new OrderedActs(pipeline);
  const issued = await orders.issue(coordinator, wanted(centre, member, 100));
  const id = parseId<"order">(issued.order.id) ?? assert.fail();
  const stepsOf = async () =>
    (await orders.get(coordinator, id)).entries
      .map(({ kind }) => kind)
      .filter((kind) => /remind|overdue|escal/.test(kind));
  await supervised();
  assert.deepEqual(await stepsOf(), []);
  pipeline.clock.advance(29 * HOUR_MS);
  await supervised();
  await supervised();
  assert.deepEqual(await stepsOf(), ["reminder"]);
  pipeline.clock.advance(71 * HOUR_MS);
  await supervised();
  assert.deepEqual(await stepsOf(), ["reminder", "last_reminder", "overdue"]);
  assert.equal((await orders.get(responder, id)).order.isOverdue, true);
  const overdue = await orders.list(responder, { isOverdue: true, sort: "deadline", limit: 10 });
  assert.deepEqual(
    overdue.orders.map((one) => one.id),
    [id],
  );
  pipeline.clock.advance(25 * HOUR_MS);
  await supervised();
  assert.equal((await stepsOf()).at(-1), "escalation");
  const announced = await pipeline.records.read({ kind: "system", job: "test" }, ({ read }) =>
    read.selectFrom("outbox").select("payload").where("topic", "=", "order.escalated").execute(),
  );
  assert.equal(announced.length, 4);
  const until = { at: new Date(pipeline.clock.now().getTime() + 24 * HOUR_MS).toISOString() };
  await ordered.askExtension(responder, id, { until, reason: "Parts." });
  const asked = (await orders.get(coordinator, id)).extensions[0]?.id ?? "";
  const extensionId = parseId<"order-extension">(asked) ?? assert.fail();
  await new IssuerActs(pipeline).decideExtension(coordinator, id, extensionId, {
    isGranted: true,
    reason: "Well.",
  });
  await supervised();
  assert.deepEqual((await stepsOf()).slice(4), ["reminder", "last_reminder"]);
  pipeline.clock.advance(24 * HOUR_MS);
  await supervised();
  assert.deepEqual((await stepsOf()).slice(6), ["overdue"]);
  await ordered.refuse(responder, id, "It is not ours.");
  pipeline.clock.advance(1000 * HOUR_MS);
  await supervised();
  assert.equal((await stepsOf()).length, 7);
});

test("a hub that was stopped between a check and what follows from it closes the order when it is back", async () => {
  const { centre, member, coordinator, responder } = await aWorld();
  const orders = new Orders(pipeline);
  const condition = {
    ruleKeys: ["r"],
    hosts: ["h"],
    in: "issuer",
    observeHours: 24,
    silenceMinutes: 60,
  } as const;
  const body = { ...wanted(centre, member, 100), condition: { ...condition, ruleKeys: ["r"], hosts: ["h"] } };
  await asHub(pipeline.records, (write) => aRule(write, { owner: centre, marking: null }, "r"));
  const issued = await orders.issue(coordinator, body);
  const id = parseId<"order">(issued.order.id) ?? assert.fail();
  await new OrderedActs(pipeline).answer(responder, id, { measure: "Done.", evidenceIds: [] });
  const row = await pipeline.records.read({ kind: "system", job: "test" }, (tx) => findOrder(tx, id));
  const now = pipeline.clock.now();
  const span = { from: now, to: now, alerts: 0, falsePositives: 0, rulesOff: [], hosts: [] };
  const { coverage } = judge(span, { observeHours: 0, silenceMinutes: 60 });
  await asHub(pipeline.records, (write) =>
    write
      .insertInto("order_checks")
      .values({
        id: newId<"order-check">(pipeline.clock),
        ...hangingOn(row ?? assert.fail()),
        acting_id: null,
        person_id: null,
        since: now,
        created_at: now,
        finished_at: now,
        outcome: "gone",
        coverage: JSON.stringify(coverage),
      })
      .execute(),
  );
  await supervised();
  const { order, proofs } = await orders.get(responder, id);
  assert.deepEqual([order.state, proofs.map(({ kind }) => kind)], ["closed", ["check"]]);
});
