// SPDX-License-Identifier: Apache-2.0
/** The index against the plainest thing that does the same: a list that is walked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  candidatesOf,
  type Indicator,
  IndicatorIndex,
  isMetByItself,
  type Kind,
  MAX_OF_ONE_VALUE,
  normalise,
  type Observable,
} from "./index.ts";
import { PlainIndicators } from "./test-kit/plain-indicators.ts";

const NOW = Date.UTC(2026, 0, 1);

function of(kind: Indicator["kind"], value: string, more: Partial<Indicator> = {}): Indicator {
  return { kind, value, reference: "r", ...more };
}

function valuesOf(found: readonly Indicator[]): string[] {
  return found.map(({ value, reference }) => `${value} ${reference}`).sort();
}

test("a value is found as its own kind alone", () => {
  const index = new IndicatorIndex();
  const value = "0123456789abcdef0123456789abcdef";
  index.add(of("md5", value));
  assert.deepEqual(index.find({ kind: "md5", value }, NOW), [of("md5", value)]);
  assert.deepEqual(index.find({ kind: "ja3", value }, NOW), []);
});

test("a domain with its subdomains is met by them, and not by names that end alike", () => {
  const index = new IndicatorIndex();
  index.add(of("domain-name", "evil.example", { withSubdomains: true, reference: "all" }));
  index.add(of("domain-name", "evil.example", { reference: "itself" }));
  index.add(of("domain-name", "a.evil.example", { reference: "a" }));
  const found = (value: string) =>
    index
      .find({ kind: "domain-name", value }, NOW)
      .map(({ reference }) => reference)
      .sort();
  assert.deepEqual(found("evil.example"), ["all", "itself"]);
  assert.deepEqual(found("a.evil.example"), ["a", "all"]);
  assert.deepEqual(found("b.a.evil.example"), ["all"]);
  assert.deepEqual(found("notevil.example"), []);
  assert.deepEqual(found("example"), []);
});

test("an address is met by itself and by every network around it", () => {
  const index = new IndicatorIndex();
  for (const value of ["10.1.2.3", "10.1.2.0/24", "10.0.0.0/8", "0.0.0.0/0", "10.1.3.0/24"])
    index.add(of("ipv4-addr", value));
  for (const value of ["2001:db8::/32", "2001:db8::1", "::/0", "2001:db9::/32"])
    index.add(of("ipv6-addr", value));
  assert.deepEqual(valuesOf(index.find({ kind: "ipv4-addr", value: "10.1.2.3" }, NOW)), [
    "0.0.0.0/0 r",
    "10.0.0.0/8 r",
    "10.1.2.0/24 r",
    "10.1.2.3 r",
  ]);
  assert.deepEqual(valuesOf(index.find({ kind: "ipv6-addr", value: "2001:db8::1" }, NOW)), [
    "2001:db8::/32 r",
    "2001:db8::1 r",
    "::/0 r",
  ]);
  assert.ok(index.remove(of("ipv4-addr", "0.0.0.0/0")));
  assert.deepEqual(index.find({ kind: "ipv4-addr", value: "11.1.1.1" }, NOW), []);
});

test("a name alone is met by every path that ends in it, and an account by that of every domain", () => {
  const index = new IndicatorIndex();
  for (const [kind, text] of [
    ["file-path", "Evil.EXE"],
    ["account", "admin"],
  ] as const)
    index.add(of(kind, normalise(kind, text)?.value ?? ""));
  const isMet = (kind: Kind, text: string) =>
    index.find({ kind, value: normalise(kind, text)?.value ?? "" }, NOW).length > 0;
  for (const path of ["C:\\Temp\\EVIL.exe", "/tmp/Evil.exe", "evil.exe"])
    assert.ok(isMet("file-path", path), path);
  for (const path of ["C:\\evil.exe\\x", "C:\\not-evil.exe"]) assert.ok(!isMet("file-path", path), path);
  assert.ok(isMet("account", "CORP\\Admin") && isMet("account", "ADMIN") && !isMet("account", "CORP\\bob"));
});

test("several indicators of one value are all found, and each goes by itself", () => {
  const index = new IndicatorIndex();
  for (const reference of ["one", "two", "three"]) index.add(of("url", "http://a.example/", { reference }));
  const find = () => valuesOf(index.find({ kind: "url", value: "http://a.example/" }, NOW));
  assert.deepEqual(find(), ["http://a.example/ one", "http://a.example/ three", "http://a.example/ two"]);
  assert.ok(index.remove(of("url", "http://a.example/", { reference: "two" })));
  assert.equal(index.remove(of("url", "http://a.example/", { reference: "two" })), false);
  assert.deepEqual(find(), ["http://a.example/ one", "http://a.example/ three"]);
  assert.equal(index.size, 2);
});

test("what has expired is not found, and goes with the next sweep; added again it lives on", () => {
  const index = new IndicatorIndex();
  for (const second of [1, 2, 3]) index.add(of("account", `u${second}`, { expiresAt: NOW + second * 1000 }));
  const found = (at: number) =>
    ["u1", "u2", "u3"].filter((value) => index.find({ kind: "account", value }, at).length > 0);
  assert.deepEqual(found(NOW + 1999), ["u2", "u3"]);
  index.add(of("account", "u1", { expiresAt: NOW + 9000 }));
  assert.deepEqual(found(NOW + 2000), ["u1", "u3"]);
  assert.deepEqual(index.expire(NOW + 3000, 2), { removed: 1, isDone: false });
  assert.deepEqual(index.expire(NOW + 3000), { removed: 1, isDone: true });
  assert.equal(index.size, 1);
  assert.deepEqual(index.expire(NOW + 9000), { removed: 1, isDone: true });
  assert.equal(index.size, 0);
});

test("one value may have many indicators, not any number; each of them can be removed", () => {
  const index = new IndicatorIndex();
  const line = (number: number) => of("sha1", "a".repeat(40), { reference: `${number}` });
  for (let number = 0; number < MAX_OF_ONE_VALUE; number++) index.add(line(number));
  assert.throws(() => index.add(line(MAX_OF_ONE_VALUE)), /has 5000 indicators/);
  assert.equal(index.find({ kind: "sha1", value: "a".repeat(40) }, NOW).length, MAX_OF_ONE_VALUE);
  index.add(line(0)); // is there already
  assert.equal(index.remove(line(MAX_OF_ONE_VALUE)), false);
  assert.equal(index.remove(line(0)), true);
  index.add(line(MAX_OF_ONE_VALUE));
  assert.equal(index.size, MAX_OF_ONE_VALUE);
});

test("digests that a feed has made up to agree at their beginning do not meet in one place", () => {
  const index = new IndicatorIndex();
  const digest = (number: number) => number.toString(16).padStart(64, "a");
  for (let number = 0; number < 4096; number++) index.add(of("sha256", digest(number)));
  const fullest = Math.max(...index.parts.table.parts.map(({ count }) => count));
  assert.ok(fullest < 100, `${fullest} in one part`);
  assert.equal(index.find({ kind: "sha256", value: digest(4095) }, NOW).length, 1);
});

test("a value or a reference that is too long is refused, and the index goes on", () => {
  const index = new IndicatorIndex();
  assert.throws(() => index.add(of("url", "x".repeat(70_000))), RangeError);
  assert.throws(() => index.add(of("url", "x", { reference: "界".repeat(40_000) })), RangeError);
  index.add(of("url", "界".repeat(30_000)));
  assert.equal(index.find({ kind: "url", value: "界".repeat(30_000) }, NOW).length, 1);
  assert.equal(index.size, 1);
});

/** Few values, so that they meet. */
const observable: fc.Arbitrary<Observable> = fc
  .oneof(
    fc.tuple(
      fc.constant("domain-name" as const),
      fc.constantFrom("a.example", "b.a.example", "c.b.a.example", "ba.example"),
    ),
    fc.tuple(
      fc.constant("ipv4-addr" as const),
      fc.constantFrom("10.0.0.1", "10.0.0.2", "10.0.1.1", "11.0.0.1"),
    ),
    fc.tuple(fc.constant("ipv6-addr" as const), fc.constantFrom("2001:db8::1", "2001:db8:0:1::", "fe80::1")),
    fc.tuple(
      fc.constantFrom("account" as const, "file-path" as const),
      fc.string({ unit: fc.constantFrom("a", "\u00ff", "界", "\\", "/"), maxLength: 6 }),
    ),
  )
  .map(([kind, value]) => ({ kind, value }));

