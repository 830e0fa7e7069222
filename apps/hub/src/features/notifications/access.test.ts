// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal see of notifications and do to them, as tables. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { systemClock } from "../../platform/clock.ts";
import { type Id, newId } from "../../platform/ids.ts";
import { type Audience, ensureAudience, type PersonId, type Writer } from "../../platform/records/index.ts";
import {
  type Action,
  asHub,
  can,
  counted,
  createTestRecords,
  type TestRecords,
} from "../../test-kit/records/index.ts";
import { aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { reachedBy } from "./content.ts";

let records: TestRecords;
let world: SharedWorld;
let webhook: Id<"webhook">;
let mail: Id<"delivery">;
let call: Id<"delivery">;

const NOW = new Date("2026-05-01T12:00:00Z");

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
  await asHub(records, async (write) => {
    webhook = await aWebhook(write, world.people.administrator);
    mail = await aDelivery(write, { person_id: world.people.analyst });
    call = await aDelivery(write, { webhook_id: webhook });
    await writePreferences(write, world.people.analyst);
  });
});
after(async () => await records[Symbol.asyncDispose]());

async function aWebhook(write: Writer, created_by: PersonId): Promise<Id<"webhook">> {
  const id = newId<"webhook">(systemClock);
  const fields = {
    url: "https://soar.example.org",
    kinds: ["alert.raised"],
    lowest_level: "low",
    name: "SOAR",
  } as const;
  await write
    .insertInto("webhooks")
    .values({
      id,
      organisation_id: world.organisations.home,
      ...fields,
      kinds: [...fields.kinds],
      secret: Buffer.alloc(32),
      created_by,
      responsible_id: created_by,
      created_at: NOW,
      changed_at: NOW,
    })
    .execute();
  return id;
}

type Recipient = { readonly person_id: PersonId } | { readonly webhook_id: Id<"webhook"> };

async function aDelivery(write: Writer, recipient: Recipient): Promise<Id<"delivery">> {
  const id = newId<"delivery">(systemClock);
  const organisation_id = world.organisations.home;
  const times = { due_at: NOW, created_at: NOW, changed_at: NOW };
  await write
    .insertInto("deliveries")
    .values({ id, organisation_id, ...recipient, mode: "now", state: "sent", attempts: 1, ...times })
    .execute();
  await write
    .insertInto("delivery_attempts")
    .values({ delivery_id: id, number: 1, started_at: NOW })
    .execute();
  await write
    .insertInto("notifications")
    .values({
      id: newId<"notification">(systemClock),
      organisation_id,
      ...recipient,
      kind: "alert.raised",
      level: "high",
      subject_kind: "alert",
      subject_id: id,
      delivery_id: id,
      created_at: NOW,
    })
    .execute();
  return id;
}

async function writePreferences(write: Writer, person_id: PersonId): Promise<number> {
  const row = {
    choices: "{}",
    daily_at: 0,
    time_zone: "UTC",
    urgent_level: "high",
    changed_at: NOW,
  } as const;
  return counted(
    await write
      .insertInto("notification_preferences")
      .values({ person_id, organisation_id: world.organisations.home, ...row })
      .onConflict((conflict) => conflict.columns(["person_id", "organisation_id"]).doUpdateSet(row))
      .execute(),
  );
}

const MEMBERS = ["viewer", "analyst", "responder", "manager", "administrator"];

