// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal see of cases and do to them, as tables. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import {
  type Audience,
  ensureAudience,
  type PersonId,
  type Principal,
  type Writer,
} from "../../platform/records/index.ts";
import {
  type Action,
  asHub,
  can,
  counted,
  createTestRecords,
  type TestRecords,
} from "../../test-kit/records/index.ts";
import { anAlert, aRule, aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { type CaseRow, insertCase } from "./records.ts";

let records: TestRecords;
let world: SharedWorld;

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
});
after(async () => await records[Symbol.asyncDispose]());

async function aCase(write: Writer, audience: Audience, createdBy: PersonId): Promise<CaseRow> {
  return await insertCase(write, {
    id: newId<"case">(systemClock),
    organisationId: audience.owner,
    audienceId: await ensureAudience(write, audience),
    marking: audience.marking,
    title: "case",
    summary: "",
    severity: "high",
    assigneeId: null,
    createdBy,
    now: new Date(),
  });
}

function hangingOn({ id, organisation_id, audience_id }: CaseRow) {
  return { case_id: id, organisation_id, audience_id };
}

async function aNote(
  write: Writer,
  row: CaseRow,
  person_id: PersonId,
  version = 1,
  id = newId<"case-note">(systemClock),
) {
  return await write
    .insertInto("case_notes")
    .values({ id, version, ...hangingOn(row), person_id, text: "seen" })
    .execute();
}

async function aTask(write: Writer, row: CaseRow, created_by: PersonId) {
  const id = newId<"case-task">(systemClock);
  return await write
    .insertInto("case_tasks")
    .values({ id, ...hangingOn(row), title: "look", created_by })
    .execute();
}

type EvidenceId = ReturnType<typeof newId<"evidence">>;

async function someEvidence(write: Writer, row: CaseRow, added_by: PersonId): Promise<EvidenceId> {
  const id = newId<"evidence">(systemClock);
  const content = { organisation_id: row.organisation_id, sha256: createHash("sha256").update(id).digest() };
  await write
    .insertInto("evidence_contents")
    .values({ ...content, byte_count: 1 })
    .execute();
  const of = { case_id: row.id, audience_id: row.audience_id, ...content };
  const values = { id, ...of, kind: "file" as const, name: "a", media_type: "a/b", byte_count: 1, added_by };
  await write.insertInto("evidence").values(values).execute();
  return id;
}

async function anEntry(write: Writer, row: CaseRow, person_id: PersonId) {
  const now = new Date();
  const values = {
    id: newId<"case-entry">(systemClock),
    kind: "case.created",
    occurred_at: now,
    created_at: now,
  };
  return await write
    .insertInto("case_entries")
    .values({ ...values, ...hangingOn(row), person_id, job: null })
    .execute();
}

type AlertId = Awaited<ReturnType<typeof anAlert>>;

async function aLink(write: Writer, row: CaseRow, alert_id: AlertId, joined_by: PersonId | null) {
  const id = newId<"case-alert">(systemClock);
  return await write
    .insertInto("case_alerts")
    .values({ id, ...hangingOn(row), alert_id, joined_at: new Date(), joined_by })
    .execute();
}

const SEES: Readonly<Record<string, readonly string[]>> = {
  viewer: ["own", "named"],
  analyst: ["own", "named", "red"],
  responder: ["own", "named"],
  manager: ["own", "named"],
  administrator: ["own", "named"],
  partner: ["named"],
  fellow: [],
  stranger: [],
  named: ["red"],
  coordinator: [],
  operator: [],
  disabled: [],
  anonymous: [],
  system: ["own", "named", "red"],
};

test("each principal sees the cases of their audiences with all that hangs on them, and no others", async () => {
  const { organisations, people } = world;
  const owner = organisations.home;
  const audiences: Record<string, Audience> = {
    own: { owner, marking: null },
    named: { owner, marking: "amber", organisations: [organisations.partner] },
    red: { owner, marking: "red", people: [people.named, people.analyst] },
  };
  const names = new Map<string, string>();
  await asHub(records, async (write) => {
    const rule = await aRule(write, { owner, marking: null }, "of cases");
    for (const [name, audience] of Object.entries(audiences)) {
      const row = await aCase(write, audience, people.analyst);
      names.set(row.id, name);
      await aNote(write, row, people.analyst);
      await aTask(write, row, people.analyst);
      await anEntry(write, row, people.analyst);
      await aLink(write, row, await anAlert(write, { owner, marking: null }, rule), people.analyst);
    }
  });
  assert.deepEqual(Object.keys(SEES).sort(), Object.keys(world.principals).sort());
  for (const [name, principal] of Object.entries(world.principals)) {
    const seen = await records.read(principal, async ({ read }) => [
      (await read.selectFrom("cases").select("id").execute()).map(({ id }) => names.get(id)),
      ...(await Promise.all(
        (["case_notes", "case_tasks", "case_entries", "case_alerts"] as const).map(async (table) =>
          (await read.selectFrom(table).select("case_id").execute()).map((row) => names.get(row.case_id)),
        ),
      )),
    ]);
    for (const list of seen) assert.deepEqual(list.toSorted(), SEES[name]?.toSorted(), name);
  }
});

const FROM_ANALYST = ["analyst", "responder", "manager", "administrator"];

