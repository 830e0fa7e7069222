// SPDX-License-Identifier: Apache-2.0
/** Orders through HTTP: from an alert at the centre to the proof by a member, and back when it returns. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CASE_DETAIL,
  CASES,
  EVIDENCE,
  EVIDENCE_LIST,
  ORDER_DETAIL,
  ORDERS,
  type OrderDetail,
  RULES,
  TIMELINE,
} from "@fengsui/contract";
import { z } from "zod";
import type { OrganisationId, PersonId } from "../../platform/records/index.ts";
import { anOrganisation } from "../../test-kit/records/index.ts";
import {
  anAlertOn,
  aSignedInPerson,
  aWatchedOrganisation,
  type Browser,
  deliverEvents,
  LiveStream,
  problemOf,
  startTestHub,
  type TestHub,
  type WatchedOrganisation,
  WHOAMI_RULE,
} from "../../test-kit/web/index.ts";

/** A year that is still to come. */
const LATER = new Date().getUTCFullYear() + 3;

let hub: TestHub;
let world: World;

before(async () => {
  hub = await startTestHub();
  world = await aWorld();
});
after(async () => await hub[Symbol.asyncDispose]());

interface Somebody {
  readonly id: PersonId;
  readonly browser: Browser;
}

interface World {
  readonly centre: WatchedOrganisation;
  readonly coordinator: Somebody;
  readonly member: OrganisationId;
  readonly responder: Somebody;
  readonly stranger: Somebody;
  readonly ruleKey: string;
}

async function aWorld(): Promise<World> {
  const centre = await aWatchedOrganisation(hub);
  const member = await anOrganisation(hub.records);
  const elsewhere = await anOrganisation(hub.records);
  const { rules } = RULES.parse(await centre.browser.json("GET", "/api/v1/rules"));
  return {
    centre,
    coordinator: await aSignedInPerson(hub, { roles: [[centre.id, "responder"]], hubRole: "coordinator" }),
    member,
    responder: await aSignedInPerson(hub, { roles: [[member, "responder"]] }),
    stranger: await aSignedInPerson(hub, { roles: [[elsewhere, "administrator"]] }),
    ruleKey: rules.find(({ id }) => id === centre.ruleId)?.key ?? assert.fail(),
  };
}

async function issue(wanted: object = {}): Promise<OrderDetail> {
  const body = {
    organisationId: world.centre.id,
    orderedId: world.member,
    title: "Rebuild ws1",
    measure: "Take ws1 off the network and install it anew.",
    reason: "It answers to somebody else.",
    deadline: { date: `${LATER}-12-01` },
    timeZone: "Asia/Shanghai",
    ...wanted,
  };
  return ORDER_DETAIL.parse(await world.coordinator.browser.json("POST", "/api/v1/orders", body));
}

async function act({ browser }: Pick<Somebody, "browser">, id: string, name: string, body: object = {}) {
  return ORDER_DETAIL.parse(await browser.json("POST", `/api/v1/orders/${id}/${name}`, body));
}

async function refusalOf(
  { browser }: Pick<Somebody, "browser">,
  id: string,
  name: string,
  body: object = {},
) {
  return (await problemOf(await browser.send("POST", `/api/v1/orders/${id}/${name}`, body))).code;
}

async function orderAt({ browser }: Pick<Somebody, "browser">, id: string) {
  return ORDER_DETAIL.parse(await browser.json("GET", `/api/v1/orders/${id}`));
}

async function addEvidence({ browser }: Pick<Somebody, "browser">, id: string): Promise<string> {
  const response = await fetch(new URL(`/api/v1/orders/${id}/evidence?name=photo.png`, hub.address), {
    method: "POST",
    headers: { cookie: browser.cookie, "x-csrf-token": browser.csrfToken ?? "" },
    body: "a picture",
  });
  return EVIDENCE.parse(await response.json()).id;
}

