// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import {
  type FoundProblems,
  JoinedProblems,
  type JsonObject,
  type LogProblem,
  type LogStretch,
  type ReadOptions,
  StretchReader,
  splitLog,
} from "./index.ts";
import { chunked, readAll } from "./testing/read-all.ts";

const OPTIONS: ReadOptions = { maxRecordBytes: 40_000, now: 0, batchEvents: 5 };
/** So that a few lines are a stretch. */
const LONG = "x".repeat(30_000);

interface Read {
  readonly events: JsonObject[];
  readonly positions: number[];
  readonly problems: LogProblem[];
}

/** As threads would read it: each stretch is a copy for one of the readers in turn, but for those that are joined. */
async function readApart(input: Uint8Array, readers: number) {
  const all = Array.from({ length: readers }, () => new StretchReader(OPTIONS));
  const read: Read = { events: [], positions: [], problems: [] };
  const joined = new JoinedProblems();
  const take = (found: FoundProblems) => read.problems.push(...joined.take(found));
  let shares = 0;
  let one: StretchReader | undefined;
  for await (const part of splitLog(chunked(input), OPTIONS)) {
    if (part.is === "whole") return undefined;
    if (part.is === "problems") take(part);
    else {
      const inTurn = all[shares++ % readers];
      if (part.isJoined) one ??= inTurn;
      for (const batch of (one ?? inTurn)?.read(copyOf(part)) ?? []) {
        read.events.push(...batch.events);
        read.positions.push(...batch.positions);
        take(batch);
      }
    }
  }
  return { ...read, problemCount: joined.count, shares };
}

function copyOf(stretch: LogStretch): LogStretch {
  return structuredClone(stretch, { transfer: [stretch.bytes.buffer] });
}

function audit(type: string, id: number): string {
  return `type=${type} msg=audit(1652292621.986:${id}): argc=1 a0="id" pid=${id}`;
}

const SYSLOG = "<13>Nov 30 10:00:00 host sshd[7]: hello";
/** By names, so that what fails is short to read. */
const LINES: Readonly<Record<string, string | Uint8Array>> = {
  json: '{"a": 1}',
  long: `{"text": "${LONG}"}`,
  "too long": `{"text": "${LONG}${LONG}"}`,
  chinese: '{"text": "行"}',
  "not UTF-8": Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  broken: '{"broken": ',
  indented: '  {"a": 2}\r',
  empty: "",
  array: "[1]",
  number: "7",
  zeros: '\0{"after": "a crash"}\0',
  syslog: SYSLOG,
  ...Object.fromEntries(
    ["SYSCALL", "EXECVE", "CWD", "PROCTITLE"].flatMap((type) =>
      [1, 2].map((id) => [`${type} ${id}`, audit(type, id)]),
    ),
  ),
};
const NAMES = Object.keys(LINES);
const plain = fc.oneof(
  { weight: 2, arbitrary: fc.constant("long") },
  fc.constantFrom(...NAMES.filter((name) => !/ \d$/.test(name))),
);
const log = fc
  .tuple(
    fc.constantFrom("json", "syslog"),
    fc.array(plain, { minLength: 20, maxLength: 60, size: "max" }),
    fc.array(fc.oneof(plain, fc.constantFrom(...NAMES)), { maxLength: 40, size: "max" }),
  )
  .map(([first, before, after]) => [first, ...before, ...after]);

function bytesOf(names: readonly string[]): Buffer {
  return Buffer.concat(names.flatMap((name) => [Buffer.from(LINES[name] ?? ""), Buffer.from("\n")]));
}

const PACKINGS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  none: (bytes) => bytes,
  gzip: gzipSync,
  zstd: zstdCompressSync,
};

test("what is read in stretches, by several, is what one reads", async () => {
  const property = fc.asyncProperty(
    log,
    fc.constantFrom(...Object.keys(PACKINGS)),
    fc.double({ min: 0.5, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 3 }),
    async (names, packing, part, readers) => {
      const packed = PACKINGS[packing]?.(bytesOf(names)) ?? Buffer.alloc(0);
      // Of what is packed a part is damaged input; of what is plain, it is a shorter one.
      const input = packed.subarray(0, Math.ceil(packed.length * part));
      const { codes: _, ...whole } = await readAll(input, OPTIONS);
      const { shares: __, ...apart } = (await readApart(input, readers)) ?? { shares: 0 };
      assert.deepEqual(apart, whole);
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test("problems beyond those that are listed are counted, and none twice", async () => {
  const lines = Array.from({ length: 40 }, () => `{"text": "${LONG}"}\n{broken\n${'{"\xff"\n'.repeat(60)}`);
  const input = Buffer.from(lines.join(""), "latin1");
  const { codes: _, ...whole } = await readAll(input, OPTIONS);
  const { shares = 0, ...apart } = (await readApart(input, 2)) ?? {};
  assert.ok(shares > 3);
  assert.ok(whole.problemCount > 2000);
  assert.deepEqual(apart, whole);
});

test("what is no UTF-8 text of lines is not split", async () => {
  const pretty = JSON.stringify([{ a: 1 }, { a: 2 }], null, 2);
  const utf16 = Buffer.from(`\ufeff${'{"a": 1}\n'.repeat(100)}`, "utf16le");
  for (const input of [Buffer.from(pretty), utf16, Buffer.from("ElfFile\0"), Buffer.from("\x7fELF")])
    assert.equal(await readApart(input, 2), undefined);
});
