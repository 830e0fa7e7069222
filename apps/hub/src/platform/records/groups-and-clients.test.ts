// SPDX-License-Identifier: Apache-2.0
/** The rule where groups and clients count, and what is told of it to who shares. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { aPerson, asHub, createTestRecords, type TestRecords } from "../../test-kit/records/index.ts";
import {
  aClient,
  aGroup,
  aSharingWorld,
  join,
  SHARING_NAMES,
  type SharingName,
  type SharingWorld,
} from "../../test-kit/records/sharing-world.ts";
import { systemClock } from "../clock.ts";
import { newId } from "../ids.ts";
import { type Audience, ensureAudience, type PersonId, wholePerson } from "./index.ts";
import { myAudiences } from "./my-audiences.ts";

let records: TestRecords;
let world: SharingWorld;

before(async () => {
  records = await createTestRecords();
  world = await aSharingWorld(records);
});

after(async () => await records[Symbol.asyncDispose]());

async function ensured(audience: Audience): Promise<number> {
  return await asHub(records, (write) => ensureAudience(write, audience));
}

async function seersOf(id: number): Promise<SharingName[]> {
  const seers: SharingName[] = [];
  for (const name of SHARING_NAMES)
    if ((await records.read(wholePerson(world.at(name).analyst), myAudiences)).includes(id)) seers.push(name);
  return seers;
}

/** What the hub's own jobs are told must be what the people see. */
async function reachedBy(id: number): Promise<SharingName[]> {
  return await asHub(records, async (write) => {
    const reached: SharingName[] = [];
    for (const name of SHARING_NAMES) {
      const row = await write
        .selectNoFrom(sql<number[]>`organisation_audiences(${world.at(name).id}::uuid)`.as("ids"))
        .executeTakeFirstOrThrow();
      if (row.ids.includes(id)) reached.push(name);
    }
    return reached;
  });
}

const LIVING = SHARING_NAMES.filter((name) => name !== "disabled");

function shared(audience: SharedAs): Audience {
  const { marking, group = false, organisations = [] } = audience;
  return {
    owner: world.at("owner").id,
    marking,
    organisations: organisations.map((name) => world.at(name).id),
    ...(group && { sharingGroup: world.group }),
  };
}

interface SharedAs {
  readonly marking: "amber" | "amber+strict";
  readonly group?: boolean;
  readonly organisations?: readonly SharingName[];
}

const REACH: readonly (readonly [SharedAs, readonly SharingName[]])[] = [
  [{ marking: "amber" }, []],
  [{ marking: "amber", organisations: ["named"] }, ["named", "clientOfNamed", "hiddenClientOfNamed"]],
  [{ marking: "amber+strict", organisations: ["named"] }, ["named"]],
  [{ marking: "amber", group: true }, ["member", "secret", "clientOfMember", "clientOfSecret"]],
  [{ marking: "amber+strict", group: true }, ["member", "secret"]],
  [
    { marking: "amber", group: true, organisations: ["named", "disabled"] },
    ["named", "member", "secret", "clientOfNamed", "hiddenClientOfNamed", "clientOfMember", "clientOfSecret"],
  ],
];

test("AMBER goes to who is named, to the group and to their confirmed clients; AMBER+STRICT stops before clients", async () => {
  for (const [audience, expected] of REACH) {
    const id = await ensured(shared(audience));
    const seers = ["owner", ...expected];
    assert.deepEqual((await seersOf(id)).toSorted(), seers.toSorted(), JSON.stringify(audience));
    assert.deepEqual((await reachedBy(id)).toSorted(), seers.toSorted(), JSON.stringify(audience));
  }
});

test("GREEN goes to all organisations of the hub but those that are disabled, CLEAR to everybody", async () => {
  const owner = world.at("owner").id;
  assert.deepEqual(await seersOf(await ensured({ owner, marking: "green" })), LIVING);
  assert.deepEqual(await seersOf(await ensured({ owner, marking: "clear" })), SHARING_NAMES);
});

