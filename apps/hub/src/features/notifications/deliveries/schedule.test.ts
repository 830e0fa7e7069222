// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { defaultPreferences } from "../preferences/defaults.ts";
import { GATHER_MS, nextAt, plan, quietUntil, retryAt } from "./schedule.ts";

const NIGHT = { from: 22 * 60, to: 7 * 60 };
const SHANGHAI = { ...defaultPreferences("analyst"), timeZone: "Asia/Shanghai", quietHours: NIGHT } as const;
/** One o'clock in the night in Shanghai. */
const AT_NIGHT = new Date("2026-05-01T17:00:00Z");
const BY_DAY = new Date("2026-05-01T04:00:00Z");

test("in quiet hours what is not urgent is held until they end, in the person's zone; what is urgent goes", () => {
  const held = plan(SHANGHAI, { channel: "now", level: "high", now: AT_NIGHT, lastNow: undefined });
  assert.deepEqual(held, { mode: "held", state: "held", dueAt: new Date("2026-05-01T23:00:00Z") });
  const urgent = plan(SHANGHAI, { channel: "now", level: "critical", now: AT_NIGHT, lastNow: undefined });
  assert.deepEqual(urgent, { mode: "now", state: "waiting", dueAt: AT_NIGHT });
  const day = plan(SHANGHAI, { channel: "now", level: "low", now: BY_DAY, lastNow: undefined });
  assert.deepEqual(day, { mode: "now", state: "waiting", dueAt: BY_DAY });
});

test("quiet hours within a day and over midnight begin at their first minute and end at their last", () => {
  const at = (time: string) => new Date(`2026-05-01T${time}Z`);
  const utc = { ...SHANGHAI, timeZone: "UTC" };
  const noon = { ...utc, quietHours: { from: 12 * 60, to: 13 * 60 } };
  const quiet = (when: typeof utc, time: string) => quietUntil(when, at(time))?.toISOString().slice(11, 16);
  assert.deepEqual(
    ["11:59", "12:00", "12:59", "13:00"].map((time) => quiet(noon, time)),
    [undefined, "13:00", "13:00", undefined],
  );
  assert.deepEqual(
    ["21:59", "22:00", "00:00", "06:59", "07:00"].map((time) => quiet(utc, time)),
    [undefined, "07:00", "07:00", "07:00", undefined],
  );
});

test("a digest comes on the hour, or at its time of the day in the person's zone, and not in quiet hours", () => {
  const hourly = plan(SHANGHAI, { channel: "hourly", level: "low", now: BY_DAY, lastNow: undefined });
  assert.deepEqual(hourly.dueAt, new Date("2026-05-01T05:00:00Z"));
  const daily = plan(
    { ...SHANGHAI, dailyAt: 9 * 60 },
    { channel: "daily", level: "low", now: BY_DAY, lastNow: undefined },
  );
  assert.deepEqual(daily.dueAt, new Date("2026-05-02T01:00:00Z"));
  const early = plan(
    { ...SHANGHAI, dailyAt: 6 * 60 },
    { channel: "daily", level: "low", now: BY_DAY, lastNow: undefined },
  );
  assert.deepEqual(early.dueAt, new Date("2026-05-01T23:00:00Z"));
});

test("a storm is a mail at once and then one in five minutes", () => {
  const soon = (lastNow: Date) =>
    plan({ ...SHANGHAI, quietHours: null }, { channel: "now", level: "high", now: BY_DAY, lastNow }).dueAt;
  assert.deepEqual(soon(BY_DAY), new Date(BY_DAY.getTime() + GATHER_MS));
  assert.deepEqual(soon(new Date(BY_DAY.getTime() - 2 * GATHER_MS)), BY_DAY);
});

test("the next time of day is after now, within a day and an hour, and what clocks there show but for skipped hours", () => {
  const zones = ["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC"];
  const shown = (time: Date, timeZone: string) => {
    const text = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(
      time,
    );
    const [hour = 0, minute = 0] = text.split(":").map(Number);
    return hour * 60 + minute;
  };
  const year = { min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) };
  fc.assert(
    fc.property(
      fc.integer(year),
      fc.integer({ min: 0, max: 1439 }),
      fc.constantFrom(...zones),
      (time, minute, timeZone) => {
        const next = nextAt(minute, { after: new Date(time), timeZone });
        const ahead = next.getTime() - time;
        assert.ok(ahead > 0 && ahead <= 25 * 3_600_000 + 60_000, `${ahead}`);
        const off = Math.abs(shown(next, timeZone) - minute);
        assert.ok(off === 0 || Math.min(off, 1440 - off) <= 60);
      },
    ),
  );
  const skipped = nextAt(150, { after: new Date("2026-03-28T23:30:00Z"), timeZone: "Europe/Berlin" });
  assert.ok(skipped > new Date("2026-03-28T23:30:00Z") && skipped < new Date("2026-03-29T03:00:00Z"));
});

test("what fails is tried again later each time, and is given up after two days", () => {
  const minutes: number[] = [];
  for (let tries = 1; ; tries++) {
    const next = retryAt(tries, BY_DAY);
    if (next === undefined) break;
    minutes.push((next.getTime() - BY_DAY.getTime()) / 60_000);
  }
  assert.deepEqual(
    minutes,
    minutes.toSorted((one, other) => one - other),
  );
  const hours = minutes.reduce((sum, one) => sum + one, 0) / 60;
  assert.ok(hours > 24 && hours < 72, `${hours}`);
});
