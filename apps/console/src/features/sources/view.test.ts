// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { healthOf, logTypeOf, managedOf, rateText } from "./view.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");

test("a source waits, flows, falls silent or is off", () => {
  const at = (lastSeenAt: string | null, disabledAt: string | null = null) =>
    healthOf({ lastSeenAt, disabledAt }, NOW);
  assert.equal(at(null), "waiting");
  assert.equal(at("2026-11-23T11:50:00Z"), "flowing");
  assert.equal(at("2026-11-23T11:40:00Z"), "silent");
  assert.equal(at("2026-11-23T11:59:00Z", "2026-11-23T11:59:30Z"), "off");
});

test("what a person said of the log type counts more than what was detected", () => {
  assert.equal(logTypeOf({ logType: "zeek/dns", detectedLogType: "windows" }), "zeek/dns");
  assert.equal(logTypeOf({ logType: null, detectedLogType: "windows" }), "windows");
});

test("a rate has no more digits than are meant", () => {
  assert.deepEqual(
    [0, 0.333, 1250.4].map((rate) => rateText(rate, "en")),
    ["0", "0.3", "1,250"],
  );
});

test("sources are added by who manages an organisation", () => {
  const organisations = [{ role: "viewer" }, { role: "manager" }, { role: "administrator" }];
  assert.equal(managedOf(organisations).length, 2);
});
