// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Order, OrderDetail } from "@fengsui/contract";
import {
  actsToShow,
  deadlineText,
  evidenceStateOf,
  obstaclesToSay,
  readOrderFilters,
  stepsAhead,
  toOrderQuery,
  writeOrderFilters,
} from "./view.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const CENTRE = "0190e5a4-7b1c-7c11-8d1f-1a2b3c4d5e6f";

test("filters come out of the address as they went in; the other side is asked for by its own direction", () => {
  const search = { state: "refused", overdue: "yes", organisation: CENTRE, age: "30d", text: "ws1" };
  const filters = readOrderFilters(search, "received");
  assert.deepEqual(writeOrderFilters(filters, "received"), search);
  assert.deepEqual(toOrderQuery(filters, NOW), {
    direction: "issued",
    organisationId: CENTRE,
    state: ["refused"],
    isOverdue: true,
    issuedBefore: "2026-10-25T12:00:00.000Z",
    text: "ws1",
    limit: 50,
  });
  const ofOurs = toOrderQuery(filters, NOW, [CENTRE]);
  assert.deepEqual([ofOurs.direction, ofOurs.organisationId], ["received", CENTRE]);
  assert.deepEqual(writeOrderFilters(readOrderFilters({}, "issued"), "issued"), {});
});

const ORDER: Order = {
  id: "o",
  organisationId: "centre",
  orderedId: "member",
  reference: "2026-K7QF2M",
  marking: "amber+strict",
  title: "Rebuild ws1",
  measure: "m",
  reason: "r",
  severity: "high",
  state: "issued",
  round: 1,
  deadline: "2026-11-24T00:00:00.000Z",
  timeZone: "Asia/Shanghai",
  isOverdue: true,
  condition: null,
  agreesToCheck: false,
  caseId: null,
  issuedBy: "p",
  issuedAt: "2026-11-20T00:00:00.000Z",
  acknowledgedAt: null,
  closedAt: null,
  nextCheckAt: null,
  changedAt: "2026-11-20T00:00:00.000Z",
  version: 1,
};

function anOrder(state: Order["state"], acts: OrderDetail["acts"]): OrderDetail {
  const parts = { answers: [], extensions: [], checks: [], proofs: [], entries: [] };
  return { order: { ...ORDER, state }, acts, ...parts };
}

test("one act is the obvious one, and what one may not do is said with its reason where it is of now", () => {
  const detail = anOrder("answered", [
    { act: "accept", obstacle: "own_work" },
    { act: "begin_review", obstacle: null },
    { act: "return", obstacle: null },
    { act: "acknowledge", obstacle: "other_side" },
    { act: "reopen", obstacle: "wrong_state" },
  ]);
  assert.deepEqual(actsToShow(detail), { first: "begin_review", others: ["return"] });
  assert.deepEqual(obstaclesToSay(detail), [{ act: "accept", obstacle: "own_work" }]);
});

test("a piece of evidence is unused, submitted, returned or accepted", () => {
  const detail = anOrder("answered", []);
  const answer = { round: 1, personId: "p", measure: "m", doneAt: "", createdAt: "" };
  const answers = [
    { ...answer, id: "a1", evidenceIds: ["e1"] },
    { ...answer, id: "a2", evidenceIds: ["e2"] },
  ];
  const states = (of: OrderDetail) => ["e1", "e2", "e3"].map((id) => evidenceStateOf(id, of));
  assert.deepEqual(states({ ...detail, answers }), ["returned", "submitted", "unused"]);
  const proof = {
    id: "p",
    round: 1,
    kind: "review",
    reviewedBy: "r",
    checkId: null,
    reason: "",
    createdAt: "",
  };
  const proofs: OrderDetail["proofs"] = [{ ...proof, kind: "review", answerId: "a2" }];
  assert.deepEqual(states({ ...detail, answers, proofs }), ["returned", "accepted", "unused"]);
});

test("a deadline at the end of a day is said with that day", () => {
  const timeZone = "Asia/Shanghai";
  assert.equal(deadlineText({ deadline: "2026-12-01T16:00:00.000Z", timeZone }), "2026-12-01 24:00 UTC+8");
  assert.equal(deadlineText({ deadline: "2026-12-01T10:30:00.000Z", timeZone }), "2026-12-01 18:30:00 UTC+8");
});

test("what happens after the deadline is said as far as it is still to come", () => {
  assert.deepEqual(
    stepsAhead(ORDER, NOW).map(({ step }) => step),
    ["escalation", "second_escalation"],
  );
});
