// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal do to the records of an organisation, as a table. */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Action, can, counted } from "../../test-kit/records/can.ts";
import { asHub, createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { anAlert, aRule, aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { systemClock } from "../clock.ts";
import { newId } from "../ids.ts";
import { type Audience, ensureAudience, type Writer } from "./index.ts";

let records: TestRecords;
let world: SharedWorld;
let actions: Record<string, Action>;

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
  actions = await makeActions();
});

after(async () => {
  await records[Symbol.asyncDispose]();
});

async function makeActions(): Promise<Record<string, Action>> {
  const { home, partner } = world.organisations;
  const owner: Audience = { owner: home, marking: null };
  const { alert, rule, audience, pass, foreignRule } = await asHub(records, async (write) => {
    const ofRule = await aRule(write, owner);
    const person_id = world.people.viewer;
    await write
      .insertInto("sources")
      .values({
        id: newId<"source">(systemClock),
        organisation_id: home,
        name: "fw",
        key_hash: randomBytes(32),
      })
      .execute();
    await write.insertInto("credentials").values({ person_id, kind: "password", secret: "x" }).execute();
    await write
      .insertInto("sessions")
      .values({
        id: newId<"session">(systemClock),
        person_id,
        token_hash: randomBytes(32),
        expires_at: new Date("2030-01-01"),
      })
      .execute();
    const pass = newId<"retrospection">(systemClock);
    await write
      .insertInto("retrospections")
      .values({ id: pass, organisation_id: home, cause: "asked" })
      .execute();
    const foreignRule = await aRule(write, { owner: world.organisations.stranger, marking: null });
    return {
      pass,
      foreignRule,
      rule: ofRule,
      alert: await anAlert(write, owner, ofRule),
      audience: await ensureAudience(write, owner),
    };
  });
  return {
    ...sourceActions(),
    ...ruleActions(),
    ...retrospectionActions(),
    ...alertActions(),
    ...accessActions(),
    ...secretActions(),
  };

  function sourceActions(): Record<string, Action> {
    return {
      "see sources": async (write) =>
        (await write.selectFrom("sources").select("name").where("organisation_id", "=", home).execute())
          .length,
      "add a source": async (write) =>
        counted(
          await write
            .insertInto("sources")
            .values({ id: newId<"source">(systemClock), organisation_id: home, name: randomUUID() })
            .execute(),
        ),
      "change a source": async (write) =>
        counted(
          await write
            .updateTable("sources")
            .set({ name: "new" })
            .where("organisation_id", "=", home)
            .execute(),
        ),
    };
  }

  function ruleActions(): Record<string, Action> {
    return {
      "add a rule": async (write) => ((await aRule(write, owner, randomUUID())) ? 1 : 0),
      "switch a rule off": async (write) =>
        counted(await write.updateTable("rules").set({ is_enabled: false }).where("id", "=", rule).execute()),
      "apply a rule to the whole hub": async (write) =>
        counted(await write.updateTable("rules").set({ scope: "hub" }).where("id", "=", rule).execute()),
      "share with a partner": async (write) =>
        await ensureAudience(write, { owner: home, marking: "amber", organisations: [partner] }),
      suppress: async (write) =>
        counted(
          await write
            .insertInto("suppressions")
            .values({
              id: newId<"suppression">(systemClock),
              organisation_id: home,
              rule_id: rule,
              reason: "a scanner of ours",
              expires_at: new Date("2030-01-01"),
            })
            .execute(),
        ),
    };
  }

  function retrospectionActions(): Record<string, Action> {
    const ask = async (write: Writer) => {
      const id = newId<"retrospection">(systemClock);
      const row = { id, organisation_id: home, cause: "asked" } as const;
      await write.insertInto("retrospections").values(row).execute();
      return id;
    };
    const lookBackWith = async (write: Writer, rule_id: typeof rule) => {
      const row = { retrospection_id: pass, organisation_id: home, rule_id, rule_version: 1, title: "a" };
      return counted(await write.insertInto("retrospection_rules").values(row).execute());
    };
    return {
      "see a retrospection": async (write) =>
        (await write.selectFrom("retrospections").select("id").where("id", "=", pass).execute()).length,
      "ask for a retrospection": async (write) => ((await ask(write)) ? 1 : 0),
      "look back with a rule": async (write) => await lookBackWith(write, rule),
      "look back with a stranger's rule": async (write) => await lookBackWith(write, foreignRule),
      "pause a retrospection": async (write) =>
        counted(
          await write.updateTable("retrospections").set({ state: "paused" }).where("id", "=", pass).execute(),
        ),
      "say how far a retrospection is": async (write) =>
        counted(
          await write.updateTable("retrospections").set({ events_seen: 1 }).where("id", "=", pass).execute(),
        ),
    };
  }

  function alertActions(): Record<string, Action> {
    return {
      "see an alert": async (write) =>
        (await write.selectFrom("alerts").select("id").where("id", "=", alert).execute()).length,
      "make an alert": async (write) => ((await anAlert(write, owner, rule)) ? 1 : 0),
      "close an alert": async (write) =>
        counted(
          await write
            .updateTable("alerts")
            .set({ state: "closed", verdict: "benign" })
            .where("id", "=", alert)
            .execute(),
        ),
      "comment in one's name": async (write, principal) =>
        await comment(write, principal.kind === "person" ? principal.personId : world.people.analyst),
      "comment in another's name": async (write) => await comment(write, world.people.disabled),
      "remove an alert": async (write) =>
        counted(await write.deleteFrom("alerts").where("id", "=", alert).execute()),
    };
  }

  async function comment(write: Writer, person_id: SharedWorld["people"]["viewer"]): Promise<number> {
    const values = { alert_id: alert, organisation_id: home, audience_id: audience, person_id, text: "seen" };
    return counted(
      await write
        .insertInto("alert_comments")
        .values({ id: newId<"alert-comment">(systemClock), ...values })
        .execute(),
    );
  }

  function accessActions(): Record<string, Action> {
    const member = { person_id: world.people.named, organisation_id: home, role: "viewer" } as const;
    return {
      "see the directory": async (write) =>
        (await write.selectFrom("organisations").select("id").where("id", "=", partner).execute()).length,
      "see a member": async (write) =>
        (await write.selectFrom("people").select("id").where("id", "=", world.people.responder).execute())
          .length,
      "add a member": async (write) =>
        counted(await write.insertInto("memberships").values(member).execute()),
      "make oneself administrator": async (write, principal) =>
        counted(
          await write
            .updateTable("memberships")
            .set({ role: "administrator" })
            .where("organisation_id", "=", home)
            .where("person_id", "=", principal.kind === "person" ? principal.personId : world.people.viewer)
            .execute(),
        ),
      "make oneself operator": async (write, principal) =>
        counted(
          await write
            .insertInto("hub_roles")
            .values({
              person_id: principal.kind === "person" ? principal.personId : world.people.viewer,
              role: principal === world.principals["operator"] ? "coordinator" : "operator",
            })
            .execute(),
        ),
      "rename the organisation": async (write) =>
        counted(
          await write
            .updateTable("organisations")
            .set({ name: randomUUID() })
            .where("id", "=", home)
            .execute(),
        ),
      "add an organisation": async (write) =>
        counted(
          await write
            .insertInto("organisations")
            .values({ id: newId<"organisation">(systemClock), name: randomUUID() })
            .execute(),
        ),
      "read the audit record": async (write) => {
        const entry = {
          id: newId<"audit-entry">(systemClock),
          action: "a.b",
          subject_kind: "t",
          subject_id: "-",
        };
        await asHub(records, (hub) =>
          hub
            .insertInto("audit_entries")
            .values({
              ...entry,
              actor_kind: "system",
              actor_person_id: null,
              actor_job: "t",
              organisation_id: home,
            })
            .execute(),
        );
        return (
          await write.selectFrom("audit_entries").select("id").where("organisation_id", "=", home).execute()
        ).length;
      },
    };
  }

  function secretActions(): Record<string, Action> {
    const viewer = world.people.viewer;
    return {
      "read a password": async (write) =>
        (await write.selectFrom("credentials").select("secret").execute()).length,
      "read the hash of a key": async (write) =>
        (await write.selectFrom("sources").select("key_hash").where("organisation_id", "=", home).execute())
          .length,
      "see the viewer's session": async (write) =>
        (await write.selectFrom("sessions").select("id").where("person_id", "=", viewer).execute()).length,
      "read the hash of a session's token": async (write) =>
        (await write.selectFrom("sessions").select("token_hash").execute()).length,
      "end the viewer's session": async (write) =>
        counted(await write.deleteFrom("sessions").where("person_id", "=", viewer).execute()),
      "read the outbox": async (write) => {
        await sql`insert into outbox (topic, payload) values ('test', '{}')`.execute(write);
        return (await write.selectFrom("outbox").select("id").execute()).length;
      },
    };
  }
}

