// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeProgress } from "./progress.ts";
import { Summary } from "./summary.ts";
import { Tally } from "./tally.ts";

test("a tally lists the most severe first, then the most frequent", () => {
  const tally = new Tally();
  for (let count = 0; count < 9; count += 1) tally.add("busy", "low");
  tally.add("worst", "critical");
  tally.add("bad", "high");
  tally.add("bad", "high");
  tally.add("less", "high");
  assert.deepEqual(
    tally.rows().map((row) => [row.name, row.total]),
    [
      ["worst", 1],
      ["bad", 2],
      ["less", 1],
      ["busy", 9],
    ],
  );
});

test("names beyond the limit are counted and not kept, known ones are still told apart", () => {
  const tally = new Tally();
  for (let host = 0; host < 10_500; host += 1) tally.add(`host-${host}`, "low");
  tally.add("host-1", "high");
  assert.equal(tally.rows().length, 10_000);
  assert.equal(tally.untold, 500);
  assert.equal(tally.rows()[0]?.name, "host-1");
});

test("problems are counted by code, of each the first few are kept", () => {
  const summary = new Summary();
  for (let line = 1; line <= 1000; line += 1) {
    const place = { position: line, excerpt: "{", message: "It ends early.", hint: "Mend it." };
    summary.addProblem("a.ndjson", { code: "json.syntax", ...place });
  }
  const [problem] = summary.problemCounts();
  assert.equal(problem?.count, 1000);
  assert.deepEqual(
    problem?.examples.map((example) => example.position),
    [1, 2, 3],
  );
});

test("the progress line says how much is done, how fast, what was found and how long it will take", () => {
  const summary = new Summary();
  Object.assign(summary, { filesDone: 2, bytes: 25 * 1024, events: 3000, matches: 12 });
  assert.equal(
    describeProgress(summary, { files: 5, bytes: 100 * 1024 }, 2),
    "2/5 files · 25.0 KiB of 100.0 KiB · 1,500 events/s · 12 matches · 00:06 left",
  );
  assert.equal(
    describeProgress(summary, { files: 1, bytes: undefined }, 2),
    "2/1 files · 25.0 KiB · 1,500 events/s · 12 matches",
  );
});
