// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { System } from "@fengsui/contract";
import { blankSystem, formOf, nextKey, toNewSystem, toSystemChange } from "./form.ts";

const LIN = { name: "Lin Yue", role: "", phone: "110", email: "", personId: null };
const SYSTEM: System = {
  id: "s",
  organisationId: "o",
  name: "Dispatch",
  purpose: "Dispatch of the grid",
  level: 3,
  isCritical: true,
  guardianId: null,
  responsible: [LIN],
  measures: [],
  assetCount: 2,
  createdAt: "2026-05-01T00:00:00.000Z",
  changedAt: "2026-05-01T00:00:00.000Z",
  retiredAt: null,
};

test("rows without a name are none, and the rest goes as it was filled in", () => {
  const form = {
    ...blankSystem("o"),
    name: " Billing ",
    responsible: [
      { ...LIN, key: 1 },
      { ...LIN, key: 2, name: " " },
    ],
  };
  const wanted = toNewSystem(form);
  assert.deepEqual([wanted.name, wanted.level, wanted.responsible], ["Billing", null, [LIN]]);
});

test("only what was changed is sent, so that nothing of others is overwritten", () => {
  const before = formOf(SYSTEM);
  assert.equal(toSystemChange({ ...before, name: "Dispatch " }, before), undefined);
  assert.deepEqual(toSystemChange({ ...before, level: 4, isCritical: false }, before), {
    level: 4,
    isCritical: false,
  });
  const added = [...before.responsible, { ...LIN, name: "Wang", key: nextKey(before.responsible) }];
  assert.deepEqual(toSystemChange({ ...before, responsible: added }, before), {
    responsible: [LIN, { ...LIN, name: "Wang" }],
  });
});
