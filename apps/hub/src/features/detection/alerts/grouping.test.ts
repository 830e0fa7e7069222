// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../platform/clock.ts";
import { newId } from "../../../platform/ids.ts";
import { alertIdOf, groupOf, readEntity, storedEntity, WINDOW_MS } from "./grouping.ts";

const MATCH = {
  organisationId: "o",
  ruleId: newId<"rule">(systemClock),
  ruleVersion: 1,
  time: 10 * WINDOW_MS + 5,
  host: "WS1",
  account: "li",
  address: "10.0.0.1",
};

test("the entity is the host, else the account, else the address, else nothing", () => {
  const of = (change: Partial<typeof MATCH>) => {
    const { entityKind, entity } = groupOf({ ...MATCH, ...change });
    return [entityKind, entity];
  };
  assert.deepEqual(of({}), ["host", "ws1"]);
  assert.deepEqual(of({ host: "" }), ["account", "li"]);
  assert.deepEqual(of({ host: "", account: "" }), ["address", "10.0.0.1"]);
  assert.deepEqual(of({ host: "", account: "", address: "" }), ["none", ""]);
});

test("windows are fixed, so that an alert does not depend on which of its events came first", () => {
  const { alertId, windowStart, windowEnd } = groupOf(MATCH);
  assert.deepEqual([windowStart, windowEnd], [10 * WINDOW_MS, 11 * WINDOW_MS]);
  assert.equal(groupOf({ ...MATCH, time: 11 * WINDOW_MS - 1 }).alertId, alertId);
  assert.notEqual(groupOf({ ...MATCH, time: 11 * WINDOW_MS }).alertId, alertId);
  assert.notEqual(groupOf({ ...MATCH, ruleVersion: 2 }).alertId, alertId);
  assert.notEqual(groupOf({ ...MATCH, host: "", account: "ws1" }).alertId, alertId);
});

test("a match as it is stored leads to the same alert", () => {
  const group = groupOf(MATCH);
  assert.equal(alertIdOf({ ...MATCH, entity: storedEntity(group) }), group.alertId);
});

test("a rule can say what the entity is: one of the usual, nothing, or a field, whatever the case of its value", () => {
  const described = {
    event: { process: { name: "CMD.exe" }, empty: "" },
    fields: [{ field: "Image", value: "X" }],
  };
  const of = (groupBy: string, change: Partial<typeof MATCH> = {}) => {
    const { entityKind, entity } = groupOf({ ...MATCH, ...change }, groupBy, described);
    return [entityKind, entity];
  };
  assert.deepEqual(of("account"), ["account", "li"]);
  assert.deepEqual(of("account", { account: "" }), ["none", ""]);
  assert.deepEqual(of("none"), ["none", ""]);
  assert.deepEqual(of("field:process.name"), ["other", "process.name=cmd.exe"]);
  assert.deepEqual(of("field:Image"), ["other", "Image=x"]);
  assert.deepEqual(of("field:empty"), ["none", ""]);
  assert.deepEqual(of("field:absent"), ["none", ""]);
});

test("an entity that was stored is read as it was", () => {
  for (const entity of ["a", "", "host:b", "x\ny"])
    for (const entityKind of ["host", "other"] as const)
      assert.deepEqual(readEntity(storedEntity({ entityKind, entity })), { entityKind, entity });
});
