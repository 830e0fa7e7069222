// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { isLogType, isPaused, logTypeOf, managedOf, rateText } from "./view.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");

test("what a person said of the log type counts more than what was detected", () => {
  assert.equal(logTypeOf({ logType: "zeek/dns", detectedLogType: "windows" }), "zeek/dns");
  assert.equal(logTypeOf({ logType: null, detectedLogType: "windows" }), "windows");
});

test("a log type is of the form that the hub takes, or nothing", () => {
  assert.deepEqual(["", "windows/sysmon", "Windows!"].map(isLogType), [true, true, false]);
});

test("a rate has no more digits than are meant", () => {
  assert.deepEqual(
    [0, 0.03, 0.333, 1250.4].map((rate) => rateText(rate, "en")),
    ["0", "<0.1", "0.3", "1,250"],
  );
});

test("sources are added by who manages an organisation", () => {
  const organisations = [{ role: "viewer" }, { role: "manager" }, { role: "administrator" }];
  assert.equal(managedOf(organisations).length, 2);
});

test("a maintenance is over by itself", () => {
  assert.ok(isPaused({ pausedUntil: "2026-11-23T12:01:00Z" }, NOW));
  assert.ok(!isPaused({ pausedUntil: "2026-11-23T11:59:00Z" }, NOW));
  assert.ok(!isPaused({ pausedUntil: null }, NOW));
});
