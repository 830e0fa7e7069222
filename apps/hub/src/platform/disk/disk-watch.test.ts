// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger } from "../telemetry/logger.ts";
import { DiskWatch, measureRoom, stateOf } from "./disk-watch.ts";

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
