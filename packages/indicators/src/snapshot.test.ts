// SPDX-License-Identifier: Apache-2.0
/** What is written is what is read; what is damaged is not taken for an index. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { IndicatorIndex, loadSnapshot, SnapshotProblem, snapshot } from "./index.ts";

const NOW = Date.UTC(2026, 0, 1);

function indexOf(count: number): IndicatorIndex {
  const index = new IndicatorIndex();
  for (let line = 0; line < count; line++)
    index.add({
      kind: "domain-name",
      value: `h${line}.example`,
      reference: `${line}`,
      withSubdomains: line % 2 === 0,
    });
  index.add({ kind: "ipv4-addr", value: "10.0.0.0/8", reference: "网络" });
  for (let line = 0; line < count; line += 3)
    index.remove({
      kind: "domain-name",
      value: `h${line}.example`,
      reference: `${line}`,
      withSubdomains: line % 2 === 0,
    });
  return index;
}

function bytesOf(index: IndicatorIndex): Uint8Array {
  return Buffer.concat([...snapshot(index)]);
}

function reader(bytes: Uint8Array): (length: number) => Uint8Array {
  let at = 0;
  return (length) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
}

test("an index that was written and read says what it said, and goes on", async () => {
  const index = await loadSnapshot(reader(bytesOf(indexOf(3000))));
  assert.equal(index.size, 2001);
  const found = (value: string) => index.find({ kind: "domain-name", value }, NOW).length;
  assert.deepEqual([found("h0.example"), found("h1.example"), found("x.h2.example")], [0, 1, 1]);
  assert.equal(index.find({ kind: "ipv4-addr", value: "10.9.9.9" }, NOW)[0]?.reference, "网络");
  const blocks = index.parts.records.blocks.length;
  for (let line = 0; line < 3000; line += 3)
    index.add({ kind: "domain-name", value: `h${line}.example`, reference: `${line}` });
  assert.equal(index.size, 3001);
  assert.equal(index.parts.records.blocks.length, blocks, "what was removed is used again");
  assert.equal(found("h0.example"), 1);
});

test("an index of many blocks comes back whole, whatever is left at the end of each", async () => {
  const index = new IndicatorIndex();
  const filler = "x".repeat(1000);
  for (let line = 0; line < 14_000; line++)
    index.add({ kind: "account", value: `${line}`, reference: filler.slice(0, (line * 7) % 1000) });
  const loaded = await loadSnapshot(reader(bytesOf(index)));
  assert.equal(loaded.size, index.size);
  assert.ok(index.parts.records.blocks.length > 1);
  assert.equal(loaded.expire(NOW).removed, 0);
});

test("an empty index is one, too", async () => {
  const index = await loadSnapshot(reader(bytesOf(new IndicatorIndex())));
  assert.equal(index.size, 0);
  index.add({ kind: "account", value: "a", reference: "" });
  assert.equal(index.find({ kind: "account", value: "a" }, NOW).length, 1);
});

test("a snapshot that lacks something, or in which a bit fell, is refused", async () => {
  const whole = bytesOf(indexOf(40));
  const damage = fc.oneof(
    fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
    fc.tuple(fc.oneof(fc.nat(40_000), fc.nat(whole.length - 1)), fc.nat(7)).map(([at, bit]) => {
      const damaged = Uint8Array.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      return damaged;
    }),
  );
  await fc.assert(
    fc.asyncProperty(damage, async (bytes) => {
      await assert.rejects(loadSnapshot(reader(bytes)), SnapshotProblem);
    }),
    { numRuns: 60 },
  );
});
