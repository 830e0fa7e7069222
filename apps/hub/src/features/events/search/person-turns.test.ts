// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../platform/clock.ts";
import { newId } from "../../../platform/ids.ts";
import { MAX_SEARCHES, PersonTurns } from "./person-turns.ts";

const [li, wang] = [newId<"person">(systemClock), newId<"person">(systemClock)];

test("searches of one person are done one after the other, and wait for nobody else's", async () => {
  const turns = new PersonTurns();
  const { promise, resolve } = Promise.withResolvers<void>();
  const done: string[] = [];
  const search = (who: typeof li, name: string, until?: Promise<void>) =>
    turns.take(who, async () => {
      await until;
      done.push(name);
    });
  const slow = [search(li, "li 1", promise), search(li, "li 2")];
  await search(wang, "wang");
  resolve();
  await Promise.all(slow);
  assert.deepEqual(done, ["wang", "li 1", "li 2"]);
});

test("more than some are refused, and taken again when those before have ended, however they did", async () => {
  const turns = new PersonTurns();
  const fails = () => turns.take(li, async () => Promise.reject(new Error("too expensive")));
  const waiting = Array.from({ length: MAX_SEARCHES }, fails);
  await assert.rejects(fails(), { code: "http.too_many" });
  for (const one of await Promise.allSettled(waiting)) assert.equal(one.status, "rejected");
  assert.equal(await turns.take(li, async () => "found"), "found");
});
