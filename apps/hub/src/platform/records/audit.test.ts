// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import {
  anOrganisation,
  aPerson,
  createTestRecords,
  type TestRecords,
} from "../../test-kit/records/index.ts";
import { systemClock } from "../clock.ts";
import { newId } from "../ids.ts";
import { withClient } from "./connections.ts";
import { announce, audited, systemPrincipal, type Tx, unaudited, wholePerson } from "./index.ts";

const JOB = systemPrincipal("test");

let records: TestRecords;

before(async () => {
  records = await createTestRecords();
});

after(async () => {
  await records[Symbol.asyncDispose]();
});

function renameTo(tx: Tx, id: Awaited<ReturnType<typeof anOrganisation>>, name: string) {
  const entry = { action: "organisation.rename", subject: { kind: "organisation", id }, organisationId: id };
  return audited(tx, { ...entry, detail: { name } }, async (write) => {
    await write.updateTable("organisations").set({ name }).where("id", "=", id).execute();
    await announce(write, { topic: "organisation.renamed", payload: { id, name } });
  });
}

async function stateOf(id: Awaited<ReturnType<typeof anOrganisation>>) {
  return await records.read(JOB, async ({ read }) => ({
    name: (
      await read.selectFrom("organisations").select("name").where("id", "=", id).executeTakeFirstOrThrow()
    ).name,
    entries: await read
      .selectFrom("audit_entries")
      .select(["actor_kind", "actor_person_id", "action", "detail"])
      .where("subject_id", "=", id)
      .execute(),
    messages: (await read.selectFrom("outbox").select("payload").execute()).filter(
      ({ payload }) => Object(payload).id === id,
    ).length,
  }));
}

test("a change, its audit entry and its message are kept together, and the entry says who", async () => {
  const id = await anOrganisation(records);
  const person = await aPerson(records, { roles: [[id, "administrator"]] });
  const name = randomUUID();
  await records.transaction(wholePerson(person), (tx) => renameTo(tx, id, name));
  assert.deepEqual(await stateOf(id), {
    name,
    entries: [
      { actor_kind: "person", actor_person_id: person, action: "organisation.rename", detail: { name } },
    ],
    messages: 1,
  });
});

test("when the use case fails afterwards, neither the change nor its entry nor its message is kept", async () => {
  const id = await anOrganisation(records, "before");
  const failing = records.transaction(JOB, async (tx) => {
    await renameTo(tx, id, "after");
    throw new Error("later");
  });
  await assert.rejects(failing, /later/);
  assert.deepEqual(await stateOf(id), { name: "before", entries: [], messages: 0 });
});

test("a change that failed half-way is not kept, even if somebody catches its error", async () => {
  const id = await anOrganisation(records, "half before");
  const swallowing = records.transaction(JOB, async (tx) => {
    await audited(
      tx,
      { action: "organisation.rename", subject: { kind: "organisation", id }, organisationId: id },
      async (write) => {
        await write.updateTable("organisations").set({ name: "half after" }).where("id", "=", id).execute();
        throw new Error("half-way");
      },
    ).catch(() => undefined);
  });
  await assert.rejects(swallowing, /half-way/);
  assert.deepEqual(await stateOf(id), { name: "half before", entries: [], messages: 0 });
});

test("a change whose entry cannot be written is not made", async () => {
  const id = await anOrganisation(records, "unspoken");
  const entry = { action: "Not Dotted", subject: { kind: "organisation", id }, organisationId: id };
  const change = records.transaction(JOB, (tx) =>
    audited(tx, entry, (write) =>
      write.updateTable("organisations").set({ name: "spoken" }).where("id", "=", id).execute(),
    ),
  );
  await assert.rejects(change, { code: "23514" });
  assert.equal((await stateOf(id)).name, "unspoken");
});

test("a person writes no entry in another's name, nor into the record of an organisation not theirs", async () => {
  const [own, other] = [await anOrganisation(records), await anOrganisation(records)];
  const person = await aPerson(records, { roles: [[own, "administrator"]] });
  const foreign = { action: "test.lie", subject: { kind: "test", id: "-" }, organisationId: other };
  const lies = [
    () => records.transaction(wholePerson(person), (tx) => audited(tx, foreign, async () => undefined)),
    () =>
      records.transaction(wholePerson(person), (tx) =>
        unaudited(tx, "a test", (write) =>
          write
            .insertInto("audit_entries")
            .values({
              id: newId<"audit-entry">(systemClock),
              actor_kind: "system",
              actor_person_id: null,
              actor_job: "lie",
              action: "test.lie",
              subject_kind: "test",
              subject_id: "-",
              organisation_id: null,
            })
            .execute(),
        ),
      ),
  ];
  for (const lie of lies) await assert.rejects(lie(), { code: "42501" });
});

test("the audit record only grows: nobody changes or removes an entry, not even the owner of the table", async () => {
  for (const role of ["app", "system", "owner", "superuser"] as const)
    for (const attempt of [
      "update audit_entries set action = 'a.b'",
      "delete from audit_entries",
      "truncate audit_entries",
    ])
      await assert.rejects(
        withClient(records.access[role], (client) => client.query(attempt)),
        { code: "42501" },
        `${role}: ${attempt}`,
      );
});

test("a change without an entry needs a reason", async () => {
  await assert.rejects(
    records.transaction(JOB, (tx) => unaudited(tx, " ", async () => undefined)),
    TypeError,
  );
});

test("what is kept of a transaction after its end cannot read or write any more", async () => {
  let kept: Tx | undefined;
  await records.transaction(JOB, async (tx) => {
    kept = tx;
  });
  const tx = kept ?? assert.fail();
  await assert.rejects(tx.read.selectFrom("people").select("id").execute());
  await assert.rejects(unaudited(tx, "a test", (write) => write.deleteFrom("outbox").execute()));
});

test("a closed database takes no more work, and says so", async () => {
  const closing = await createTestRecords();
  await closing.ping();
  await closing[Symbol.asyncDispose]();
  await closing[Symbol.asyncDispose]();
  await assert.rejects(closing.ping(), { code: "records.unavailable" });
});
