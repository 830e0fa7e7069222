// SPDX-License-Identifier: Apache-2.0
/** Retention through HTTP and by its jobs, with a clock that is moved: what goes, what stays, and who is told. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { ClickHouseClient } from "@clickhouse/client";
import {
  ALERTS,
  CASE_DETAIL,
  HUB_RETENTION,
  LEGAL_HOLD,
  LEGAL_HOLDS,
  RETENTION,
  RETENTION_PREVIEW,
  type RetentionRule,
} from "@fengsui/contract";
import type { DiskLevel } from "../../platform/disk/disk-watch.ts";
import { EventExpiry } from "../../platform/events/index.ts";
import { clientFor } from "../../platform/events/test-kit/test-store.ts";
import { TestClock } from "../../test-kit/hub/test-pipeline.ts";
import { TestFolder } from "../../test-kit/records/folder.ts";
import {
  aColleague,
  anEquippedOrganisation,
  aSignedInPerson,
  type Browser,
  deliver,
  type EquippedOrganisation,
  problemOf,
  startTestHub,
  sysmon,
  type TestHub,
  uploadRule,
} from "../../test-kit/web/index.ts";
import { Deletion } from "./deletion.ts";

const DAY_MS = 24 * 60 * 60_000;
const WINDOWS = "windows/sysmon";
/** Of no log type that is known. */
const OTHER = "";
const folder = new TestFolder();
const clock = new TestClock();
const disk = {
  room: { freeBytes: 1, totalBytes: 100 },
  level: "ok" as DiskLevel,
  setWatermarks: () => undefined,
};
let hub: TestHub;
let client: ClickHouseClient;
let deletion: Deletion;

before(async () => {
  hub = await startTestHub({ clock, environment: { FENGSUI_DATA_DIR: folder.path } });
  client = clientFor(join(folder.path, "events"));
  deletion = new Deletion({ records: hub.records, events: { expiry: new EventExpiry(client) }, disk, clock });
});

