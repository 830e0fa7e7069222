// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "./index.ts";
import { corpusPath, NO_CORPUS, readAll, readChunks } from "./testing/read-all.ts";

function nested(levels: number): string {
  return `${'{"a":'.repeat(levels - 1)}{}${"}".repeat(levels - 1)}`;
}

const anEvent = fc
  .dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 })
  // What JSON itself cannot hold (-0, for one) is not the reader's to keep.
  .map((fields): JsonObject => JSON.parse(JSON.stringify(fields)));
const someEvents = fc.array(anEvent, { minLength: 1, maxLength: 12 });

test("events survive NDJSON, arrays and values one after another, pretty or not", async () => {
  await fc.assert(
    fc.asyncProperty(someEvents, fc.integer({ min: 1, max: 64 }), async (events, chunk) => {
      const texts = [
        events.map((event) => JSON.stringify(event)).join("\n"),
        events.map((event) => `${JSON.stringify(event)}\r\n`).join(""),
        JSON.stringify(events),
        JSON.stringify(events, null, 2),
        JSON.stringify({ Records: events }),
        JSON.stringify({ Records: events, more: 1 }, null, 4),
      ];
      for (const text of texts) {
        const read = await readAll(text, { chunk, format: "json" });
        assert.deepEqual(read.events, events, text);
        assert.deepEqual(read.codes, []);
        assert.deepEqual(
          read.positions,
          events.map((_, index) => index + 1),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test("a pretty-printed object is one event, and so is each of several", async () => {
  const first = { a: 1, b: { c: ["x", "}"] } };
  const second = { d: "two\nlines" };
  for (const values of [[first], [first, second]]) {
    const text = values.map((value) => JSON.stringify(value, null, 2)).join("\n");
    assert.deepEqual((await readAll(text)).events, values);
  }
});

test("an object whose records are no objects is one event", async () => {
  const event = { Records: ["a"], EventID: 1 };
  assert.deepEqual((await readAll(JSON.stringify(event))).events, [event]);
  assert.deepEqual((await readAll(JSON.stringify(event, null, 1))).events, [event]);
});

test("a CloudTrail file may be far larger than a record may be", async () => {
  const records = Array.from({ length: 2000 }, (_, index) => ({
    eventID: `id-${index}`,
    text: "x".repeat(100),
  }));
  const { events, codes } = await readAll(JSON.stringify({ Records: records }), { maxRecordBytes: 1000 });
  assert.deepEqual(codes, []);
  assert.deepEqual(events, records);
});

test("a record over the size limit is a problem, and the next one is read", async () => {
  const big = { a: "x".repeat(5000) };
  const texts = [
    `{"n":1}\n${JSON.stringify(big)}\n{"n":2}\n`,
    JSON.stringify([{ n: 1 }, big, { n: 2 }]),
    JSON.stringify([{ n: 1 }, big, { n: 2 }], null, 1),
  ];
  for (const text of texts) {
    for (const chunk of [7, 100_000]) {
      const { events, codes, problems } = await readAll(text, { maxRecordBytes: 1000, chunk });
      assert.deepEqual(events, [{ n: 1 }, { n: 2 }]);
      assert.deepEqual(codes, ["record.too_large"]);
      assert.equal(problems[0]?.position, 2);
      assert.ok((problems[0]?.excerpt.length ?? 999) <= 120);
    }
  }
});

test("a line of exactly the limit is read, one byte more is not", async () => {
  const line = JSON.stringify({ a: "x".repeat(92) });
  assert.equal(line.length, 100);
  for (const chunk of [1, 64, 1000]) {
    assert.deepEqual((await readAll(`${line}\n{}\n`, { maxRecordBytes: 100, chunk })).codes, []);
    assert.deepEqual((await readAll(`${line}\n{}\n`, { maxRecordBytes: 99, chunk })).codes, [
      "record.too_large",
    ]);
  }
});

test("nesting as deep as the limit is read, one level more is a problem", async () => {
  for (const wrap of [(text: string) => `${text}\n`, (text: string) => `[${text}]`]) {
    const { events, codes } = await readAll(wrap(nested(64)));
    assert.deepEqual([events.length, codes], [1, []]);
    const deeper = await readAll(wrap(nested(65)));
    assert.deepEqual([deeper.events, deeper.codes], [[], ["record.too_deep"]]);
  }
  const list = `{"a":${"[".repeat(64)}${"]".repeat(64)}}\n`;
  assert.deepEqual((await readAll(list)).codes, ["record.too_deep"]);
  assert.deepEqual((await readAll(`${"[".repeat(500_000)}\n`, { format: "json" })).events, []);
});

test("a broken line is a problem with its line and its beginning, not a message", async () => {
  const { events, problems } = await readAll('{"a":1}\n\n{"b":\t"cut o\n  {"c":3}\n');
  assert.deepEqual(events, [{ a: 1 }, { c: 3 }]);
  assert.deepEqual(
    problems.map(({ code, position, excerpt }) => ({ code, position, excerpt })),
    [{ code: "json.syntax", position: 3, excerpt: '{"b":\\t"cut o' }],
  );
});

test("a first line that was cut off does not turn the lines into one value", async () => {
  const { events, codes } = await readAll('{"a":1,"b":{"c\n{"n":2}\n{"n":3}\n');
  assert.deepEqual(events, [{ n: 2 }, { n: 3 }]);
  assert.deepEqual(codes, ["json.syntax"]);
  const between = await readAll('{"a":1,\n{"n":2}\n{"n":3}\n');
  assert.deepEqual(between.events, [{ n: 2 }, { n: 3 }]);
});

test("JSON that is no object is a problem", async () => {
  const { events, codes } = await readAll('{"a":1}\n[1,2]\n"text"\n12\nnull\n');
  assert.deepEqual(events, [{ a: 1 }]);
  assert.deepEqual(codes, Array(4).fill("json.not_object"));
  const inArray = await readAll('[{"a":1}, 2, "x]", null, [3], {"b":2}]');
  assert.deepEqual(inArray.events, [{ a: 1 }, { b: 2 }]);
  assert.deepEqual(inArray.codes, Array(4).fill("json.not_object"));
});

test("a broken element of an array costs that element only", async () => {
  const { events, problems } = await readAll('[{"a":1},\n{"b": oops},\n{"c": "no end},\n{"d":4}]');
  assert.deepEqual(events, [{ a: 1 }]);
  assert.deepEqual(problems[0]?.code, "json.syntax");
  const mended = await readAll('[{"a":1},\n{"b": oops},\n{"c": "no end\n},\n{"d":4}]');
  assert.deepEqual(mended.events, [{ a: 1 }, { d: 4 }]);
  assert.deepEqual(mended.codes, ["json.syntax", "json.syntax"]);
});

test("an array that is cut off yields its whole elements and one problem", async () => {
  const { events, codes } = await readAll('[{"a":1},{"b":2},{"c":');
  assert.deepEqual(events, [{ a: 1 }, { b: 2 }]);
  assert.deepEqual(codes, ["json.unfinished"]);
  assert.deepEqual((await readAll('[{"a":1},{"b":2},')).codes, ["json.unfinished"]);
});

test("text after JSON values is read as lines", async () => {
  const { events } = await readAll('[{"a":1}]\nhello there\n{"b":\n2}\n');
  assert.deepEqual(events, [{ a: 1 }, { message: "hello there" }, { b: 2 }]);
});

test("where only JSON was asked for, anything else is a problem", async () => {
  assert.deepEqual((await readAll('{"a":1}\nhello\n', { format: "json" })).codes, ["json.syntax"]);
  assert.deepEqual((await readAll("hello\n", { format: "json" })).codes, ["json.syntax"]);
  assert.deepEqual((await readAll('[{"a":1}]\nhello\n', { format: "json" })).codes, ["json.syntax"]);
});

test("a field named __proto__ is a field", async () => {
  const { events } = await readAll('{"__proto__":{"x":1}}\n<13>1 - - - - - [__proto__@1 __proto__="y"]\n');
  assert.equal(JSON.stringify(events[0]), '{"__proto__":{"x":1}}');
  assert.match(JSON.stringify(events[1]), /"__proto__":"y"/);
  assert.equal(Object.hasOwn(Object.prototype, "x"), false);
});

test("the corpus reads without a problem, every line", async (t) => {
  const files = [
    ["windows-otrf.ndjson.zst", 54808],
    ["zeek-otrf.ndjson.zst", 7804],
    ["aws-cloudtrail-s3-exfiltration.ndjson.zst", 103],
    ["linux-auditd-log4shell.ndjson.zst", 50],
    ["sigma-labelled.ndjson.zst", 114],
  ] as const;
  for (const [name, count] of files) {
    const path = corpusPath(process.env, "events", name);
    if (path === undefined) return t.skip(NO_CORPUS);
    const { events, codes } = await readChunks(createReadStream(path));
    assert.deepEqual([name, events.length, codes], [name, count, []]);
  }
});

test("the hits of a search are an event each, on one line or pretty", async () => {
  const hits = [
    { _id: "a", _source: { x: 1 } },
    { _id: "b", _source: { x: 2 } },
  ];
  const answer = { took: 3, timed_out: false, hits: { total: { value: 2 }, hits } };
  for (const text of [JSON.stringify(answer), JSON.stringify(answer, undefined, 2)]) {
    const { events, positions, codes } = await readAll(text);
    assert.deepEqual(events, hits);
    assert.deepEqual(positions, [1, 1]);
    assert.deepEqual(codes, []);
  }
  const other = { hits: { hits: [1] }, took: 3 };
  assert.deepEqual((await readAll(JSON.stringify(other))).events, [other]);
});

test("the marks that evtx_dump writes before each record are no events", async () => {
  for (const space of [undefined, 2]) {
    const records = [1, 2, 3].map(
      (n) => `Record ${n}\n${JSON.stringify({ Event: { n } }, undefined, space)}\n`,
    );
    for (const ending of ["\n", "\r\n"]) {
      const { events, positions, codes } = await readAll(records.join("").replaceAll("\n", ending));
      assert.deepEqual(
        events,
        [1, 2, 3].map((n) => ({ Event: { n } })),
      );
      assert.deepEqual(positions, [1, 2, 3]);
      assert.deepEqual(codes, []);
    }
  }
});
