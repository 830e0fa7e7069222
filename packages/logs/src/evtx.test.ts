// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { JsonObject, JsonValue } from "./index.ts";
import {
  CHUNK_BYTES,
  stringValue,
  type TestValue,
  testEvent,
  utf16,
  writeEvtx,
} from "./testing/evtx-writer.ts";
import { corpusPath, NO_CORPUS, readAll, readChunks } from "./testing/read-all.ts";

const HEADER = 4096;

function eventData(event: JsonObject | undefined): unknown {
  return JSON.parse(JSON.stringify(event))?.Event?.EventData;
}

async function readData(value: TestValue): Promise<unknown> {
  const { events, codes } = await readAll(
    writeEvtx([[testEvent(1, { name: "Data", attributes: { Name: "X" }, children: [value] })]]),
  );
  assert.deepEqual(codes, []);
  return JSON.parse(JSON.stringify(eventData(events[0]))).X;
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(" ", ""), "hex");
}

const FILE = writeEvtx([
  [testEvent(1, { name: "Data", attributes: { Name: "A" }, children: ["one"] }), testEvent(2)],
  [testEvent(3), testEvent(4), testEvent(5)],
]);

test("records have the shape of evtx_dump, and their record number as position", async () => {
  const { events, positions } = await readAll(FILE);
  assert.deepEqual(events[0], {
    Event: {
      System: { Provider: { "#attributes": { Name: "Test" } }, EventID: 1, Channel: "Application" },
      EventData: { A: "one" },
    },
  });
  assert.deepEqual(positions, [1, 2, 3, 4, 5]);
});

test("every chunking of the bytes gives the same records, compressed or not", async () => {
  const expected = await readAll(FILE);
  for (const chunk of [1013, 65536, 1_000_000]) {
    assert.deepEqual(await readAll(FILE, { chunk }), expected);
    assert.deepEqual((await readAll(gzipSync(FILE), { chunk })).events, expected.events);
  }
});

test("values keep their type", async () => {
  const cases: [number, Buffer, unknown][] = [
    [1, utf16("text\0"), "text"],
    [2, Buffer.from("ansi"), "ansi"],
    [2, Buffer.from("caf\xe9", "latin1"), "café"],
    [3, bytes("ff"), -1],
    [4, bytes("ff"), 255],
    [5, bytes("feff"), -2],
    [6, bytes("feff"), 65534],
    [7, bytes("ffffffff"), -1],
    [8, bytes("ffffffff"), 4294967295],
    [9, bytes("ffffffffffffffff"), -1],
    [10, bytes("ffffffffffffffff"), "18446744073709551615"],
    [11, bytes("0000c03f"), 1.5],
    [12, bytes("000000000000f87f"), "NaN"],
    [13, bytes("01000000"), true],
    [14, bytes("deadbeef"), "DEADBEEF"],
    [15, bytes("5F387057 2AC2 E043 BF4C06F5698FFBD9"), "5770385F-C22A-43E0-BF4C-06F5698FFBD9"],
    [16, bytes("ff0f0000"), "0xfff"],
    [16, bytes("ff0f000000000000"), "0xfff"],
    [17, bytes("0080 3ed5 deb1 9d01"), "1970-01-01T00:00:00.000000Z"],
    [17, bytes("1381 3ed5 deb1 9d01"), "1970-01-01T00:00:00.000027Z"],
    [18, bytes("e807 0100 0100 0200 0300 0400 0500 0600"), "2024-01-02T03:04:05.006000Z"],
    [19, bytes("0105 000000000005 15000000 01000000 02000000 03000000 f4010000"), "S-1-5-21-1-2-3-500"],
    [20, bytes("ff0f0000"), "0xfff"],
    [21, bytes("ffffffffffffffff"), "0xffffffffffffffff"],
    [0x81, utf16("a\0\0c\0"), ["a", "", "c"]],
    [0x88, bytes("01000000 02000000"), [1, 2]],
    [0x95, bytes("0100000000000000"), ["0x1"]],
    [0x63, bytes("0a0b"), "0A0B"],
    [0, bytes(""), null],
    [1, bytes(""), ""],
    [8, bytes("ff"), null],
  ];
  for (const [type, value, expected] of cases) {
    assert.deepEqual(await readData({ type, bytes: value }), expected, `type ${type}`);
  }
});

test("nameless data is a list, and elements of one name are too", async () => {
  const file = writeEvtx([
    [
      testEvent(1, { name: "Data", children: ["a"] }, { name: "Data", children: ["b"] }),
      testEvent(
        2,
        { name: "Data", children: [{ type: 0x81, bytes: utf16("a\0b\0") }] },
        { name: "Binary", children: [{ type: 14, bytes: bytes("00ff") }] },
      ),
      testEvent(3, { name: "Data", children: ["only"] }),
      testEvent(
        4,
        { name: "Data", attributes: { Name: "A" } },
        { name: "Item", children: ["1"] },
        { name: "Item", children: ["2"] },
      ),
    ],
  ]);
  const { events } = await readAll(file);
  assert.deepEqual(events.map(eventData), [
    { Data: ["a", "b"] },
    { Data: ["a", "b"], Binary: "00FF" },
    { Data: "only" },
    { A: null, Item: ["1", "2"] },
  ]);
});

test("EventID is a number, with its qualifiers beside it", async () => {
  const id = { type: 6, bytes: bytes("851b") };
  const root = (qualifiers: TestValue) => ({
    name: "Event",
    children: [
      {
        name: "System",
        children: [{ name: "EventID", attributes: { Qualifiers: qualifiers }, children: [id] }],
      },
    ],
  });
  const { events } = await readAll(
    writeEvtx([[root({ type: 6, bytes: bytes("0040") }), root({ type: 0, bytes: bytes("") })]]),
  );
  assert.deepEqual(events, [
    { Event: { System: { EventID: 7045, EventID_attributes: { Qualifiers: 16384 } } } },
    { Event: { System: { EventID: 7045 } } },
  ]);
});

