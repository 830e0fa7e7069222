// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ALWAYS, type Claim, claimsOfHost, expand, normalise, STRENGTHS } from "./identifiers.ts";
import { compare, type Described, resolve } from "./rules.ts";

const kinds = [
  "cloud_instance",
  "serial",
  "agent_id",
  "machine_guid",
  "fqdn",
  "hostname",
  "mac",
  "ip",
] as const;
const value = fc.constantFrom("a", "b", "c");
const time = fc.option(fc.integer({ min: 0, max: 20 }), { nil: null });
const span = fc
  .tuple(time, time)
  .map(([one, other]) =>
    one !== null && other !== null && other < one ? { from: other, to: one } : { from: one, to: other },
  );
const claim: fc.Arbitrary<Claim> = fc
  .tuple(fc.constantFrom(...kinds), value, span)
  .map(([kind, text, { from, to }]) => ({ kind, value: `${kind}-${text}`, from, to }));
const host: fc.Arbitrary<Described> = fc
  .array(claim, { minLength: 1, maxLength: 6 })
  .map((claims) => ({ kind: "host", claims }));

function claims(given: Readonly<Record<string, string>>, held = ALWAYS): Claim[] {
  return Object.entries(given).map(([kind, text]) => {
    const known = kinds.find((one) => one === kind) ?? assert.fail(kind);
    return { kind: known, value: text, ...held };
  });
}

function aHost(...given: Claim[][]): Described {
  return { kind: "host", claims: given.flat() };
}

const isA = (strength: string) => (one: Claim) => STRENGTHS[one.kind] === strength;

test("whether one is the other does not depend on which of them is looked at first", () => {
  fc.assert(
    fc.property(host, host, (one, other) => {
      assert.deepEqual(compare(one, other), compare(other, one));
    }),
  );
});

test("the order in which something is known of a host does not matter, nor that it is known twice", () => {
  fc.assert(
    fc.property(host, host, (one, other) => {
      const turned = { ...one, claims: [...one.claims, ...one.claims].reverse() };
      assert.deepEqual(compare(turned, other), compare(one, other));
    }),
  );
});

test("what happened at other times is the same if all of it happened a year later", () => {
  const later = (described: Described): Described => ({
    ...described,
    claims: described.claims.map(({ from, to, ...rest }) => ({
      ...rest,
      from: from === null ? null : from + 1_000,
      to: to === null ? null : to + 1_000,
    })),
  });
  fc.assert(
    fc.property(host, host, (one, other) => {
      assert.deepEqual(compare(later(one), later(other)), compare(one, other));
    }),
  );
});

test("an address that is lent, in common or not, makes no two hosts one and no one host two", () => {
  const lent = fc.array(claim.filter(isA("address")), { maxLength: 3 });
  fc.assert(
    fc.property(host, host, lent, lent, (one, other, mine, theirs) => {
      const before = compare(one, other).kind === "same";
      const after = compare(
        { ...one, claims: [...one.claims, ...mine] },
        { ...other, claims: [...other.claims, ...theirs] },
      );
      assert.equal(after.kind === "same", before);
    }),
  );
});

