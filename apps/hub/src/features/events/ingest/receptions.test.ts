// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { aSource, createTestPipeline } from "../../../test-kit/hub/test-pipeline.ts";
import { asHub } from "../../../test-kit/records/index.ts";
import { firstTimes, KEY_WINDOW_MS } from "./receptions.ts";

test("what has expired goes faster than new comes, however much comes at once", async () => {
  await using pipeline = await createTestPipeline();
  const { id: sourceId } = await aSource(pipeline);
  const look = (name: string, count: number, now: Date) =>
    asHub(pipeline.records, (write) =>
      firstTimes(write, {
        sourceId,
        keys: Array.from({ length: count }, (_, index) => `event:${name}${index}`),
        windowMs: KEY_WINDOW_MS,
        now,
      }),
    );
  const first = new Date("2026-05-01T00:00:00Z");
  await look("old", 1500, first);
  await look("new", 1000, new Date(first.getTime() + KEY_WINDOW_MS + 1));
  const { left } = await pipeline.records.read({ kind: "system", job: "test" }, (tx) =>
    tx.read
      .selectFrom("receptions")
      .select(({ fn }) => fn.countAll<string>().as("left"))
      .where("source_id", "=", sourceId)
      .executeTakeFirstOrThrow(),
  );
  assert.equal(Number(left), 1000);
});
