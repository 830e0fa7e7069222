// SPDX-License-Identifier: Apache-2.0
/** Tables into the ledger and out of it, through HTTP. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  ASSETS,
  IMPORT_COMMITTED,
  IMPORT_PREVIEW,
  type ImportPreview,
  LEDGER_IMPORT,
  LEDGER_IMPORTS,
  MERGE_PROPOSALS,
  SYSTEMS,
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

const ROOT = "/api/v1/ledger";
let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

interface Member {
  readonly organisationId: OrganisationId;
  readonly browser: Browser;
}

async function aMember(role: "manager" | "analyst" = "manager"): Promise<Member> {
  const organisationId = await anOrganisation(hub.records);
  return { organisationId, ...(await aSignedInPerson(hub, { roles: [[organisationId, role]] })) };
}

async function send(
  { browser, organisationId }: Member,
  kind: string,
  file: string | Uint8Array<ArrayBuffer>,
) {
  const query = new URLSearchParams({ organisationId, kind, fileName: "表.csv" });
  return await fetch(new URL(`${ROOT}/imports?${query}`, hub.address), {
    method: "POST",
    headers: {
      cookie: browser.cookie,
      "x-csrf-token": browser.csrfToken ?? "",
      "content-type": "application/octet-stream",
    },
    body: file,
  });
}

async function upload(member: Member, kind: string, file: string | Uint8Array<ArrayBuffer>) {
  const response = await send(member, kind, file);
  assert.equal(response.status, 201, await response.clone().text());
  return LEDGER_IMPORT.parse(await response.json());
}

async function preview({ browser }: Member, id: string, query = ""): Promise<ImportPreview> {
  return IMPORT_PREVIEW.parse(await browser.json("GET", `${ROOT}/imports/${id}/preview?${query}`));
}

async function commit({ browser }: Member, id: string, body: object = {}) {
  return IMPORT_COMMITTED.parse(await browser.json("POST", `${ROOT}/imports/${id}/commit`, body));
}

async function importTable(member: Member, kind: string, file: string) {
  return await commit(member, (await upload(member, kind, file)).id);
}

async function textOf({ browser }: Member, path: string): Promise<string> {
  const response = await browser.send("GET", `${ROOT}/${path}`);
  assert.equal(response.status, 200);
  return await response.text();
}

const SYSTEMS_TABLE = `系统名称,等保级别,是否关基,责任人,联系电话,防护措施,用途
调度系统,第三级,是,林月；王强,110；119,堡垒机、双因素,电网调度
官网,二级,否,,,,
`;

const ASSETS_TABLE = `Host Name;IP Address;MAC;Serial No.;所属系统;Remark
ws1.corp.example;10.0.0.1;00-1B-21-3C-4D-5E;SN1;调度系统;first
WS2;10.0.0.2, 10.0.1.2;;SN2;调度系统;
printer;dhcp;;;没有的系统;
;;;;;nothing
bad;10.0.0.300;;;;
ws1;;;SN1;;again
`;

/** GB18030 of the text: of these characters, each is two bytes. */
function gb18030(text: string): Uint8Array<ArrayBuffer> {
  const decoder = new TextDecoder("gb18030");
  const codes = new Map<string, [number, number]>();
  for (let lead = 0xa1; lead <= 0xf7; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++)
      codes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return Uint8Array.from([...text].flatMap((one) => codes.get(one) ?? [one.charCodeAt(0)]));
}

test("a table of systems as a Chinese spreadsheet saves it is read, mapped, shown and committed", async () => {
  const member = await aMember();
  const { browser } = member;
  const found = await upload(member, "systems", gb18030(SYSTEMS_TABLE));
  assert.deepEqual([found.charset, found.delimiter, found.rowCount], ["gb18030", ",", 2]);
  assert.deepEqual(
    found.columns.map(({ field }) => field),
    ["name", "level", "is_critical", "responsible", "responsible_phone", "measures", "purpose"],
  );
  assert.deepEqual((await preview(member, found.id)).counts, {
    created: 2,
    changed: 0,
    unchanged: 0,
    rejected: 0,
  });
  await commit(member, found.id);
  const { systems } = SYSTEMS.parse(await browser.json("GET", `${ROOT}/systems?minLevel=3`));
  assert.deepEqual(
    systems.map(({ name, level, isCritical }) => [name, level, isCritical]),
    [["调度系统", 3, true]],
  );
  assert.deepEqual(
    systems[0]?.responsible.map(({ name, phone }) => [name, phone]),
    [
      ["林月", "110"],
      ["王强", "119"],
    ],
  );
  const regraded = await importTable(member, "systems", "系统名称,等级\n官网,3\n调度系统,S4A3G3\n");
  assert.deepEqual(regraded, { created: 0, changed: 1, unchanged: 0, rejected: 1 });
});