const indicator: fc.Arbitrary<Indicator> = fc
  .tuple(
    observable,
    fc.constantFrom("one", "two", "三"),
    fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
    fc.boolean(),
    fc.option(fc.integer({ min: 0, max: 128 }), { nil: undefined }),
  )
  .map(([{ kind, value }, reference, seconds, withSubdomains, length]) => {
    const isAddress = kind === "ipv4-addr" || kind === "ipv6-addr";
    const network = isAddress && length !== undefined ? normalise(kind, `${value}/${length}`) : undefined;
    return {
      kind,
      value: network?.value ?? value,
      reference,
      ...(seconds !== undefined && { expiresAt: NOW + seconds * 1000 }),
      ...(kind === "domain-name" && withSubdomains && { withSubdomains }),
    };
  });

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant("add" as const), indicator }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("remove" as const), indicator }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("find" as const),
      observable,
      second: fc.integer({ min: 0, max: 10 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant("expire" as const), second: fc.integer({ min: 0, max: 10 }) }),
  },
);

test("whatever is added, removed, expired and asked, the index says what a plain list says", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const index = new IndicatorIndex();
      const plain = new PlainIndicators();
      for (const one of steps) {
        if (one.act === "add") {
          index.add(one.indicator);
          plain.add(one.indicator);
        } else if (one.act === "remove")
          assert.equal(index.remove(one.indicator), plain.remove(one.indicator));
        else if (one.act === "expire")
          assert.equal(index.expire(NOW + one.second * 1000).removed, plain.expire(NOW + one.second * 1000));
        else {
          const at = NOW + one.second * 1000;
          assert.deepEqual(sorted(index.find(one.observable, at)), sorted(plain.find(one.observable, at)));
        }
        assert.equal(index.size, plain.size);
      }
    }),
    { numRuns: 500 },
  );
});

function sorted(found: readonly Indicator[]): string[] {
  return found.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
}

test("an observable meets those indicators that are candidates for it; some are met by their own value alone", () => {
  fc.assert(
    fc.property(fc.array(indicator, { maxLength: 20 }), observable, (indicators, question) => {
      const index = new IndicatorIndex();
      for (const one of indicators) index.add({ ...one, expiresAt: NOW + 1000 });
      const met = index.find(question, NOW);
      const nameOf = ({ kind, value, withSubdomains = false }: Omit<Indicator, "reference">) =>
        JSON.stringify([kind, value, withSubdomains]);
      const candidates = new Set(candidatesOf(question).map(nameOf));
      const expected = new Set(indicators.map(nameOf).filter((name) => candidates.has(name)));
      assert.deepEqual(new Set(met.map(nameOf)), expected);
      for (const one of met) if (isMetByItself(one)) assert.equal(one.value, question.value);
    }),
  );
});
