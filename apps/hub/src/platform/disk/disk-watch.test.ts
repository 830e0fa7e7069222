// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger } from "../telemetry/logger.ts";
import { DiskWatch, levelOf, measureRoom, stateOf } from "./disk-watch.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

test("a reserve is kept, of a small disk a part of it", () => {
  assert.equal(stateOf({ freeBytes: 3 * GIB, totalBytes: 1000 * GIB }), "ok");
  assert.equal(stateOf({ freeBytes: GIB, totalBytes: 1000 * GIB }), "low");
  assert.equal(stateOf({ freeBytes: 200 * MIB, totalBytes: 1000 * GIB }), "full");
  assert.equal(stateOf({ freeBytes: 60 * MIB, totalBytes: 500 * MIB }), "ok");
  assert.equal(stateOf({ freeBytes: 20 * MIB, totalBytes: 500 * MIB }), "full");
});

test("on a full disk nothing is taken in, and it goes on when there is room; each turn is logged once", () => {
  let freeBytes = 10 * GIB;
  const lines: string[] = [];
  const logger = createLogger("info", { write: (line) => void lines.push(line) });
  using watch = new DiskWatch({
    directory: "/data",
    logger,
    measure: () => ({ freeBytes, totalBytes: 100 * GIB }),
  });
  watch.requireRoom();
  freeBytes = 10 * MIB;
  watch.look();
  watch.look();
  assert.throws(() => watch.requireRoom(), { code: "ingest.disk_full", retryAfterSeconds: 30 });
  freeBytes = 10 * GIB;
  watch.look();
  watch.requireRoom();
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).level),
    ["error", "info"],
  );
});

test("the room of a directory is that of its file system", () => {
  const { freeBytes, totalBytes } = measureRoom(import.meta.dirname);
  assert.ok(freeBytes > 0 && freeBytes <= totalBytes);
});

test("watermarks are parts of the disk, and of a large one there is room enough above them", () => {
  const marks = { highPercent: 85, criticalPercent: 95 };
  const levels = [20, 14, 4].map((free) => levelOf({ freeBytes: free * GIB, totalBytes: 100 * GIB }, marks));
  assert.deepEqual(levels, ["ok", "high", "critical"]);
  assert.equal(levelOf({ freeBytes: 200 * GIB, totalBytes: 10_000 * GIB }, marks), "ok");
});

test("from the critical watermark on senders are told to come again, before the disk is full", () => {
  let freeBytes = 50 * GIB;
  const lines: string[] = [];
  const logger = createLogger("info", { write: (line) => void lines.push(line) });
  const measure = () => ({ freeBytes, totalBytes: 100 * GIB });
  using watch = new DiskWatch({ directory: "/data", logger, measure });
  watch.setWatermarks({ highPercent: 85, criticalPercent: 95 });
  watch.requireRoom();
  freeBytes = 4 * GIB;
  watch.look();
  assert.throws(() => watch.requireRoom(), {
    code: "ingest.disk_critical",
    status: 503,
    retryAfterSeconds: 30,
  });
  freeBytes = 10 * MIB;
  watch.look();
  assert.throws(() => watch.requireRoom(), { code: "ingest.disk_full" });
  freeBytes = 50 * GIB;
  watch.look();
  watch.requireRoom();
  assert.ok(lines.some((line) => line.includes("critical watermark")));
});
