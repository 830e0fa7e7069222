// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { type LogBatch, readLog } from "./index.ts";
import { chunked, readAll, readChunks } from "./testing/read-all.ts";

const LINES = Array.from({ length: 3000 }, (_, index) =>
  JSON.stringify({ index, text: `行 ${index * 7919}` }),
);
const NDJSON = Buffer.from(`${LINES.join("\n")}\n`);

async function batchesOf(bytes: AsyncIterable<Uint8Array>, batchEvents?: number): Promise<LogBatch[]> {
  const batches: LogBatch[] = [];
  for await (const batch of readLog(bytes, batchEvents === undefined ? {} : { batchEvents }))
    batches.push(batch);
  return batches;
}

test("an empty input yields nothing", async () => {
  assert.deepEqual(await batchesOf(chunked("")), []);
});

test("what follows compressed data is reported, and no event before it is lost", async () => {
  for (const packed of [gzipSync(NDJSON), zstdCompressSync(NDJSON)]) {
    for (const trailing of ["x", "garbage", "A".repeat(100_000), "\0\0\0garbage"]) {
      for (const chunk of [65536, 997]) {
        const input = Buffer.concat([packed, Buffer.from(trailing)]);
        const { events, codes } = await readAll(input, { chunk });
        assert.equal(events.length, 3000);
        assert.deepEqual(codes, ["input.trailing"]);
      }
    }
  }
});

test("members of gzip and frames of zstd may be mixed, and zeros stand between them", async () => {
  const parts = [gzipSync(NDJSON), Buffer.alloc(5000), zstdCompressSync(NDJSON), gzipSync(NDJSON)];
  for (const chunk of [65536, 997, 13]) {
    const { events, codes } = await readAll(Buffer.concat(parts), { chunk });
    assert.equal(events.length, 9000);
    assert.deepEqual(codes, []);
  }
});

test("a gzip header may have a name, a comment, further fields and a checksum", async () => {
  const packed = gzipSync(NDJSON);
  const head = Buffer.from(packed.subarray(0, 10));
  head[3] = 2 + 4 + 8 + 16;
  const fields = [
    Buffer.from([3, 0, 1, 2, 3]),
    Buffer.from("log.json\0"),
    Buffer.from("a comment\0"),
    Buffer.alloc(2),
  ];
  const input = Buffer.concat([head, ...fields, packed.subarray(10)]);
  for (const chunk of [65536, 1000, 3]) {
    const { events, codes } = await readAll(input, { chunk });
    assert.equal(events.length, 3000);
    assert.deepEqual(codes, []);
  }
});

test("a gzip member whose checksum or length is wrong is damaged, and its events are kept", async () => {
  for (const place of [-8, -1]) {
    const packed = gzipSync(NDJSON);
    packed.writeUInt8((packed.at(place) ?? 0) ^ 1, packed.length + place);
    const { events, codes } = await readAll(packed);
    assert.equal(events.length, 3000);
    assert.deepEqual(codes, ["input.corrupt"]);
  }
});

test("after a pause, marked by an empty chunk, what came is read without waiting for more", async () => {
  for (const [before, count] of [
    ['{"a":1}\n{"a":2}\n{"a":', 2],
    ["Nov 24 10:00:00 host sshd[1]: first\n", 1],
    ['{\n  "a": 1\n}\n{\n', 1],
    ['{"a":', 0],
  ] as const) {
    let isPaused = false;
    async function* live(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(before);
      yield new Uint8Array();
      isPaused = true;
      yield Buffer.from("1}\n");
    }
    let eventsBeforePauseEnds = 0;
    for await (const { events } of readLog(live(), { batchEvents: 1 }))
      if (!isPaused) eventsBeforePauseEnds += events.length;
    assert.equal(eventsBeforePauseEnds, count, before);
  }
});

test("batches have the size that is asked for and count the bytes of the input", async () => {
  const batches = await batchesOf(chunked(NDJSON, 1000), 700);
  assert.deepEqual(
    batches.map(({ events }) => events.length),
    [700, 700, 700, 700, 200],
  );
  const bytes = batches.map(({ bytesRead }) => bytesRead);
  assert.deepEqual(
    bytes,
    bytes.toSorted((a, b) => a - b),
  );
  assert.equal(bytes.at(-1), NDJSON.length);
});

test("gzip and zstd are told by their magic bytes, and count as compressed bytes", async () => {
  const plain = await readAll(NDJSON);
  for (const packed of [gzipSync(NDJSON), zstdCompressSync(NDJSON)]) {
    const batches = await batchesOf(chunked(packed, 997));
    assert.deepEqual(
      batches.flatMap(({ events }) => events),
      plain.events,
    );
    assert.equal(batches.at(-1)?.bytesRead, packed.length);
  }
});

test("several gzip members and several zstd frames are one input", async () => {
  const half = NDJSON.indexOf(10, NDJSON.length / 2) + 1;
  const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 0xab, 0xcd]);
  const parts = [NDJSON.subarray(0, half), NDJSON.subarray(half)];
  const gzip = Buffer.concat(parts.map((part) => gzipSync(part)));
  const zstd = Buffer.concat([skippable, ...parts.map((part) => zstdCompressSync(part)), skippable]);
  for (const packed of [gzip, zstd]) {
    const { events, codes } = await readAll(packed);
    assert.equal(events.length, 3000);
    assert.deepEqual(codes, []);
  }
});

test("zeros after the end are padding, anything else is damage", async () => {
  for (const packed of [gzipSync(NDJSON), zstdCompressSync(NDJSON)]) {
    for (const size of [1, 10, 60_000]) {
      const { events, codes } = await readAll(Buffer.concat([packed, Buffer.alloc(size)]));
      assert.deepEqual([events.length, codes], [3000, []]);
    }
    const { codes } = await readAll(Buffer.concat([packed, Buffer.from("tail")]));
    assert.equal(codes.at(-1)?.startsWith("input."), true);
  }
});

