// SPDX-License-Identifier: Apache-2.0
/** What the database looks at to answer about a long list of which it has no figures yet, as right after an import. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { candidatesOf } from "@fengsui/indicators";
import { sql } from "kysely";
import {
  type PersonId,
  type Principal,
  personPrincipal,
  type ReadTx,
  systemPrincipal,
} from "../../../platform/records/index.ts";
import {
  anOrganisation,
  aPerson,
  asHub,
  createTestRecords,
  type TestRecords,
} from "../../../test-kit/records/index.ts";
import { aRule } from "../../../test-kit/records/shared-world.ts";
import { changedIndicators } from "./changes.ts";
import { findIndicators, listIndicators } from "./records.ts";

let records: TestRecords;
let person: PersonId;
let number: number;
const COUNT = 20_000;

before(async () => {
  records = await createTestRecords();
  const owner = await anOrganisation(records);
  person = await aPerson(records, { roles: [[owner, "viewer"]] });
  await asHub(records, async (write) => {
    const rule_id = await aRule(write, { owner, marking: null });
    ({ number } = await write
      .insertInto("indicator_lists")
      .values({ rule_id, organisation_id: owner, revision: 1 })
      .returning("number")
      .executeTakeFirstOrThrow());
    await sql`
      insert into indicators (list_number, id, kind, value, with_subdomains, place, added_at, revision)
      select ${number}, n, 'domain-name', 'h' || n || '.example', false, '1', now(), 1
      from generate_series(1, ${COUNT}::int) n`.execute(write);
  });
});
after(async () => await records[Symbol.asyncDispose]());

/** Rows that it takes to answer, and how many are answered. */
async function lookedAt(principal: Principal, ask: (tx: ReadTx) => Promise<readonly unknown[]>) {
  return await records.read(principal, async (tx) => {
    const before = await rowsRead(tx);
    const { length } = await ask(tx);
    return [length, (await rowsRead(tx)) - before];
  });
}

async function rowsRead({ read }: ReadTx): Promise<number> {
  const row = await read
    .selectFrom(sql<{ relname: string }>`pg_stat_xact_user_tables`.as("figures"))
    .select(sql<string>`seq_tup_read + coalesce(idx_tup_fetch, 0)`.as("rows"))
    .where("relname", "=", "indicators")
    .executeTakeFirstOrThrow();
  return Number(row.rows);
}

test("a page, what changed and a value that is looked up cost what they hold, and not what the list holds", async () => {
  const me = personPrincipal({ id: person, key: undefined });
  const system = systemPrincipal("match");
  const value = candidatesOf({ kind: "domain-name", value: "a.b.c.d.e.f.h7.example" });
  const own = candidatesOf({ kind: "domain-name", value: "h7.example" });
  const changes = { number, since: 0, upTo: 1, limit: 100 };
  assert.deepEqual(await lookedAt(me, (tx) => listIndicators(tx, number, { limit: 100 })), [100, 100]);
  assert.deepEqual(
    await lookedAt(me, (tx) => listIndicators(tx, number, { limit: 100, before: "10000" })),
    [100, 100],
  );
  assert.deepEqual(await lookedAt(system, (tx) => changedIndicators(tx, changes)), [100, 100]);
  assert.deepEqual(
    await lookedAt(system, (tx) =>
      changedIndicators(tx, { ...changes, after: { revision: "1", id: "9000" } }),
    ),
    [100, 100],
  );
  assert.deepEqual(await lookedAt(me, (tx) => findIndicators(tx, value)), [0, 0]);
  assert.deepEqual(await lookedAt(me, (tx) => findIndicators(tx, own)), [1, 1]);
});
