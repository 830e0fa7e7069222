// SPDX-License-Identifier: Apache-2.0
/**
 * Each figure of the overview is the length of the list that it leads to, for whoever asks: in a made world of three
 * organisations with records of their own, some of them shared.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  ALERT_LEVELS,
  type ALERT_QUERY,
  ALERTS,
  type CASE_QUERY,
  CASES,
  DEAD_LETTERS,
  type ORDER_QUERY,
  ORDERS,
  RULES,
  SITUATION,
  type Situation,
  SOURCES,
} from "@fengsui/contract";
import type { z } from "zod";
import { systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { ensureAudience, type OrganisationId, type Writer } from "../../platform/records/index.ts";
import { anOrganisation, asHub } from "../../test-kit/records/index.ts";
import { aSignedInPerson, type Browser, startTestHub, type TestHub } from "../../test-kit/web/index.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.now();
const SPAN = { from: new Date(NOW - 7 * DAY_MS).toISOString(), to: new Date(NOW + HOUR_MS).toISOString() };
const TECHNIQUES = ["T1003.001", "T1059.001", "T1059"] as const;

let hub: TestHub;
let organisations: readonly [OrganisationId, OrganisationId, OrganisationId];
let readers: Record<string, Browser>;

/** The same every time (mulberry32). */
let seed = 20261124;
function chance(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
function oneOf<Value>(values: readonly Value[]): Value {
  return values[Math.floor(chance() * values.length)] ?? assert.fail();
}

before(async () => {
  hub = await startTestHub();
  organisations = [
    await anOrganisation(hub.records, "Centre"),
    await anOrganisation(hub.records, "Harbour"),
    await anOrganisation(hub.records, "Power"),
  ];
  const [centre, harbour, power] = organisations;
  const centrePerson = await aSignedInPerson(hub, {
    roles: [[centre, "manager"]],
    hubRole: "coordinator",
  });
  readers = {
    centre: centrePerson.browser,
    harbour: (await aSignedInPerson(hub, { roles: [[harbour, "responder"]] })).browser,
    both: (
      await aSignedInPerson(hub, {
        roles: [
          [harbour, "viewer"],
          [power, "viewer"],
        ],
      })
    ).browser,
  };
  await asHub(hub.records, async (write) => {
    for (const [index, organisation] of organisations.entries()) await fill(write, index, organisation);
  });
  await makeCases();
  await makeOrders(centrePerson.browser);
});
after(async () => await hub[Symbol.asyncDispose]());

async function fill(write: Writer, index: number, owner: OrganisationId): Promise<void> {
  const others = organisations.filter((id) => id !== owner);
  const audiences = [
    await ensureAudience(write, { owner, marking: null }),
    await ensureAudience(write, { owner, marking: "amber", organisations: others.slice(0, 1) }),
  ];
  const rules = [];
  for (const [number, technique] of TECHNIQUES.entries()) {
    const id = newId<"rule">(systemClock);
    const techniques = number === 0 ? [technique, "T1003"] : [technique];
    const key = `rule ${number}`;
    const row = { id, organisation_id: owner, audience_id: audiences[0] ?? 0, key, title: key, techniques };
    await write
      .insertInto("rules")
      .values({ ...row, level: "high", is_enabled: number > 0 })
      .execute();
    rules.push(id);
  }
  const [suppression, window] = [newId<"suppression">(systemClock), new Date(NOW - 60 * DAY_MS)];
  await write
    .insertInto("suppressions")
    .values({
      id: suppression,
      organisation_id: owner,
      rule_id: oneOf(rules),
      reason: "drill",
      expires_at: new Date(NOW + DAY_MS),
    })
    .execute();
  for (let number = 0; number < 40 + 10 * index; number++) {
    const at = new Date(NOW - chance() * 20 * DAY_MS);
    const isClosed = chance() < 0.4;
    await write
      .insertInto("alerts")
      .values({
        id: newId<"alert">(systemClock),
        organisation_id: owner,
        audience_id: oneOf(audiences),
        rule_id: oneOf(rules),
        rule_version: 1,
        title: "a",
        level: oneOf(ALERT_LEVELS),
        entity_kind: "host",
        entity: `ws${Math.floor(chance() * 5)}`,
        window_start: new Date(window.getTime() + number * HOUR_MS),
        window_end: new Date(window.getTime() + (number + 1) * HOUR_MS),
        first_event_at: at,
        last_event_at: at,
        suppression_id: chance() < 0.1 ? suppression : null,
        state: isClosed ? "closed" : "open",
        verdict: isClosed ? "benign" : null,
        assignee_id: null,
      })
      .execute();
  }
  await fillSources(write, owner);
}

async function fillSources(write: Writer, organisation_id: OrganisationId): Promise<void> {
  const [heard, since] = [new Date(NOW - 5 * HOUR_MS), new Date(NOW - 4 * HOUR_MS)];
  const of = { organisation_id, first_seen_at: heard, last_seen_at: heard };
  const states = [
    { ...of, name: "speaks" },
    { ...of, name: "is silent", silent_since: since },
    { ...of, name: "spoke again", last_seen_at: new Date(NOW), silent_since: since },
    { ...of, name: "is off", silent_since: since, disabled_at: new Date(NOW) },
    { organisation_id, name: "waits" },
  ];
  for (const state of states) {
    const id = newId<"source">(systemClock);
    await write
      .insertInto("sources")
      .values({ id, ...state })
      .execute();
    const letters = Math.floor(chance() * 3);
    for (let position = 0; position < letters; position++)
      await write
        .insertInto("dead_letters")
        .values({
          id: newId<"dead-letter">(systemClock),
          organisation_id,
          source_id: id,
          received_at: new Date(NOW - chance() * 20 * DAY_MS),
          position,
          code: "json.syntax",
          message: "no",
          bytes: Buffer.from("{"),
          byte_count: 1,
        })
        .execute();
  }
}

async function makeCases(): Promise<void> {
  const worker = await aSignedInPerson(hub, { roles: organisations.map((id) => [id, "analyst"] as const) });
  for (let number = 0; number < 14; number++) {
    const body = {
      organisationId: oneOf(organisations),
      title: `case ${number}`,
      severity: oneOf(ALERT_LEVELS),
    };
    await worker.browser.json("POST", "/api/v1/cases", body);
  }
  await asHub(hub.records, async (write) => {
    const ids = await write.selectFrom("cases").select(["id", "organisation_id"]).orderBy("id").execute();
    for (const [number, { id, organisation_id }] of ids.entries()) {
      const created_at = new Date(NOW - ((number * 9) % 120) * DAY_MS - HOUR_MS);
      const sibling = ids.slice(0, number).find((other) => other.organisation_id === organisation_id);
      const merged_into_id = number % 6 === 5 ? (sibling?.id ?? null) : null;
      const state = number % 5 === 0 && number > 0 ? "in_progress" : "open";
      await write
        .updateTable("cases")
        .set({ created_at, state, merged_into_id })
        .where("id", "=", id)
        .execute();
    }
  });
}

async function makeOrders(coordinator: Browser): Promise<void> {
  const [centre, harbour, power] = organisations;
  for (let number = 0; number < 9; number++) {
    const body = {
      organisationId: centre,
      orderedId: oneOf([harbour, power, centre]),
      title: `order ${number}`,
      measure: "Install it anew.",
      reason: "It answers to somebody else.",
      deadline: { at: new Date(NOW + (number + 1) * DAY_MS).toISOString() },
      timeZone: "Asia/Shanghai",
    };
    await coordinator.json("POST", "/api/v1/orders", body);
  }
  await asHub(hub.records, async (write) => {
    const ids = await write.selectFrom("orders").select("id").orderBy("id").execute();
    for (const [number, { id }] of ids.entries()) {
      const issued_at = new Date(NOW - number * 15 * DAY_MS - HOUR_MS);
      const deadline = number % 3 === 0 ? new Date(NOW - HOUR_MS) : new Date(NOW + DAY_MS);
      const state = (["issued", "acknowledged", "answered", "withdrawn"] as const)[number % 4] ?? "issued";
      await write.updateTable("orders").set({ issued_at, deadline, state }).where("id", "=", id).execute();
    }
  });
}

type Query<Schema extends z.ZodType> = Readonly<
  Partial<Record<keyof z.input<Schema>, string | readonly string[]>>
>;

async function lengthOf(browser: Browser, path: string, query: Readonly<Record<string, unknown>>) {
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [value].flat().map((one) => [name, String(one)]),
  );
  const answer = await browser.json(
    "GET",
    `/api/v1/${path}?${new URLSearchParams([...pairs, ["limit", "500"]])}`,
  );
  const lists = { alerts: ALERTS, cases: CASES, orders: ORDERS, "dead-letters": DEAD_LETTERS };
  if (path === "alerts") return lists.alerts.parse(answer).alerts.length;
  if (path === "cases") return lists.cases.parse(answer).cases.length;
  if (path === "orders") return lists.orders.parse(answer).orders.length;
  return lists["dead-letters"].parse(answer).deadLetters.length;
}

