// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SourceMapping } from "@fengsui/contract";
import { toDraft, toMapping } from "./mapping-draft.ts";

const MAPPING: SourceMapping = {
  time: { path: "when", format: "pattern", pattern: "dd.MM.yyyy" },
  host: "box.name",
  destinationIp: "peer.to",
  fields: { Image: "prog", CommandLine: "cmd" },
  logType: "windows//process_creation",
};

test("a mapping is the same after somebody looked at it", () => {
  for (const mapping of [MAPPING, {}, { time: { path: "t", format: "seconds" } } as const])
    assert.deepEqual(toMapping(toDraft(mapping)), mapping);
});

test("what is left empty or unfinished is not said", () => {
  const draft = { ...toDraft(null), host: "  ", fields: "Image\n=x\n a = b=c \n" };
  assert.deepEqual(toMapping(draft), { fields: { a: "b=c" } });
});