async function answered(id: string, wanted: object = {}): Promise<OrderDetail> {
  const evidenceIds = [await addEvidence(world.responder, id)];
  return await act(world.responder, id, "answers", { measure: "Done.", evidenceIds, ...wanted });
}

test("cases and orders are found by the system of the ledger that they are about, by each side with its own", async () => {
  const { centre, coordinator, member, responder, ruleKey } = world;
  const enter = async ({ browser }: Pick<Somebody, "browser">, path: string, body: object) =>
    z.object({ id: z.string() }).parse(await browser.json("POST", `/api/v1/ledger/${path}`, body)).id;
  const manager = await aSignedInPerson(hub, { roles: [[member, "manager"]] });
  const sides = [
    [centre, centre.id],
    [manager, member],
  ] as const;
  const systems: string[] = [];
  for (const [who, organisationId] of sides) {
    const systemId = await enter(who, "systems", { organisationId, name: "Billing" });
    const identifiers = [{ kind: "hostname", value: "billing7" }];
    await enter(who, "assets", { organisationId, systemId, kind: "host", identifiers });
    systems.push(systemId);
  }
  const other = await enter(centre, "systems", { organisationId: centre.id, name: "Another" });
  const alert = await anAlertOn(hub, centre, "billing7");
  const newCase = { organisationId: centre.id, alertIds: [alert.id] };
  const made = CASE_DETAIL.parse(await coordinator.browser.json("POST", "/api/v1/cases", newCase));
  const into = CASE_DETAIL.parse(
    await coordinator.browser.json("POST", "/api/v1/cases", {
      organisationId: centre.id,
      title: "All of it",
    }),
  );
  const casesOf = async (systemId: string) =>
    CASES.parse(await centre.browser.json("GET", `/api/v1/cases?systemId=${systemId}`)).cases.map(
      ({ id }) => id,
    );
  const [ours = "", theirs = ""] = systems;
  assert.deepEqual([await casesOf(ours), await casesOf(other)], [[made.case.id], []]);
  const ofCase = await issue({ caseId: made.case.id });
  const ofHost = await issue({ condition: { ruleKeys: [ruleKey], hosts: ["BILLING7.corp.example", "x1"] } });
  await issue({ condition: { ruleKeys: [ruleKey], hosts: ["billing"] } });
  const ordersOf = async ({ browser }: Pick<Somebody, "browser">, systemId: string) => {
    const { orders } = ORDERS.parse(await browser.json("GET", `/api/v1/orders?systemId=${systemId}`));
    return orders.map(({ id }) => id).sort();
  };
  assert.deepEqual(await ordersOf(centre, ours), [ofCase.order.id, ofHost.order.id].sort());
  assert.deepEqual(await ordersOf(centre, other), []);
  assert.deepEqual(await ordersOf(responder, theirs), [ofHost.order.id]);
  await coordinator.browser.json("POST", `/api/v1/cases/${made.case.id}/merge`, {
    intoId: into.case.id,
    reason: "One campaign.",
  });
  assert.deepEqual(await casesOf(ours), [into.case.id]);
});