/** What a figure says, the list that it leads to, and by which name to complain. */
type Claim = readonly [name: string, figure: number, path: string, query: Readonly<Record<string, unknown>>];

function alertClaims({ alerts, topRules, topEntities, techniques }: Situation): Claim[] {
  const claim = (name: string, figure: number, query: Query<typeof ALERT_QUERY>): Claim => [
    name,
    figure,
    "alerts",
    query,
  ];
  const open = { state: "open" };
  return [
    ...alerts.open.map(({ level, count }) => claim(`open ${level}`, count, { ...open, level })),
    claim("unassigned", alerts.openUnassigned, { ...open, assignee: "nobody" }),
    ...alerts.inSpan.map(({ level, state, count }) =>
      claim(`${state} ${level}`, count, { ...SPAN, state, level }),
    ),
    claim("before", alerts.before, {
      from: new Date(2 * Date.parse(SPAN.from) - Date.parse(SPAN.to)).toISOString(),
      to: SPAN.from,
    }),
    // Every seventh, which meets each level and time of day.
    ...alerts.trend
      .filter((_, index) => index % 7 === 0)
      .map(({ start, level, count }) => {
        const end = Math.min(Date.parse(start) + 6 * HOUR_MS, Date.parse(SPAN.to));
        const from = new Date(Math.max(Date.parse(start), Date.parse(SPAN.from))).toISOString();
        return claim(`trend ${start} ${level}`, count, { from, to: new Date(end).toISOString(), level });
      }),
    ...topRules.map(({ ruleId, title, count }) => claim(title, count, { ...SPAN, ruleId })),
    ...topEntities.map(({ entity, count }) => claim(entity, count, { ...SPAN, entity })),
    ...topEntities.map(({ entity, open: number }) => claim(entity, number, { ...SPAN, entity, ...open })),
    ...techniques.map(({ technique, count }) => claim(technique, count, { ...SPAN, technique })),
    ...techniques.map(({ technique, open: number }) =>
      claim(technique, number, { ...SPAN, technique, ...open }),
    ),
  ];
}

