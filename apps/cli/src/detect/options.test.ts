// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLogSource, parseMaxRecord } from "./options.ts";
import { parseEnd, parseStart } from "./time-range.ts";

function iso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

test("a time without an offset is UTC, one with an offset is moved to it", () => {
  assert.equal(iso(parseStart("2026-11-23")), "2026-11-23T00:00:00.000Z");
  assert.equal(iso(parseStart("2026-11-23T10:00")), "2026-11-23T10:00:00.000Z");
  assert.equal(iso(parseStart("2026-11-23 10:00:01.5z")), "2026-11-23T10:00:01.500Z");
  assert.equal(iso(parseStart("2026-11-23T10:00:00+08:00")), "2026-11-23T02:00:00.000Z");
  assert.equal(iso(parseStart("2026-11-23T10:00:00-0330")), "2026-11-23T13:30:00.000Z");
});

test("a day alone ends at its last millisecond", () => {
  assert.equal(iso(parseEnd("2026-11-23")), "2026-11-23T23:59:59.999Z");
  assert.equal(iso(parseEnd("2026-11-23T10:00Z")), "2026-11-23T10:00:00.000Z");
});

test("what is no such time is refused, days that do not exist too", () => {
  for (const text of [
    "",
    "now",
    "23.11.2026",
    "2026-02-30",
    "2026-13-01",
    "2026-11-23T25:00",
    "2026-11-23T10",
  ]) {
    assert.equal(parseStart(text), undefined, text);
    assert.equal(parseEnd(text), undefined, text);
  }
});

test("a log source is product, category and service, each at most once", () => {
  assert.deepEqual(parseLogSource("product=windows, service=security"), {
    product: "windows",
    service: "security",
  });
  for (const text of [
    "",
    "windows",
    "product=",
    "os=linux",
    "product=a,product=b",
    "product=a=b",
    "product=a,",
  ]) {
    assert.throws(() => parseLogSource(text), /Use product=/, text);
  }
});

test("a record size is in MiB and bounded", () => {
  assert.equal(parseMaxRecord("0.5"), 512 * 1024);
  for (const text of ["0", "-1", "x", "1e3", "4096", ""]) {
    assert.throws(() => parseMaxRecord(text), /number of MiB/, text);
  }
});