test("clients of a provider that is disabled, or of who is client of a client, receive nothing", async () => {
  const { at } = world;
  await aClient(records, at("clientOfNamed").id, at("stranger").id);
  await aClient(records, at("disabled").id, at("stranger").id);
  const id = await ensured(shared({ marking: "amber", organisations: ["named", "disabled"] }));
  assert.ok(!(await seersOf(id)).includes("stranger"));
});

test("a group that lets its members pass on later does not widen what was shared with it before", async () => {
  const { at } = world;
  const group = await aGroup(records, at("steward").id);
  await join(records, group, [at("owner").id, at("member").id]);
  const audience: Audience = { owner: at("owner").id, marking: "amber", sharingGroup: group };
  const before = await ensured(audience);
  const setPassOn = (may_pass_on: boolean) =>
    asHub(records, (write) =>
      write.updateTable("sharing_groups").set({ may_pass_on }).where("id", "=", group).execute(),
    );
  await setPassOn(true);
  const since = await ensured(audience);
  assert.notEqual(since, before);
  assert.deepEqual(await seersOf(before), ["owner", "member"]);
  assert.deepEqual(await seersOf(since), ["owner", "member", "clientOfMember"]);
  await setPassOn(false);
  assert.equal(await ensured(audience), before);
  assert.deepEqual(await seersOf(since), ["owner", "member"]);
});

test("who owned what is shared passes nothing on to its own clients by being in the group", async () => {
  const { at } = world;
  const both = await aGroup(records, at("steward").id, { may_pass_on: true });
  await join(records, both, [at("owner").id, at("member").id]);
  const ids = [
    await ensured({ owner: at("owner").id, marking: "amber", sharingGroup: both }),
    await ensured({ owner: at("member").id, marking: "amber", sharingGroup: both }),
  ];
  assert.deepEqual(await seersOf(ids[0] ?? 0), ["owner", "member", "clientOfMember"]);
  assert.deepEqual(await seersOf(ids[1] ?? 0), ["owner", "member", "clientOfOwner"]);
  await aClient(records, at("owner").id, at("clientOfMember").id);
  assert.ok((await seersOf(ids[0] ?? 0)).includes("clientOfMember"), "through the member as before");
});

test("who left a group, and everybody of a closed one, sees no more of it; no one shares with a closed group", async () => {
  const { at } = world;
  const group = await aGroup(records, at("steward").id);
  await join(records, group, [at("owner").id, at("member").id, at("stranger").id]);
  const audience: Audience = { owner: at("owner").id, marking: "amber", sharingGroup: group };
  const id = await ensured(audience);
  assert.deepEqual(await seersOf(id), ["owner", "member", "stranger"]);
  await asHub(records, (write) =>
    write
      .deleteFrom("sharing_group_members")
      .where("sharing_group_id", "=", group)
      .where("organisation_id", "=", at("stranger").id)
      .execute(),
  );
  assert.deepEqual(await seersOf(id), ["owner", "member"]);
  const close = (closed_at: Date | null) =>
    asHub(records, (write) =>
      write.updateTable("sharing_groups").set({ closed_at }).where("id", "=", group).execute(),
    );
  await close(new Date());
  assert.deepEqual(await seersOf(id), ["owner"]);
  await assert.rejects(ensured(audience), { code: "42501" });
  await assert.rejects(close(null), { code: "23514" });
  assert.deepEqual(await maySee("owner", id, world.at("member").analyst), [[false, "group_closed"]]);
});

test("RED goes to who is named, as long as they have an account", async () => {
  const person = await aPerson(records, { roles: [[world.at("stranger").id, "viewer"]] });
  const id = await ensured({ owner: world.at("owner").id, marking: "red", people: [person] });
  const sees = async () => (await records.read(wholePerson(person), myAudiences)).includes(id);
  assert.deepEqual(await seersOf(id), []);
  assert.equal(await sees(), true);
  await asHub(records, (write) =>
    write.updateTable("people").set({ disabled_at: new Date() }).where("id", "=", person).execute(),
  );
  assert.equal(await sees(), false);
});