const ACTIVE = { state: ["open", "in_progress"] };
const OPEN_ORDERS = { state: ["issued", "acknowledged", "answered", "under_review", "refused"] };
const beginningBefore = (days: number) => new Date(NOW - days * DAY_MS).toISOString();

function workClaims({ cases, orders, deadLetters }: Situation): Claim[] {
  const ofCases = (name: string, figure: number, query: Query<typeof CASE_QUERY>): Claim => [
    `cases ${name}`,
    figure,
    "cases",
    query,
  ];
  const ofOrders = (name: string, figure: number, query: Query<typeof ORDER_QUERY>): Claim => [
    `orders ${name}`,
    figure,
    "orders",
    query,
  ];
  return [
    ...cases.byState.map(({ state, count }) => ofCases(state, count, { state })),
    ...cases.activeBySeverity.map(({ level, count }) =>
      ofCases(level, count, { ...ACTIVE, severity: level }),
    ),
    ofCases("of nobody", cases.activeUnassigned, { ...ACTIVE, isUnassigned: "true" }),
    ...cases.activeByAge.map(({ days, count }) =>
      ofCases(`${days} days`, count, { ...ACTIVE, createdBefore: beginningBefore(days) }),
    ),
    ...orders.byState.map(({ state, count }) => ofOrders(state, count, { state })),
    ofOrders("overdue", orders.overdue, { isOverdue: "true" }),
    ...orders.openByAge.map(({ days, count }) =>
      ofOrders(`${days} days`, count, { ...OPEN_ORDERS, issuedBefore: beginningBefore(days) }),
    ),
    ["dead letters", deadLetters.total, "dead-letters", {}],
  ];
}

