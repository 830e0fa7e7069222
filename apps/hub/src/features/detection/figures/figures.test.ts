// SPDX-License-Identifier: Apache-2.0
/** What rules were asked, found and cost, through HTTP and as it is kept. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ALERT_EXPLANATION, ALERTS, RULE_FIGURES, RULES, RULES_FIGURES } from "@fengsui/contract";
import { sql } from "kysely";
import { silentLogger } from "../../../platform/telemetry/logger.ts";
import { aSource, aStoredRule, createTestPipeline, TestClock } from "../../../test-kit/hub/test-pipeline.ts";
import { asHub } from "../../../test-kit/records/index.ts";
import {
  anEquippedOrganisation,
  deliver,
  type EquippedOrganisation,
  problemOf,
  startTestHub,
  sysmon,
  type TestHub,
  uploadRule,
} from "../../../test-kit/web/index.ts";
import { Detection } from "../detection.ts";
import { RuleTally } from "./tally.ts";

let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

const rule = (name: string, id: number) => `
title: ${name} was run
id: 11111111-1111-4111-8111-${String(id).padStart(12, "0")}
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\${name}.exe' }
  condition: selection
`;

const minute = (number: number, extra: object = {}) =>
  sysmon(new Date(Date.UTC(2026, 4, 1, 10, number)), extra);
const NET = { Image: "C:\\Windows\\net.exe" };

/** By another process of the hub, which ends: then all that it counted is kept. */
async function deliverElsewhere(
  ...deliveries: readonly (readonly [EquippedOrganisation, readonly object[]])[]
) {
  await using ingest = await startTestHub({ besides: hub.records, environment: { FENGSUI_ROLES: "ingest" } });
  for (const [organisation, events] of deliveries) await deliver(ingest, organisation, events);
}

async function ruleIds({ browser }: EquippedOrganisation): Promise<Map<string, string>> {
  const { rules } = RULES.parse(await browser.json("GET", "/api/v1/rules"));
  return new Map(rules.map(({ title, id }) => [title, id]));
}

test("each process adds what its rules were asked and found; members see it of their organisation, and nobody else", async () => {
  const one = await anEquippedOrganisation(hub);
  const other = await anEquippedOrganisation(hub);
  for (const [number, name] of ["whoami", "net", "nobody"].entries())
    await uploadRule(one, rule(name, number));
  await uploadRule(other, rule("whoami", 0));
  await deliverElsewhere([one, [minute(1), minute(2), minute(3, NET)]]);
  await deliverElsewhere([one, [minute(4)]], [other, [minute(1)]]);
  const ids = await ruleIds(one);
  const whoami = ids.get("whoami was run") ?? assert.fail();
  const path = `/api/v1/rules/${whoami}/figures?days=3`;
  const figures = RULE_FIGURES.parse(await one.browser.json("GET", path));
  assert.deepEqual(figures.live, { evaluated: 4, candidates: 3, matches: 3, undecided: 0, cost: 0 });
  assert.equal(figures.days.length, 3);
  assert.equal(
    figures.days.reduce((sum, { matches }) => sum + matches, 0),
    3,
  );
  assert.equal(figures.retrospective.evaluated, 0);
  assert.equal((await problemOf(await other.browser.send("GET", path))).code, "rule.not_found");

  const titles = async (organisation: EquippedOrganisation, query: string) => {
    const answer = await organisation.browser.json("GET", `/api/v1/rules/figures?${query}`);
    const { rules, isCut } = RULES_FIGURES.parse(answer);
    return { rules: rules.map(({ title, matches, evaluated }) => [title, matches, evaluated]), isCut };
  };
  const all = [
    ["whoami was run", 3, 4],
    ["net was run", 1, 4],
  ];
  assert.deepEqual(await titles(one, ""), { rules: all, isCut: false });
  assert.deepEqual(await titles(one, "order=matches&limit=1"), { rules: all.slice(0, 1), isCut: true });
  assert.deepEqual((await titles(one, "order=silent")).rules, [["nobody was run", 0, 4]]);
  assert.deepEqual((await titles(one, "order=undecided")).rules, []);
  assert.deepEqual((await titles(other, "")).rules, [["whoami was run", 1, 1]]);
  assert.deepEqual((await titles(other, `organisationId=${one.id}`)).rules, []);
});

test("an event that is too much work for a part of the rule is explained as not decided", async () => {
  const organisation = await anEquippedOrganisation(hub);
  const costly = "costly: { a|re: 'x(?:[ab]*[bc]*){50}y$' }\n  condition: selection or costly";
  await uploadRule(
    organisation,
    rule("whoami", 0).replace("condition: selection", () => costly),
  );
  const a = Array.from({ length: 5 }, () => `x${"abc".repeat(20_000)}y!`);
  await deliver(hub, organisation, [minute(1, { a })]);
  const { alerts } = ALERTS.parse(await organisation.browser.json("GET", "/api/v1/alerts"));
  const explained = await organisation.browser.json("GET", `/api/v1/alerts/${alerts[0]?.id}/explanation`);
  const { isDecided, matched } = ALERT_EXPLANATION.parse(explained);
  assert.deepEqual([isDecided, matched], [false, false]);
});

test("what was looked back for is told apart; rules of an hour are added up, and days of long ago go", async () => {
  await using pipeline = await createTestPipeline();
  const { organisationId } = await aSource(pipeline);
  const id = await aStoredRule(pipeline, organisationId, rule("whoami", 0));
  const fields = { Channel: "Microsoft-Windows-Sysmon/Operational", EventID: 1, Image: "C:\\whoami.exe" };
  const event = { id: "a", time: 0, fields, host: "", account: "", address: "", observables: [] };
  const old = { organisation_id: organisationId, rule_id: id, rule_version: 1, is_retrospective: false };
  const sums = { evaluated: 1, candidates: 0, matches: 0, undecided: 0, cost: 0 };
  await asHub(pipeline.records, (write) =>
    write
      .insertInto("rule_figures")
      .values([
        { ...old, ...sums, day: "2026-01-30" },
        { ...old, ...sums, day: "2026-01-31" },
      ])
      .execute(),
  );
  for (const isRetrospective of [true, false, true]) {
    await using tally = new RuleTally({ ...pipeline, logger: silentLogger });
    const detection = new Detection({ ...pipeline, tally });
    const matcher = await detection.matcher(organisationId, { isRetrospective });
    matcher.match([event]);
    matcher.match([event]);
  }
  const kept = await pipeline.records.read({ kind: "system", job: "test" }, ({ read }) =>
    read
      .selectFrom("rule_figures")
      .select([sql<string>`day::text`.as("day"), "is_retrospective", "matches"])
      .orderBy("day")
      .orderBy("is_retrospective")
      .execute(),
  );
  const today = new TestClock().now().toISOString().slice(0, 10);
  assert.deepEqual(kept, [
    { day: "2026-01-31", is_retrospective: false, matches: "0" },
    { day: today, is_retrospective: false, matches: "2" },
    { day: today, is_retrospective: true, matches: "4" },
  ]);
});