test("from an alert to an order, its proof by a second person, and its return", async () => {
  const { centre, coordinator, member, responder, stranger, ruleKey } = world;
  const alert = await anAlertOn(hub, centre, "ws1");
  const newCase = { organisationId: centre.id, alertIds: [alert.id] };
  const made = CASE_DETAIL.parse(await coordinator.browser.json("POST", "/api/v1/cases", newCase));
  const condition = { ruleKeys: [ruleKey], hosts: ["WS1"] };
  const { order } = await issue({ caseId: made.case.id, condition });
  assert.equal(order.deadline, `${LATER}-12-01T16:00:00.000Z`);
  assert.deepEqual([order.caseId, order.state], [made.case.id, "issued"]);

  // The member is told what the order says, and nothing of the case.
  const { order: received } = await orderAt(responder, order.id);
  assert.deepEqual([received.caseId, received.reason], [null, "It answers to somebody else."]);
  const behind = await responder.browser.send("GET", `/api/v1/cases/${made.case.id}`);
  assert.equal((await problemOf(behind)).code, "case.not_found");
  const unseen = await stranger.browser.send("GET", `/api/v1/orders/${order.id}`);
  assert.equal((await problemOf(unseen)).code, "order.not_found");

  const acknowledged = await act(responder, order.id, "acknowledge");
  assert.equal(acknowledged.order.state, "acknowledged");
  assert.equal(
    await refusalOf(responder, order.id, "answers", { measure: "x", evidenceIds: [made.case.id] }),
    "http.invalid",
  );
  const { order: isAnswered } = await answered(order.id);
  assert.equal(isAnswered.state, "answered");
  assert.equal(
    await refusalOf(responder, order.id, "accept", { reason: "We trust us." }),
    "access.forbidden",
  );
  await act(coordinator, order.id, "review");
  const { evidence } = EVIDENCE_LIST.parse(
    await coordinator.browser.json("GET", `/api/v1/orders/${order.id}/evidence`),
  );
  const content = await coordinator.browser.send(
    "GET",
    `/api/v1/evidence/${evidence[0]?.id}/content?purpose=view`,
  );
  assert.equal(await content.text(), "a picture");
  const closed = await act(coordinator, order.id, "accept", { reason: "The picture shows it." });
  assert.equal(closed.order.state, "closed");
  assert.deepEqual(
    closed.proofs.map(({ kind, reviewedBy }) => [kind, reviewedBy]),
    [["review", coordinator.id]],
  );

  const { stream } = await LiveStream.open(responder.browser);
  using _stream = stream;
  await deliverEvents(hub, centre, [{ host: "ws1", time: new Date(Date.now() + 60_000) }]);
  let detail = await orderAt(responder, order.id);
  while (detail.order.state === "closed") {
    await stream.nextOf("order.changed");
    detail = await orderAt(responder, order.id);
  }
  assert.deepEqual([detail.order.state, detail.order.round], ["issued", 2]);
  assert.ok(new Date(detail.order.deadline) > new Date(`${LATER}-01-01`));
  assert.deepEqual(
    detail.entries.map(({ kind, organisationId }) => [kind, organisationId]),
    [
      ["issued", centre.id],
      ["acknowledged", member],
      ["evidence_added", member],
      ["answered", member],
      ["review_begun", centre.id],
      ["closed", centre.id],
      ["reopened", null],
    ],
  );
  const casePath = `/api/v1/cases/${made.case.id}/timeline?by=created`;
  const { stream: cases } = await LiveStream.open(coordinator.browser);
  using _cases = cases;
  const kindsOf = async () =>
    TIMELINE.parse(await coordinator.browser.json("GET", casePath)).entries.map(({ kind }) => kind);
  while (!(await kindsOf()).includes("order.reopened")) await cases.nextOf("case.changed");
  assert.deepEqual(
    (await kindsOf()).filter((kind) => kind.startsWith("order.")),
    ["order.issued", ...Array(4).fill("order.changed"), "order.closed", "order.reopened"],
  );
});

test("nobody reviews what they brought themselves, though they are of both organisations", async () => {
  const { centre, member, coordinator } = world;
  const both = await aSignedInPerson(hub, {
    roles: [
      [centre.id, "manager"],
      [member, "manager"],
    ],
  });
  const { order } = await issue();
  const evidenceIds = [await addEvidence(both, order.id)];
  // Another submits what this person brought.
  await act(world.responder, order.id, "answers", { measure: "Done.", evidenceIds });
  assert.equal(await refusalOf(both, order.id, "accept", { reason: "x" }), "order.own_work");
  assert.equal((await act(coordinator, order.id, "accept", { reason: "Seen." })).order.state, "closed");
});