test("hosts that were born apart are never one, whatever a clone has copied", () => {
  const copied = fc.array(
    claim.filter((one) => !isA("birth")(one)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(copied, copied, (mine, theirs) => {
      const one = aHost(claims({ serial: "S1" }), mine);
      const clone = aHost(claims({ serial: "S2" }), mine, theirs);
      assert.equal(compare(one, clone).kind, "other");
    }),
  );
});

test("a host that was born once stays one, however it is called and wherever it stands", () => {
  const changed = fc.array(
    claim.filter((one) => !isA("birth")(one)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(changed, changed, (mine, theirs) => {
      const born = claims({ cloud_instance: "i-1" });
      assert.equal(compare(aHost(born, mine), aHost(born, theirs)).kind, "same");
    }),
  );
});

test("a clone that has the installation of another and a name of its own is for a person to decide", () => {
  const image = claims({ machine_guid: "g", agent_id: "a" });
  const one = aHost(image, claims({ hostname: "ws1" }));
  const other = aHost(image, claims({ hostname: "ws2" }));
  assert.deepEqual(compare(one, other), { kind: "propose", because: "installation_with_other_name" });
});

test("a host that had one name up to a day and another from then on is one", () => {
  const guid = claims({ machine_guid: "g" });
  const before = aHost(guid, claims({ hostname: "ws1" }, { from: null, to: 10 }));
  const after = aHost(guid, claims({ hostname: "ws9" }, { from: 10, to: null }));
  assert.deepEqual(compare(before, after), { kind: "same", by: "installed" });
});

test("a name that one host gave up and another got later is of two", () => {
  const first = aHost(claims({ hostname: "ws1" }, { from: null, to: 10 }));
  const second = aHost(claims({ hostname: "ws1" }, { from: 10, to: null }));
  assert.equal(compare(first, second).kind, "other");
});

test("one name in two domains is of two hosts, and with a domain and without of one", () => {
  const one = aHost(expand(claims({ fqdn: "ws1.north.example" })));
  const other = aHost(expand(claims({ fqdn: "ws1.south.example" })));
  const short = aHost(claims({ hostname: "ws1" }));
  assert.equal(compare(one, other).kind, "other");
  assert.equal(compare(one, short).kind, "same");
  assert.equal(resolve(short, [one, other]).kind, "ambiguous");
});

test("a host set up anew under its old name is for a person to decide", () => {
  const old = aHost(claims({ machine_guid: "g1", hostname: "ws1" }));
  const anew = aHost(claims({ machine_guid: "g2", hostname: "ws1" }));
  assert.deepEqual(compare(old, anew), { kind: "propose", because: "same_name_after_reinstall" });
});

test("of several that fit, the one by the strongest reason is meant", () => {
  const born = aHost(claims({ serial: "S1", hostname: "old" }));
  const named = aHost(claims({ hostname: "ws1" }));
  const found = resolve(aHost(claims({ serial: "S1", hostname: "ws1" })), [named, born]);
  assert.deepEqual(found, { kind: "same", candidate: born });
});

test("what was brought to one way of writing stays so, and its case does not matter", () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds, "network" as const), fc.string(), (kind, text) => {
      const once = normalise(kind, text);
      if (once !== undefined) assert.equal(normalise(kind, once), once);
    }),
  );
  const written: readonly [Parameters<typeof normalise>[0], string, string | undefined][] = [
    ["fqdn", "WS1.Corp.Example.", "ws1.corp.example"],
    ["fqdn", "主机.例子.cn", "xn--tiq422d.xn--fsqu00a.cn"],
    ["fqdn", "ws1", undefined],
    ["hostname", "WS1", "ws1"],
    ["hostname", "localhost", undefined],
    ["mac", "00-1B-21-3C-4D-5E", "00:1b:21:3c:4d:5e"],
    ["mac", "001b.213c.4d5e", "00:1b:21:3c:4d:5e"],
    ["mac", "02:00:00:00:00:01", undefined],
    ["ip", "::ffff:10.1.2.3", "10.1.2.3"],
    ["ip", "2001:DB8:0:0::1", "2001:db8::1"],
    ["ip", "127.0.0.1", undefined],
    ["ip", "010.1.2.3", undefined],
    ["network", "10.1.2.3/16", "10.1.0.0/16"],
    ["network", "10.1.2.3", undefined],
    ["serial", "To be filled by O.E.M.", undefined],
    ["machine_guid", "{6F9619FF-8B86-D011-B42D-00CF4FC964FF}", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"],
    ["machine_guid", "00000000-0000-0000-0000-000000000000", undefined],
  ];
  for (const [kind, text, expected] of written) assert.equal(normalise(kind, text), expected, text);
});

test("a host in a log is an address, or a name with or without its domain", () => {
  const of = (name: string) => claimsOfHost(name, ALWAYS).map((one) => `${one.kind} ${one.value}`);
  assert.deepEqual(of("10.0.0.1"), ["ip 10.0.0.1"]);
  assert.deepEqual(of("WS1"), ["hostname ws1"]);
  assert.deepEqual(of("WS1.corp.example"), ["fqdn ws1.corp.example", "hostname ws1"]);
  assert.deepEqual(of("localhost"), []);
});
