// SPDX-License-Identifier: Apache-2.0
/** What becomes of orders by themselves as time goes by, on real stores and with a clock that the test moves. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { NewOrder } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { newId, parseId } from "../../../platform/ids.ts";
import type { OrganisationId, OrganisationRole, PersonId } from "../../../platform/records/index.ts";
import { createTestPipeline, type TestPipeline } from "../../../test-kit/hub/test-pipeline.ts";
import { anOrganisation, aPerson } from "../../../test-kit/records/index.ts";
import { superviseOrders } from "../index.ts";
import { OrderedActs } from "../ordered.ts";
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
    person: { id, name: "Li", email: "li@example.org", language: "en" },
    organisations: roles.map(([organisation, role]) => ({ id: organisation, name: "o", role })),
    hubRoles: ["coordinator"],
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
  await ordered.refuse(responder, id, "It is not ours.");
  pipeline.clock.advance(1000 * HOUR_MS);
  await supervised();
  assert.equal((await stepsOf()).length, 4);
});
