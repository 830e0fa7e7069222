// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  countGroups,
  highestOf,
  hoursBetween,
  patternOf,
  readReference,
  referenceOf,
  refusal,
} from "./rules.ts";

test("the highest level is the highest, whatever the order; of none there is none", () => {
  assert.equal(highestOf(["low", "critical", "medium"]), "critical");
  assert.equal(highestOf([]), undefined);
});

test("a reference that is read is the one that was written", () => {
  const numbered = fc
    .tuple(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 1, max: 1e9 - 1 }))
    .map(([year, number]) => ({ year, number }));
  fc.assert(fc.property(numbered, (one) => assert.deepEqual(readReference(` ${referenceOf(one)} `), one)));
  for (const text of ["", "17", "2026", "2026-", "x2026-1", "2026-1x"])
    assert.equal(readReference(text), undefined);
});

test("a star stands for any characters, and what LIKE would read otherwise stands for itself", () => {
  assert.equal(patternOf("WS*"), "ws%");
  assert.equal(patternOf("a_b%c\\d"), "a\\_b\\%c\\\\d");
});

test("spans that overlap are not apart, in whatever order they come", () => {
  const span = fc
    .tuple(fc.date({ noInvalidDate: true }), fc.nat(1e9))
    .map(([from, length]) => ({ from, to: new Date(from.getTime() + length) }));
  fc.assert(
    fc.property(span, span, (one, other) => {
      assert.equal(hoursBetween(one, other), hoursBetween(other, one));
      const overlap = one.from <= other.to && other.from <= one.to;
      assert.equal(hoursBetween(one, other) === 0, overlap);
    }),
  );
});

test("nothing is done to a merged case but what is for merged ones", () => {
  const open = { states: ["open"], merged: false } as const;
  assert.equal(refusal({ state: "open", isMerged: false }, open), undefined);
  assert.equal(refusal({ state: "closed", isMerged: false }, open), "case.wrong_state");
  assert.equal(refusal({ state: "open", isMerged: true }, open), "case.merged");
  assert.equal(refusal({ state: "open", isMerged: false }, { ...open, merged: true }), "case.wrong_state");
});

test("alerts of one entity are one case until there is a gap that is too long", () => {
  const at = (entity: string, from: number, to = from) => ({
    entityKind: "host",
    entity,
    span: { from: new Date(from * 3_600_000), to: new Date(to * 3_600_000) },
  });
  const alerts = [at("ws1", 30), at("ws1", 0, 4), at("ws1", 6), at("ws2", 6), at("ws1", 3)];
  assert.equal(countGroups(alerts, 2), 3);
  assert.equal(countGroups(alerts, 24), 2);
  assert.equal(countGroups([], 24), 0);
});
