// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findTerms, roundedTime, type Term } from "./rules.ts";

const TERMS: readonly Term[] = [
  { kind: "organisation", text: "Li & Co (North)" },
  { kind: "organisation", text: "北方医院" },
  { kind: "person", text: "Li" },
  { kind: "asset", text: "mail.north.example" },
  { kind: "asset", text: "192.0.2.0/24" },
  { kind: "asset", text: "2001:db8::1" },
];

function found(text: string): string[] {
  return findTerms({ title: "", text, observables: [] }, TERMS).map((one) => one.found);
}

test("names are found as whole words, whatever their case; Chinese ones anywhere", () => {
  assert.deepEqual(found("The list of li, and LI & CO (North)."), ["LI & CO (North)", "li", "LI"]);
  assert.deepEqual(found("某北方医院的邮箱"), ["北方医院"]);
  assert.deepEqual(found("https://mail.north.example/x"), ["mail.north.example"]);
  assert.deepEqual(found("hxxps://mail[.]north(.)example/x"), ["mail[.]north(.)example"]);
});

test("addresses are found in the networks of the source, also where they are defanged", () => {
  assert.deepEqual(found("from 192[.]0[.]2[.]77 and 192.0.3.1"), ["192[.]0[.]2[.]77"]);
  assert.deepEqual(found("2001:db8:0:0::1"), ["2001:db8:0:0::1"]);
});

test("wherever a name of the source stands in a text, it is found", () => {
  const name = fc.constantFrom(...TERMS.filter(({ text }) => !text.includes("/")).map(({ text }) => text));
  fc.assert(
    fc.property(fc.string(), name, fc.string(), (before, term, after) => {
      const text = `${before} ${term} ${after}`;
      assert.ok(findTerms({ title: text, text: "", observables: [] }, TERMS).length > 0);
      assert.ok(findTerms({ title: "", text: "", observables: [{ value: text }] }, TERMS).length > 0);
    }),
  );
});

test("the time of publication is told to the hour before", () => {
  assert.equal(roundedTime(new Date("2026-11-30T12:59:59.999Z")).toISOString(), "2026-11-30T12:00:00.000Z");
});
