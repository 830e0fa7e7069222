// SPDX-License-Identifier: Apache-2.0
/** The database beside the rule of who sees what, in worlds by chance; and that a wrong rule would be noticed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { type Loaded, type Seen, SharingDatabase } from "../../test-kit/sharing-rule/database.ts";
import { maySee, type Person, type Reader, type World } from "../../test-kit/sharing-rule/rule.ts";
import { tellReader } from "../../test-kit/sharing-rule/sentences.ts";
import { worlds } from "../../test-kit/sharing-rule/worlds.ts";
import { makeWrong, WRONG_RULES } from "../../test-kit/sharing-rule/wrong-rules.ts";

const QUESTIONS = 100_000;
const WORLDS = 36;
const WORLDS_OF_ONE_TABLE = 200;

/** Show less than the rule gives, and nothing more: custody names who had evidence in hands to their organisation alone. */
const NARROWER: ReadonlySet<string> = new Set(["evidence_custody"]);

let records: TestRecords;
let database: SharingDatabase;
/** For what is the same for all tables. */
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
      if (names.includes(record.name) === sees || (sees && NARROWER.has(table))) continue;
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

test("in many more worlds one table does", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      await oneTable.with(world, (loaded) => holdAgainstRule(world, loaded));
    }),
    { numRuns: WORLDS_OF_ONE_TABLE },
  );
});

const WORLDS_EXPLAINED = 6;

function somebodyOf(organisation: string): Person {
  const memberOf = [{ organisation, role: "viewer" }] as const;
  return { name: "somebody", isDisabled: false, memberOf, hubRole: undefined };
}

test("who receives a record, as the product tells it, is who sees it by the rule", async () => {
  const ask = fc.asyncProperty(worlds, async (world) => {
    const told = await oneTable.with(world, (loaded) => loaded.recipients());
    for (const record of world.records) {
      const mine = told.filter((one) => one.record === record.name);
      const organisations = mine.flatMap((one) => one.organisation ?? []).sort();
      const expected = world.organisations.filter(
        ({ name, isDisabled }) =>
          !isDisabled && record.marking !== "red" && maySee(world, somebodyOf(name), record).sees,
      );
      assert.deepEqual(organisations, expected.map(({ name }) => name).sort(), record.name);
      if (record.marking !== "red") continue;
      const named = world.people.filter((person) => maySee(world, person, record).sees);
      assert.deepEqual([mine.length, mine[0]?.people], [1, named.length], record.name);
    }
  });
  await fc.assert(ask, { numRuns: WORLDS_EXPLAINED });
});

test("why somebody sees a record or not is told truly, or not at all where it would tell of who is hidden", async () => {
  let told = 0;
  const ask = fc.asyncProperty(worlds, async (world) => {
    const { clients, groups } = world;
    const isAnybodyHidden = [...clients, ...groups.flatMap(({ members }) => members)].some(
      ({ isHidden }) => isHidden,
    );
    await oneTable.with(world, async (loaded) => {
      for (const reader of world.people)
        for (const { record, person, sees } of await loaded.explain(reader)) {
          const of = world.records.find(({ name }) => name === record) ?? assert.fail(record);
          const about = world.people.find(({ name }) => name === person) ?? assert.fail(person);
          const answer = maySee(world, about, of);
          const question = `${reader.name} asks whether ${person} sees ${record}: ${answer.because}`;
          if (sees === null) assert.ok(isAnybodyHidden, question);
          else assert.equal(sees, answer.sees, question);
          told++;
        }
    });
  });
  await fc.assert(ask, { numRuns: WORLDS_EXPLAINED });
  assert.ok(told > WORLDS_EXPLAINED, `${told} answers`);
});

for (const [name, wrong] of Object.entries(WRONG_RULES))
  test(`it would be noticed if ${name}`, async () => {
    const ask = fc.asyncProperty(worlds, async (world) => {
      await oneTable.with(world, async (loaded) => {
        await makeWrong(loaded.client, wrong);
        await holdAgainstRule(world, loaded);
      });
    });
    const { failed, numRuns } = await fc.check(ask, { numRuns: WORLDS_OF_ONE_TABLE, endOnFailure: true });
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
