// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileHolds, fileOf, isWithin, judge, readClaim, recordOf } from "./rules.ts";

test("a claim is written in one way, and what is nobody's own is none", () => {
  assert.equal(readClaim("domain", "Bücher.Example.").value, "xn--bcher-kva.example");
  assert.equal(readClaim("network", "192.0.2.77/24").value, "192.0.2.0/24");
  assert.equal(readClaim("network", "2001:DB8::1/32").value, "2001:db8::/32");
  assert.equal(readClaim("asn", "64500").value, "AS64500");
  for (const text of ["localhost", "192.0.2.1", "a.example/x", "a.example:80", "user@a.example", "*.example"])
    assert.throws(() => readClaim("domain", text), text);
  for (const text of ["0.0.0.0/0", "127.0.0.0/8", "192.0.2.1", "2000::/3", "::1/128"])
    assert.throws(() => readClaim("network", text), text);
  for (const text of ["AS0", "AS4294967295", "x"]) assert.throws(() => readClaim("asn", text), text);
});

test("a record proves what is just as large as its zone, a file no more than a small network", () => {
  const network = (value: string) => ({ kind: "network", value }) as const;
  assert.equal(recordOf(network("192.0.2.0/24")), "_fengsui-challenge.2.0.192.in-addr.arpa");
  assert.equal(recordOf(network("10.1.0.0/16")), "_fengsui-challenge.1.10.in-addr.arpa");
  assert.equal(recordOf(network("192.0.2.0/25")), null);
  assert.equal(recordOf(network("2001:db8::/32")), "_fengsui-challenge.8.b.d.0.1.0.0.2.ip6.arpa");
  assert.equal(recordOf(network("2001:db8::/33")), null);
  assert.equal(fileOf(network("10.1.0.0/16")), null);
  assert.equal(
    fileOf(network("192.0.2.0/25"), "192.0.2.9"),
    "http://192.0.2.9/.well-known/fengsui-challenge.txt",
  );
  assert.ok(isWithin("192.0.2.9", "192.0.2.0/25"));
  assert.ok(!isWithin("192.0.2.200", "192.0.2.0/25"));
  assert.ok(!isWithin("::1", "192.0.2.0/25"));
});

test("a proof is lost after three failures, and comes back when it is found again", () => {
  const now = new Date("2026-11-30T00:00:00Z");
  const failed = { outcome: "no_record", method: undefined } as const;
  let standing = judge({ state: "claimed", failures: 0 }, { outcome: "found", method: "dns" }, now);
  for (const expected of ["proved", "proved", "lost"]) {
    standing = judge(standing, failed, now);
    assert.equal(standing.state, expected);
    assert.equal(standing.isLostNow, expected === "lost");
  }
  assert.equal(judge(standing, { outcome: "found", method: "dns" }, now).state, "proved");
  assert.equal(judge({ state: "claimed", failures: 0 }, failed, now).nextCheckAt, null);
});

test("the text stands in a line of its own", () => {
  assert.ok(fileHolds("# ours\r\n fengsui-challenge=abc \n", "fengsui-challenge=abc"));
  assert.ok(!fileHolds("fengsui-challenge=abcdef", "fengsui-challenge=abc"));
});
