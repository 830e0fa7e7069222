// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal do about contacts and claims, as a table. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Action, can, counted } from "../../test-kit/records/can.ts";
import { aPerson, asHub, createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import { aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { systemClock } from "../clock.ts";
import { newId } from "../ids.ts";
import { type PersonId, type Writer, wholePerson } from "./index.ts";

let records: TestRecords;
let world: SharedWorld;
/** Of the organisation that is the centre of `home`, and of nothing else. */
let ofCentre: PersonId;
const NOW = new Date();

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
  const { home, partner } = world.organisations;
  ofCentre = await aPerson(records, { roles: [[partner, "viewer"]] });
  await asHub(records, async (write) => {
    await write.updateTable("organisations").set({ centre_id: partner }).where("id", "=", home).execute();
    await write.insertInto("organisation_contacts").values(contact(0)).execute();
    await write.insertInto("claims").values(claim("standing.example.org", world.people.viewer)).execute();
  });
});
after(async () => await records[Symbol.asyncDispose]());

function contact(position: number) {
  const words = { title: "", name: "Desk", email: "", phone: "", hours: "" };
  return { organisation_id: world.organisations.home, position, role: "security", ...words } as const;
}

function claim(value: string, created_by: PersonId) {
  return {
    id: newId<"claim">(systemClock),
    organisation_id: world.organisations.home,
    kind: "domain",
    value,
    challenge: "x".repeat(32),
    created_by,
    created_at: NOW,
    changed_at: NOW,
  } as const;
}

const confirming = (write: Writer, proved_by: PersonId, method: "coordinator" | "dns") =>
  write
    .updateTable("claims")
    .set({ state: "proved", method, proved_at: NOW, proved_by, note: "known" })
    .where("value", "=", "standing.example.org")
    .execute();

const ACTIONS: Readonly<Record<string, Action>> = {
  "see contacts": async (write) =>
    (await write.selectFrom("organisation_contacts").select("name").execute()).length,
  "add a contact": async (write) =>
    counted(await write.insertInto("organisation_contacts").values(contact(1)).execute()),
  "remove contacts": async (write) => counted(await write.deleteFrom("organisation_contacts").execute()),
  "see claims": async (write) => (await write.selectFrom("claims").select("value").execute()).length,
  "claim in one's own name": async (write, principal) => {
    const by = principal.kind === "person" ? principal.personId : world.people.administrator;
    return counted(await write.insertInto("claims").values(claim("new.example.org", by)).execute());
  },
  "claim in another's name": async (write) =>
    counted(
      await write.insertInto("claims").values(claim("new.example.org", world.people.manager)).execute(),
    ),
  "confirm in one's own name": async (write, principal) => {
    const by = principal.kind === "person" ? principal.personId : world.people.coordinator;
    return counted(await confirming(write, by, "coordinator"));
  },
  "say that a record proves it": async (write) =>
    counted(await confirming(write, world.people.coordinator, "dns")),
  "withdraw a claim": async (write) => counted(await write.deleteFrom("claims").execute()),
};

const OWN = ["viewer", "analyst", "responder", "manager", "administrator"];
const CONCERNED = [...OWN, "partner", "ofCentre", "coordinator"];
const KEEPERS = ["administrator", "coordinator"];
/** Who can, besides the system. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "see contacts": CONCERNED,
  "add a contact": KEEPERS,
  "remove contacts": KEEPERS,
  "see claims": CONCERNED,
  "claim in one's own name": ["administrator"],
  "claim in another's name": [],
  "confirm in one's own name": ["coordinator"],
  "say that a record proves it": [],
  "withdraw a claim": KEEPERS,
};

test("each principal can do about contacts and claims what the table says, and no more", async () => {
  assert.deepEqual(Object.keys(ACTIONS), Object.keys(MAY));
  const principals = { ...world.principals, ofCentre: wholePerson(ofCentre) };
  for (const [name, action] of Object.entries(ACTIONS)) {
    const able: string[] = [];
    for (const [principal, value] of Object.entries(principals))
      if (await can(records, value, action)) able.push(principal);
    assert.deepEqual(able.sort(), [...(MAY[name] ?? []), "system"].sort(), name);
  }
});
