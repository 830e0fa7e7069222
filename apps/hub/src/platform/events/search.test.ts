// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { EventKey, NewEvent } from "./event.ts";
import { type EventReader, MAX_PAGE } from "./read/event-reader.ts";
import {
  ALL_TIME,
  aMatch,
  anEvent,
  createTestStore,
  ORGANISATION,
  READER,
  SOURCE,
  START,
  type TestStore,
} from "./test-kit/test-store.ts";

const OTHER_SOURCE = "0193c0de-0000-7000-8000-00000000000b";
/** Two events of the same millisecond among them. */
const SAME_TIME = { time: new Date(START + 10) };

const SAMPLES: Readonly<Record<string, NewEvent>> = {
  evil: anEvent(1, {
    fields: { "host.name": "DC01", "event.code": "1" },
    raw: '{"Image":"C:\\\\Windows\\\\Temp\\\\Evil.exe","EventID":1,"nested":{"key":"deep"},"n":18446744073709551615}',
  }),
  dotted: anEvent(2, { raw: '{"winlog.event_id":"4688","ok":true,"user":"o\'neil"}' }),
  chinese: anEvent(3, { raw: '{"message":"登录失败：用户不存在"}' }),
  escaped: anEvent(4, { raw: '{"message":"\\u767b\\u5f55\\u5931\\u8d25","greater":"a\\u003eb"}' }),
  broken: anEvent(5, { raw: '{"Image":"x.exe","in":{"side":7},"bad":"\\ud800"}', sourceId: OTHER_SOURCE }),
  huge: anEvent(7, { raw: '{"Image":"y.exe","n":18446744073709551616}' }),
  plain: anEvent(6, { raw: "Nov  2 10:00:00 host sshd[1]: Failed password for root_user" }),
  one: anEvent(10, SAME_TIME),
  other: anEvent(10, SAME_TIME),
  late: anEvent(3_600_000),
};

let shared: TestStore;
let reader: EventReader;

before(async () => {
  shared = await createTestStore();
  reader = shared.store.readAs(READER);
  await shared.store.append({ events: Object.values(SAMPLES), matches: [] });
});
after(() => shared[Symbol.asyncDispose]());

function nameOf({ id }: EventKey): string {
  return Object.keys(SAMPLES).find((name) => SAMPLES[name]?.id === id) ?? "unknown";
}

async function find(wanted: object): Promise<string[]> {
  const found = await reader.search({ ...ALL_TIME, ...wanted, limit: 100 });
  assert.equal(await reader.count({ ...ALL_TIME, ...wanted }), found.length);
  return found.map(nameOf).sort();
}

async function findField(field: string, value: string): Promise<string[]> {
  return await find({ fields: [{ field, value }] });
}

test("a field with a column is found by it", async () => {
  assert.deepEqual(await findField("host.name", "DC01"), ["evil"]);
  assert.deepEqual(await findField("host.name", "dc01"), []);
});

test("any other field is found in the raw text: a text, a number, true, in depth, and with dots in its name", async () => {
  assert.deepEqual(await findField("Image", "C:\\Windows\\Temp\\Evil.exe"), ["evil"]);
  assert.deepEqual(await findField("EventID", "1"), ["evil"]);
  assert.deepEqual(await findField("nested.key", "deep"), ["evil"]);
  assert.deepEqual(await findField("winlog.event_id", "4688"), ["dotted"]);
  assert.deepEqual(await findField("ok", "true"), ["dotted"]);
  assert.deepEqual(await findField("user", "o'neil"), ["dotted"]);
  assert.deepEqual(await findField("message", "登录失败"), ["escaped"]);
  assert.deepEqual(await findField("greater", "a>b"), ["escaped"]);
});

test("a field is found in a text that ClickHouse cannot parse", async () => {
  assert.deepEqual(await findField("Image", "x.exe"), ["broken"]);
  assert.deepEqual(await findField("in.side", "7"), ["broken"]);
  assert.deepEqual(await findField("Image", "y.exe"), ["huge"]);
  assert.deepEqual(await findField("n", "18446744073709551616"), ["huge"]);
});

test("a value is not found in another field, nor as a part of it", async () => {
  assert.deepEqual(await findField("nested.key", "Evil"), []);
  assert.deepEqual(await findField("Image", "Evil.exe"), []);
  assert.deepEqual(await findField("key", "deep"), []);
});

test("text is found by all of its words, whatever their case", async () => {
  assert.deepEqual(await find({ text: "evil WINDOWS" }), ["evil"]);
  assert.deepEqual(await find({ text: "c:\\windows\\temp" }), ["evil"]);
  assert.deepEqual(await find({ text: "evil absent" }), []);
  assert.deepEqual(await find({ text: "root_user" }), ["plain"]);
  assert.deepEqual(await find({ text: "sshd[1]:" }), ["plain"]);
});

