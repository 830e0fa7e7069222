// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { reachOf as reachWithin } from "./reach.ts";

const reachOf = (networks: readonly string[], plain: "named" | "loopback" = "named") =>
  reachWithin({ networks, variable: "FENGSUI_WEBHOOK_NETWORKS", plain });

const INSIDE = [
  "127.0.0.1",
  "127.1",
  "0x7f.0.0.1",
  "2130706433",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.5.4",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "[::1]",
  "[::]",
  "[fe80::1]",
  "[fd00::1]",
  "[::ffff:10.0.0.1]",
  "[::ffff:7f00:1]",
  "[64:ff9b::a00:1]",
  "[::7f00:1]",
  "[64:ff9b:1::a00:1]",
  "[4000::1]",
  "[2002:a00:1::]",
  "[2001:0:a00:1::]",
];

test("an address inside is refused in every way of writing it, and one outside is not", () => {
  const reach = reachOf([]);
  for (const host of INSIDE) assert.ok(reach.refusal(new URL(`https://${host}/hook`)), host);
  for (const host of ["203.0.114.1", "8.8.8.8", "[2606:4700::1]", "hooks.example.org"])
    assert.equal(reach.refusal(new URL(`https://${host}/hook`)), undefined, host);
});

test("networks that are named can be reached, without TLS too, and nothing beside them", () => {
  const reach = reachOf(["10.1.0.0/16", "fd00::/8"]);
  for (const address of ["http://10.1.2.3/", "https://10.1.2.3/", "http://[fd00::5]/"])
    assert.equal(reach.refusal(new URL(address)), undefined, address);
  for (const address of ["https://10.2.0.1/", "http://8.8.8.8/", "https://127.0.0.1/", "http://[fe80::1]/"])
    assert.ok(reach.refusal(new URL(address)), address);
  assert.ok(reachOf([]).refusal(new URL("http://hooks.example.org/")));
});

test("a name that stands for an address inside is refused when it is connected to", async () => {
  const looked = Promise.withResolvers<Error | null>();
  const url = new URL("https://localhost/hook");
  const reach = reachOf([]);
  assert.equal(reach.refusal(url), undefined);
  reach.lookup(url)("localhost", { all: true }, (error) => looked.resolve(error));
  assert.match(String(await looked.promise), /no public network/);
  const allowed = Promise.withResolvers<unknown>();
  const named = reachOf(["127.0.0.0/8", "::1"]);
  named.lookup(url)("localhost", { all: true }, (_error, addresses) => allowed.resolve(addresses));
  assert.ok(Array.isArray(await allowed.promise));
});

test("where plain http is for this machine alone, a named network of others needs TLS", () => {
  const reach = reachOf(["10.1.0.0/16", "127.0.0.1"], "loopback");
  for (const address of ["https://10.1.2.3/", "http://127.0.0.1:8080/"])
    assert.equal(reach.refusal(new URL(address)), undefined, address);
  for (const address of ["http://10.1.2.3/", "http://127.0.0.2/", "http://[::1]/"])
    assert.match(reach.refusal(new URL(address)) ?? "", /this machine/, address);
});