/** Who can, besides the system. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "make a case in one's name": FROM_ANALYST,
  "make a case in another's name": [],
  "change a case": FROM_ANALYST,
  "remove a case": [],
  "change a case of others that is shared": [],
  "write a note in one's name": FROM_ANALYST,
  "write a note in another's name": [],
  "rewrite another's note": [],
  "add a task": FROM_ANALYST,
  "write the timeline in one's name": FROM_ANALYST,
  "rewrite the timeline": [],
  "take evidence to another case": FROM_ANALYST,
  "take evidence of a case that one may not see": [],
  "rename evidence": [],
  "put an alert in a case": FROM_ANALYST,
  "put an alert in a case that one may not see": [],
  "make a case rule": FROM_ANALYST,
  "take a number": FROM_ANALYST,
  "read the numbers": [],
};

test("each principal can do to an organisation's cases what the table says, and no more", async () => {
  const actions = await makeActions();
  assert.deepEqual(Object.keys(actions).sort(), Object.keys(MAY).sort());
  for (const [name, action] of Object.entries(actions)) {
    const able: string[] = [];
    for (const [principal, value] of Object.entries(world.principals))
      if (principal !== "system" && (await can(records, value, action))) able.push(principal);
    assert.deepEqual(able, MAY[name], name);
  }
});

async function makeActions(): Promise<Record<string, Action>> {
  const { organisations, people } = world;
  const own: Audience = { owner: organisations.home, marking: null };
  const me = (principal: Principal) => (principal.kind === "person" ? principal.personId : people.analyst);
  const made = await asHub(records, async (write) => {
    const rule = await aRule(write, own, "of acts");
    const row = await aCase(write, own, people.analyst);
    const red = await aCase(write, { ...own, marking: "red", people: [people.named] }, people.named);
    const partner: Audience = {
      owner: organisations.partner,
      marking: "amber",
      organisations: [organisations.home],
    };
    const shared = await aCase(write, partner, people.partner);
    const noteId = newId<"case-note">(systemClock);
    await aNote(write, row, people.disabled, 1, noteId);
    await anEntry(write, row, people.disabled);
    const alert = await anAlert(write, own, rule);
    const evidence = await someEvidence(write, row, people.analyst);
    const secret = await someEvidence(write, red, people.named);
    return {
      row,
      red,
      shared,
      noteId,
      alert,
      evidence,
      secret,
      other: await aCase(write, own, people.analyst),
    };
  });
  const { row, red, shared, noteId, alert } = made;
  const take = async (write: Writer, evidenceId: EvidenceId) =>
    counted(
      await write
        .updateTable("evidence")
        .set({ case_id: made.other.id })
        .where("id", "=", evidenceId)
        .execute(),
    );
  const change = async (write: Writer, { id }: CaseRow) =>
    counted(await write.updateTable("cases").set({ title: "x" }).where("id", "=", id).execute());
  return {
    "make a case in one's name": async (write, principal) =>
      (await aCase(write, own, me(principal))) ? 1 : 0,
    "make a case in another's name": async (write) => ((await aCase(write, own, people.disabled)) ? 1 : 0),
    "change a case": async (write) => await change(write, row),
    "remove a case": async (write) =>
      counted(await write.deleteFrom("cases").where("id", "=", row.id).execute()),
    "change a case of others that is shared": async (write, principal) =>
      me(principal) === people.partner ? 0 : await change(write, shared),
    "write a note in one's name": async (write, principal) => counted(await aNote(write, row, me(principal))),
    "write a note in another's name": async (write) => counted(await aNote(write, row, people.disabled)),
    "rewrite another's note": async (write, principal) =>
      counted(await aNote(write, row, me(principal), 2, noteId)),
    "add a task": async (write, principal) => counted(await aTask(write, row, me(principal))),
    "write the timeline in one's name": async (write, principal) =>
      counted(await anEntry(write, row, me(principal))),
    "rewrite the timeline": async (write) =>
      counted(await write.updateTable("case_entries").set({ kind: "case.closed" }).execute()),
    "take evidence to another case": async (write) => await take(write, made.evidence),
    "take evidence of a case that one may not see": async (write, principal) =>
      me(principal) === people.named ? 0 : await take(write, made.secret),
    "rename evidence": async (write) =>
      counted(await write.updateTable("evidence").set({ name: "x" }).execute()),
    "put an alert in a case": async (write, principal) =>
      counted(await aLink(write, row, alert, me(principal))),
    "put an alert in a case that one may not see": async (write, principal) =>
      counted(await aLink(write, red, alert, me(principal))),
    "make a case rule": async (write, principal) =>
      counted(
        await write
          .insertInto("case_rules")
          .values(aCaseRule(me(principal)))
          .execute(),
      ),
    "take a number": async (write) => {
      const number = sql<number>`next_number(${organisations.home}::uuid, 'case', 2026)`.as("number");
      return (await write.selectNoFrom(number).execute()).length;
    },
    "read the numbers": async (write) =>
      (await write.selectFrom("number_series").select("last").execute()).length,
  };
}

function aCaseRule(created_by: PersonId) {
  return {
    id: newId<"case-rule">(systemClock),
    organisation_id: world.organisations.home,
    name: "rule",
    since: new Date(),
    rule_ids: [],
    lowest_level: "high" as const,
    entities: [],
    organisation_ids: [],
    group_hours: 24,
    assignee_id: null,
    created_by,
  };
}
