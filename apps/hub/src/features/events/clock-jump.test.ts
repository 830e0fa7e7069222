// SPDX-License-Identifier: Apache-2.0
/** The clock of the machine is put forward and back between batches: what depends on it goes by it, nothing else does. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ALERTS, EVENTS_PAGE, INGEST_ANSWER, SOURCE_KEY } from "@fengsui/contract";
import { TestClock } from "../../test-kit/hub/test-pipeline.ts";
import { anOrganisation } from "../../test-kit/records/index.ts";
import { aSignedInPerson, type Browser, startTestHub, type TestHub } from "../../test-kit/web/index.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const YEAR_MS = 365 * DAY_MS;
/** Put forward, back beyond where it was, by more and less than anything remembers, and a little. */
const JUMPS = [0, YEAR_MS, -2 * YEAR_MS, 11 * MINUTE_MS, -11 * MINUTE_MS, 3 * DAY_MS, -MINUTE_MS, YEAR_MS];

const RULE = `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;

const clock = new TestClock();
let hub: TestHub;
let browser: Browser;
let organisationId: Awaited<ReturnType<typeof anOrganisation>>;

before(async () => {
  hub = await startTestHub({ clock });
  organisationId = await anOrganisation(hub.records);
  ({ browser } = await aSignedInPerson(hub, { roles: [[organisationId, "manager"]] }));
  await browser.json("POST", "/api/v1/rules", { organisationId, files: [{ name: "r.yml", text: RULE }] });
});
after(async () => await hub[Symbol.asyncDispose]());

async function aShipper(name: string) {
  const { id, key } = SOURCE_KEY.parse(
    await browser.json("POST", "/api/v1/sources", { organisationId, name }),
  );
  const deliver = async (lines: readonly object[], headers: Record<string, string> = {}) => {
    const body = lines.map((line) => JSON.stringify(line)).join("\n");
    const sent = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson", ...headers };
    const response = await hub.newBrowser().send("POST", "/ingest/v1/events", body, sent);
    assert.equal(response.status, 200);
    const { accepted, duplicate } = INGEST_ANSWER.parse(await response.json());
    return [accepted, duplicate];
  };
  return { id, deliver };
}

function sysmon(number: number, time: string) {
  const Channel = "Microsoft-Windows-Sysmon/Operational";
  const Image = "C:\\Windows\\whoami.exe";
  return { Channel, EventID: 1, Computer: "ws1", EventRecordID: number, "@timestamp": time, Image };
}

/** Signs in again where the jump ended the session, as it must. */
async function jump(ms: number): Promise<void> {
  clock.advance(ms);
  ({ browser } = await aSignedInPerson(hub, { roles: [[organisationId, "manager"]] }));
}

test("events with an identity and the alerts of their time are the same, wherever the clock is", async () => {
  const { id, deliver } = await aShipper("natural");
  const events = [0, 1, 2].map((hour) => sysmon(hour, `2026-05-01T1${hour}:30:00Z`));
  for (const [index, ms] of JUMPS.entries()) {
    await jump(ms);
    assert.deepEqual(await deliver(events), index === 0 ? [3, 0] : [0, 3]);
    const key = { "idempotency-key": "the same" };
    assert.deepEqual(
      await deliver([{ "@timestamp": "2026-05-01T10:00:00Z" }], key),
      index === 0 ? [1, 0] : [0, 1],
    );
  }
  const { alerts } = ALERTS.parse(await browser.json("GET", "/api/v1/alerts"));
  assert.deepEqual(
    alerts.map(({ windowStart, matchCount }) => [windowStart, matchCount]),
    [2, 1, 0].map((hour) => [`2026-05-01T1${hour}:00:00.000Z`, 1]),
  );
  const query = new URLSearchParams({
    from: "2026-05-01T00:00:00Z",
    to: "2026-05-02T00:00:00Z",
    sourceId: id,
    limit: "1",
  });
  let after: string | null = "";
  const times: string[] = [];
  while (after !== null) {
    if (after !== "") query.set("after", after);
    const page = EVENTS_PAGE.parse(await browser.json("GET", `/api/v1/events?${query}`));
    times.push(...page.events.map(({ time }) => time.slice(11, 16)));
    after = page.next;
  }
  assert.deepEqual(times, ["12:30", "11:30", "10:30", "10:00"]);
});

test("a body that comes again is a duplicate for ten minutes on either side, and no longer", async () => {
  const { deliver } = await aShipper("bodies");
  const again = async (ms: number) => {
    await jump(ms);
    return await deliver([{ message: "beacon lit" }]);
  };
  assert.deepEqual(await again(0), [1, 0]);
  assert.deepEqual(await again(9 * MINUTE_MS), [0, 1]);
  assert.deepEqual(await again(2 * MINUTE_MS), [1, 0], "later than ten minutes");
  assert.deepEqual(await again(-5 * MINUTE_MS), [0, 1], "put back a little: it may be a repetition");
  assert.deepEqual(await again(-DAY_MS), [1, 0], "put back a day: it is none");
  assert.deepEqual(await again(0), [0, 1]);
  assert.deepEqual(await again(YEAR_MS), [1, 0]);
});

test("events of the far past and future are found at their time, and those of no possible time at their arrival", async () => {
  const { id, deliver } = await aShipper("times");
  const times = [
    "1980-01-01T00:00:00Z",
    "2099-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ];
  assert.deepEqual(await deliver(times.map((time) => ({ "@timestamp": time, time }))), [4, 0]);
  const find = async (from: Date, to: Date) => {
    const query = new URLSearchParams({ from: from.toISOString(), to: to.toISOString(), sourceId: id });
    return EVENTS_PAGE.parse(await browser.json("GET", `/api/v1/events?${query}`)).events.length;
  };
  assert.equal(await find(new Date("1980-01-01T00:00:00Z"), new Date("1980-01-02T00:00:00Z")), 1);
  assert.equal(await find(new Date("2099-12-31T00:00:00Z"), new Date("2100-01-01T00:00:00Z")), 1);
  const now = clock.now().getTime();
  assert.equal(await find(new Date(now - MINUTE_MS), new Date(now + MINUTE_MS)), 2);
});

test("a session ends with its time, and a clock put back ends none", async () => {
  const isSignedIn = async () => (await browser.send("GET", "/api/v1/session")).status === 200;
  await jump(0);
  clock.advance(-DAY_MS);
  assert.ok(await isSignedIn(), "a clock put back signs nobody out");
  clock.advance(3 * DAY_MS);
  assert.ok(!(await isSignedIn()));
});
