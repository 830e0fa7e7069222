// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { nestParts, piecesOf } from "./explained-tree.ts";

test("parts with their depth become the tree that they were", () => {
  const part = (depth: number, selection: string) =>
    ({ depth, kind: "all", matched: true, selection }) as const;
  const [root, ...others] = nestParts([part(0, "a"), part(1, "b"), part(2, "c"), part(1, "d")]);
  assert.equal(others.length, 0);
  assert.deepEqual(
    root?.under.map(({ part: { selection }, under }) => [selection, under.length]),
    [
      ["b", 1],
      ["d", 0],
    ],
  );
  assert.deepEqual(nestParts([]), []);
});

test("a value is cut into what matched and the rest, and nothing of it is lost", () => {
  const pieces = piecesOf({
    value: "cmd /c whoami",
    at: [
      { from: 0, to: 3 },
      { from: 7, to: 13 },
    ],
  });
  assert.deepEqual(
    pieces.map(({ text, isMarked }) => [text, isMarked]),
    [
      ["cmd", true],
      [" /c ", false],
      ["whoami", true],
    ],
  );
  assert.deepEqual(piecesOf({ value: "", at: [] }), []);
});
