// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Identifier } from "@fengsui/contract";
import { isPresent, knownBy } from "./known-by.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const YESTERDAY = "2026-11-23T12:00:00Z";

function an(kind: Identifier["kind"], value: string, span: Partial<Identifier> = {}): Identifier {
  return { id: `${kind}-${value}`, kind, value, from: null, to: null, origin: "person", ...span };
}

test("what was, and what comes, is not what an asset is known by now", () => {
  assert.equal(isPresent({ from: null, to: null }, NOW), true);
  assert.equal(isPresent({ from: YESTERDAY, to: null }, NOW), true);
  assert.equal(isPresent({ from: null, to: YESTERDAY }, NOW), false);
  assert.equal(isPresent({ from: "2026-11-25T00:00:00Z", to: null }, NOW), false);
});

test("each value is said once, and the name is not said again", () => {
  const identifiers = [
    an("hostname", "ws1"),
    an("fqdn", "ws1.corp.example"),
    an("ip", "10.1.2.3", { to: YESTERDAY }),
    an("ip", "10.1.2.4"),
  ];
  assert.equal(knownBy({ name: "WS1", identifiers }, NOW), "ws1.corp.example, 10.1.2.4");
});
