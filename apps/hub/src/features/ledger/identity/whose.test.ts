// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Claim } from "./identifiers.ts";
import { type OwnedClaim, valuesFor, whose } from "./whose.ts";

function owned(owner: string, kind: Claim["kind"], value: string, rest: Partial<OwnedClaim<string>> = {}) {
  return { owner, kind, value, from: null, to: null, hasDomain: false, ...rest };
}

test("a lease is of the host that got it last, in whatever order that came to be known", () => {
  const lease = fc.record({ owner: fc.constantFrom("a", "b", "c"), from: fc.integer({ min: 0, max: 99 }) });
  const leases = fc.uniqueArray(lease, { selector: ({ from }) => from, minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(leases, fc.integer({ min: 0, max: 120 }), (given, time) => {
      const claims = given.map(({ owner, from }) => owned(owner, "ip", "10.0.0.1", { from }));
      const before = given.filter(({ from }) => from <= time).sort((one, other) => other.from - one.from)[0];
      const named = { kind: "address", value: "10.0.0.1" } as const;
      assert.equal(whose(named, time, claims), before?.owner);
      assert.equal(whose(named, time, claims.toReversed()), before?.owner);
    }),
  );
});

test("an address is the host's that had it, else what is entered as such, else the smallest network's", () => {
  const claims = [
    owned("wide", "network", "10.0.0.0/8"),
    owned("narrow", "network", "10.1.0.0/16"),
    owned("entered", "address", "10.1.0.5"),
    owned("leaser", "ip", "10.1.0.5", { from: 10, to: 20 }),
  ];
  const at = (value: string, time: number) => whose({ kind: "address", value }, time, claims);
  assert.equal(at("10.1.0.5", 15), "leaser");
  assert.equal(at("10.1.0.5", 25), "entered");
  assert.equal(at("::ffff:10.1.0.6", 15), "narrow");
  assert.equal(at("10.2.0.6", 15), "wide");
  assert.equal(at("192.0.2.1", 15), undefined);
});

test("a host is known by its full name, by its name alone where no other domain is known, or by its domain", () => {
  const claims = [
    owned("one", "fqdn", "ws1.north.example", { hasDomain: true }),
    owned("one", "hostname", "ws1", { hasDomain: true }),
    owned("two", "hostname", "ws2"),
    owned("site", "domain", "example.cn"),
  ];
  const of = (value: string) => whose({ kind: "host", value }, 0, claims);
  assert.equal(of("WS1.North.Example."), "one");
  assert.equal(of("ws1"), "one");
  assert.equal(of("ws1.south.example"), undefined);
  assert.equal(of("ws2.any.example"), "two");
  assert.equal(of("www.example.cn"), "site");
  assert.equal(of("notexample.cn"), undefined);
});

test("a name that two hosts have an equal right to is nobody's", () => {
  const claims = [owned("one", "hostname", "ws1"), owned("two", "hostname", "ws1")];
  assert.equal(whose({ kind: "host", value: "ws1" }, 0, claims), undefined);
});

test("whatever is asked for as candidates suffices: more claims than those change no answer", () => {
  const value = fc.constantFrom("ws1", "ws1.a.example", "a.example", "10.0.0.1", "ws2");
  const kind = fc.constantFrom("fqdn", "hostname", "domain", "ip", "address" as const);
  const claim = fc
    .tuple(fc.constantFrom("a", "b"), kind, value, fc.boolean())
    .map(([owner, one, text, hasDomain]) => owned(owner, one, text, { hasDomain }));
  fc.assert(
    fc.property(value, fc.array(claim, { maxLength: 8 }), (text, claims) => {
      const named = { kind: "host", value: text } as const;
      const { values } = valuesFor(named);
      const asked = claims.filter((one) => values.includes(one.value));
      assert.equal(whose(named, 0, claims), whose(named, 0, asked));
    }),
  );
});