function organisationClaims({ organisations: lines }: Situation): Claim[] {
  return lines.flatMap(({ id, name, ...line }): Claim[] => {
    const of = { organisationId: id };
    const received = { ...of, direction: "received" };
    return [
      [`${name}: open alerts`, line.openAlerts, "alerts", { ...of, state: "open" }],
      [`${name}: alerts`, line.inSpan, "alerts", { ...of, ...SPAN }],
      [`${name}: cases`, line.activeCases, "cases", { ...of, ...ACTIVE }],
      [`${name}: orders`, line.openOrders, "orders", { ...received, ...OPEN_ORDERS }],
      [`${name}: overdue`, line.overdueOrders, "orders", { ...received, isOverdue: "true" }],
    ];
  });
}

async function situationOf(browser: Browser, organisationId?: OrganisationId): Promise<Situation> {
  const query = new URLSearchParams({ ...SPAN, intervalMs: String(6 * HOUR_MS) });
  if (organisationId !== undefined) query.set("organisationId", organisationId);
  return SITUATION.parse(await browser.json("GET", `/api/v1/situation?${query}`));
}

async function assertAll(browser: Browser, claims: readonly Claim[], of: object): Promise<void> {
  for (const [name, figure, path, query] of claims)
    assert.equal(await lengthOf(browser, path, { ...query, ...of }), figure, name);
}

test("each figure is the length of the list that it leads to, for each who may ask", async () => {
  for (const [reader, browser] of Object.entries(readers)) {
    const situation = await situationOf(browser);
    const claims = [...alertClaims(situation), ...workClaims(situation), ...organisationClaims(situation)];
    assert.ok(claims.length > 40, `${reader}: ${claims.length} figures`);
    await assertAll(browser, claims, {});
    assert.ok(situation.alerts.openUnassigned > 0 && situation.techniques.length > 3, reader);
  }
});

test("of one organisation alone, too", async () => {
  for (const [reader, organisationId] of [
    ["centre", organisations[0]],
    ["centre", organisations[1]],
    ["both", organisations[2]],
  ] as const) {
    const browser = readers[reader] ?? assert.fail();
    const situation = await situationOf(browser, organisationId);
    assert.deepEqual(situation.organisations, []);
    await assertAll(browser, [...alertClaims(situation), ...workClaims(situation)], { organisationId });
  }
});

test("sources and rules are counted as their lists have them", async () => {
  for (const browser of Object.values(readers)) {
    const situation = await situationOf(browser);
    const { sources } = SOURCES.parse(await browser.json("GET", "/api/v1/sources"));
    const silent = sources.filter(({ state }) => state === "silent");
    assert.deepEqual(situation.sources, { total: sources.length, silent: silent.length });
    for (const { id, silentSources } of situation.organisations)
      assert.equal(silentSources, silent.filter(({ organisationId }) => organisationId === id).length);
    const { rules } = RULES.parse(await browser.json("GET", "/api/v1/rules?limit=1000"));
    const enabled = rules.filter(({ isEnabled }) => isEnabled);
    assert.deepEqual(situation.rules, { total: rules.length, enabled: enabled.length });
  }
});