interface Received {
  readonly organisation_id: string | null;
  readonly organisations: number;
  readonly people: number | null;
  readonly via: string;
}

async function recipients(name: SharingName, id: number) {
  const rows = await records.read(wholePerson(world.at(name).analyst), ({ read }) =>
    read.selectFrom(sql<Received>`audience_recipients(${id}::int)`.as("r")).selectAll().execute(),
  );
  return told(rows);
}

function told(rows: readonly Received[]): string[] {
  const names = new Map<string, string>(world.nameOf);
  return rows
    .map(({ organisation_id, organisations, people, via }) =>
      organisation_id === null
        ? `${organisations} hidden as ${via} with ${people}`
        : `${names.get(organisation_id)} as ${via} with ${people}`,
    )
    .toSorted();
}

async function maySee(name: SharingName, id: number, person: PersonId) {
  const rows = await records.read(wholePerson(world.at(name).manager), ({ read }) =>
    read
      .selectFrom(sql<{ sees: boolean | null; reason: string }>`may_see(${id}::int, ${person}::uuid)`.as("r"))
      .selectAll()
      .execute(),
  );
  return rows.map(({ sees, reason }) => [sees, reason]);
}

const HIDDEN_OF_THE_GROUP = ["1 hidden as group_client with null", "1 hidden as group_member with null"];
const OF_THE_GROUP = [
  ...HIDDEN_OF_THE_GROUP,
  "clientOfMember as group_client with 2",
  "member as group_member with 2",
  "owner as owner with 2",
];

test("who shares is told who receives, of hidden ones how many, and the same whoever is named besides", async () => {
  const toGroup = await ensured(shared({ marking: "amber", group: true }));
  assert.deepEqual(await recipients("owner", toGroup), OF_THE_GROUP);
  const toBoth = await ensured(shared({ marking: "amber", group: true, organisations: ["secret"] }));
  assert.deepEqual(
    await recipients("owner", toBoth),
    ["clientOfSecret as client with 2", ...OF_THE_GROUP, "secret as named with 2"].toSorted(),
  );
  const toNamed = await ensured(shared({ marking: "amber", organisations: ["named"] }));
  assert.deepEqual(await recipients("owner", toNamed), [
    "1 hidden as client with null",
    "clientOfNamed as client with 2",
    "named as named with 2",
    "owner as owner with 2",
  ]);
});

test("the hub's own jobs, and the owner of the group about what it shares itself, know the hidden members", async () => {
  await join(records, world.group, [world.at("steward").id]);
  const id = await ensured({
    owner: world.at("steward").id,
    marking: "amber+strict",
    sharingGroup: world.group,
  });
  const all = [
    "member as group_member with 2",
    "owner as group_member with 2",
    "secret as group_member with 2",
    "steward as owner with 2",
  ];
  assert.deepEqual(await recipients("steward", id), all);
  const rows = await asHub(records, (write) =>
    write.selectFrom(sql<Received>`audience_recipients(${id}::int)`.as("r")).selectAll().execute(),
  );
  assert.deepEqual(told(rows), all);
  await asHub(records, (write) =>
    write.deleteFrom("sharing_group_members").where("organisation_id", "=", world.at("steward").id).execute(),
  );
});

test("a preview is what would then be so, and makes no audience", async () => {
  const { at, group } = world;
  const count = async () =>
    await asHub(records, (write) => write.selectFrom("audiences").select("id").execute()).then(
      (rows) => rows.length,
    );
  const before = await count();
  const preview = async (name: SharingName, wanted: string, groupId: string | null) =>
    told(
      await records.read(wholePerson(at(name).analyst), ({ read }) =>
        read
          .selectFrom(
            sql<Received>`preview_recipients(${at("owner").id}::uuid, ${wanted}::text, ${groupId}::uuid, '{}', '{}')`.as(
              "r",
            ),
          )
          .selectAll()
          .execute(),
      ),
    );
  assert.deepEqual(await preview("owner", "amber", group), OF_THE_GROUP);
  assert.equal((await preview("owner", "green", null)).length, LIVING.length);
  await assert.rejects(preview("stranger", "amber", null), { code: "42501" });
  await assert.rejects(preview("owner", "amber", await aGroup(records, at("steward").id)), { code: "42501" });
  assert.equal(await count(), before);
});

