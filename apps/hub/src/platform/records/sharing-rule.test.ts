// SPDX-License-Identifier: Apache-2.0
/** The database beside the rule of who sees what, in worlds by chance; and that a wrong rule would be noticed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { type Loaded, type Seen, SharingDatabase } from "../../test-kit/sharing-rule/database.ts";
import { maySee, type Reader, type World } from "../../test-kit/sharing-rule/rule.ts";
import { tellReader } from "../../test-kit/sharing-rule/sentences.ts";
import { worlds } from "../../test-kit/sharing-rule/worlds.ts";
import { makeWrong, WRONG_RULES } from "../../test-kit/sharing-rule/wrong-rules.ts";

const QUESTIONS = 100_000;
const WORLDS = 55;
/** So many worlds may pass before a wrong rule is noticed. */
const MOST_WORLDS = 100;

let records: TestRecords;
let database: SharingDatabase;
/** What is wrong for one table is wrong for all. */
let oneTable: SharingDatabase;

before(async () => {
  records = await createTestRecords();
  database = await SharingDatabase.open(records);
  oneTable = await SharingDatabase.open(records, (table) => table === "case_notes");
});

after(async () => {
  await database[Symbol.asyncDispose]();
  await oneTable[Symbol.asyncDispose]();
  await records[Symbol.asyncDispose]();
});

/** How many questions were asked: a reader, a record and a table are one. */
async function holdAgainstRule(world: World, loaded: Loaded): Promise<number> {
  const readers: readonly Reader[] = [undefined, ...world.people];
  for (const reader of readers) for (const seen of await loaded.see(reader)) compare(world, reader, seen);
  return readers.length * world.records.length * loaded.tables.length;
}

function compare(world: World, reader: Reader, { table, listed, counted, found }: Seen): void {
  for (const record of world.records) {
    const { sees, because } = maySee(world, reader, record);
    for (const [way, names] of Object.entries({ listed, found })) {
      if (names.includes(record.name) === sees) continue;
      const differs = sees ? `is not ${way}, and should be` : `is ${way}, and should not be`;
      assert.fail(`${tellReader(reader)}: ${record.name} of ${table} ${differs}: ${because}.`);
    }
  }
  assert.equal(counted, listed.length, `${tellReader(reader)} is told another count of ${table}`);
}

test("in every world, each table shows each reader what the rule gives, in lists, counts and one by one", async () => {
  let questions = 0;
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      questions += await database.with(world, (loaded) => holdAgainstRule(world, loaded));
    }),
    { numRuns: WORLDS },
  );
  assert.ok(questions >= QUESTIONS, `${questions} questions`);
});

for (const [name, wrong] of Object.entries(WRONG_RULES))
  test(`it would be noticed if ${name}`, async () => {
    const ask = fc.asyncProperty(worlds, async (world) => {
      await oneTable.with(world, async (loaded) => {
        await makeWrong(loaded.client, wrong);
        await holdAgainstRule(world, loaded);
      });
    });
    const { failed, numRuns } = await fc.check(ask, { numRuns: MOST_WORLDS, endOnFailure: true });
    assert.ok(failed, `${numRuns} worlds`);
  });

test("it would be noticed if one table forgot the rule, and the smallest world that shows it is told in words", async () => {
  const ask = fc.asyncProperty(worlds, async (world) => {
    await oneTable.with(world, async (loaded) => {
      await loaded.client.query("alter policy app_read on case_notes using (true)");
      await holdAgainstRule(world, loaded);
    });
  });
  await assert.rejects(fc.assert(ask), (error: Error) => {
    const told = `${error.message}${error.cause}`;
    assert.match(told, /Record 1 belongs to Alder, [^.]+\.\n/);
    assert.match(told, /Somebody without an account: Record 1 of case_notes is listed, and should not be: /);
    assert.doesNotMatch(told, /Birch|Record 2/);
    return true;
  });
});
