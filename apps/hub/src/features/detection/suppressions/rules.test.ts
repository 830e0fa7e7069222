// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../platform/clock.ts";
import { newId } from "../../../platform/ids.ts";
import { silences } from "./rules.ts";

const RULE = newId<"rule">(systemClock);
const MATCH = {
  ruleId: RULE,
  event: { User: "Li", "a.b": "flat", winlog: { event_data: { Image: ["x.exe", "y.exe"] } }, code: 4688 },
  fields: [{ field: "CommandLine", value: "whoami /all" }],
};
const isSilenced = (ruleId: typeof RULE | null, ...conditions: { field: string; equals: string }[]) =>
  silences({ ruleId, conditions }, MATCH);

test("a suppression of a rule silences that rule alone", () => {
  assert.ok(isSilenced(RULE));
  assert.ok(!isSilenced(newId<"rule">(systemClock)));
});

test("a suppression about nothing silences nothing", () => {
  assert.ok(!isSilenced(null));
});

test("a condition holds for fields of the event, nested and listed, and for those the rule matched", () => {
  for (const [field, equals] of [
    ["User", "LI"],
    ["a.b", "flat"],
    ["winlog.event_data.Image", "Y.EXE"],
    ["code", "4688"],
    ["CommandLine", "whoami /all"],
  ] as const)
    assert.ok(isSilenced(null, { field, equals }), field);
});

test("every condition has to hold, and the whole value to be the same", () => {
  assert.ok(!isSilenced(RULE, { field: "User", equals: "li" }, { field: "User", equals: "wang" }));
  assert.ok(!isSilenced(RULE, { field: "CommandLine", equals: "whoami" }));
  assert.ok(!isSilenced(RULE, { field: "constructor", equals: "" }));
});
