// SPDX-License-Identifier: Apache-2.0
/** Rules through HTTP: many at once, found again, counted, regrouped, and loaded from a folder. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  ALERTS,
  INGEST_ANSWER,
  RETROSPECTIONS,
  RULE,
  RULE_COUNTS,
  RULE_DETAIL,
  RULE_REFUSALS,
  RULE_UPLOADED,
  RULES,
  RULES_LOADED,
  RULES_SWITCHED,
  SHIPPED_RULES,
  SOURCE_KEY,
} from "@fengsui/contract";
import type { OrganisationId } from "../../../platform/records/index.ts";
import { anOrganisation } from "../../../test-kit/records/index.ts";
import {
  aSignedInPerson,
  type Browser,
  problemOf,
  startTestHub,
  type TestHub,
} from "../../../test-kit/web/index.ts";

const folder = mkdtempSync(join(tmpdir(), "fengsui-rules-"));
let hub: TestHub;
let first: OrganisationId;
let operator: Browser;

before(async () => {
  hub = await startTestHub({
    // No worker, which would look at the folder by itself.
    environment: { FENGSUI_ROLES: "api,ingest", FENGSUI_RULES_DIR: folder },
  });
  first = await anOrganisation(hub.records);
  operator = (await aSignedInPerson(hub, { roles: [[first, "administrator"]], hubRole: "operator" })).browser;
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const rule = (name: string, id: number, level = "high") => `
title: ${name} was run
id: 11111111-1111-4111-8111-${String(id).padStart(12, "0")}
level: ${level}
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\${name}.exe' }
  condition: selection
`;
const BROKEN = rule("broken", 99).replace("condition: selection", "condition: selektion");

const sysmon = (number: number, extra: object = {}) => ({
  Channel: "Microsoft-Windows-Sysmon/Operational",
  EventID: 1,
  Computer: "WS1",
  EventRecordID: number,
  "@timestamp": new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000 + number).toISOString(),
  Image: "C:\\Windows\\whoami.exe",
  User: "li",
  ...extra,
});

async function anAnalyst() {
  const id = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[id, "manager"]] });
  const upload = async (...texts: string[]) => {
    const files = texts.map((text, index) => ({ name: `${index}.yml`, text }));
    return RULE_UPLOADED.parse(await browser.json("POST", "/api/v1/rules", { organisationId: id, files }));
  };
  const rules = async (query = "") =>
    RULES.parse(await browser.json("GET", `/api/v1/rules?organisationId=${id}&${query}`)).rules;
  const titles = async (query: string) => (await rules(query)).map(({ title }) => title.split(" ")[0]);
  return { id, browser, upload, rules, titles };
}

async function ingest({ id, browser }: { id: OrganisationId; browser: Browser }, lines: readonly object[]) {
  const source = await browser.json("POST", "/api/v1/sources", { organisationId: id, name: "dc1" });
  const { key } = SOURCE_KEY.parse(source);
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
  const body = lines.map((line) => JSON.stringify(line)).join("\n");
  const answer = await fetch(new URL("/ingest/v1/events", hub.address), { method: "POST", headers, body });
  return INGEST_ANSWER.parse(await answer.json());
}

test("rules are found by level, text, state and where they came from", async () => {
  const { upload, titles, rules, browser } = await anAnalyst();
  await upload(rule("whoami", 1), rule("net_100%", 2, "low"), rule("cmd", 3));
  const [one] = await rules();
  await browser.json("PATCH", `/api/v1/rules/${one?.id}`, { isEnabled: false });
  assert.deepEqual(await titles("level=low"), ["net_100%"]);
  assert.deepEqual(await titles("isEnabled=false"), ["whoami"]);
  assert.deepEqual(await titles("text=CMD"), ["cmd"]);
  assert.deepEqual(await titles(`text=${encodeURIComponent("_100%")}`), ["net_100%"]);
  assert.deepEqual(await titles(`text=${encodeURIComponent("%")}`), ["net_100%"]);
  assert.deepEqual(await titles("text=000000000003"), ["cmd"]);
  assert.deepEqual(await titles("origin=folder"), []);
});

test("many rules are switched at once, or none of them", async () => {
  const ours = await anAnalyst();
  const theirs = await anAnalyst();
  await ours.upload(rule("whoami", 1), rule("cmd", 2));
  await theirs.upload(rule("whoami", 1));
  const ids = (await ours.rules()).map(({ id }) => id);
  const change = async (browser: Browser, wanted: readonly string[], isEnabled: boolean) =>
    await browser.send("POST", "/api/v1/rules/switch", { ids: wanted, isEnabled });
  const off = await change(ours.browser, [...ids, ...ids.slice(1)], false);
  assert.deepEqual(RULES_SWITCHED.parse(await off.json()), { changed: 2, unchanged: 0 });
  const again = await change(ours.browser, ids, false);
  assert.deepEqual(RULES_SWITCHED.parse(await again.json()), { changed: 0, unchanged: 2 });
  const foreign = (await theirs.rules()).map(({ id }) => id);
  const refused = await change(ours.browser, [...ids, ...foreign], true);
  assert.equal((await problemOf(refused)).code, "rule.not_found");
  assert.deepEqual(await ours.titles("isEnabled=true"), []);
  const { browser: viewer } = await aSignedInPerson(hub, { roles: [[ours.id, "viewer"]] });
  assert.equal((await change(viewer, ids, true)).status, 403);
});

test("a file that is too large or no text is refused, and the others of the upload are taken", async () => {
  const { upload } = await anAnalyst();
  const { created, refused, diagnostics } = await upload(
    rule("cmd", 1),
    "a".repeat(1_100_000),
    "\ufffd\ufffd%b",
  );
  assert.deepEqual([created, refused], [1, 2]);
  const reasons = diagnostics.map(({ file, code }) => [file, code]);
  assert.deepEqual(reasons[0], ["1.yml", "file.too_large"]);
  assert.equal(reasons[1]?.[0], "2.yml");
});

test("what is refused is kept with its reasons until its file is mended", async () => {
  const { browser, upload, rules } = await anAnalyst();
  const refusals = async () =>
    RULE_REFUSALS.parse(await browser.json("GET", "/api/v1/rules/refusals")).refusals;
  const both = `${rule("whoami", 1)}---\n${BROKEN}`;
  assert.deepEqual((await upload(rule("cmd", 2), both)).refused, 1);
  const [kept, ...others] = await refusals();
  assert.ok(kept !== undefined && others.length === 0);
  assert.equal(kept.file, "1.yml#2");
  assert.deepEqual(
    kept.diagnostics.map(({ code }) => code),
    ["condition.unknown_identifier"],
  );
  await upload(rule("cmd", 2));
  assert.equal((await refusals()).length, 1);
  await upload(rule("cmd", 2), rule("whoami", 1));
  assert.deepEqual(await refusals(), []);
  assert.equal((await rules()).length, 2);
});

test("each rule shows how often it matched in the last days, to who may see the events", async () => {
  const ours = await anAnalyst();
  const theirs = await anAnalyst();
  await ours.upload(rule("whoami", 1), rule("cmd", 2));
  await ingest(ours, [sysmon(1), sysmon(2), sysmon(3, { "@timestamp": "2020-01-01T00:00:00Z" })]);
  const [{ id } = assert.fail()] = await ours.rules("text=whoami");
  const counts = async (browser: Browser) =>
    RULE_COUNTS.parse(await browser.json("GET", "/api/v1/rules/counts?days=2")).counts;
  assert.deepEqual(await counts(ours.browser), [{ ruleId: id, matches: 2, lastAt: sysmon(2)["@timestamp"] }]);
  assert.deepEqual(await counts(theirs.browser), []);
});

test("what the alerts of a rule are about can be said, in a new version", async () => {
  const ours = await anAnalyst();
  await ours.upload(rule("whoami", 1));
  const [{ id } = assert.fail()] = await ours.rules();
  const entities = async () =>
    ALERTS.parse(await ours.browser.json("GET", "/api/v1/alerts"))
      .alerts.map(({ ruleVersion, entityKind, entity }) => [ruleVersion, entityKind, entity])
      .sort();
  await ingest(ours, [sysmon(1)]);
  for (const groupBy of ["account", "field:LogonId", "none"]) {
    const changed = await ours.browser.json("PATCH", `/api/v1/rules/${id}`, { groupBy });
    assert.equal(RULE.parse(changed).groupBy, groupBy);
    const other = await ours.browser.json("POST", "/api/v1/sources", {
      organisationId: ours.id,
      name: groupBy,
    });
    const headers = { authorization: `Bearer ${SOURCE_KEY.parse(other).key}` };
    const body = JSON.stringify(sysmon(2, { LogonId: "0x3E7" }));
    await fetch(new URL("/ingest/v1/events", hub.address), { method: "POST", headers, body });
  }
  assert.deepEqual(await entities(), [
    [1, "host", "ws1"],
    [2, "account", "li"],
    [3, "other", "LogonId=0x3e7"],
    [4, "none", ""],
  ]);
  await ours.upload(rule("whoami", 1, "low"));
  const { rule: kept, current } = RULE_DETAIL.parse(await ours.browser.json("GET", `/api/v1/rules/${id}`));
  assert.deepEqual([kept.version, kept.level, kept.groupBy, current.groupBy], [5, "low", "none", "none"]);
  const refused = await ours.browser.send("PATCH", `/api/v1/rules/${id}`, { groupBy: "weather" });
  assert.equal(refused.status, 422);
});

test("the folder's rules are every organisation's; they follow it, and what people decided stays", async () => {
  const other = await anAnalyst();
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const load = async () => {
    const { diagnostics: _, ...loaded } = RULES_LOADED.parse(
      await operator.json("POST", "/api/v1/rules/load"),
    );
    return loaded;
  };
  const none = { created: 0, changed: 0, unchanged: 0, refused: 0, files: 0, vanished: 0, returned: 0 };
  assert.equal((await problemOf(await operator.send("POST", "/api/v1/rules/load"))).code, "rules.none_found");
  mkdirSync(join(folder, "windows/.git"), { recursive: true });
  put("windows/whoami.yml", rule("whoami", 1));
  put("cmd.yaml", rule("cmd", 2));
  put("windows/.git/hidden.yml", rule("hidden", 3));
  put("README.md", "no rule");
  assert.deepEqual(await load(), { ...none, created: 2, files: 2 });
  // Seen and matched elsewhere, and changed by the hub's operators alone.
  const visible = RULES.parse(await other.browser.json("GET", "/api/v1/rules?scope=hub&origin=folder")).rules;
  assert.equal(visible.length, 2);
  await ingest(other, [sysmon(1)]);
  const { alerts } = ALERTS.parse(await other.browser.json("GET", "/api/v1/alerts"));
  assert.equal(alerts.length, 1);
  const attempt = await other.browser.send("PATCH", `/api/v1/rules/${visible[0]?.id}`, { isEnabled: false });
  assert.equal(attempt.status, 403);
  // Changed, broken, gone, and there again.
  put("windows/whoami.yml", rule("whoami", 1, "low"));
  put("cmd.yaml", BROKEN.replaceAll("000000000099", "000000000002"));
  assert.deepEqual(await load(), { ...none, changed: 1, refused: 1, files: 2 });
  put("net.yml", rule("net", 4));
  rmSync(join(folder, "cmd.yaml"));
  rmSync(join(folder, "windows/whoami.yml"));
  assert.deepEqual(await load(), { ...none, created: 1, files: 1, vanished: 2 });
  const off = RULES.parse(await operator.json("GET", "/api/v1/rules?isEnabled=false")).rules;
  assert.deepEqual(off.map(({ title }) => title.split(" ")[0]).sort(), ["cmd", "whoami"]);
  assert.ok(off.every(({ vanishedAt }) => vanishedAt !== null));
  put("windows/whoami.yml", rule("whoami", 1, "low"));
  assert.deepEqual(await load(), { ...none, unchanged: 2, files: 2, returned: 1 });
  const [{ id } = assert.fail()] = RULES.parse(await operator.json("GET", "/api/v1/rules?text=net")).rules;
  await operator.json("PATCH", `/api/v1/rules/${id}`, { isEnabled: false });
  assert.deepEqual(await load(), { ...none, unchanged: 2, files: 2 });
  assert.equal(RULE_DETAIL.parse(await operator.json("GET", `/api/v1/rules/${id}`)).rule.isEnabled, false);
  assert.deepEqual(
    RETROSPECTIONS.parse(await other.browser.json("GET", "/api/v1/retrospections")).retrospections,
    [],
  );
});

test("the rules that ship are on for everybody when an operator says so, and what was off by hand stays off", async () => {
  const other = await anAnalyst();
  const set = async (isOn: boolean) =>
    SHIPPED_RULES.parse(await operator.json("PUT", "/api/v1/rules/shipped", { isOn }));
  const shipped = async () =>
    RULES.parse(await other.browser.json("GET", "/api/v1/rules?origin=shipped")).rules;
  assert.deepEqual(await shipped(), []);
  const { isOn, count } = await set(true);
  assert.ok(isOn && count > 0);
  const [{ id } = assert.fail()] = await shipped();
  assert.equal((await shipped()).length, count);
  await operator.json("PATCH", `/api/v1/rules/${id}`, { isEnabled: false });
  assert.deepEqual(await set(false), { isOn: false, count });
  assert.ok((await shipped()).every(({ isEnabled }) => !isEnabled));
  await set(true);
  const off = (await shipped()).filter(({ isEnabled }) => !isEnabled);
  assert.deepEqual(
    off.map((rule) => rule.id),
    [id],
  );
  const refused = await other.browser.send("PUT", "/api/v1/rules/shipped", { isOn: true });
  assert.equal(refused.status, 403);
  await set(false);
});