const MEMBERS = ["viewer", "analyst", "responder", "manager", "administrator"];
const FROM_ANALYST = MEMBERS.slice(1);
const FROM_MANAGER = MEMBERS.slice(3);
const WITH_ACCOUNT = [...MEMBERS, "partner", "fellow", "stranger", "named", "coordinator", "operator"];

/** Who can, besides the system. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "see sources": MEMBERS,
  "add a source": FROM_MANAGER,
  "change a source": FROM_MANAGER,
  "add a rule": FROM_ANALYST,
  "switch a rule off": FROM_ANALYST,
  "apply a rule to the whole hub": [],
  "share with a partner": FROM_ANALYST,
  suppress: FROM_ANALYST,
  "see a retrospection": MEMBERS,
  "ask for a retrospection": FROM_ANALYST,
  "look back with a rule": FROM_ANALYST,
  "look back with a stranger's rule": [],
  "pause a retrospection": FROM_ANALYST,
  "say how far a retrospection is": [],
  "see an alert": MEMBERS,
  "make an alert": [],
  "close an alert": FROM_ANALYST,
  "comment in one's name": FROM_ANALYST,
  "comment in another's name": [],
  "remove an alert": [],
  "see the directory": WITH_ACCOUNT,
  "see a member": MEMBERS,
  "add a member": [],
  "make oneself administrator": ["administrator"],
  "make oneself operator": [],
  "rename the organisation": ["administrator", "coordinator", "operator"],
  "add an organisation": ["coordinator", "operator"],
  "read the audit record": FROM_MANAGER,
  "read a password": [],
  "read the hash of a key": [],
  "see the viewer's session": ["viewer"],
  "read the hash of a session's token": [],
  "end the viewer's session": ["viewer"],
  "read the outbox": [],
};

test("each principal can do to an organisation's records what the table says, and no more", async () => {
  assert.deepEqual(Object.keys(actions).sort(), Object.keys(MAY).sort());
  for (const [name, action] of Object.entries(actions)) {
    const able: string[] = [];
    for (const [principal, value] of Object.entries(world.principals))
      if (await can(records, value, action)) able.push(principal);
    assert.deepEqual(able, [...(MAY[name] ?? []), "system"], name);
  }
});
