// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { SHIPPERS, snippet } from "./snippets.ts";

/** Syslog has no key. */
const WITHOUT_KEY = ["rsyslog", "syslog-ng"];

test("every shipper is told the address and, but for syslog, the key", () => {
  for (const shipper of SHIPPERS) {
    const text = snippet(shipper, { origin: "https://hub.example.org", key: "fsk_123" });
    assert.match(text, /hub\.example\.org/, shipper);
    assert.equal(/fsk_123/.test(text), !WITHOUT_KEY.includes(shipper), shipper);
  }
});

test("a shipper that wants the port gets the one of the scheme where none is written", () => {
  assert.match(snippet("Filebeat", { origin: "https://h", key: "k" }), /https:\/\/h:443/);
  assert.match(snippet("Fluent Bit", { origin: "http://h:7481", key: "k" }), /Port +7481\n[\s\S]*tls +Off/);
});
