// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Suppression } from "@fengsui/contract";
import { conditionsOf, expiryTime, filterSuppressions, offeredFields, stateOf } from "./view.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");

function aSuppression(id: string, expiresAt: string, endedAt: string | null = null): Suppression {
  return {
    id,
    organisationId: "o",
    ruleId: "r",
    conditions: [],
    reason: "exercise",
    expiresAt,
    createdBy: null,
    createdAt: `2026-11-0${id}T00:00:00.000Z`,
    endedAt,
  };
}

const ALL = [
  aSuppression("1", "2026-12-30T00:00:00.000Z"),
  aSuppression("2", "2026-11-30T00:00:00.000Z"),
  aSuppression("3", "2026-11-20T00:00:00.000Z"),
  aSuppression("4", "2026-12-30T00:00:00.000Z", "2026-11-10T00:00:00.000Z"),
];

test("a suppression holds, has run out, or was ended", () => {
  assert.deepEqual(
    ALL.map((one) => stateOf(one, NOW)),
    ["active", "active", "expired", "ended"],
  );
});

test("those that hold are listed by when they end, the others with the newest first", () => {
  const ids = (filter: "active" | "over" | "all") => filterSuppressions(ALL, filter, NOW).map(({ id }) => id);
  assert.deepEqual(
    [ids("active"), ids("over"), ids("all")],
    [
      ["2", "1"],
      ["4", "3"],
      ["2", "1", "4", "3"],
    ],
  );
});

test("what is offered is what matched, and what names the entity, each once", () => {
  const event = [
    { field: "Computer", value: "WS1" },
    { field: "EventID", value: "1" },
  ];
  const matched = [
    { field: "Image", value: "a.exe" },
    { field: "Image", value: "a.exe" },
    { field: "", value: "keyword" },
  ];
  assert.deepEqual(offeredFields(matched, event, "ws1"), [
    { field: "Computer", value: "WS1" },
    { field: "Image", value: "a.exe" },
  ]);
});

test("rows without a field are no conditions, and an end lies ahead", () => {
  assert.deepEqual(
    conditionsOf([
      { id: 1, field: " User ", equals: "li" },
      { id: 2, field: " ", equals: "x" },
    ]),
    [{ field: "User", equals: "li" }],
  );
  assert.equal(expiryTime("7d", NOW), "2026-11-30T12:00:00.000Z");
});