test("an answer without evidence, and evidence of another order, prove nothing", async () => {
  const { responder, coordinator, ruleKey } = world;
  const { order } = await issue();
  const { order: other } = await issue();
  const foreign = await addEvidence(responder, other.id);
  assert.equal(await refusalOf(responder, order.id, "answers", { measure: "x" }), "http.invalid");
  assert.equal(
    await refusalOf(responder, order.id, "answers", { measure: "x", evidenceIds: [foreign] }),
    "http.invalid",
  );
  const { order: checked } = await issue({ condition: { ruleKeys: [ruleKey], hosts: ["ws2"] } });
  await act(responder, checked.id, "answers", { measure: "x" });
  assert.equal(await refusalOf(coordinator, checked.id, "accept", { reason: "x" }), "order.not_proven");
});

test("more time is asked for with a reason, and granted or refused with one", async () => {
  const { responder, coordinator } = world;
  const { order } = await issue({ deadline: { at: `${LATER}-12-01T12:00:00+08:00` } });
  const ask = { until: { date: `${LATER}-12-05` }, reason: "The parts come by ship." };
  const asked = await act(responder, order.id, "extensions", ask);
  assert.equal(await refusalOf(responder, order.id, "extensions", ask), "order.extension_open");
  const path = `extensions/${asked.extensions[0]?.id}/decision`;
  assert.equal(
    await refusalOf(responder, order.id, path, { isGranted: true, reason: "x" }),
    "access.forbidden",
  );
  const refused = await act(coordinator, order.id, path, { isGranted: false, reason: "By air, then." });
  assert.deepEqual(
    [refused.extensions[0]?.state, refused.order.deadline],
    ["refused", `${LATER}-12-01T04:00:00.000Z`],
  );
  const again = await act(responder, order.id, "extensions", ask);
  const second = again.extensions[1]?.id;
  const granted = await act(coordinator, order.id, `extensions/${second}/decision`, {
    isGranted: true,
    reason: "Well.",
  });
  assert.equal(granted.order.deadline, `${LATER}-12-05T16:00:00.000Z`);
  const twice = await refusalOf(coordinator, order.id, `extensions/${second}/decision`, {
    isGranted: true,
    reason: "x",
  });
  assert.equal(twice, "order.extension_open");
});

test("an order is refused with a reason, insisted on, returned and withdrawn", async () => {
  const { responder, coordinator } = world;
  const { order } = await issue();
  assert.equal((await act(responder, order.id, "refuse", { reason: "Not ours." })).order.state, "refused");
  assert.equal(await refusalOf(coordinator, order.id, "accept", { reason: "x" }), "order.wrong_state");
  const insisted = await act(coordinator, order.id, "insist", {
    reason: "It is.",
    deadline: { date: `${LATER}-12-24` },
  });
  assert.deepEqual(
    [insisted.order.state, insisted.order.deadline],
    ["issued", `${LATER}-12-24T16:00:00.000Z`],
  );
  await answered(order.id);
  const returned = await act(coordinator, order.id, "return", { reason: "That is another machine." });
  assert.equal(returned.order.state, "acknowledged");
  assert.equal(
    (await act(coordinator, order.id, "withdraw", { reason: "Our mistake." })).order.state,
    "withdrawn",
  );
  assert.equal(await refusalOf(responder, order.id, "acknowledge"), "order.wrong_state");
});

test("who is no coordinator orders nothing of another organisation, but may of the own", async () => {
  const { centre, member, stranger } = world;
  const body = {
    organisationId: centre.id,
    title: "x",
    measure: "x",
    reason: "x",
    deadline: { date: `${LATER}-01-01` },
    timeZone: "Europe/Berlin",
  };
  const send = (change: object) => centre.browser.send("POST", "/api/v1/orders", { ...body, ...change });
  assert.equal((await problemOf(await send({ orderedId: member }))).code, "access.forbidden");
  const own = await send({ orderedId: centre.id });
  assert.equal(own.status, 201);
  const past = await send({ orderedId: centre.id, deadline: { date: "2020-01-01" } });
  assert.equal((await problemOf(past)).code, "http.invalid");
  const nowhere = await send({ orderedId: centre.id, timeZone: "Mars/Olympus" });
  assert.equal((await problemOf(nowhere)).code, "http.invalid");
  const foreign = await stranger.browser.send("POST", "/api/v1/orders", { ...body, orderedId: member });
  assert.equal((await problemOf(foreign)).code, "access.forbidden");
});