test("signs without a word are looked for as they stand, and are no search for everything", async () => {
  assert.deepEqual(await find({ text: "===" }), []);
  assert.deepEqual(await find({ text: ":" }).then((found) => found.includes("plain")), true);
  assert.deepEqual(await find({ text: "]: [" }), ["plain"]);
  const either = (text: string) => ({
    condition: {
      kind: "any",
      of: [
        { kind: "text", text: "evil" },
        { kind: "phrase", text },
      ],
    },
  });
  assert.deepEqual(await find(either("===")), ["evil"]);
  assert.deepEqual(await find(either("]:")), ["evil", "plain"]);
});

test("Chinese is found as a part of a text, as it stands and as JSON escapes it", async () => {
  assert.deepEqual(await find({ text: "登录失败" }), ["chinese", "escaped"]);
  assert.deepEqual(await find({ text: "用户 登录" }), ["chinese"]);
});

test("what looks like SQL in a search is only a value", async () => {
  for (const value of ["') OR 1=1 --", "{v0:String}", "\\", "%", "'"]) {
    assert.deepEqual(await findField("host.name", value), []);
    assert.deepEqual(await findField(value, value), []);
  }
  assert.deepEqual(await find({ text: "' OR 1=1 --" }), []);
});

test("a search can be for a source and an organisation, and for a time without its end", async () => {
  assert.deepEqual(await find({ sourceId: OTHER_SOURCE }), ["broken"]);
  assert.deepEqual(await find({ sourceId: SOURCE, organisationId: OTHER_SOURCE }), []);
  assert.equal((await find({ organisationId: ORGANISATION })).length, 10);
  assert.deepEqual(await find({ from: new Date(START + 2), to: new Date(START + 3) }), ["dotted"]);
});

test("pages go from the newest to the oldest, each event once, those of one millisecond too", async () => {
  const seen: string[] = [];
  let last: EventKey | undefined;
  for (;;) {
    const page = await reader.search({ ...ALL_TIME, limit: 2, ...(last !== undefined && { after: last }) });
    seen.push(...page.map(nameOf));
    last = page.at(-1);
    if (page.length < 2) break;
  }
  assert.equal(seen.length, 10);
  assert.equal(new Set(seen).size, 10);
  assert.deepEqual([seen[0], seen.at(-1)], ["late", "evil"]);
});

test("a histogram counts by intervals", async () => {
  assert.deepEqual(await reader.histogram(ALL_TIME, 3_600_000), [
    { start: new Date(START), count: 9 },
    { start: new Date(START + 3_600_000), count: 1 },
  ]);
  const range = {
    from: new Date(START),
    to: new Date(START + 12),
    fields: [{ field: "EventID", value: "1" }],
  };
  assert.deepEqual(await reader.histogram(range, 5), [{ start: new Date(START), count: 1 }]);
});

test("what asks for too much, or for what cannot be, is refused before it is run", async () => {
  const invalid = { code: "events.query_invalid", status: 400 };
  for (const limit of [0, -1, 1.5, MAX_PAGE + 1, Number.NaN])
    await assert.rejects(reader.search({ ...ALL_TIME, limit }), invalid);
  for (const interval of [0, 1, -5, 0.5]) await assert.rejects(reader.histogram(ALL_TIME, interval), invalid);
});

test("matches are found by rule, entity and time, and counted by windows", async () => {
  const { one, other, late } = SAMPLES;
  assert.ok(one && other && late);
  const matches = [one, other, late].map((event) => aMatch(event, { fields: { Image: "x" } }));
  matches.push(aMatch(one, { ruleId: "another", entity: "elsewhere", isRetrospective: true }));
  await shared.store.append({ events: [], matches });
  const [match, ...others] = await reader.matches({ ...ALL_TIME, ruleId: "another", limit: 10 });
  assert.deepEqual(others, []);
  assert.deepEqual(match, { ...matches[3], matched: new Date(START) });
  assert.equal((await reader.matches({ ...ALL_TIME, entity: "host", ruleVersion: 1, limit: 2 })).length, 2);
  const key = { ruleId: "rule", ruleVersion: 1, entity: "host" };
  const figures = await reader.matchFigures({
    windowMs: 3_600_000,
    groups: [
      { ...key, windowStart: START },
      { ...key, ruleVersion: 9, windowStart: START },
    ],
  });
  const expected = {
    ...key,
    windowStart: START,
    count: 2,
    first: one.time,
    last: one.time,
    isRetrospective: false,
  };
  assert.deepEqual(figures, [expected]);
});
