// SPDX-License-Identifier: Apache-2.0
/** Search through HTTP: what a person writes, what fields hold, an event, an export; each sees only their own. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { EVENT, EVENTS_PAGE, VALUES } from "@fengsui/contract";
import {
  anEquippedOrganisation,
  type Browser,
  deliver,
  type EquippedOrganisation,
  problemOf,
  startTestHub,
  sysmon,
  type TestHub,
} from "../../../test-kit/web/index.ts";

let hub: TestHub;
let one: EquippedOrganisation;
let other: EquippedOrganisation;

const START = Date.UTC(2026, 4, 1, 10);
const SPAN = { from: new Date(START).toISOString(), to: new Date(START + 3_600_000).toISOString() };
const at = (minute: number) => new Date(START + minute * 60_000);
const LONG = "x".repeat(100_000);

before(async () => {
  hub = await startTestHub();
  [one, other] = [await anEquippedOrganisation(hub), await anEquippedOrganisation(hub)];
  await deliver(hub, one, [
    sysmon(at(1)),
    sysmon(at(2), { Computer: "WS2", Image: "C:\\Windows\\cmd.exe", CommandLine: "=cmd /c echo 100%" }),
    sysmon(at(3), { Computer: "ws1", User: "SYSTEM", note: "access was denied to li" }),
    sysmon(at(4), { User: "svc_backup", Image: LONG }),
    { "@timestamp": at(5).toISOString(), winlog: { event_data: { Image: "deep.exe" } }, message: "登录失败" },
  ]);
  await deliver(hub, other, [sysmon(at(1), { Computer: "SECRET", User: "other-user" })]);
});
after(async () => await hub[Symbol.asyncDispose]());

function path(route: string, more: Readonly<Record<string, string>>): string {
  return `/api/v1/events${route}?${new URLSearchParams({ ...SPAN, ...more })}`;
}

/** The minutes of the events that are found, in order. */
async function find(query: string, { browser }: { readonly browser: Browser } = one): Promise<number[]> {
  const { events } = EVENTS_PAGE.parse(await browser.json("GET", path("", { query })));
  return events.map(({ time }) => (Date.parse(time) - START) / 60_000).sort();
}

test("a search is written with fields, words, stars, brackets, AND, OR and NOT", async () => {
  assert.deepEqual(await find("host.name:ws1"), [1, 3, 4]);
  assert.deepEqual(await find("host.name:WS1 AND NOT user.name:(system OR svc*)"), [1]);
  assert.deepEqual(await find("Image:*\\whoami.exe"), [1, 3]);
  assert.deepEqual(await find('Image:"c:\\\\windows\\\\CMD.exe"'), [2]);
  assert.deepEqual(await find("CommandLine:*100%"), [2]);
  assert.deepEqual(await find("CommandLine:*1_0*"), []);
  assert.deepEqual(await find("CommandLine:*"), [2]);
  assert.deepEqual(await find("NOT CommandLine:*"), [1, 3, 4, 5]);
  assert.deepEqual(await find('"access was denied"'), [3]);
  assert.deepEqual(await find('"denied access"'), []);
  assert.deepEqual(await find("denied access"), [3]);
  assert.deepEqual(await find("登录 OR EventID:2"), [5]);
  assert.deepEqual(await find("Image:deep.exe"), [5]);
  assert.deepEqual(await find("winlog.event_data.Image:deep*"), [5]);
  assert.deepEqual(await find(""), [1, 2, 3, 4, 5]);
});

test("a search that cannot be read is refused with the place", async () => {
  const answer = await one.browser.send("GET", path("", { query: "host.name:(a OR" }));
  const { code, detail } = await problemOf(answer);
  assert.equal(code, "events.query_invalid");
  assert.match(detail ?? "", /character 16/);
});

test("the values of a field are counted, of one with a column and of any other", async () => {
  const values = async (name: string, query = "") =>
    VALUES.parse(await one.browser.json("GET", path("/values", { name, query })));
  assert.deepEqual(await values("user.name"), {
    events: 5,
    isPartial: false,
    present: 4,
    distinct: 3,
    values: [
      { value: "li", count: 2 },
      { value: "SYSTEM", count: 1 },
      { value: "svc_backup", count: 1 },
    ],
  });
  assert.deepEqual((await values("CommandLine")).values, [{ value: "=cmd /c echo 100%", count: 1 }]);
  assert.deepEqual((await values("EventID", "host.name:WS2")).values, [{ value: "1", count: 1 }]);
  assert.deepEqual((await values("no.such.field")).values, []);
});

test("of a long event a list has the beginning, and its own address all of it", async () => {
  const { events } = EVENTS_PAGE.parse(
    await one.browser.json("GET", path("", { query: "user.name:svc_backup" })),
  );
  const [cut] = events;
  assert.ok(cut !== undefined && cut.raw.length < cut.rawLength);
  const address = `/api/v1/events/${cut.id}?time=${cut.time}`;
  const event = EVENT.parse(await one.browser.json("GET", address));
  assert.equal(event.raw.length, event.rawLength);
  assert.equal((await problemOf(await other.browser.send("GET", address))).code, "events.not_found");
});

test("an export is what the search finds, whole, as lines of JSON or as CSV without formulas", async () => {
  const query = "NOT message:*";
  const lines = await (await one.browser.send("GET", path("/export", { query, format: "ndjson" }))).text();
  const events = lines
    .trimEnd()
    .split("\n")
    .map((line) => EVENT.parse(JSON.parse(line)));
  assert.equal(events.length, 4);
  assert.ok(events.every(({ raw, rawLength }) => raw.length === rawLength));

  const narrow = path("/export", { query: "host.name:WS2", format: "csv", column: "CommandLine" });
  const csv = await one.browser.send("GET", narrow);
  assert.match(csv.headers.get("content-disposition") ?? "", /attachment; filename="events.csv"/);
  const [head, row = ""] = (await csv.text()).split("\n");
  assert.equal(head, "time,CommandLine,raw");
  assert.ok(row.startsWith("2026-05-01T10:02:00.000Z,'=cmd /c echo 100%,"), row);
});

test("nobody finds, counts or takes away events of another organisation", async () => {
  assert.deepEqual(await find("SECRET", one), []);
  assert.deepEqual(await find("SECRET", other), [1]);
  const users = VALUES.parse(await other.browser.json("GET", path("/values", { name: "user.name" })));
  assert.deepEqual([users.events, users.values], [1, [{ value: "other-user", count: 1 }]]);
  const taken = await other.browser.send("GET", path("/export", { format: "ndjson" }));
  assert.equal((await taken.text()).trimEnd().split("\n").length, 1);
});
