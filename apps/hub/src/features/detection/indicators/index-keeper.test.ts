// SPDX-License-Identifier: Apache-2.0
/** The index of a hub that starts again: out of its file, out of the rows, or both. */
import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { type FeedItem, IndicatorIndex, MAX_OF_ONE_VALUE, type Observable } from "@fengsui/indicators";
import { sql } from "kysely";
import type { Records } from "../../../platform/records/index.ts";
import { silentLogger } from "../../../platform/telemetry/logger.ts";
import {
  anOrganisation,
  asHub,
  createTestRecords,
  type TestRecords,
} from "../../../test-kit/records/index.ts";
import { aRule } from "../../../test-kit/records/shared-world.ts";
import { IndexKeeper } from "./index-keeper.ts";
import { leapRevisions, takeIncoming } from "./keep.ts";
import { loadChanges } from "./load-changes.ts";

let records: TestRecords;
let number: number;
const folder = mkdtempSync(join(tmpdir(), "fengsui-index-"));
const path = join(folder, "indicators.index");
const COUNT = 12_000;

before(async () => {
  records = await createTestRecords();
});
after(async () => {
  await records[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  rmSync(path, { force: true });
  await asHub(records, async (write) => {
    for (const table of ["indicators", "indicator_lists"] as const) await write.deleteFrom(table).execute();
    const organisation_id = await anOrganisation(records);
    const rule_id = await aRule(write, { owner: organisation_id, marking: null });
    const list = { rule_id, organisation_id };
    ({ number } = await write
      .insertInto("indicator_lists")
      .values(list)
      .returning("number")
      .executeTakeFirstOrThrow());
  });
  await take(Array.from({ length: COUNT }, (_, index) => name(index)));
});

const name = (index: number) => `h${index}.example`;

async function take(values: readonly string[], isWhole = false): Promise<void> {
  async function* items(): AsyncGenerator<readonly FeedItem[]> {
    yield values.map((value, index) => ({
      is: "indicator",
      kind: "domain-name",
      value,
      at: `${index}`,
      text: value,
    }));
  }
  await asHub(records, (write) =>
    takeIncoming(write, { number, items: items(), isWhole, by: null, now: new Date() }),
  );
}

/** Which of the names it knows, after it was asked for and closed. */
async function known(...indexes: readonly number[]): Promise<boolean[]> {
  await using keeper = new IndexKeeper({ records, file: { path, logger: silentLogger } });
  const index = await keeper.current();
  const seen = (value: string): Observable => ({ kind: "domain-name", value });
  return indexes.map((one) => index.find(seen(name(one)), 0).length === 1);
}

test("what is closed leaves a file, which the next reads, with what changed since", async () => {
  assert.deepEqual(await known(0, COUNT - 1, COUNT), [true, true, false]);
  assert.ok(existsSync(path));
  await take([...Array.from({ length: COUNT - 1 }, (_, index) => name(index + 1)), name(COUNT)], true);
  assert.deepEqual(await known(0, 1, COUNT), [false, true, true]);
});

test("a file that is damaged, cut or of another database is made anew", async () => {
  await known(0);
  const whole = readFileSync(path);
  const broken = Buffer.from(whole);
  broken[whole.length - 100] = (broken[whole.length - 100] ?? 0) ^ 1;
  for (const bytes of [
    broken,
    whole.subarray(0, whole.length - 9),
    Buffer.from(whole.toString("latin1").replace('"revision":1', '"revision":0'), "latin1"),
    whole.subarray(0, 3),
    Buffer.from("what is this"),
  ]) {
    writeFileSync(path, bytes);
    assert.deepEqual(await known(0, COUNT), [true, false]);
  }
  writeFileSync(path, whole);
  await asHub(records, (write) =>
    write.updateTable("indicator_lists").set({ revision: 0 }).where("number", "=", number).execute(),
  );
  await asHub(records, (write) => write.deleteFrom("indicators").execute());
  assert.deepEqual(await known(0), [false]);
});

test("what was removed while it slept longer than that is told of is known to be gone", async () => {
  await known(0);
  await take([name(1)], true);
  await asHub(records, (write) =>
    sql`update indicators set removed_at = removed_at - interval '8 days'`.execute(write),
  );
  await take([name(2)]);
  appendFileSync(path, "");
  assert.deepEqual(await known(0, 1, 2), [false, true, true]);
});

test("what is removed and forgotten while it is being read is known to be gone", async () => {
  await using keeper = new IndexKeeper({ records: purgedOnce() });
  await keeper.current();
  await take([name(1)], true);
  const index = await keeper.current();
  assert.equal(index.find({ kind: "domain-name", value: name(0) }, 0).length, 0);
});

/** With rows of which, on the first look at what changed of a list that is known, those that were removed are gone. */
function purgedOnce(): Records {
  let looks = 0;
  return {
    ...records,
    read: async (principal, work) => {
      looks += 1;
      if (looks === LOOK) {
        await asHub(records, (write) =>
          sql`update indicators set removed_at = removed_at - interval '8 days'`.execute(write),
        );
        await take([name(1)]);
      }
      return await records.read(principal, work);
    },
  };
}
/** States, three pages of twelve thousand; then states, and what changed. */
const LOOK = 6;

test("after a backup was restored, what a file holds of revisions that are lost is not taken for others", async () => {
  await take([name(COUNT)]);
  await known(0);
  await asHub(records, async (write) => {
    await sql`delete from indicators where revision > 1`.execute(write);
    await write.updateTable("indicator_lists").set({ revision: 1 }).where("number", "=", number).execute();
    await leapRevisions(write);
  });
  await take([name(COUNT + 1)]);
  await take([name(COUNT + 2)]);
  assert.deepEqual(await known(0, COUNT, COUNT + 1, COUNT + 2), [true, false, true, true]);
});

test("a value that more lists have than an index holds is left out, and the others are met", async () => {
  const index = new IndicatorIndex();
  for (let list = 0; list < MAX_OF_ONE_VALUE; list++)
    index.add({ kind: "domain-name", value: name(0), reference: `other ${list}` });
  assert.equal(await loadChanges(records, index, { number, since: 0, upTo: 1 }), 1);
  const met = (one: number) => index.find({ kind: "domain-name", value: name(one) }, 0).length;
  assert.deepEqual([met(0), met(1), met(COUNT - 1)], [MAX_OF_ONE_VALUE, 1, 1]);
});
