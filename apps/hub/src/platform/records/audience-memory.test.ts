// SPDX-License-Identifier: Apache-2.0
/** The remembered list of a reader's audiences holds as long as the rule gives the same, and for that reader alone. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  anOrganisation,
  aPerson,
  asHub,
  createTestRecords,
  type TestRecords,
} from "../../test-kit/records/index.ts";
import { systemClock } from "../clock.ts";
import { newId } from "../ids.ts";
import { withClient } from "./connections.ts";
import {
  audited,
  ensureAudience,
  type OrganisationId,
  type PersonId,
  type Principal,
  personPrincipal,
  type Writer,
  wholePerson,
} from "./index.ts";
import { myAudiences } from "./my-audiences.ts";

let records: TestRecords;
let home: OrganisationId;
let other: OrganisationId;
let person: PersonId;
let reader: Principal;

before(async () => {
  records = await createTestRecords();
});
after(async () => await records[Symbol.asyncDispose]());

beforeEach(async () => {
  home = await anOrganisation(records);
  other = await anOrganisation(records);
  person = await aPerson(records, { roles: [[home, "analyst"]] });
  reader = wholePerson(person);
});

const listOf = async (principal: Principal) =>
  await records.read(principal, async (tx) => (await myAudiences(tx)).toSorted((one, next) => one - next));

async function audienceOf(owner: OrganisationId, named?: OrganisationId): Promise<number> {
  return await asHub(records, (write) =>
    ensureAudience(
      write,
      named === undefined ? { owner, marking: null } : { owner, marking: "amber", organisations: [named] },
    ),
  );
}

test("each change of what the rule is made from is seen by the next that is read", async () => {
  const own = await audienceOf(home);
  assert.deepEqual(await listOf(reader), [own]);
  const shared = await audienceOf(other, home);
  assert.deepEqual(await listOf(reader), [own, shared]);
  const client = await anOrganisation(records);
  const ofClient = wholePerson(await aPerson(records, { roles: [[client, "viewer"]] }));
  const now = new Date();
  const changes: readonly (readonly [string, (write: Writer) => Promise<unknown>, Principal, number[]])[] = [
    [
      "a client is declared and confirmed",
      (write) =>
        write
          .insertInto("organisation_clients")
          .values({
            id: newId<"organisation-client">(systemClock),
            organisation_id: home,
            client_id: client,
            confirmed_at: now,
          })
          .execute(),
      ofClient,
      [shared],
    ],
    [
      "it is one no more",
      (write) =>
        write
          .updateTable("organisation_clients")
          .set({ ended_at: now })
          .where("client_id", "=", client)
          .execute(),
      ofClient,
      [],
    ],
    [
      "a membership ends",
      (write) => write.deleteFrom("memberships").where("person_id", "=", person).execute(),
      reader,
      [],
    ],
    [
      "it begins again",
      (write) =>
        write
          .insertInto("memberships")
          .values({ person_id: person, organisation_id: home, role: "viewer" })
          .execute(),
      reader,
      [own, shared],
    ],
    [
      "the organisation is disabled",
      (write) =>
        write.updateTable("organisations").set({ disabled_at: now }).where("id", "=", home).execute(),
      reader,
      [],
    ],
    [
      "and enabled",
      (write) =>
        write.updateTable("organisations").set({ disabled_at: null }).where("id", "=", home).execute(),
      reader,
      [own, shared],
    ],
    [
      "the account is disabled",
      (write) => write.updateTable("people").set({ disabled_at: now }).where("id", "=", person).execute(),
      reader,
      [],
    ],
  ];
  for (const [change, act, who, expected] of changes) {
    await listOf(who);
    await asHub(records, act);
    assert.deepEqual(await listOf(who), expected, change);
  }
});

test("every table that the rule reads counts its changes, of every kind", async () => {
  const counted = await withClient(records.access.superuser, async (client) => {
    const { rows } = await client.query<{ name: string; used: string[]; counts: string[] }>(`
      with recursive functions as (
        select oid, proname, pg_get_functiondef(oid) as text from pg_proc
        where pronamespace = 'public'::regnamespace and prokind = 'f'
      ), rule as (
        select f.* from functions f where f.proname = 'audiences_now'
        union
        select f.* from functions f join rule r on r.text like '%' || f.proname || '(%'
      )
      select (select array_agg(tablename::text) from pg_tables
          where schemaname = 'public' and exists (select from rule where text ~ ('\\m' || tablename || '\\M'))) as used,
        (select array_agg(distinct tgrelid::regclass::text) from pg_trigger
          where tgfoid = 'count_change_of_rule'::regproc and tgtype = 60 and tgenabled = 'O') as counts`);
    return rows[0];
  });
  assert.ok((counted?.used.length ?? 0) >= 7, String(counted?.used));
  assert.deepEqual(counted?.used.toSorted(), counted?.counts.toSorted());
});

test("a list of one's own making is not believed, nor one of somebody else or of before", async () => {
  const own = await audienceOf(home);
  const secret = await audienceOf(other);
  const stranger = await aPerson(records, { roles: [[other, "viewer"]] });
  await withClient(records.access.app, async (client) => {
    const as = async (who: PersonId, list: string) => {
      await client.query("select set_config('fengsui.person_id', $1, false)", [who]);
      await client.query("select set_config('fengsui.audiences', $1, false)", [list]);
      const { rows } = await client.query<{ ids: number[] }>("select my_audiences() as ids");
      return rows[0]?.ids;
    };
    const sealed = async (who: PersonId) => {
      await client.query("begin");
      await as(who, "");
      const { rows } = await client.query<{ list: string }>(
        "select current_setting('fengsui.audiences') as list",
      );
      await client.query("commit");
      return rows[0]?.list ?? "";
    };
    const mine = await sealed(person);
    const theirs = await sealed(stranger);
    assert.ok(mine.endsWith(`{${own}}`));
    assert.deepEqual(await as(person, mine), [own]);
    for (const list of [
      theirs,
      `{${secret}}`,
      `${"0".repeat(64)}{${secret}}`,
      `${mine.slice(0, 64)}{${secret}}`,
      `${mine.slice(0, -1)},${secret}}`,
      "x",
    ])
      assert.deepEqual(await as(person, list), [own], list);
    const named = await audienceOf(home, other);
    assert.deepEqual(await as(person, mine), [own, named], "what was true before");
  });
});

test("a key and its owner do not share what is remembered, nor do two keys", async () => {
  await asHub(records, (write) =>
    write
      .insertInto("memberships")
      .values({ person_id: person, organisation_id: other, role: "viewer" })
      .execute(),
  );
  const [atHome, elsewhere] = [await audienceOf(home), await audienceOf(other)];
  const red = await asHub(records, (write) =>
    ensureAudience(write, { owner: other, marking: "red", people: [person] }),
  );
  const by = (organisationIds: OrganisationId[], seesNamed: boolean) =>
    personPrincipal({
      id: person,
      key: { id: newId<"api-key">(systemClock), organisationIds, seesNamed, usesHubRoles: false },
    });
  for (let time = 0; time < 3; time++) {
    assert.deepEqual(await listOf(reader), [atHome, elsewhere, red]);
    assert.deepEqual(await listOf(by([home], false)), [atHome]);
    assert.deepEqual(await listOf(by([home], true)), [atHome, red]);
    assert.deepEqual(await listOf(by([other], false)), [elsewhere]);
    assert.deepEqual(await listOf({ kind: "anonymous" }), []);
  }
});

test("who writes sees at once what their own transaction changed", async () => {
  const manager = wholePerson(await aPerson(records, { roles: [[home, "manager"]] }));
  await listOf(manager);
  const found = await records.transaction(manager, async (tx) => {
    const before = await myAudiences(tx);
    const entry = { action: "test.share", subject: { kind: "test", id: "-" }, organisationId: home };
    const made = await audited(tx, entry, (write) =>
      ensureAudience(write, { owner: home, marking: "amber", organisations: [other] }),
    );
    return { before, made, after: await myAudiences(tx) };
  });
  assert.ok(!found.before.includes(found.made));
  assert.ok(found.after.includes(found.made));
  assert.equal((await listOf(manager)).length, found.after.length);
});