/** Who can, besides the system. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "see the analyst's mail": ["analyst"],
  "see its attempts": ["analyst"],
  "see what the analyst was told": ["analyst"],
  "have the analyst's mail sent again": ["analyst"],
  "say that the analyst's mail was given up": [],
  "read what the analyst was told": ["analyst"],
  "tell somebody something": [],
  "send a test to oneself": MEMBERS,
  "send a test to the analyst": ["analyst"],
  "see the analyst's preferences": ["analyst"],
  "choose for the analyst": ["analyst"],
  "choose for oneself": MEMBERS,
  "see webhooks": ["administrator"],
  "see calls of webhooks": ["administrator"],
  "add a webhook": ["administrator"],
  "change a webhook": ["administrator"],
  "give a webhook a new secret": ["administrator"],
  "read the secret of a webhook": [],
  "remove the row of a webhook": [],
  "test a webhook": ["administrator"],
};

function actions(): Record<string, Action> {
  const { home } = world.organisations;
  const { analyst } = world.people;
  const self = (principal: Parameters<Action>[1]) =>
    principal.kind === "person" ? principal.personId : analyst;
  const test = (write: Writer, recipient: Recipient) =>
    write
      .insertInto("deliveries")
      .values({
        id: newId<"delivery">(systemClock),
        organisation_id: home,
        ...recipient,
        mode: "test",
        state: "waiting",
        due_at: NOW,
        created_at: NOW,
        changed_at: NOW,
      })
      .execute();
  return {
    "see the analyst's mail": async (write) =>
      (await write.selectFrom("deliveries").select("id").where("id", "=", mail).execute()).length,
    "see its attempts": async (write) =>
      (await write.selectFrom("delivery_attempts").select("number").where("delivery_id", "=", mail).execute())
        .length,
    "see what the analyst was told": async (write) =>
      (await write.selectFrom("notifications").select("id").where("delivery_id", "=", mail).execute()).length,
    "have the analyst's mail sent again": async (write) =>
      counted(
        await write
          .updateTable("deliveries")
          .set({ state: "waiting", tries: 0 })
          .where("id", "=", mail)
          .execute(),
      ),
    "say that the analyst's mail was given up": async (write, principal) =>
      principal.kind === "system"
        ? 1
        : counted(
            await write.updateTable("deliveries").set({ state: "given_up" }).where("id", "=", mail).execute(),
          ),
    "read what the analyst was told": async (write) =>
      counted(
        await write
          .updateTable("notifications")
          .set({ read_at: NOW })
          .where("delivery_id", "=", mail)
          .execute(),
      ),
    "tell somebody something": async (write) => {
      const id = newId<"notification">(systemClock);
      const of = { organisation_id: home, person_id: analyst, kind: "alert.raised", level: "low" } as const;
      const row = { id, ...of, subject_kind: "alert", subject_id: id, created_at: NOW } as const;
      return counted(await write.insertInto("notifications").values(row).execute());
    },
    "send a test to oneself": async (write, principal) =>
      counted(await test(write, { person_id: self(principal) })),
    "send a test to the analyst": async (write) => counted(await test(write, { person_id: analyst })),
    "see the analyst's preferences": async (write) =>
      (
        await write
          .selectFrom("notification_preferences")
          .select("daily_at")
          .where("person_id", "=", analyst)
          .execute()
      ).length,
    "choose for the analyst": async (write) => await writePreferences(write, analyst),
    "choose for oneself": async (write, principal) => await writePreferences(write, self(principal)),
    "see webhooks": async (write) =>
      (await write.selectFrom("webhooks").select("name").where("id", "=", webhook).execute()).length,
    "see calls of webhooks": async (write) =>
      (await write.selectFrom("deliveries").select("id").where("id", "=", call).execute()).length,
    "add a webhook": async (write, principal) => ((await aWebhook(write, self(principal))) ? 1 : 0),
    "change a webhook": async (write) =>
      counted(await write.updateTable("webhooks").set({ name: "new" }).where("id", "=", webhook).execute()),
    "give a webhook a new secret": async (write) =>
      counted(
        await write
          .updateTable("webhooks")
          .set({ secret: Buffer.alloc(32, 1) })
          .where("id", "=", webhook)
          .execute(),
      ),
    "read the secret of a webhook": async (write, principal) =>
      principal.kind === "system"
        ? 1
        : (await write.selectFrom("webhooks").select("secret").where("id", "=", webhook).execute()).length,
    "remove the row of a webhook": async (write, principal) =>
      principal.kind === "system"
        ? 1
        : counted(await write.deleteFrom("webhooks").where("id", "=", webhook).execute()),
    "test a webhook": async (write) => counted(await test(write, { webhook_id: webhook })),
  };
}

test("each principal can do to notifications what the table says, and no more", async () => {
  const all = actions();
  assert.deepEqual(Object.keys(all).sort(), Object.keys(MAY).sort());
  for (const [name, action] of Object.entries(all)) {
    const able: string[] = [];
    for (const [principal, value] of Object.entries(world.principals))
      if (await can(records, value, action)) able.push(principal);
    assert.deepEqual(able, [...(MAY[name] ?? []), "system"], name);
  }
});

test("an audience reaches an organisation exactly where every person of it is in it, and RED never", async () => {
  const { organisations, people, sharingGroup } = world;
  const owner = organisations.home;
  const audiences: Readonly<Record<string, Audience>> = {
    unmarked: { owner, marking: null },
    clear: { owner, marking: "clear" },
    green: { owner, marking: "green" },
    named: { owner, marking: "amber", organisations: [organisations.partner] },
    group: { owner, marking: "amber", sharingGroup },
    strict: { owner, marking: "amber+strict", organisations: [organisations.partner] },
    foreign: { owner: organisations.stranger, marking: null },
    red: { owner, marking: "red", people: [people.partner, people.fellow, people.administrator] },
  };
  const members = { home: "viewer", partner: "partner", fellow: "fellow", stranger: "stranger" } as const;
  for (const [name, audience] of Object.entries(audiences)) {
    const id = await asHub(records, (write) => ensureAudience(write, audience));
    for (const [organisation, member] of Object.entries(members)) {
      const organisationId =
        Object.entries(organisations).find(([key]) => key === organisation)?.[1] ?? assert.fail();
      const system = world.principals["system"] ?? assert.fail();
      const reached = await records.read(system, (tx) => reachedBy(tx, organisationId, [id]));
      const sees = await records.read(world.principals[member] ?? assert.fail(), async (tx) => {
        const row = await tx.read
          .selectNoFrom(sql<boolean>`${id} = any (my_audiences())`.as("sees"))
          .executeTakeFirst();
        return row?.sees === true;
      });
      assert.equal(reached.length === 1, sees && name !== "red", `${name} ${organisation}`);
    }
  }
});