test("user data keeps its own elements and attributes", async () => {
  const inner = {
    name: "LogFileCleared",
    attributes: { xmlns: "urn:x" },
    children: [{ name: "SubjectUserName", children: [stringValue("eve")] }],
  };
  const { events } = await readAll(
    writeEvtx([[{ name: "Event", children: [{ name: "UserData", children: [inner] }] }]]),
  );
  assert.deepEqual(events, [
    {
      Event: { UserData: { LogFileCleared: { "#attributes": { xmlns: "urn:x" }, SubjectUserName: "eve" } } },
    },
  ]);
});

test("a file that is cut off yields the records before the cut and one problem", async () => {
  const cuts = [
    [HEADER + CHUNK_BYTES + 512 + FILE.readUInt32LE(HEADER + CHUNK_BYTES + 516) + 10, 3],
    [HEADER + CHUNK_BYTES, 2],
    [HEADER + CHUNK_BYTES + 100, 2],
    [HEADER + 10, 0],
  ] as const;
  for (const [length, atLeast] of cuts) {
    const { events, codes } = await readAll(FILE.subarray(0, length));
    assert.ok(events.length >= atLeast && events.length < 5, `${length}: ${events.length}`);
    assert.deepEqual(codes, ["evtx.truncated"]);
  }
  assert.deepEqual((await readAll(FILE.subarray(0, 100))).codes, ["evtx.header"]);
});

test("a damaged record costs itself only, and the checksum tells of it", async () => {
  const file = Buffer.from(FILE);
  const second = HEADER + 512 + file.readUInt32LE(HEADER + 512 + 4);
  file.fill(0xee, second + 30, second + 60);
  const { events, codes } = await readAll(file);
  assert.equal(events.length, 4);
  assert.deepEqual(codes, ["evtx.checksum", "evtx.record"]);
  file.fill(0xee, second, second + 30);
  const lost = await readAll(file);
  assert.equal(lost.events.length, 4);
  assert.ok(lost.codes.includes("evtx.record"));
});

test("a template that names itself is a damaged record", async () => {
  const file = Buffer.from(FILE);
  // The fragment within the first template becomes a template instance that points back to the template.
  const definition = 512 + 24 + 14;
  const fragment = Buffer.alloc(10);
  fragment.writeUInt8(0x0c, 0);
  fragment.writeUInt32LE(definition, 6);
  fragment.copy(file, HEADER + definition + 28);
  const { events, codes } = await readAll(file);
  assert.equal(events.length, 4);
  assert.deepEqual(codes, ["evtx.checksum", "evtx.record"]);
});

test("a damaged chunk costs its own records only", async () => {
  const file = Buffer.from(FILE);
  file.fill(0xee, HEADER, HEADER + 8);
  const { positions, codes } = await readAll(file);
  assert.deepEqual(positions, [3, 4, 5]);
  assert.deepEqual(codes, ["evtx.chunk"]);
});

test("a file that was not closed is read to its last record, without complaint", async () => {
  const file = Buffer.from(writeEvtx([[testEvent(1), testEvent(2)]], true));
  // The header of the chunk is as old as its first record, and space for more is reserved.
  file.writeUInt32LE(512 + file.readUInt32LE(HEADER + 512 + 4), HEADER + 48);
  file.writeUInt16LE(9, 42);
  const { positions, codes } = await readAll(Buffer.concat([file, Buffer.alloc(CHUNK_BYTES)]));
  assert.deepEqual([positions, codes], [[1, 2], []]);
});

test("what is not EVTX is refused where EVTX was asked for", async () => {
  const { events, codes } = await readAll("{}\n".repeat(5000), { format: "evtx" });
  assert.deepEqual([events, codes], [[], ["evtx.header"]]);
});

test("any damage to a file is a problem at most, never an exception", async () => {
  const damage = fc.array(
    fc.tuple(fc.integer({ min: HEADER, max: HEADER + 4000 }), fc.integer({ min: 0, max: 255 })),
    { minLength: 1, maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(damage, async (bytesChanged) => {
      const file = Buffer.from(FILE);
      for (const [at, value] of bytesChanged) file[at] = value;
      const { events } = await readAll(file);
      assert.ok(events.length <= 10);
    }),
    { numRuns: 200 },
  );
});

/** evtx_dump, which made the labelled events, drops blanks at the end of a text; here they are kept. */
function trimmed(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value), (_, inner: JsonValue) =>
    typeof inner === "string" ? inner.trimEnd() : inner,
  );
}

test("the corpus' EVTX files give the labelled events, field by field", async (t) => {
  const folder = corpusPath(process.env, "events", "evtx");
  const labelled = corpusPath(process.env, "events", "sigma-labelled.ndjson.zst");
  if (folder === undefined || labelled === undefined) return t.skip(NO_CORPUS);
  const labels = (await readChunks(createReadStream(labelled))).events;
  let compared = 0;
  for (const file of readdirSync(folder)) {
    const { events, codes } = await readAll(readFileSync(`${folder}/${file}`));
    assert.deepEqual(codes, []);
    const wanted = labels
      .filter((label) => label["rule_id"] === basename(file, ".evtx"))
      .map((label) => label["event"] ?? null);
    assert.ok(wanted.length > 0, file);
    assert.deepEqual(events.map(trimmed), wanted.map(trimmed), file);
    compared += wanted.length;
  }
  assert.equal(compared, 28);
});
