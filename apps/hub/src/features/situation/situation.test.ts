// SPDX-License-Identifier: Apache-2.0
/** The overview's figures through HTTP, of two organisations on one hub: each is told of its own alone. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ALERTS, RULES, SITUATION, SITUATION_AGES_DAYS, type Situation } from "@fengsui/contract";
import {
  anEquippedOrganisation,
  type Browser,
  deliver,
  type EquippedOrganisation,
  problemOf,
  startTestHub,
  sysmon,
  type TestHub,
  uploadRule,
} from "../../test-kit/web/index.ts";

let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 4, 1, 12);
const SPAN = {
  from: new Date(NOON).toISOString(),
  to: new Date(NOON + 24 * HOUR_MS).toISOString(),
  intervalMs: `${HOUR_MS}`,
};
const NOTHING: Situation = {
  alerts: { open: [], openUnassigned: 0, oldestOpenAt: null, inSpan: [], before: 0, trend: [] },
  cases: { byState: [], activeBySeverity: [], activeUnassigned: 0, activeByAge: noneOfAge() },
  orders: { byState: [], overdue: 0, openByAge: noneOfAge() },
  sources: { total: 1, silent: 0 },
  techniques: [],
  organisations: [],
  topRules: [],
  topEntities: [],
  rules: { total: 0, enabled: 0 },
  deadLetters: { total: 0, inSpan: 0, lastReceivedAt: null },
  suppressions: { active: 0, endingSoon: [] },
};

function noneOfAge() {
  return SITUATION_AGES_DAYS.map((days) => ({ days, count: 0 }));
}

async function situationOf(browser: Browser, change: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({ ...SPAN, ...change });
  return SITUATION.parse(await browser.json("GET", `/api/v1/situation?${query}`));
}

/** Alerts on three hosts, one of them twice, one before the span; one is closed. */
async function fill(organisation: EquippedOrganisation): Promise<void> {
  const { browser, id: organisationId } = organisation;
  await uploadRule(organisation);
  const hours = [
    [-1, "WS0"],
    [1, "WS1"],
    [3, "WS1"],
    [3, "WS2"],
  ] as const;
  const events = hours.map(([hour, Computer]) => sysmon(new Date(NOON + hour * HOUR_MS), { Computer }));
  await deliver(hub, organisation, [...events, "{broken"]);
  const { alerts } = ALERTS.parse(await browser.json("GET", "/api/v1/alerts?entity=WS2"));
  await browser.json("POST", `/api/v1/alerts/${alerts[0]?.id}/close`, { verdict: "benign" });
  const [rule] = RULES.parse(await browser.json("GET", "/api/v1/rules")).rules;
  const expiresAt = new Date(Date.now() + 48 * HOUR_MS).toISOString();
  const suppression = { organisationId, ruleId: rule?.id, conditions: [], reason: "exercise", expiresAt };
  await browser.json("POST", "/api/v1/suppressions", suppression);
}

test("the overview counts what there is, by level, state, time, rule and host", async () => {
  const organisation = await anEquippedOrganisation(hub);
  await fill(organisation);
  const { alerts, topRules, topEntities, rules, deadLetters, suppressions } = await situationOf(
    organisation.browser,
  );
  assert.deepEqual(alerts.open, [{ level: "high", count: 3 }]);
  assert.deepEqual([alerts.openUnassigned, alerts.before], [3, 1]);
  assert.ok(alerts.oldestOpenAt !== null);
  assert.deepEqual(
    alerts.inSpan.toSorted((a, b) => a.state.localeCompare(b.state)),
    [
      { level: "high", state: "closed", count: 1 },
      { level: "high", state: "open", count: 2 },
    ],
  );
  assert.deepEqual(alerts.trend, [
    { start: new Date(NOON + HOUR_MS).toISOString(), level: "high", count: 1 },
    { start: new Date(NOON + 3 * HOUR_MS).toISOString(), level: "high", count: 2 },
  ]);
  assert.deepEqual(
    topRules.map(({ title, count, open }) => [title, count, open]),
    [["Whoami", 3, 2]],
  );
  assert.deepEqual(
    topEntities.map(({ entity, worst, count, open }) => [entity, worst, count, open]),
    [
      ["ws1", "high", 2, 2],
      ["ws2", "high", 1, 0],
    ],
  );
  assert.deepEqual(rules, { total: 1, enabled: 1 });
  assert.deepEqual([deadLetters.total, deadLetters.inSpan], [1, 0]);
  assert.equal(suppressions.active, 1);
  assert.deepEqual(
    suppressions.endingSoon.map(({ reason, ruleTitle }) => [reason, ruleTitle]),
    [["exercise", "Whoami"]],
  );
});

test("an organisation is told nothing of what another has", async () => {
  const [full, empty] = [await anEquippedOrganisation(hub), await anEquippedOrganisation(hub)];
  await fill(full);
  assert.notDeepEqual(await situationOf(full.browser), NOTHING);
  assert.deepEqual(await situationOf(empty.browser), NOTHING);
});

test("a span without end and intervals without number are refused", async () => {
  const { browser } = await anEquippedOrganisation(hub);
  for (const change of [{ intervalMs: "60000" }, { to: SPAN.from }]) {
    const query = new URLSearchParams({ ...SPAN, ...change });
    const answer = await browser.send("GET", `/api/v1/situation?${query}`);
    assert.equal((await problemOf(answer)).code, "http.invalid");
  }
});
