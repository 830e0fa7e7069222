// SPDX-License-Identifier: Apache-2.0
/** Retrospections through HTTP, on real stores. */
import assert from "node:assert/strict";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { zstdDecompressSync } from "node:zlib";
import {
  ALERT_EVIDENCE,
  ALERTS,
  INGEST_ANSWER,
  RETROSPECTION,
  RETROSPECTION_DETAIL,
  RETROSPECTIONS,
  type Retrospection,
  RULE_DETAIL,
  RULE_UPLOADED,
  RULES,
  RULES_LOADED,
  SOURCE_KEY,
} from "@fengsui/contract";
import { z } from "zod";
import type { OrganisationId } from "../../../platform/records/index.ts";
import { anOrganisation } from "../../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  LiveStream,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../../test-kit/web/index.ts";

let hub: TestHub;

const folder = mkdtempSync(join(tmpdir(), "fengsui-rules-"));

before(async () => {
  hub = await startTestHub({
    environment: { FENGSUI_RETROSPECTION_WAIT_SECONDS: "0", FENGSUI_RULES_DIR: folder },
  });
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const rule = (name: string, id = 1, product = "windows") => `
title: ${name}
id: 11111111-1111-4111-8111-${String(id).padStart(12, "0")}
level: high
logsource: { product: ${product}, category: process_creation }
detection:
  selection: { Image|endswith: '\\${name}.exe' }
  condition: selection
`;

function sysmon(number: number, name = "whoami") {
  return {
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: "WS1",
    EventRecordID: number,
    "@timestamp": new Date(Date.UTC(2026, 4, 1, 10, number)).toISOString(),
    Image: `C:\\Windows\\${name}.exe`,
    User: "li",
  };
}

class Organisation {
  readonly id: OrganisationId;
  readonly browser: Browser;
  readonly #key: string;

  private constructor(id: OrganisationId, browser: Browser, key: string) {
    this.id = id;
    this.browser = browser;
    this.#key = key;
  }

  static async make(): Promise<Organisation> {
    const id = await anOrganisation(hub.records);
    const { browser } = await aSignedInPerson(hub, { roles: [[id, "manager"]] });
    const source = await browser.json("POST", "/api/v1/sources", { organisationId: id, name: "dc1" });
    return new Organisation(id, browser, SOURCE_KEY.parse(source).key);
  }

  async ingest(lines: readonly unknown[]) {
    const headers = { authorization: `Bearer ${this.#key}`, "content-type": "application/x-ndjson" };
    const body = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
    const answer = await fetch(new URL("/ingest/v1/events", hub.address), { method: "POST", headers, body });
    return INGEST_ANSWER.parse(await answer.json());
  }

  async upload(...texts: string[]) {
    const files = texts.map((text, index) => ({ name: `${index}.yml`, text }));
    return RULE_UPLOADED.parse(
      await this.browser.json("POST", "/api/v1/rules", { organisationId: this.id, files }),
    );
  }

  async passes(): Promise<Retrospection[]> {
    return RETROSPECTIONS.parse(await this.browser.json("GET", "/api/v1/retrospections")).retrospections;
  }

  /** Does it, and waits until a pass has come to one of these states after it. */
  async until(
    states: readonly Retrospection["state"][],
    act: () => Promise<unknown>,
  ): Promise<Retrospection> {
    const { stream } = await LiveStream.open(this.browser);
    using _ = stream;
    const before = new Map((await this.passes()).map(({ id, changedAt }) => [id, changedAt]));
    await act();
    for (;;) {
      const passes = await this.passes();
      const found = passes.find(
        (pass) => states.includes(pass.state) && before.get(pass.id) !== pass.changedAt,
      );
      if (found !== undefined) return found;
      await stream.nextOf("retrospection.changed");
    }
  }

  async alerts(query = "") {
    return ALERTS.parse(await this.browser.json("GET", `/api/v1/alerts?limit=500&${query}`)).alerts;
  }

  /** Nothing of who owns them, and when they were made. */
  async alertsInShort() {
    const { rules } = RULES.parse(await this.browser.json("GET", "/api/v1/rules?limit=1000"));
    const keys = new Map(rules.map(({ id, key }) => [id, key]));
    return (await this.alerts())
      .map(
        ({ ruleId, title, level, entityKind, entity, windowStart, firstEventAt, lastEventAt, matchCount }) =>
          JSON.stringify([
            keys.get(ruleId),
            title,
            level,
            entityKind,
            entity,
            windowStart,
            firstEventAt,
            lastEventAt,
            matchCount,
          ]),
      )
      .sort();
  }
}

test("a new rule is matched with the events that are there, and its alerts say so", async () => {
  const org = await Organisation.make();
  await org.ingest([sysmon(1), sysmon(2), sysmon(3, "cmd")]);
  const pass = await org.until(["done"], () => org.upload(rule("whoami")));
  assert.deepEqual(
    [pass.cause, pass.ruleCount, pass.eventsTotal, pass.eventsSeen, pass.matchCount, pass.alertCount],
    ["rules_changed", 1, 3, 3, 2, 1],
  );
  assert.equal(pass.secondsLeft, null);
  assert.ok(pass.startedAt !== null && pass.finishedAt !== null && (pass.eventsPerSecond ?? 0) > 0);
  const [alert, ...others] = await org.alerts(`retrospectionId=${pass.id}&isRetrospective=true`);
  assert.ok(alert !== undefined && others.length === 0);
  assert.deepEqual([alert.isRetrospective, alert.ruleVersion, alert.matchCount], [true, 1, 2]);
  const evidence = ALERT_EVIDENCE.parse(await org.browser.json("GET", `/api/v1/alerts/${alert.id}`));
  assert.ok(evidence.matches.every(({ isRetrospective }) => isRetrospective));
  const detail = RETROSPECTION_DETAIL.parse(
    await org.browser.json("GET", `/api/v1/retrospections/${pass.id}`),
  );
  assert.deepEqual(detail.rules, [{ ruleId: alert.ruleId, version: 1, title: "whoami" }]);
});

test("only rules that changed are matched again, those that are switched on again among them", async () => {
  const org = await Organisation.make();
  await org.until(["done"], () => org.upload(rule("whoami", 1), rule("cmd", 2)));
  await org.ingest([sysmon(1), sysmon(2, "cmd"), sysmon(3, "net")]);
  const changed = await org.until(["done"], () => org.upload(rule("whoami", 1), rule("net", 2)));
  assert.deepEqual([changed.ruleCount, changed.matchCount], [1, 1]);
  const { rules } = RULES.parse(await org.browser.json("GET", "/api/v1/rules?text=WHO"));
  const [{ id } = assert.fail()] = rules;
  await org.browser.json("PATCH", `/api/v1/rules/${id}`, { isEnabled: false });
  await org.ingest([sysmon(4)]);
  const again = await org.until(["done"], () =>
    org.browser.json("PATCH", `/api/v1/rules/${id}`, { isEnabled: true }),
  );
  assert.deepEqual([again.ruleCount, again.matchCount, again.alertCount], [1, 2, 0]);
  const [alert] = await org.alerts(`ruleId=${id}`);
  // The first of its matches was live, and stays so.
  assert.deepEqual([alert?.matchCount, alert?.isRetrospective], [2, false]);
  const evidence = ALERT_EVIDENCE.parse(await org.browser.json("GET", `/api/v1/alerts/${alert?.id}`));
  assert.deepEqual(
    evidence.matches.map(({ isRetrospective }) => isRetrospective),
    [true, false],
  );
});

test("a pass looks at events of the products of its rules alone, where those are known", async () => {
  const org = await Organisation.make();
  await org.ingest([sysmon(1), { eventSource: "s3", eventName: "Get", awsRegion: "x", eventID: "1" }]);
  const pass = await org.until(["done"], () => org.upload(rule("whoami", 1, "aws")));
  assert.deepEqual([pass.eventsTotal, pass.eventsSeen], [1, 1]);
});

test("somebody can ask for a pass of chosen rules over a time; who may not is refused", async () => {
  const org = await Organisation.make();
  await org.until(["done"], () => org.upload(rule("whoami")));
  await org.ingest([sysmon(1), sysmon(2), sysmon(3)]);
  const { rules } = RULES.parse(await org.browser.json("GET", "/api/v1/rules"));
  const wanted = {
    organisationId: org.id,
    ruleIds: rules.map(({ id }) => id),
    from: sysmon(2)["@timestamp"],
    to: sysmon(3)["@timestamp"],
  };
  const pass = await org.until(["done"], () => org.browser.json("POST", "/api/v1/retrospections", wanted));
  assert.deepEqual([pass.cause, pass.eventsSeen, pass.matchCount, pass.alertCount], ["asked", 1, 1, 0]);
  const stranger = await Organisation.make();
  assert.deepEqual(await stranger.passes(), []);
  const viewer = await aSignedInPerson(hub, { roles: [[org.id, "viewer"]] });
  const attempts: [Browser, string, object | undefined, number][] = [
    [stranger.browser, "", wanted, 403],
    [stranger.browser, `/${pass.id}/cancel`, undefined, 404],
    [viewer.browser, "", wanted, 403],
    [viewer.browser, `/${pass.id}/pause`, undefined, 403],
    [org.browser, "", { ...wanted, ruleIds: [pass.id] }, 404],
    [org.browser, "", { ...wanted, to: wanted.from }, 422],
    [org.browser, `/${pass.id}/pause`, undefined, 409],
  ];
  for (const [browser, path, body, status] of attempts) {
    const problem = await problemOf(await browser.send("POST", `/api/v1/retrospections${path}`, body));
    assert.equal(problem.status, status, `${path} ${problem.detail}`);
  }
});

test("a pass that is paused rests until it is resumed, and one that is cancelled stays so", async () => {
  await using slow = await startTestHub({ environment: { FENGSUI_RETROSPECTION_WAIT_SECONDS: "3600" } });
  const id = await anOrganisation(slow.records);
  const { browser } = await aSignedInPerson(slow, { roles: [[id, "analyst"]] });
  const list = async () =>
    RETROSPECTIONS.parse(await browser.json("GET", "/api/v1/retrospections")).retrospections;
  const { stream } = await LiveStream.open(browser);
  using _ = stream;
  const upload = async (text: string) => {
    const files = [{ name: "a.yml", text }];
    await browser.json("POST", "/api/v1/rules", { organisationId: id, files });
    await stream.nextOf("retrospection.changed");
  };
  await upload(rule("one", 1));
  await upload(rule("two", 2));
  await upload(rule("other", 1));
  const [waiting, ...rest] = await list();
  assert.ok(waiting !== undefined && rest.length === 0);
  assert.deepEqual([waiting.state, waiting.ruleCount], ["waiting", 2]);
  const act = async (what: string) =>
    RETROSPECTION.parse(await browser.json("POST", `/api/v1/retrospections/${waiting.id}/${what}`)).state;
  assert.equal(await act("pause"), "paused");
  assert.equal(await act("resume"), "running");
  assert.equal(await act("cancel"), "cancelled");
  const again = await browser.send("POST", `/api/v1/retrospections/${waiting.id}/resume`);
  assert.equal((await problemOf(again)).code, "retrospection.wrong_state");
  const actions = await slow.records.read({ kind: "system", job: "test" }, (tx) =>
    tx.read
      .selectFrom("audit_entries")
      .select(["action"])
      .where("subject_kind", "=", "retrospection")
      .orderBy("id")
      .execute(),
  );
  assert.deepEqual(
    actions.map(({ action }) => action.replace("retrospection.", "")),
    ["plan", "join", "join", "pause", "resume", "cancel"],
  );
});

const CORPUS = process.env["FENGSUI_CORPUS"] ?? join(import.meta.dirname, "../../../../../../../shared/data");

test("events and then rules give the same alerts as rules and then events", {
  skip: existsSync(join(CORPUS, "sigma")) ? false : "corpus absent: set FENGSUI_CORPUS",
}, async () => {
  const linesOf = (name: string) =>
    zstdDecompressSync(readFileSync(join(CORPUS, "events", `${name}.ndjson.zst`)))
      .toString()
      .split("\n")
      .filter((line) => line !== "");
  const labelled = linesOf("sigma-labelled").map((line) => JSON.parse(line));
  const wanted = new Set(labelled.map(({ rule_id }) => rule_id));
  const rules = globSync("sigma/**/*.yml", { cwd: CORPUS })
    .map((file) => readFileSync(join(CORPUS, file), "utf8"))
    .filter((text) => wanted.has(/^id: *(\S+)/m.exec(text)?.[1]));
  const events = [
    ...labelled.map(({ event }) => event),
    ...linesOf("windows-otrf").slice(0, 1500),
    ...linesOf("zeek-otrf").slice(0, 500),
  ];
  const live = await Organisation.make();
  await live.until(["done"], () => live.upload(...rules));
  await live.ingest(events);
  const later = await Organisation.make();
  await later.ingest(events);
  const pass = await later.until(["done"], () => later.upload(...rules));
  const alerts = await live.alertsInShort();
  assert.ok(alerts.length > 20 && pass.matchCount >= 100);
  assert.deepEqual(await later.alertsInShort(), alerts);
  assert.equal(pass.alertCount, alerts.length);
});

test("a rule of the hub's folder is matched with the events of every organisation that has none of its own", async () => {
  const [one, other, own] = [await Organisation.make(), await Organisation.make(), await Organisation.make()];
  for (const org of [one, other, own]) await org.ingest([sysmon(1)]);
  await own.until(["done"], () => own.upload(rule("whoami")));
  const { browser: operator } = await aSignedInPerson(hub, { hubRole: "operator" });
  const load = async () => {
    writeFileSync(join(folder, "whoami.yml"), rule("whoami"));
    assert.equal(RULES_LOADED.parse(await operator.json("POST", "/api/v1/rules/load")).files, 1);
  };
  const passes: Retrospection[] = [];
  passes.push(
    await one.until(["done"], async () => {
      passes.push(await other.until(["done"], load));
    }),
  );
  assert.deepEqual(
    passes.map(({ matchCount, alertCount }) => [matchCount, alertCount]),
    [
      [1, 1],
      [1, 1],
    ],
  );
  for (const org of [one, other, own]) await org.ingest([sysmon(2)]);
  for (const org of [one, other, own])
    assert.deepEqual(
      (await org.alerts()).map(({ matchCount }) => matchCount),
      [2],
    );
  assert.equal((await own.passes()).length, 1);
});

test("a correlation is uploaded beside its rule, finds what is there, and its alert names the events and the rule", async () => {
  const organisation = await Organisation.make();
  await organisation.upload(rule("whoami"));
  await organisation.ingest([sysmon(1), sysmon(2), sysmon(3)]);
  const correlation = `
title: Again and again
id: 22222222-2222-4222-8222-222222222222
level: critical
correlation:
  type: event_count
  rules: [11111111-1111-4111-8111-000000000001]
  group-by: [User]
  timespan: 5m
  condition: { gte: 3 }
`;
  const { stream } = await LiveStream.open(organisation.browser);
  using _ = stream;
  const { created, refused } = await organisation.upload(correlation);
  assert.deepEqual([created, refused], [1, 0]);
  const { ids } = z.object({ ids: z.array(z.uuid()) }).parse((await stream.nextOf("alert.raised")).data);
  const evidence = ALERT_EVIDENCE.parse(await organisation.browser.json("GET", `/api/v1/alerts/${ids[0]}`));
  const { title, level, matchCount, isRetrospective } = evidence.alert;
  assert.deepEqual([title, level, matchCount, isRetrospective], ["Again and again", "critical", 3, true]);
  assert.deepEqual(
    evidence.matches.map((match) => [match.time, match.rule?.title, match.raw !== undefined]),
    [3, 2, 1].map((number) => [sysmon(number)["@timestamp"], "whoami", true]),
  );
  const why = await organisation.browser.json("GET", `/api/v1/alerts/${ids[0]}/explanation`);
  const explained = z.object({ ruleId: z.string(), matched: z.boolean() }).parse(why);
  assert.deepEqual([explained.ruleId, explained.matched], [evidence.matches[0]?.rule?.id, true]);
  const { rules } = RULES.parse(await organisation.browser.json("GET", "/api/v1/rules?kind=correlation"));
  assert.deepEqual(
    rules.map((one) => [one.title, one.kind]),
    [["Again and again", "correlation"]],
  );
  const orphan = correlation.replaceAll("2222", "3333").replace("111111-1111", "222222-1111");
  await organisation.upload(orphan);
  const [id] = RULES.parse(
    await organisation.browser.json("GET", "/api/v1/rules?kind=correlation"),
  ).rules.filter(({ key }) => key.startsWith("3333"));
  const { unresolved } = RULE_DETAIL.parse(await organisation.browser.json("GET", `/api/v1/rules/${id?.id}`));
  assert.deepEqual(
    unresolved.map(({ code }) => code),
    ["correlation.unknown_rule"],
  );
});