test("orders are listed by side, state, deadline and words, page by page", async () => {
  const { coordinator, responder, stranger } = world;
  const near = await issue({ title: "Needle near", deadline: { date: `${LATER - 1}-01-01` } });
  const far = await issue({ title: "Needle far", deadline: { date: `${LATER}-01-01` } });
  const list = async ({ browser }: Pick<Somebody, "browser">, query: string) =>
    ORDERS.parse(await browser.json("GET", `/api/v1/orders?${query}`));
  const titles = async (who: Pick<Somebody, "browser">, query: string) =>
    (await list(who, query)).orders.map(({ title }) => title);
  assert.deepEqual(await titles(responder, "text=needle"), ["Needle near", "Needle far"]);
  assert.deepEqual(await titles(responder, "text=needle&sort=changed"), ["Needle far", "Needle near"]);
  assert.deepEqual(await titles(responder, `text=${far.order.reference.toLowerCase()}`), ["Needle far"]);
  assert.deepEqual(await titles(responder, `text=needle&dueBefore=${LATER - 1}-06-01T00:00:00Z`), [
    "Needle near",
  ]);
  assert.deepEqual(await titles(responder, "text=needle&direction=issued"), []);
  assert.deepEqual(await titles(coordinator, "text=needle&direction=issued&isOverdue=false&state=issued"), [
    "Needle near",
    "Needle far",
  ]);
  assert.deepEqual(await titles(stranger, "text=needle"), []);
  const first = await list(responder, "text=needle&limit=1");
  assert.deepEqual(
    first.orders.map(({ id }) => id),
    [near.order.id],
  );
  assert.deepEqual(await titles(responder, `text=needle&limit=1&after=${first.next}`), ["Needle far"]);
});

/** The order when its check has been done. */
async function checked(id: string): Promise<OrderDetail> {
  const { stream } = await LiveStream.open(world.coordinator.browser);
  using _stream = stream;
  for (;;) {
    const detail = await orderAt(world.coordinator, id);
    const outcome = detail.checks.at(-1)?.outcome ?? null;
    if (outcome !== null && (outcome !== "gone" || detail.order.state === "closed")) return detail;
    await stream.nextOf("order.changed");
  }
}

test("a check closes an order when the condition is gone while the source was heard, and says what it covered", async () => {
  const { centre, responder, ruleKey } = world;
  const now = Date.now();
  const hosts = ["heard", "unheard", "still-there"];
  const [heard, unheard, present] = await Promise.all(
    hosts.map((host) => issue({ condition: { ruleKeys: [ruleKey], hosts: [host], observeHours: 1 } })),
  );
  const events = Array.from({ length: 9 }, (_, index) => ({
    host: "heard",
    time: new Date(now - (index * 20 + 1) * 60_000),
    image: "C:\\Windows\\notepad.exe",
  }));
  await deliverEvents(hub, centre, [
    ...events,
    { host: "unheard", time: new Date(now - 170 * 60_000), image: "C:\\Windows\\notepad.exe" },
    { host: "still-there", time: new Date(now - 10 * 60_000) },
  ]);
  const doneAt = new Date(now - 120 * 60_000).toISOString();
  const outcomes: unknown[] = [];
  for (const detail of [heard, unheard, present]) {
    const id = detail?.order.id ?? "";
    await act(responder, id, "answers", { measure: "Cleaned.", doneAt });
    // Long enough ago: the hub looks by itself.
    const { checks, order, proofs } = await checked(id);
    const check = checks.at(-1);
    outcomes.push([check?.outcome, order.state]);
    const [source] = check?.coverage?.hosts[0]?.sources ?? [];
    if (check?.outcome === "gone") {
      assert.deepEqual([source?.events, source?.wasAlive], [6, true]);
      assert.equal(proofs[0]?.kind, "check");
    }
    if (check?.outcome === "inconclusive") {
      assert.deepEqual([source?.events, source?.wasAlive], [0, false]);
      assert.match(check.coverage?.explanation ?? "", /silent .* about unheard/);
    }
  }
  assert.deepEqual(outcomes, [
    ["gone", "closed"],
    ["inconclusive", "answered"],
    ["present", "answered"],
  ]);
});

