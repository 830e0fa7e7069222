// SPDX-License-Identifier: Apache-2.0
/** Events and detection through HTTP, from a source's key to a closed alert. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import {
  ALERT,
  ALERT_EVIDENCE,
  ALERT_EXPLANATION,
  ALERTS,
  DEAD_LETTERS,
  EVENTS_PAGE,
  INGEST_ANSWER,
  REPLAYED,
  RULE_UPLOADED,
  RULE_VERSIONS,
  RULES,
  SOURCE,
  SOURCE_KEY,
  SOURCES,
  SUPPRESSION,
  SUPPRESSION_PREVIEW,
} from "@fengsui/contract";
import { z } from "zod";
import type { OrganisationId } from "../../platform/records/index.ts";
import { anOrganisation } from "../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../test-kit/web/index.ts";

let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

const RULE = `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;

function sysmon(number: number, extra: object = {}) {
  return {
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: "WS1",
    EventRecordID: number,
    "@timestamp": `2026-05-01T10:${String(number).padStart(2, "0")}:00Z`,
    Image: "C:\\Windows\\whoami.exe",
    User: "li",
    ...extra,
  };
}

interface Organisation {
  readonly id: OrganisationId;
  readonly browser: Browser;
  readonly personId: string;
  readonly source: { readonly id: string; readonly key: string };
}

async function anEquippedOrganisation(): Promise<Organisation> {
  const id = await anOrganisation(hub.records);
  const { browser, id: personId } = await aSignedInPerson(hub, { roles: [[id, "manager"]] });
  const created = await browser.json("POST", "/api/v1/sources", { organisationId: id, name: "dc1" });
  return { id, browser, personId, source: SOURCE_KEY.parse(created) };
}

async function uploadRule({ id, browser }: Organisation, text = RULE) {
  const upload = { organisationId: id, files: [{ name: "whoami.yml", text }] };
  return RULE_UPLOADED.parse(await browser.json("POST", "/api/v1/rules", upload));
}

async function post(
  { source }: Pick<Organisation, "source">,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return await fetch(new URL(path, hub.address), {
    method: "POST",
    headers: { authorization: `Bearer ${source.key}`, "content-type": "application/x-ndjson", ...headers },
    body,
  });
}

async function deliver(organisation: Organisation, events: readonly object[]) {
  const body = events.map((event) => JSON.stringify(event)).join("\n");
  const response = await post(organisation, "/ingest/v1/events", body);
  assert.equal(response.status, 200, await response.clone().text());
  return INGEST_ANSWER.parse(await response.json());
}

async function alertsOf({ browser }: Organisation, query = "") {
  return ALERTS.parse(await browser.json("GET", `/api/v1/alerts${query}`)).alerts;
}

test("an event that is delivered with a key becomes an alert that is worked on to its end", async () => {
  const organisation = await anEquippedOrganisation();
  const { browser, personId } = organisation;
  assert.equal((await uploadRule(organisation)).created, 1);
  const delivered = await deliver(organisation, [sysmon(1), sysmon(2)]);
  assert.deepEqual(delivered, { accepted: 2, duplicate: 0, rejected: 0, problems: [] });
  const [alert] = await alertsOf(organisation, "?state=open&level=high&entity=WS1");
  assert.ok(alert);
  assert.deepEqual([alert.title, alert.entity, alert.matchCount], ["Whoami", "ws1", 2]);

  const path = `/api/v1/alerts/${alert.id}`;
  const evidence = ALERT_EVIDENCE.parse(await browser.json("GET", path));
  assert.deepEqual(evidence.matches[0]?.fields, { Image: "C:\\Windows\\whoami.exe" });
  assert.deepEqual(JSON.parse(evidence.matches[0]?.raw ?? ""), sysmon(2));

  const explained = ALERT_EXPLANATION.parse(await browser.json("GET", `${path}/explanation`));
  assert.deepEqual([explained.matched, explained.ruleVersion, explained.logSource.applies], [true, 1, true]);
  assert.equal(explained.eventId, evidence.matches[0]?.eventId);
  const [{ selection, item } = {}] = explained.parts;
  assert.deepEqual([selection, item?.field, item?.modifiers], ["selection", "Image", ["endswith"]]);
  assert.deepEqual(item?.found, [
    { value: "C:\\Windows\\whoami.exe", isCut: false, at: [{ from: 10, to: 21 }] },
  ]);
  const elsewhere = await browser.send("GET", `${path}/explanation?eventId=${personId}`);
  assert.equal((await problemOf(elsewhere)).code, "alert.not_explained");

  const assigned = ALERT.parse(await browser.json("PUT", `${path}/assignee`, { personId }));
  assert.equal(assigned.assigneeId, personId);
  await browser.json("POST", `${path}/comments`, { text: "looking" });
  const closing = { verdict: "benign", comment: "an exercise" };
  const closed = ALERT.parse(await browser.json("POST", `${path}/close`, closing));
  assert.deepEqual([closed.state, closed.verdict], ["closed", "benign"]);
  const again = await browser.send("POST", `${path}/close`, closing);
  assert.equal((await problemOf(again)).code, "alert.wrong_state");
  const reopened = ALERT.parse(await browser.json("POST", `${path}/reopen`));
  assert.deepEqual([reopened.state, reopened.verdict], ["open", null]);
  const { comments } = ALERT_EVIDENCE.parse(await browser.json("GET", path));
  assert.deepEqual(
    comments.map(({ text }) => text),
    ["looking", "an exercise"],
  );
});

test("an organisation sees neither another's alerts, rules and sources nor its events", async () => {
  const one = await anEquippedOrganisation();
  const other = await anEquippedOrganisation();
  await uploadRule(one);
  await deliver(one, [sysmon(1)]);
  const [alert] = await alertsOf(one);
  assert.deepEqual(await alertsOf(other), []);
  const foreign = await other.browser.send("GET", `/api/v1/alerts/${alert?.id}`);
  assert.equal((await problemOf(foreign)).code, "alert.not_found");
  const why = await other.browser.send("GET", `/api/v1/alerts/${alert?.id}/explanation`);
  assert.equal((await problemOf(why)).code, "alert.not_found");
  assert.deepEqual(RULES.parse(await other.browser.json("GET", "/api/v1/rules")).rules, []);
  const range = "from=2026-05-01T00:00:00Z&to=2026-05-02T00:00:00Z";
  const pageOf = async ({ browser }: Organisation) =>
    EVENTS_PAGE.parse(await browser.json("GET", `/api/v1/events?${range}&field=host.name=WS1`)).events.length;
  assert.deepEqual([await pageOf(one), await pageOf(other)], [1, 0]);
  const rename = await other.browser.send("PATCH", `/api/v1/sources/${one.source.id}`, { name: "x" });
  assert.equal((await problemOf(rename)).code, "source.not_found");
});

test("a body may be plain, gzip or zstd, lines or an array, and one that is too large is refused", async () => {
  const organisation = await anEquippedOrganisation();
  const array = JSON.stringify([sysmon(1), sysmon(2)], undefined, 2);
  const bodies = [array, new Uint8Array(gzipSync(array)), new Uint8Array(zstdCompressSync(array))];
  const counts: number[] = [];
  for (const body of bodies) {
    const response = await post(organisation, "/ingest/v1/events", body, {
      "content-type": "application/json",
    });
    const { accepted, duplicate } = INGEST_ANSWER.parse(await response.json());
    counts.push(accepted, duplicate);
  }
  assert.deepEqual(counts, [2, 0, 0, 2, 0, 2]);
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(65 * 1024 * 1024, 32)));
  const refused = await post(organisation, "/ingest/v1/events", bomb);
  assert.equal((await problemOf(refused)).code, "ingest.too_large");
  const broken = await post(organisation, "/ingest/v1/events", bodies[1]?.slice(0, 40) ?? "");
  assert.equal((await problemOf(broken)).code, "ingest.unreadable");
});

const BULK_ANSWER = z.object({
  errors: z.boolean(),
  items: z.array(z.record(z.string(), z.looseObject({ status: z.number(), _id: z.string() }))),
});

test("a bulk request is answered item by item, and its ids hold when it comes again", async () => {
  const organisation = await anEquippedOrganisation();
  const body = [
    { create: { _id: "a" } },
    { message: "one", "@timestamp": "2026-05-01T10:00:00Z" },
    { index: { _index: "logs" } },
    "{broken",
    { delete: { _id: "a" } },
    { index: { _id: "b" } },
    { message: "two", "@timestamp": "2026-05-01T10:00:00Z" },
  ]
    .map((line) => (typeof line === "string" ? line : JSON.stringify(line)))
    .join("\n");
  const send = async (path: string) => {
    const response = await post(organisation, path, `${body}\n`);
    assert.equal(response.headers.get("x-elastic-product"), "Elasticsearch");
    const { errors, items } = BULK_ANSWER.parse(await response.json());
    return [errors, ...items.map((item) => Object.values(item)[0]?.status)];
  };
  assert.deepEqual(await send("/_bulk"), [true, 201, 400, 400, 201]);
  assert.deepEqual(await send("/elastic/logs/_bulk"), [true, 200, 400, 400, 200]);
  assert.deepEqual(await send("/elastic/winlogbeat-8/_bulk"), [true, 201, 400, 400, 201]);
});

test("what shippers ask before they deliver is answered, to who has a key in any of their ways", async () => {
  const { source } = await anEquippedOrganisation();
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const ways = [
    `Bearer ${source.key}`,
    `Basic ${base64(`any:${source.key}`)}`,
    `ApiKey ${base64(`id:${source.key}`)}`,
  ];
  for (const authorization of ways) {
    for (const [method, path] of [
      ["GET", "/elastic"],
      ["HEAD", "/elastic"],
      ["GET", "/elastic/_license"],
      ["GET", "/elastic/_xpack"],
      ["GET", "/elastic/_cluster/health"],
      ["GET", "/elastic/_index_template/filebeat-8"],
      ["HEAD", "/elastic/_index_template/filebeat-8"],
      ["PUT", "/elastic/_ilm/policy/filebeat"],
    ] as const) {
      const body =
        method === "PUT"
          ? { body: "{}", headers: { authorization, "content-type": "application/json" } }
          : {};
      const response = await fetch(new URL(path, hub.address), {
        method,
        headers: { authorization },
        ...body,
      });
      assert.equal(response.status, 200, `${method} ${path} ${authorization.slice(0, 6)}`);
      await response.arrayBuffer();
    }
  }
  assert.equal((await fetch(new URL("/elastic", hub.address))).status, 401);
});

test("a key that was replaced and a source that is off deliver nothing any more", async () => {
  const organisation = await anEquippedOrganisation();
  const { browser, source } = organisation;
  const path = `/api/v1/sources/${source.id}`;
  const renewed = SOURCE_KEY.parse(await browser.json("POST", `${path}/key`));
  assert.equal((await post(organisation, "/ingest/v1/events", "{}")).status, 401);
  const after = { source: { id: source.id, key: renewed.key } };
  assert.equal((await post(after, "/ingest/v1/events", "{}")).status, 200);
  const off = SOURCE.parse(await browser.json("PATCH", path, { isDisabled: true }));
  assert.notEqual(off.disabledAt, null);
  assert.equal((await post(after, "/ingest/v1/events", "{}")).status, 401);
});

test("a source says what its log seems to be, when it was heard, and takes a correction and a name", async () => {
  const organisation = await anEquippedOrganisation();
  const { browser, source } = organisation;
  await deliver(organisation, [sysmon(1)]);
  const [seen] = SOURCES.parse(await browser.json("GET", "/api/v1/sources")).sources;
  assert.equal(seen?.detectedLogType, "windows");
  assert.notEqual(seen?.lastSeenAt, null);
  const change = { name: "dc2", logType: "windows/sysmon" };
  const changed = SOURCE.parse(await browser.json("PATCH", `/api/v1/sources/${source.id}`, change));
  assert.deepEqual([changed.name, changed.logType], ["dc2", "windows/sysmon"]);
  const twice = { organisationId: organisation.id, name: "dc2" };
  assert.equal(
    (await problemOf(await browser.send("POST", "/api/v1/sources", twice))).code,
    "source.name_taken",
  );
});

test("a rule that is changed has a new version with its diagnostics, and one that is off is silent", async () => {
  const organisation = await anEquippedOrganisation();
  const { browser } = organisation;
  await uploadRule(organisation);
  assert.equal((await uploadRule(organisation)).unchanged, 1);
  assert.equal((await uploadRule(organisation, RULE.replace("high", "low"))).changed, 1);
  const broken = await uploadRule(organisation, "title: x\n---\nnot: [a rule");
  assert.equal(broken.refused, 2);
  assert.ok(broken.diagnostics.length > 0);
  const [rule] = RULES.parse(await browser.json("GET", "/api/v1/rules")).rules;
  assert.deepEqual([rule?.version, rule?.level], [2, "low"]);
  const { versions } = RULE_VERSIONS.parse(await browser.json("GET", `/api/v1/rules/${rule?.id}/versions`));
  assert.equal(versions.length, 2);
  await deliver(organisation, [sysmon(9)]);
  const [alert] = await alertsOf(organisation);
  assert.deepEqual([alert?.ruleVersion, alert?.level], [2, "low"]);
  await browser.json("PATCH", `/api/v1/rules/${rule?.id}`, { isEnabled: false });
  await deliver(organisation, [sysmon(1)]);
  assert.equal((await alertsOf(organisation))[0]?.matchCount, 1);
});

test("a suppression is previewed, silences what comes after it, and ends", async () => {
  const organisation = await anEquippedOrganisation();
  const { browser, id } = organisation;
  await uploadRule(organisation);
  const recent = (number: number, extra: object) =>
    sysmon(number, { "@timestamp": new Date().toISOString(), ...extra });
  await deliver(organisation, [recent(1, { Computer: "a" }), recent(2, { Computer: "b", User: "wang" })]);
  const scope = { organisationId: id, ruleId: null, conditions: [{ field: "User", equals: "LI" }] };
  const preview = SUPPRESSION_PREVIEW.parse(
    await browser.json("POST", "/api/v1/suppressions/preview", scope),
  );
  assert.deepEqual([preview.matches, preview.alertsSilenced.map(({ entity }) => entity)], [1, ["a"]]);
  const wanted = { ...scope, reason: "an exercise", expiresAt: "2100-01-01T00:00:00Z" };
  const suppression = SUPPRESSION.parse(await browser.json("POST", "/api/v1/suppressions", wanted));
  await deliver(organisation, [recent(3, { Computer: "c" }), recent(4, { Computer: "d", User: "wang" })]);
  const heard = (await alertsOf(organisation)).map(({ entity }) => entity).sort();
  assert.deepEqual(heard, ["a", "b", "d"]);
  const all = await alertsOf(organisation, "?withSuppressed=true");
  assert.equal(all.find(({ entity }) => entity === "c")?.suppressionId, suppression.id);
  assert.equal((await browser.send("DELETE", `/api/v1/suppressions/${suppression.id}`)).status, 204);
  await deliver(organisation, [recent(5, { Computer: "e" })]);
  assert.ok((await alertsOf(organisation)).some(({ entity }) => entity === "e"));
});

test("a dead letter is listed with its reason, downloaded as it came, replayed and thrown away", async () => {
  const organisation = await anEquippedOrganisation();
  const { browser } = organisation;
  await post(organisation, "/ingest/v1/events", '{"a":\nplain text, no JSON\n');
  const list = async () => DEAD_LETTERS.parse(await browser.json("GET", "/api/v1/dead-letters")).deadLetters;
  const letters = await list();
  assert.deepEqual(letters.map(({ excerpt }) => excerpt).sort(), ["plain text, no JSON", '{"a":'].sort());
  const text = letters.find(({ excerpt }) => excerpt.startsWith("plain"));
  const json = letters.find(({ excerpt }) => excerpt.startsWith("{"));
  const bytes = await browser.send("GET", `/api/v1/dead-letters/${text?.id}/bytes`);
  assert.equal(await bytes.text(), "plain text, no JSON");
  // As text, which the request had not said it is, it is an event.
  const replayed = REPLAYED.parse(await browser.json("POST", `/api/v1/dead-letters/${text?.id}/replay`));
  assert.deepEqual(replayed, { accepted: 1, duplicate: 0, rejected: 0 });
  const refused = REPLAYED.parse(await browser.json("POST", `/api/v1/dead-letters/${json?.id}/replay`));
  assert.deepEqual(refused, { accepted: 0, duplicate: 0, rejected: 1 });
  assert.deepEqual(
    (await list()).map(({ id }) => id),
    [json?.id],
  );
  assert.equal((await browser.send("DELETE", `/api/v1/dead-letters/${json?.id}`)).status, 204);
  assert.deepEqual(await list(), []);
});

test("alerts are listed page by page, each once", async () => {
  const organisation = await anEquippedOrganisation();
  await uploadRule(organisation);
  await deliver(
    organisation,
    Array.from({ length: 7 }, (_, index) => sysmon(index + 1, { Computer: `host-${index}` })),
  );
  const seen: string[] = [];
  let after: string | null = "";
  while (after !== null) {
    const query: string = `?limit=3${after === "" ? "" : `&after=${after}`}`;
    const page = ALERTS.parse(await organisation.browser.json("GET", `/api/v1/alerts${query}`));
    seen.push(...page.alerts.map(({ entity }) => entity));
    after = page.next;
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 7 }, (_, index) => `host-${6 - index}`),
  );
});

test("a log type that a person corrects counts from the next delivery", async () => {
  const organisation = await anEquippedOrganisation();
  const { browser, source } = organisation;
  await uploadRule(organisation);
  const unknown = (Image: string) => ({ Image, "@timestamp": "2026-05-01T10:00:00Z" });
  await deliver(organisation, [unknown("C:\\a\\whoami.exe")]);
  assert.deepEqual(await alertsOf(organisation), []);
  const path = `/api/v1/sources/${source.id}`;
  const changed = SOURCE.parse(await browser.json("PATCH", path, { logType: "windows//process_creation" }));
  assert.equal(changed.logType, "windows//process_creation");
  await deliver(organisation, [unknown("C:\\b\\whoami.exe")]);
  assert.equal((await alertsOf(organisation))[0]?.matchCount, 1);
  await browser.json("PATCH", path, { logType: null });
  await deliver(organisation, [unknown("C:\\c\\whoami.exe")]);
  assert.equal((await alertsOf(organisation))[0]?.matchCount, 1);
});

test("a source says how it is doing, and when its silence is told is set by a manager", async () => {
  const organisation = await anEquippedOrganisation();
  const { browser, source } = organisation;
  const mine = async () => {
    const { sources } = SOURCES.parse(await browser.json("GET", "/api/v1/sources"));
    const found = sources.find(({ id }) => id === source.id);
    assert.ok(found);
    return found;
  };
  const fresh = await mine();
  assert.deepEqual([fresh.state, fresh.lagMs, fresh.expectedQuietSeconds], ["waiting", null, null]);
  await deliver(organisation, [{ "@timestamp": new Date().toISOString(), message: "one" }]);
  const heard = await mine();
  assert.deepEqual([heard.state, heard.eventCount, heard.isWatched], ["active", 1, true]);
  assert.ok(heard.eventsPerSecond > 0 && heard.lagMs !== null);
  const path = `/api/v1/sources/${source.id}`;
  const pausedUntil = new Date(Date.now() + 3_600_000).toISOString();
  const set = SOURCE.parse(await browser.json("PATCH", path, { quietSeconds: 600, pausedUntil }));
  assert.deepEqual([set.expectedQuietSeconds, set.pausedUntil], [600, pausedUntil]);
  const ended = SOURCE.parse(await browser.json("PATCH", path, { pausedUntil: null, isWatched: false }));
  assert.deepEqual([ended.pausedUntil, ended.isWatched, ended.quietSeconds], [null, false, 600]);
  assert.equal((await browser.send("PATCH", path, { quietSeconds: 5 })).status, 422);
});