test("each row of a table of assets is shown with what becomes of it and why, and the rejected ones can be had", async () => {
  const member = await aMember();
  await importTable(member, "systems", SYSTEMS_TABLE);
  const found = await upload(member, "assets", ASSETS_TABLE);
  assert.deepEqual([found.delimiter, found.columns[0]?.samples[0]], [";", "ws1.corp.example"]);
  assert.deepEqual(
    found.columns.map(({ field }) => field),
    ["hostname", "ip", "mac", "serial", "system", "note"],
  );
  const shown = await preview(member, found.id);
  assert.deepEqual(shown.counts, { created: 2, changed: 0, unchanged: 0, rejected: 4 });
  assert.deepEqual(
    shown.rows.map(({ line, outcome, reasons }) => [line, outcome, reasons[0]?.code]),
    [
      [2, "created", undefined],
      [3, "created", undefined],
      [4, "rejected", "unknown_system"],
      [5, "rejected", "no_identity"],
      [6, "rejected", "invalid_value"],
      [7, "rejected", "duplicate_row"],
    ],
  );
  const second = await preview(member, found.id, "outcome=rejected&after=4&limit=2");
  assert.deepEqual([second.rows.map(({ line }) => line), second.next], [[5, 6], 6]);
  const before = await textOf(member, `imports/${found.id}/rejected.csv`);
  assert.deepEqual(await commit(member, found.id, { fingerprint: shown.fingerprint }), shown.counts);
  const rejected = await textOf(member, `imports/${found.id}/rejected.csv`);
  assert.equal(rejected, before);
  assert.match(rejected, /\r\n4,"?unknown_system: [^\r]*,printer,dhcp,/);
  const again = await member.browser.send("POST", `${ROOT}/imports/${found.id}/commit`, {});
  assert.equal((await problemOf(again)).code, "ledger_import.done");
  const { imports } = LEDGER_IMPORTS.parse(await member.browser.json("GET", `${ROOT}/imports?limit=1`));
  assert.deepEqual([imports[0]?.state, imports[0]?.outcome], ["committed", shown.counts]);
});

test("the same table again changes nothing", async () => {
  const member = await aMember();
  await importTable(member, "systems", SYSTEMS_TABLE);
  const good = ASSETS_TABLE.split("\n").slice(0, 3).join("\n");
  assert.equal((await importTable(member, "assets", good)).created, 2);
  assert.deepEqual(await importTable(member, "assets", good), {
    created: 0,
    changed: 0,
    unchanged: 2,
    rejected: 0,
  });
  assert.deepEqual(await importTable(member, "systems", SYSTEMS_TABLE), {
    created: 0,
    changed: 0,
    unchanged: 2,
    rejected: 0,
  });
});

test("a renamed host with a new lease is the same asset, and its old name and address end", async () => {
  const member = await aMember();
  await importTable(member, "assets", "hostname,serial,ip\nws1,SN1,10.0.0.1\n");
  const found = await upload(member, "assets", "hostname,serial,ip\nws9,SN1,10.0.0.9\n");
  const { rows } = await preview(member, found.id);
  assert.deepEqual(rows[0]?.changes, [
    { field: "hostname", from: "ws1", to: "ws9" },
    { field: "ip", from: "10.0.0.1", to: "10.0.0.9" },
  ]);
  await commit(member, found.id);
  const { assets } = ASSETS.parse(await member.browser.json("GET", `${ROOT}/assets`));
  assert.equal(assets.length, 1);
  const open = assets[0]?.identifiers.filter(({ to }) => to === null).map(({ value }) => value);
  assert.deepEqual(open?.sort(), ["10.0.0.9", "SN1", "ws9"]);
  assert.deepEqual(await importTable(member, "assets", "hostname,ip\nws1,10.0.0.1\n"), {
    created: 1,
    changed: 0,
    unchanged: 0,
    rejected: 0,
  });
});

test("clones in a table become assets of their own, and are proposed to be one with what was there", async () => {
  const member = await aMember();
  await importTable(member, "assets", "hostname,machine guid\nc1,g-1\n");
  const counts = await importTable(member, "assets", "hostname,machine guid\nc1,g-1\nc2,g-1\nc3,g-1\n");
  assert.deepEqual(counts, { created: 2, changed: 0, unchanged: 1, rejected: 0 });
  const { proposals } = MERGE_PROPOSALS.parse(await member.browser.json("GET", `${ROOT}/merge-proposals`));
  assert.equal(proposals.length, 3);
  assert.deepEqual(await importTable(member, "assets", "hostname,machine guid\nc2,g-1\n"), {
    created: 0,
    changed: 0,
    unchanged: 1,
    rejected: 0,
  });
});

test("what is not what the preview showed is not committed", async () => {
  const member = await aMember();
  const found = await upload(member, "assets", "hostname\nws1\nws2\n");
  const { fingerprint } = await preview(member, found.id);
  await importTable(member, "assets", "hostname\nws1\n");
  const late = await member.browser.send("POST", `${ROOT}/imports/${found.id}/commit`, { fingerprint });
  assert.equal((await problemOf(late)).code, "ledger_import.changed");
  const { counts, fingerprint: fresh } = await preview(member, found.id);
  assert.deepEqual(counts, { created: 1, changed: 0, unchanged: 1, rejected: 0 });
  assert.equal((await commit(member, found.id, { fingerprint: fresh })).created, 1);
});

test("a person says what a column is where the guess is wrong, and no field is of two columns", async () => {
  const member = await aMember();
  const found = await upload(member, "assets", "机器,地址一\nws1,10.1.2.3\n");
  assert.deepEqual(
    found.columns.map(({ field }) => field),
    [null, "ip"],
  );
  const path = `${ROOT}/imports/${found.id}`;
  const twice = await member.browser.send("PATCH", path, { mapping: ["ip", "ip"] });
  assert.equal((await problemOf(twice)).code, "http.invalid");
  const mapped = await member.browser.json("PATCH", path, { mapping: ["hostname", "ip"] });
  assert.deepEqual(
    LEDGER_IMPORT.parse(mapped).columns.map(({ field }) => field),
    ["hostname", "ip"],
  );
  assert.equal((await preview(member, found.id)).rows[0]?.name, "ws1");
  assert.equal((await member.browser.send("DELETE", path)).status, 204);
  assert.equal((await problemOf(await member.browser.send("GET", path))).code, "ledger_import.not_found");
});

test("an export disarms formulas, is known again in either language, and changes nothing when imported", async () => {
  const member = await aMember();
  await importTable(member, "systems", SYSTEMS_TABLE);
  const body = {
    organisationId: member.organisationId,
    kind: "host",
    name: "=cmd|' /C calc'!A0",
    note: '+49, a "quoted"\nnote',
    identifiers: [
      { kind: "fqdn", value: "ws1.corp.example" },
      { kind: "ip", value: "10.0.0.1" },
    ],
  };
  await member.browser.json("POST", `${ROOT}/assets`, body);
  await importTable(member, "assets", "网段,公网地址,域名\n10.0.0.0/8,,\n,203.0.113.5,\n,,example.cn\n");
  for (const language of ["en", "zh-CN"]) {
    await member.browser.json("PATCH", "/api/v1/session/person", { language });
    const assets = await textOf(member, "assets.csv");
    assert.match(assets, /,'=cmd\|/);
    const found = await upload(member, "assets", assets);
    assert.ok(
      found.columns.every(({ field }) => field !== null),
      language,
    );
    assert.deepEqual((await preview(member, found.id)).counts, {
      created: 0,
      changed: 0,
      unchanged: 4,
      rejected: 0,
    });
    const systems = await importTable(member, "systems", await textOf(member, "systems.csv"));
    assert.deepEqual(systems, { created: 0, changed: 0, unchanged: 2, rejected: 0 });
  }
});

test("an analyst imports assets, but no systems; what is no table, or too large, is refused", async () => {
  const member = await aMember("analyst");
  await importTable(member, "assets", "hostname\nws1\n");
  assert.equal((await problemOf(await send(member, "systems", SYSTEMS_TABLE))).code, "access.forbidden");
  for (const nothing of ["", "\n\n", ",,,\n"])
    assert.equal((await problemOf(await send(member, "assets", nothing))).code, "ledger_import.unreadable");
  const unended = await send(member, "assets", `hostname\n"${"a,\n".repeat(1_000_000)}`);
  assert.equal((await problemOf(unended)).code, "ledger_import.unreadable");
  const many = await send(member, "assets", `hostname\n${"a\n".repeat(50_001)}`);
  assert.equal((await problemOf(many)).code, "ledger_import.unreadable");
  const large = await send(member, "assets", "a".repeat(10 * 1024 * 1024 + 1));
  assert.equal((await problemOf(large)).code, "http.too_large");
  const stranger = await aMember();
  const { imports } = LEDGER_IMPORTS.parse(await stranger.browser.json("GET", `${ROOT}/imports`));
  assert.deepEqual(imports, []);
});

test("three thousand rows are planned and committed in one go, and once more change nothing", async () => {
  const member = await aMember();
  const rows = Array.from(
    { length: 3_000 },
    (_, at) => `h${at},10.${at >> 16}.${(at >> 8) & 255}.${at & 255},SN${at}`,
  );
  const file = `hostname,ip,serial\n${rows.join("\n")}\n`;
  assert.equal((await importTable(member, "assets", file)).created, 3_000);
  assert.equal((await importTable(member, "assets", file)).unchanged, 3_000);
});
