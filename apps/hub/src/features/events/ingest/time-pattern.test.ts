// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { localClock } from "../../../platform/local-clock.ts";
import { timeReader } from "./time-pattern.ts";

function read(pattern: string, text: string, zone?: string): string | undefined {
  const reader = timeReader(
    { path: "t", format: "pattern", pattern },
    zone === undefined ? undefined : localClock(zone),
  );
  const time = reader?.(text);
  return time === undefined ? undefined : new Date(time).toISOString();
}

test("times are read by the pattern that they are written by", () => {
  assert.equal(read("dd.MM.yyyy HH:mm:ss", "01.05.2026 12:00:01"), "2026-05-01T12:00:01.000Z");
  assert.equal(read("d/M/yy", "1/5/26"), undefined);
  assert.equal(read("d/MM/yy H:mm", "1/5/26 9:05"), "2026-05-01T09:05:00.000Z");
  assert.equal(read("MMM d yyyy HH:mm:ss.SSS", "May 1 2026 12:00:01.2504"), "2026-05-01T12:00:01.250Z");
  assert.equal(read("yyyy-MM-dd HH:mm:ss XX", "2026-05-01 12:00:00 +0800"), "2026-05-01T04:00:00.000Z");
  assert.equal(read("yyyy年MM月dd日 HH时mm分", "2026年05月01日 12时30分"), "2026-05-01T12:30:00.000Z");
  assert.equal(read("yyyyMMddHHmmss", "20260501120000", "Asia/Shanghai"), "2026-05-01T04:00:00.000Z");
});

test("what does not fit is no time", () => {
  for (const text of ["31.02.2026 00:00:00", "01.13.2026 00:00:00", "1.5.2026", "", "01.05.2026 12:00:00 x"])
    assert.equal(read("dd.MM.yyyy HH:mm:ss", text), undefined, text);
});

test("numbers are of the unit that they are said to be of", () => {
  const at = Date.UTC(2026, 4, 1);
  const of = (format: "seconds" | "microseconds" | "nanoseconds") => timeReader({ path: "t", format });
  assert.equal(of("seconds")?.(at / 1000), at);
  assert.equal(of("microseconds")?.(`${at}000`), at);
  assert.equal(of("nanoseconds")?.(`${at}000000`), at);
  assert.equal(of("seconds")?.("soon"), undefined);
  assert.equal(timeReader({ path: "t", format: "auto" }), undefined);
});
