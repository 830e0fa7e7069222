// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { ENTRY_KINDS } from "@fengsui/contract";
import { type CaseEntry, reasonOf, sentenceOf } from "./timeline-view.ts";

const TEXTS = {
  t: (key: string, values: object = {}) => [key, ...Object.values(values)].join("/"),
  nameOf: (id: string) => `<${id}>`,
};

function anEntry(kind: CaseEntry["kind"], detail: Record<string, unknown> = {}): CaseEntry {
  return {
    id: "e",
    caseId: "c",
    kind,
    occurredAt: "2026-11-24T10:00:00.000Z",
    createdAt: "2026-11-24T10:00:00.000Z",
    personId: "p",
    job: null,
    subjectId: null,
    detail,
  };
}

test("every kind of entry says something, whatever its detail holds", () => {
  for (const kind of ENTRY_KINDS)
    for (const detail of [{}, { title: 7, verdict: "odd", happened: "later", severity: 1, to: null }])
      assert.notEqual(sentenceOf(anEntry(kind, detail), TEXTS), "", kind);
});

test("a change says what is another now, and who it was given to", () => {
  const detail = {
    severity: { from: "low", to: "high" },
    assigneeId: { from: null, to: "lin" },
    summary: {},
  };
  assert.equal(
    sentenceOf(anEntry("case.changed", detail), TEXTS),
    "entry.changed/entry.change.severity/level.highlist.andentry.change.assignee/<lin>list.andentry.change.summary",
  );
});

test("a merge says in which direction, an alert that may not be named is not, and a reason is kept as it is", () => {
  assert.equal(sentenceOf(anEntry("case.merged", { into: "x" }), TEXTS), "entry.mergedInto");
  assert.equal(sentenceOf(anEntry("case.merged", { from: "x" }), TEXTS), "entry.mergedFrom");
  assert.equal(sentenceOf(anEntry("case.merged", { into: null }), TEXTS), "entry.mergedInto");
  assert.equal(sentenceOf(anEntry("alert.joined"), TEXTS), "entry.alertJoined");
  assert.equal(reasonOf(anEntry("case.reopened", { reason: "It is back." })), "It is back.");
});
