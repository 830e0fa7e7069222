// SPDX-License-Identifier: Apache-2.0
/** Plans of passes for lists of indicators, while others change the lists. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { FeedItem } from "@fengsui/indicators";
import { sql } from "kysely";
import { systemClock } from "../../../platform/clock.ts";
import type { Id } from "../../../platform/ids.ts";
import { ensureAudience, systemPrincipal } from "../../../platform/records/index.ts";
import {
  anOrganisation,
  asHub,
  createTestRecords,
  type TestRecords,
} from "../../../test-kit/records/index.ts";
import { aRule } from "../../../test-kit/records/shared-world.ts";
import { takeIncoming } from "../indicators/keep.ts";
import { announceChange } from "../rules/switch.ts";
import { planRetrospections } from "./plan.ts";

let records: TestRecords;
before(async () => {
  records = await createTestRecords();
});
after(async () => await records[Symbol.asyncDispose]());

async function aList() {
  const owner = await anOrganisation(records);
  return await asHub(records, async (write) => {
    const audience = { owner, marking: null };
    const id = await aRule(write, audience);
    await write.updateTable("rules").set({ kind: "indicators" }).where("id", "=", id).execute();
    const { number } = await write
      .insertInto("indicator_lists")
      .values({ rule_id: id, organisation_id: owner })
      .returning("number")
      .executeTakeFirstOrThrow();
    return { id, number, owner, audience_id: await ensureAudience(write, audience) };
  });
}
type List = Awaited<ReturnType<typeof aList>>;

async function take({ id, number, owner, audience_id }: List, value: string, before?: Promise<void>) {
  async function* items(): AsyncGenerator<readonly FeedItem[]> {
    await before;
    yield [{ is: "indicator", kind: "domain-name", value, at: "1", text: value }];
  }
  await asHub(records, async (write) => {
    await takeIncoming(write, { number, items: items(), isWhole: false, by: null, now: new Date() });
    await announceChange(write, owner, [{ id, audience_id }], { isWhole: false });
  });
}

async function plan(): Promise<void> {
  await planRetrospections({ records, clock: systemClock, horizonMs: 1000, waitMs: 0 });
}

async function sinceOf(id: Id<"rule">): Promise<readonly (string | null)[]> {
  const rows = await records.read(systemPrincipal("test"), ({ read }) =>
    read.selectFrom("retrospection_rules").select("since_revision").where("rule_id", "=", id).execute(),
  );
  return rows.map((row) => row.since_revision);
}

test("a list that is being filled holds up nobody's pass", async () => {
  const list = await aList();
  await take(list, "a.example");
  const { promise, resolve } = Promise.withResolvers<void>();
  const filling = take(list, "b.example", promise);
  try {
    await plan();
    assert.deepEqual(await sinceOf(list.id), ["0"]);
  } finally {
    resolve();
  }
  await filling;
});

test("a list that is switched while its pass is planned is looked back for as a whole", async () => {
  const list = await aList();
  await take(list, "a.example");
  await plan();
  await asHub(records, (write) => write.deleteFrom("retrospection_rules").execute());
  await take(list, "b.example");
  const locked = Promise.withResolvers<void>();
  const switched = Promise.withResolvers<void>();
  const lock = asHub(records, async (write) => {
    await write.selectFrom("retrospections").selectAll().forUpdate().execute();
    locked.resolve();
    await switched.promise;
  });
  await locked.promise;
  const planning = plan();
  await untilBlocked();
  await asHub(records, (write) => announceChange(write, list.owner, [list]));
  switched.resolve();
  await Promise.all([planning, lock]);
  assert.deepEqual(await sinceOf(list.id), ["0"]);
});

/** Until a statement of the planner waits for a lock. */
async function untilBlocked(): Promise<void> {
  for (;;) {
    const isBlocked = await records.read(systemPrincipal("test"), async ({ read }) => {
      const row = await read
        .selectFrom(sql<{ pid: number }>`pg_locks`.as("pg_locks"))
        .select(({ fn }) => fn.countAll<string>().as("count"))
        .where(sql<boolean>`not granted`)
        .executeTakeFirstOrThrow();
      return row.count !== "0";
    });
    if (isBlocked) return;
  }
}
