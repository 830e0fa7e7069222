// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { CHARSET, SENDER, TIME_ZONE } from "./index.ts";

test("a fingerprint is taken as tools print it", () => {
  const pairs = Array.from({ length: 32 }, (_, index) => (index + 160).toString(16));
  const wanted = `sha256:${pairs.join("")}`;
  const upper = pairs.join(":").toUpperCase();
  for (const text of [
    wanted,
    pairs.join(""),
    upper,
    `SHA256:${upper}`,
    `sha256 Fingerprint=${upper}`,
    `SHA-256=${upper} `,
  ])
    assert.equal(SENDER.parse(text), wanted, text);
});

test("a sender is an address or a network, and nothing else", () => {
  for (const text of ["10.0.0.1", "10.0.0.0/8", "2001:db8::1", "2001:db8::/32"])
    assert.equal(SENDER.parse(text), text);
  for (const text of ["example.org", "10.0.0.0/33", "ab:cd", ""])
    assert.ok(!SENDER.safeParse(text).success, text);
});

test("charsets and time zones are those that there are", () => {
  assert.ok(CHARSET.safeParse("gb18030").success && TIME_ZONE.safeParse("Asia/Shanghai").success);
  assert.ok(!CHARSET.safeParse("utf-99").success && !TIME_ZONE.safeParse("Mars/Olympus").success);
});
