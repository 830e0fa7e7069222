// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { readObservable } from "./stored-kinds.ts";

test("what hubs of before stored is read as what is stored now", () => {
  const read = (kind: string, value: string) => Object.values(readObservable({ kind, value })).join(" ");
  assert.equal(read("ip", "2001:0DB8::1"), "ipv6-addr 2001:db8::1");
  assert.equal(read("domain", "Evil.EXAMPLE"), "domain-name evil.example");
  assert.equal(read("file", "C:\\Temp\\A.exe"), "file-path c:\\temp\\a.exe");
  assert.equal(read("hash", "AB".repeat(32)), `sha256 ${"ab".repeat(32)}`);
  assert.equal(read("account", "LI"), "account li");
  assert.equal(read("ipv4-addr", "192.0.2.1"), "ipv4-addr 192.0.2.1");
});