test("compressed input that is cut off yields what came before, then one problem", async () => {
  for (const packed of [gzipSync(NDJSON), zstdCompressSync(NDJSON)]) {
    const { events, codes } = await readAll(packed.subarray(0, packed.length - 6));
    assert.deepEqual(codes, ["input.truncated"]);
    assert.deepEqual(
      events,
      LINES.slice(0, events.length).map((line) => JSON.parse(line)),
    );
  }
  const cut = await readAll(gzipSync(NDJSON).subarray(0, 12000));
  assert.ok(cut.events.length > 100 && cut.events.length < 3000);
  assert.deepEqual(cut.codes, ["input.truncated"]);
});

test("compressed input that is damaged yields what came before, then one problem", async () => {
  const packed = Buffer.from(gzipSync(NDJSON));
  packed.fill(0xff, packed.length - 2000, packed.length - 1900);
  // Damaged deflate decodes to nonsense for a while before it is found out.
  const { events, codes } = await readAll(packed);
  assert.equal(codes.at(-1), "input.corrupt");
  assert.equal(codes.filter((code) => code === "input.corrupt").length, 1);
  assert.deepEqual(
    events.slice(0, 1000),
    LINES.slice(0, 1000).map((line) => JSON.parse(line)),
  );
  const zstd = Buffer.from(zstdCompressSync(NDJSON));
  zstd.fill(0xff, 10, 40);
  assert.deepEqual((await readAll(zstd)).codes, ["input.corrupt"]);
});

test("an error of the source passes through, and what was read before is not lost", async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield NDJSON;
    throw new Error("disk on fire");
  }
  for (const wrap of [failing, () => failingAfter(gzipSync(NDJSON).subarray(0, 9000))]) {
    await assert.rejects(batchesOf(wrap()), /disk on fire/);
  }
});

async function* failingAfter(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error("disk on fire");
}

test("ending the loop early closes the source and reads no further", async () => {
  for (const packed of [NDJSON, gzipSync(NDJSON), zstdCompressSync(NDJSON)]) {
    let isClosed = false;
    let served = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for await (const chunk of chunked(packed, 500)) {
          served += chunk.length;
          yield chunk;
        }
      } finally {
        isClosed = true;
      }
    }
    for await (const batch of readLog(source(), { batchEvents: 10 })) {
      assert.equal(batch.events.length, 10);
      break;
    }
    assert.ok(isClosed);
    assert.ok(served <= packed.length);
  }
});

test("the source is asked for no more than the consumer has taken", async () => {
  let served = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    for (;;) {
      served++;
      yield NDJSON;
    }
  }
  for await (const _batch of readLog(source(), { batchEvents: 3000 })) break;
  assert.ok(served <= 2, `${served} chunks`);
});

test("binary data of another kind is one problem and no event", async () => {
  const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(100_000, 7)]);
  const unknown = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 31 + (index >> 3)) % 256));
  for (const bytes of [png, unknown, Buffer.from("PK\x03\x04rest"), Buffer.from("\x7fELF\x02\x01\x01\0\0")]) {
    const { events, codes, problems } = await readAll(bytes);
    assert.deepEqual([events, codes], [[], ["input.binary"]]);
    assert.match(problems[0]?.excerpt ?? "", /^[\x20-\x7e…\u00a0-\u00ff]*$/);
  }
});

test("after a thousand problems the rest is counted only", async () => {
  const { events, problems, problemCount } = await readAll(`${"{broken\n".repeat(2500)}{"a":1}\n`);
  assert.equal(events.length, 1);
  assert.equal(problems.length, 1000);
  assert.equal(problemCount, 2500);
});

test("an unknown charset is an error of the caller", async () => {
  await assert.rejects(readAll("x", { charset: "klingon" }), RangeError);
});

test("however the bytes are cut into chunks, events, positions and problems are the same", async () => {
  const inputs = [
    NDJSON.subarray(0, 5000),
    Buffer.from(`\ufeff${JSON.stringify([{ a: '}]\\"' }, { b: [1, { c: "中文" }] }, 3, {}], null, 2)}`),
    Buffer.from('{"Records": [ {"a":1}, {"b":"x\\\\"} ], "n": "]}"}{\n"c":\n3}\n'),
    Buffer.from(
      '<34>1 2024-01-01T00:00:00Z h a - - [x@1 y="\\"z"] hi\r\n\r\n{"a":1}\r\n{broken\nplain \xff text',
    ),
    Buffer.from('{"a":"\xc4\xe3\xba\xc3"}\n'.repeat(9), "latin1"),
    Buffer.from(`{"a":"中文"}\r\n{"b":2}`, "utf16le"),
    gzipSync(NDJSON.subarray(0, 3000)),
    zstdCompressSync(NDJSON.subarray(0, 3000)),
  ];
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...inputs), sizes, async (input, cuts) => {
      async function* source(): AsyncGenerator<Uint8Array> {
        for (let at = 0, turn = 0; at < input.length; turn++) {
          const size = cuts[turn % cuts.length] ?? 1;
          yield input.subarray(at, at + size);
          at += size;
        }
      }
      assert.deepEqual(await readChunks(source()), await readAll(input));
    }),
    { numRuns: 150 },
  );
});

test("arbitrary bytes never throw", async () => {
  const heads = [
    Buffer.alloc(0),
    Buffer.from("{"),
    Buffer.from("ElfFile\0"),
    Buffer.from("<1>"),
    Buffer.from([0x1f, 0x8b]),
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 600 }), async (head, tail) => {
      await readAll(Buffer.concat([head, tail]));
    }),
  );
});
