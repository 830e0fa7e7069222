// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { anOrganisation, asHub, createTestRecords } from "../../test-kit/records/index.ts";
import { aRule } from "../../test-kit/records/shared-world.ts";
import { silentLogger } from "../telemetry/logger.ts";
import { openPool } from "./connections.ts";
import { readTechniques } from "./migrations/0024-situation.ts";

const SOURCE = `title: a
tags:
    - attack.execution
    - attack.t1059.001
    - 'attack.T1003'
    - attack.t1059.001 # again
    - car.2013-05-009
detection: { a: { b: attack.t9999 } }
`;

test("techniques of rules that were there before are read from the tags of their version of now", async () => {
  await using records = await createTestRecords();
  const owner = await anOrganisation(records);
  const id = await asHub(records, async (write) => {
    const audience = { owner, marking: null } as const;
    const rule = await aRule(write, audience);
    const { audience_id } = await write
      .selectFrom("rules")
      .select("audience_id")
      .where("id", "=", rule)
      .executeTakeFirstOrThrow();
    const of = {
      rule_id: rule,
      organisation_id: owner,
      audience_id,
      sha256: Buffer.alloc(32),
      created_by: null,
    };
    await write
      .insertInto("rule_versions")
      .values([
        { ...of, version: 1, source: SOURCE },
        { ...of, version: 2, source: "tags: [attack.t1000]" },
      ])
      .execute();
    return rule;
  });
  const asOwner = openPool(records.access.owner, { max: 1, statementMs: 60_000 }, silentLogger);
  await asOwner.transaction().execute(async (tx) => await readTechniques(tx));
  await asOwner.destroy();
  const [rule] = await asHub(records, (write) =>
    write.selectFrom("rules").select("techniques").where("id", "=", id).execute(),
  );
  assert.deepEqual(rule?.techniques, ["T1003", "T1059.001"]);
});