test("who receives is told to analysts of the owner alone, and of RED to who is named", async () => {
  const id = await ensured(shared({ marking: "amber", organisations: ["named"] }));
  for (const name of SHARING_NAMES)
    assert.equal((await recipients(name, id)).length > 0, name === "owner", name);
  const { owner } = { owner: world.at("owner") };
  const red = await ensured({
    owner: owner.id,
    marking: "red",
    people: [owner.analyst, world.at("named").analyst],
  });
  assert.deepEqual(await recipients("owner", red), ["0 hidden as named_person with 2"]);
  assert.deepEqual(await maySee("owner", red, owner.analyst), [], "the manager is not named");
  const another = await ensured({
    owner: owner.id,
    marking: "red",
    people: [world.at("named").analyst],
  });
  assert.deepEqual(await recipients("owner", another), []);
});

test("a manager of the owner is told why somebody sees it or not, and nothing that tells hidden members from others", async () => {
  const { at } = world;
  const why = async (id: number, name: SharingName) => (await maySee("owner", id, at(name).analyst))[0];
  const toGroup = await ensured(shared({ marking: "amber", group: true, organisations: ["named"] }));
  assert.deepEqual(await why(toGroup, "owner"), [true, "owner"]);
  assert.deepEqual(await why(toGroup, "named"), [true, "named"]);
  assert.deepEqual(await why(toGroup, "member"), [true, "group_member"]);
  assert.deepEqual(await why(toGroup, "clientOfNamed"), [true, "client"]);
  assert.deepEqual(await why(toGroup, "clientOfMember"), [true, "group_client"]);
  const nobody = newId<"person">(systemClock);
  for (const name of ["secret", "clientOfSecret", "hiddenClientOfNamed", "stranger", "disabled"] as const)
    assert.deepEqual(await why(toGroup, name), [null, "perhaps_hidden"], name);
  assert.deepEqual((await maySee("owner", toGroup, nobody))[0], [null, "perhaps_hidden"]);

  const strict = await ensured(shared({ marking: "amber+strict", organisations: ["named"] }));
  assert.deepEqual(await why(strict, "clientOfNamed"), [false, "strict"]);
  assert.deepEqual(await why(strict, "hiddenClientOfNamed"), [false, "not_recipient"]);
  assert.deepEqual((await maySee("owner", strict, nobody))[0], [false, "not_recipient"]);
  const unmarked = await ensured({ owner: at("owner").id, marking: null });
  assert.deepEqual(await why(unmarked, "named"), [false, "not_shared"]);
  for (const [name, marking] of [
    ["stranger", "green"],
    ["disabled", "clear"],
  ] as const)
    assert.deepEqual(await why(await ensured({ owner: at("owner").id, marking }), name), [true, marking]);
  assert.deepEqual(await maySee("named", toGroup, at("named").analyst), [], "no manager of the owner");
  const asAnalyst = await records.read(wholePerson(at("owner").analyst), ({ read }) =>
    read
      .selectFrom(sql`may_see(${toGroup}::int, ${at("named").analyst}::uuid)`.as("r"))
      .selectAll()
      .execute(),
  );
  assert.deepEqual(asAnalyst, []);
  const left = await aPerson(records, { roles: [[at("owner").id, "viewer"]] });
  await asHub(records, (write) =>
    write.updateTable("people").set({ disabled_at: new Date() }).where("id", "=", left).execute(),
  );
  assert.deepEqual((await maySee("owner", toGroup, left))[0], [false, "disabled"]);
});
