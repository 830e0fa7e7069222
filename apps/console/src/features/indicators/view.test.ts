// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, mayChangeList, seenSearch, takenOf } from "./view.ts";

test("a list is changed by analysts of its organisation, one of the hub by operators among them", () => {
  const analyst = {
    organisations: [{ id: "a", name: "A", role: "analyst" as const }],
    hubRoles: [],
  };
  const own = { organisationId: "a", scope: "organisation" as const };
  assert.ok(mayChangeList(own, analyst));
  assert.ok(!mayChangeList({ ...own, organisationId: "b" }, analyst));
  assert.ok(!mayChangeList({ ...own, scope: "hub" }, analyst));
  assert.ok(mayChangeList({ ...own, scope: "hub" }, { ...analyst, hubRoles: ["operator"] }));
});

test("what was seen is searched as a text, from the first time to the last", () => {
  const seen = {
    kind: "account" as const,
    value: "corp\\li",
    firstAt: "2026-05-01T10:00:00.000Z",
    lastAt: "2026-05-01T10:00:00.000Z",
  };
  assert.deepEqual(seenSearch(seen, "s"), {
    q: '"li"',
    source: "s",
    from: "2026-05-01T10:00:00.000Z",
    to: "2026-05-01T10:00:01.000Z",
  });
  assert.equal(seenSearch({ ...seen, kind: "file-path", value: "c:\\a.exe" }, "s")["q"], '"c:\\\\a.exe"');
});

test("what a match names is told once, and of an import what happened", () => {
  assert.deepEqual(linesOf("a\nb\na"), ["a", "b"]);
  assert.deepEqual(linesOf(undefined), []);
  const taken = { added: 0, changed: 0, unchanged: 2, removed: 0, leftOut: 0, notUnderstood: 1 };
  assert.deepEqual(takenOf(taken), ["added", "unchanged", "notUnderstood"]);
});