test("an order says to each who looks what they may do now, and why not the rest", async () => {
  const { responder, coordinator, centre } = world;
  const { order } = await issue();
  const viewer = await aSignedInPerson(hub, { roles: [[centre.id, "viewer"]] });
  const seen = async (by: Pick<Somebody, "browser">, names: readonly string[]) => {
    const { acts } = await orderAt(by, order.id);
    return names.map((name) => acts.find(({ act: one }) => one === name)?.obstacle);
  };
  const names = ["acknowledge", "decide_extension", "accept", "ask_check"];
  assert.deepEqual(await seen(responder, names), [null, "other_side", "other_side", "wrong_state"]);
  assert.deepEqual(await seen(coordinator, names), [
    "other_side",
    "no_extension",
    "wrong_state",
    "wrong_state",
  ]);
  assert.deepEqual(await seen(viewer, names), ["other_side", "role", "role", "role"]);
  await answered(order.id);
  assert.deepEqual(await seen(coordinator, names), ["other_side", "wrong_state", null, "no_condition"]);
  const { order: own } = await issue({ orderedId: centre.id });
  const evidenceIds = [await addEvidence(coordinator, own.id)];
  const { acts } = await act(coordinator, own.id, "answers", { measure: "Done.", evidenceIds });
  assert.equal(acts.find((one) => one.act === "accept")?.obstacle, "own_work");
});

test("a condition by a rule that one sees nowhere is refused, with its name", async () => {
  const { coordinator, centre, member, ruleKey } = world;
  const theirs = await aWatchedOrganisation(hub);
  await theirs.browser.json("POST", "/api/v1/rules", {
    organisationId: theirs.id,
    files: [{ name: "a.yml", text: WHOAMI_RULE.replaceAll("1111", "2222") }],
  });
  const body = {
    organisationId: centre.id,
    orderedId: member,
    title: "Rebuild ws1",
    measure: "Install it anew.",
    reason: "It answers to somebody else.",
    deadline: { date: `${LATER}-12-01` },
    timeZone: "Asia/Shanghai",
  };
  for (const unknown of ["no-such-rule", "22222222-2222-4111-8111-222222222222"]) {
    const condition = { ruleKeys: [ruleKey, unknown], hosts: ["ws1"] };
    const answer = await coordinator.browser.send("POST", "/api/v1/orders", { ...body, condition });
    const { code, detail } = await problemOf(answer);
    assert.deepEqual([code, detail], ["order.rule_unknown", `condition.ruleKeys: ${unknown}`]);
  }
});

test("a check of the ordered organisation's own logs needs its agreement", async () => {
  const { responder, coordinator, ruleKey } = world;
  const condition = { ruleKeys: [ruleKey], hosts: ["ws9"], in: "ordered" };
  const { order } = await issue({ condition });
  await act(responder, order.id, "acknowledge");
  await answered(order.id);
  assert.equal(await refusalOf(coordinator, order.id, "checks"), "order.check_impossible");
  const { order: agreed } = await issue({ condition });
  await act(responder, agreed.id, "acknowledge", { agreesToCheck: true });
  await answered(agreed.id);
  await act(coordinator, agreed.id, "checks");
  const detail = await checked(agreed.id);
  assert.equal(detail.checks[0]?.outcome, "inconclusive");
  // The member has no such rule: it could not have found anything.
  assert.deepEqual(detail.checks[0]?.coverage?.rulesOff, [ruleKey]);
});