after(async () => {
  await client.close();
  await hub[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Events of two log types, on each of so many days; then it is some weeks later. */
async function anOrganisationWithHistory(days: number): Promise<EquippedOrganisation> {
  const organisation = await anEquippedOrganisation(hub);
  await uploadRule(organisation);
  for (let day = 0; day < days; day++) {
    const now = clock.now();
    const other = { "@timestamp": now.toISOString(), program: "backup", day };
    await deliver(hub, organisation, [sysmon(now), sysmon(new Date(now.getTime() + 1000)), other]);
    clock.advance(DAY_MS);
  }
  clock.advance(30 * DAY_MS);
  return organisation;
}

/** Sessions do not last as long as history. */
async function administratorOf(organisation: EquippedOrganisation): Promise<Browser> {
  return (await aColleague(hub, organisation, "administrator")).browser;
}

async function keep(organisation: EquippedOrganisation, rules: readonly RetentionRule[]): Promise<void> {
  const browser = await administratorOf(organisation);
  await browser.json("PUT", `/api/v1/organisations/${organisation.id}/retention`, { rules });
}

/** How many events there are of each log type. */
async function stored({ id }: EquippedOrganisation): Promise<Record<string, number>> {
  const result = await client.query({
    query:
      "SELECT `log.type` AS t, toUInt32(count()) AS n FROM events WHERE organisation_id = {id:UUID} GROUP BY t ORDER BY t",
    query_params: { id },
    format: "JSONEachRow",
  });
  const rows: { t: string; n: number }[] = await result.json();
  return Object.fromEntries(rows.map(({ t, n }) => [t, n]));
}

async function auditOf({ id }: EquippedOrganisation) {
  return await hub.records.read({ kind: "system", job: "test" }, ({ read }) =>
    read
      .selectFrom("audit_entries")
      .select("detail")
      .where("organisation_id", "=", id)
      .where("action", "=", "retention.delete")
      .execute(),
  );
}

test("nothing goes until somebody says so; then what a log type keeps no longer goes, and what it led to stays", async () => {
  const organisation = await anOrganisationWithHistory(3);
  const before = await stored(organisation);
  assert.deepEqual(before, { [OTHER]: 3, [WINDOWS]: 6 });
  await deletion.deleteOld();
  assert.deepEqual(await stored(organisation), before);

  const rules = [
    { logType: WINDOWS, days: 31 },
    { logType: null, days: 400 },
  ];
  const browser = await administratorOf(organisation);
  const path = `/api/v1/organisations/${organisation.id}/retention`;
  const preview = RETENTION_PREVIEW.parse(await browser.json("POST", `${path}/preview`, { rules }));
  assert.deepEqual([preview.events, preview.heldEvents], [4, 0]);
  assert.deepEqual(
    preview.logTypes.map(({ logType, from, to }) => [logType, from, to]),
    [[WINDOWS, "2026-05-01", "2026-05-02"]],
  );
  assert.ok(preview.bytes > 0);
  assert.deepEqual(await stored(organisation), before);

  const set = RETENTION.parse(await browser.json("PUT", path, { rules }));
  assert.deepEqual(
    set.rules.map(({ isBelowLegalMinimum }) => isBelowLegalMinimum),
    [true, false],
  );
  await deletion.deleteOld();
  assert.deepEqual(await stored(organisation), { [OTHER]: 3, [WINDOWS]: 2 });
  const [entry, ...more] = await auditOf(organisation);
  assert.deepEqual(more, []);
  const { bytes, ...detail } = Object(entry?.detail);
  assert.deepEqual(detail, {
    cause: "retention",
    events: 4,
    heldEvents: 0,
    from: "2026-05-01",
    to: "2026-05-02",
    logTypes: { [WINDOWS]: 4 },
  });
  assert.equal(bytes, preview.bytes);
  const { alerts } = ALERTS.parse(await browser.json("GET", "/api/v1/alerts"));
  const counts = alerts.map(({ matchCount }) => matchCount);
  assert.deepEqual(counts, [2, 2, 2]);
  await deletion.deleteOld();
  assert.equal((await auditOf(organisation)).length, 1);
});

test("a day of which nothing stays goes as a whole, without its neighbours", async () => {
  const organisation = await anOrganisationWithHistory(2);
  await keep(organisation, [{ logType: null, days: 31 }]);
  await deletion.deleteOld();
  const left = Object.values(await stored(organisation)).reduce((sum, count) => sum + count, 0);
  assert.equal(left, 3);
});

test("a legal hold keeps what it names from any deletion, until it is released with a reason", async () => {
  const organisation = await anOrganisationWithHistory(2);
  const { id: organisationId, source } = organisation;
  const browser = await administratorOf(organisation);
  const begun = clock.now().getTime() - 32 * DAY_MS;
  const scope = {
    kind: "source",
    sourceId: source.id,
    from: new Date(begun).toISOString(),
    to: new Date(begun + 500).toISOString(),
  };
  const body = { organisationId, scope, reason: "the prosecutor asks for it", until: null };
  const hold = LEGAL_HOLD.parse(await browser.json("POST", "/api/v1/legal-holds", body));
  assert.ok(hold.isActive);
  await keep(organisation, [{ logType: null, days: 1 }]);
  const path = `/api/v1/organisations/${organisationId}/retention/preview`;
  const rules = [{ logType: null, days: 1 }];
  const preview = RETENTION_PREVIEW.parse(await browser.json("POST", path, { rules }));
  assert.deepEqual([preview.events, preview.heldEvents], [4, 2]);
  await deletion.deleteOld();
  const held = await stored(organisation);
  assert.deepEqual(Object.values(held), [1, 1]);

  await browser.json("POST", `/api/v1/legal-holds/${hold.id}/release`, { reason: "the case is closed" });
  const again = await browser.send("POST", `/api/v1/legal-holds/${hold.id}/release`, { reason: "again" });
  assert.equal((await problemOf(again)).code, "legal_hold.released");
  const { holds } = LEGAL_HOLDS.parse(
    await browser.json("GET", `/api/v1/legal-holds?organisationId=${organisationId}`),
  );
  assert.deepEqual(
    holds.map(({ isActive, releaseReason }) => [isActive, releaseReason]),
    [[false, "the case is closed"]],
  );
  await deletion.deleteOld();
  assert.deepEqual(await stored(organisation), {});
});

test("a hold that is ordered while a deletion is under way counts for all that is not gone yet", async () => {
  const organisation = await anOrganisationWithHistory(2);
  await keep(organisation, [{ logType: null, days: 1 }]);
  const browser = await administratorOf(organisation);
  class Slow extends EventExpiry {
    override async groupsBefore(...of: Parameters<EventExpiry["groupsBefore"]>) {
      const groups = await super.groupsBefore(...of);
      const hold = { organisationId: organisation.id, scope: { kind: "organisation" }, reason: "an inquiry" };
      await browser.json("POST", "/api/v1/legal-holds", { ...hold, until: null });
      return groups;
    }
  }
  const { records } = hub;
  await new Deletion({ records, events: { expiry: new Slow(client) }, disk, clock }).deleteOld();
  assert.deepEqual(await stored(organisation), { [OTHER]: 2, [WINDOWS]: 4 });
});

test("a hold of an organisation keeps all of it, and one of a case what is around its alerts; both may end by themselves", async () => {
  const organisation = await anOrganisationWithHistory(2);
  const { id: organisationId } = organisation;
  const browser = await administratorOf(organisation);
  const before = await stored(organisation);
  await keep(organisation, [{ logType: null, days: 1 }]);
  const until = new Date(clock.now().getTime() + DAY_MS).toISOString();
  const all = { organisationId, scope: { kind: "organisation" }, reason: "an inquiry", until };
  await browser.json("POST", "/api/v1/legal-holds", all);
  await deletion.deleteOld();
  assert.deepEqual(await stored(organisation), before);

  const { alerts } = ALERTS.parse(await browser.json("GET", "/api/v1/alerts"));
  const [alert] = alerts;
  const made = { organisationId, title: "Odd", alertIds: [alert?.id] };
  const { case: opened } = CASE_DETAIL.parse(await browser.json("POST", "/api/v1/cases", made));
  const scope = { kind: "case", caseId: opened.id };
  await browser.json("POST", "/api/v1/legal-holds", { organisationId, scope, reason: "evidence" });
  clock.advance(2 * DAY_MS);
  await deletion.deleteOld();
  assert.deepEqual(await stored(organisation), before);
});

test("a hold of a case covers the case that it is merged into, and what was merged into that", async () => {
  const organisation = await anOrganisationWithHistory(1);
  for (let month = 0; month < 2; month++) {
    await deliver(hub, organisation, [sysmon(clock.now())]);
    clock.advance(31 * DAY_MS);
  }
  const { id: organisationId } = organisation;
  const browser = await administratorOf(organisation);
  await keep(organisation, [{ logType: null, days: 1 }]);
  const { alerts } = ALERTS.parse(await browser.json("GET", "/api/v1/alerts"));
  const caseOf = async (alertId: string | undefined) => {
    const made = { organisationId, title: "Odd", alertIds: [alertId] };
    return CASE_DETAIL.parse(await browser.json("POST", "/api/v1/cases", made)).case.id;
  };
  const [held = "", into = "", sibling = ""] = await Promise.all(alerts.map(({ id }) => caseOf(id)));
  const scope = { kind: "case", caseId: held };
  await browser.json("POST", "/api/v1/legal-holds", { organisationId, scope, reason: "evidence" });
  for (const id of [held, sibling])
    await browser.json("POST", `/api/v1/cases/${id}/merge`, { intoId: into, reason: "the same" });
  const before = await stored(organisation);
  assert.deepEqual(before, { [OTHER]: 1, [WINDOWS]: 4 });
  await deletion.deleteOld();
  assert.deepEqual(await stored(organisation), before);
});

test("only who answers for an organisation or the hub changes what is kept, and what cannot be is refused", async () => {
  const organisation = await anEquippedOrganisation(hub);
  const other = await anEquippedOrganisation(hub);
  const path = `/api/v1/organisations/${organisation.id}/retention`;
  const rules = [{ logType: null, days: 200 }];
  const manager = await aColleague(hub, organisation, "manager");
  for (const browser of [manager.browser, await administratorOf(other)]) {
    const refused = await browser.send("PUT", path, { rules });
    assert.equal(refused.status, 403);
    const body = { organisationId: organisation.id, scope: { kind: "organisation" }, reason: "x" };
    assert.equal((await browser.send("POST", "/api/v1/legal-holds", body)).status, 403);
  }
  const responder = await aColleague(hub, organisation, "responder");
  assert.equal((await responder.browser.send("POST", `${path}/preview`, { rules })).status, 403);
  assert.equal((await manager.browser.send("POST", `${path}/preview`, { rules })).status, 200);
  const administrator = await administratorOf(organisation);
  const twice = await administrator.send("PUT", path, { rules: [...rules, ...rules] });
  assert.equal((await problemOf(twice)).code, "http.invalid");
  const foreign = {
    kind: "source",
    sourceId: other.source.id,
    from: "2026-01-01T00:00:00Z",
    to: "2026-02-01T00:00:00Z",
  };
  const hold = { organisationId: organisation.id, scope: foreign, reason: "x" };
  assert.equal(
    (await problemOf(await administrator.send("POST", "/api/v1/legal-holds", hold))).code,
    "legal_hold.invalid",
  );
  const settings = {
    defaultDays: 365,
    floorDays: 0,
    minimumDays: 30,
    deletesOldest: false,
    highPercent: 85,
    criticalPercent: 95,
  };
  assert.equal((await administrator.send("PUT", "/api/v1/retention", settings)).status, 403);
  assert.equal(HUB_RETENTION.parse(await administrator.json("GET", "/api/v1/retention")).disk, null);
  const { browser: operator } = await aSignedInPerson(hub, { hubRole: "operator" });
  const set = HUB_RETENTION.parse(await operator.json("PUT", "/api/v1/retention", settings));
  assert.deepEqual([set.defaultDays, set.isBelowLegalMinimum], [365, false]);
  assert.ok((set.disk?.totalBytes ?? 0) > 0);
  assert.equal(RETENTION.parse(await administrator.json("GET", path)).defaultDays, 365);
  const wrong = await operator.send("PUT", "/api/v1/retention", { ...settings, criticalPercent: 80 });
  assert.equal((await problemOf(wrong)).code, "retention.invalid");
});

test("below the floor of the hub no rule is taken, and a rule from before deletes nothing younger", async () => {
  const organisation = await anOrganisationWithHistory(2);
  const before = await stored(organisation);
  await keep(organisation, [{ logType: null, days: 1 }]);
  const { browser: operator } = await aSignedInPerson(hub, { hubRole: "operator" });
  const {
    disk: _,
    isBelowLegalMinimum: __,
    ...settings
  } = HUB_RETENTION.parse(await operator.json("GET", "/api/v1/retention"));
  const set = (change: object) => operator.send("PUT", "/api/v1/retention", { ...settings, ...change });
  assert.equal((await problemOf(await set({ defaultDays: 30, floorDays: 31 }))).code, "retention.invalid");
  await set({ defaultDays: null, floorDays: 40 });

  const browser = await administratorOf(organisation);
  const path = `/api/v1/organisations/${organisation.id}/retention`;
  const refused = await problemOf(
    await browser.send("PUT", path, { rules: [{ logType: WINDOWS, days: 39 }] }),
  );
  assert.equal(refused.code, "retention.below_floor");
  assert.match(refused.detail ?? "", /39 days.*at least 40/);
  assert.equal(RETENTION.parse(await browser.json("GET", path)).floorDays, 40);
  await deletion.deleteOld();
  assert.deepEqual(await stored(organisation), before);

  await set({ defaultDays: null, floorDays: 31 });
  await deletion.deleteOld();
  assert.deepEqual(await stored(organisation), { [OTHER]: 1, [WINDOWS]: 2 });
  await set({ defaultDays: null });
});

test("on a disk filled to its high watermark the operator is told, and the oldest day goes where the hub is set so", async () => {
  const organisation = await anOrganisationWithHistory(2);
  const { browser: operator } = await aSignedInPerson(hub, {
    hubRole: "operator",
    roles: [[organisation.id, "administrator"]],
  });
  const settings = {
    defaultDays: null,
    floorDays: 0,
    minimumDays: 31,
    deletesOldest: true,
    highPercent: 85,
    criticalPercent: 95,
  };
  await operator.json("PUT", "/api/v1/retention", settings);
  const events = async () => Object.values(await stored(organisation)).reduce((sum, count) => sum + count, 0);
  const diskAlerts = async () => {
    const alerts = await hub.records.read({ kind: "system", job: "test" }, ({ read }) =>
      read.selectFrom("alerts").select(["state", "level"]).where("kind", "=", "disk_high").execute(),
    );
    return alerts.map(({ state, level }) => `${state} ${level}`);
  };
  await deletion.watchDisk();
  assert.deepEqual([await events(), await diskAlerts()], [6, []]);
  disk.level = "high";
  for (let look = 0; look < 20; look++) await deletion.watchDisk();
  assert.deepEqual(
    [await events(), await diskAlerts()],
    [3, ["open high"]],
    "the younger day is within the minimum",
  );
  disk.level = "ok";
  await deletion.watchDisk();
  assert.deepEqual(await diskAlerts(), ["closed high"]);
});
