// SPDX-License-Identifier: Apache-2.0
/** What the database itself lets each principal do about people, invitations and roles of the hub, as a table. */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Action, can, counted } from "../../test-kit/records/can.ts";
import {
  anOrganisation,
  aPerson,
  asHub,
  createTestRecords,
  type TestRecords,
} from "../../test-kit/records/index.ts";
import { aSharedWorld, type SharedWorld } from "../../test-kit/records/shared-world.ts";
import { systemClock } from "../clock.ts";
import { newId } from "../ids.ts";
import { violates } from "./failures.ts";
import {
  type OrganisationId,
  type OrganisationRole,
  type PersonId,
  systemPrincipal,
  unaudited,
  type Writer,
  wholePerson,
} from "./index.ts";

const EXPIRES = new Date("2099-01-01");
const TOKEN_HASH = randomBytes(32);

let records: TestRecords;
let world: SharedWorld;
let vacant: OrganisationId;
/** An operator of the hub who is a viewer at home: hub roles are for those that one works with. */
let housed: PersonId;
/** Nobody administers all that their account opens. */
let inTwo: PersonId;
let disabled: PersonId;

before(async () => {
  records = await createTestRecords();
  world = await aSharedWorld(records);
  vacant = await anOrganisation(records);
  housed = await aPerson(records, { roles: [[world.organisations.home, "viewer"]], hubRole: "operator" });
  inTwo = await aPerson(records, {
    roles: [
      [world.organisations.home, "viewer"],
      [vacant, "viewer"],
    ],
  });
  disabled = await aPerson(records);
  await asHub(records, async (write) => {
    await write.updateTable("people").set({ disabled_at: new Date() }).where("id", "=", disabled).execute();
    const letter = letterTo(world.people.viewer);
    await write.insertInto("account_letters").values(letter).execute();
    await link(write, systemPrincipal("test"), world.people.viewer);
    const of = { invited_by: world.people.administrator, expires_at: EXPIRES };
    const home = { ...of, organisation_id: world.organisations.home, email: "open@example.org" };
    await write
      .insertInto("invitations")
      .values([
        { ...home, id: newId<"invitation">(systemClock), role: "viewer", token_hash: randomBytes(32) },
        {
          ...home,
          id: newId<"invitation">(systemClock),
          email: `${world.people.stranger}@example.org`,
          role: "analyst",
          token_hash: TOKEN_HASH,
        },
      ])
      .execute();
    await write
      .insertInto("known_networks")
      .values({ person_id: world.people.viewer, network: "192.0.2.7", seen_at: new Date() })
      .execute();
  });
});

after(async () => await records[Symbol.asyncDispose]());

function inviting(organisation: () => OrganisationId, role: OrganisationRole): Action {
  return async (write, principal) => {
    const invited_by = principal.kind === "person" ? principal.personId : world.people.administrator;
    return await invite(write, { organisation_id: organisation(), role, invited_by });
  };
}

async function invite(
  write: Writer,
  row: { organisation_id: OrganisationId; role: OrganisationRole; invited_by: PersonId },
) {
  const id = newId<"invitation">(systemClock);
  const email = `${randomUUID()}@example.org`;
  const values = { ...row, id, email, token_hash: randomBytes(32), expires_at: EXPIRES };
  return counted(await write.insertInto("invitations").values(values).execute());
}

const home = () => world.organisations.home;

const ACTIONS: Readonly<Record<string, Action>> = {
  "see invitations": async (write) =>
    (await write.selectFrom("invitations").select("id").where("organisation_id", "=", home()).execute())
      .length,
  "read the hash of an invitation's token": async (write) =>
    (await write.selectFrom("invitations").select("token_hash").execute()).length,
  "invite a viewer": inviting(home, "viewer"),
  "invite an administrator": inviting(home, "administrator"),
  "invite in another's name": async (write) =>
    await invite(write, { organisation_id: home(), role: "viewer", invited_by: world.people.manager }),
  "invite the first administrator": inviting(() => vacant, "administrator"),
  "invite an analyst where nobody administers": inviting(() => vacant, "analyst"),
  "withdraw an invitation": async (write) =>
    counted(
      await write
        .updateTable("invitations")
        .set({ revoked_at: new Date() })
        .where("organisation_id", "=", home())
        .execute(),
    ),
  "call an invitation accepted": async (write) =>
    counted(
      await write
        .updateTable("invitations")
        .set({ accepted_at: new Date(), accepted_by: world.people.viewer })
        .where("organisation_id", "=", home())
        .execute(),
    ),
  "accept the stranger's invitation": async (write) => {
    const { rows } = await sql<{ id: string | null }>`
      select accept_invitation(${TOKEN_HASH}, now()) as id`.execute(write);
    return rows[0]?.id == null ? 0 : 1;
  },
  "remove the responder": async (write) =>
    counted(await write.deleteFrom("memberships").where("person_id", "=", world.people.responder).execute()),
  "set the centre of an organisation": async (write) =>
    counted(
      await write
        .updateTable("organisations")
        .set({ centre_id: world.organisations.partner })
        .where("id", "=", home())
        .execute(),
    ),
  "make the analyst a coordinator": async (write) =>
    counted(
      await write
        .insertInto("hub_roles")
        .values({ person_id: world.people.analyst, role: "coordinator" })
        .execute(),
    ),
  "make the stranger a coordinator": async (write) =>
    counted(
      await write
        .insertInto("hub_roles")
        .values({ person_id: world.people.stranger, role: "coordinator" })
        .execute(),
    ),
  "take the coordinator's role": async (write) =>
    counted(await write.deleteFrom("hub_roles").where("person_id", "=", world.people.coordinator).execute()),
  "see who coordinates": async (write) =>
    (await write.selectFrom("people").select("id").where("id", "=", world.people.coordinator).execute())
      .length,
  "see from where somebody signs in": async (write) =>
    (await write.selectFrom("known_networks").select("network").execute()).length,
  "make a password link for the viewer": (write, principal) => link(write, principal, world.people.viewer),
  "make a password link for who is in two organisations": (write, principal) => link(write, principal, inTwo),
  "make a password link for the coordinator": (write, principal) =>
    link(write, principal, world.people.coordinator),
  "read password links": async (write) =>
    (await write.selectFrom("password_links").select("token_hash").execute()).length,
  "write a letter to the viewer": async (write) =>
    counted(await write.insertInto("account_letters").values(letterTo(world.people.viewer)).execute()),
  "read letters": async (write) => (await write.selectFrom("account_letters").select("id").execute()).length,
  "list accounts": async (write) => {
    const { rows } = await sql`select * from hub_accounts(null, false, null, null, 10)`.execute(write);
    return rows.length;
  },
  "disable the stranger": async (write) => {
    const { rows } = await sql<{ done: boolean }>`
      select disable_account(${world.people.stranger}::uuid, now(), true) as done`.execute(write);
    return rows[0]?.done === true ? 1 : 0;
  },
  "enable who is disabled": async (write) => {
    const { rows } = await sql<{ done: boolean }>`select enable_account(${disabled}::uuid) as done`.execute(
      write,
    );
    return rows[0]?.done === true ? 1 : 0;
  },
};

function letterTo(person_id: PersonId) {
  const times = { created_at: new Date(), due_at: new Date() };
  return { id: newId<"account-letter">(systemClock), kind: "link_made", person_id, ...times } as const;
}

async function link(write: Writer, principal: Parameters<Action>[1], person_id: PersonId): Promise<number> {
  const made_by = principal.kind === "person" ? principal.personId : null;
  const id = newId<"password-link">(systemClock);
  const times = { created_at: new Date(), expires_at: EXPIRES };
  const values = { id, person_id, made_by, token_hash: randomBytes(32), ...times };
  return counted(await write.insertInto("password_links").values(values).execute());
}

const OPERATORS = ["operator", "housed"];
/** Who can, besides the system. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  "see invitations": ["administrator"],
  "read the hash of an invitation's token": [],
  "invite a viewer": ["administrator"],
  "invite an administrator": ["administrator"],
  "invite in another's name": [],
  "invite the first administrator": ["coordinator", ...OPERATORS],
  "invite an analyst where nobody administers": [],
  "withdraw an invitation": ["administrator"],
  "call an invitation accepted": [],
  "accept the stranger's invitation": ["stranger"],
  "remove the responder": ["administrator"],
  "set the centre of an organisation": ["coordinator", ...OPERATORS],
  "make the analyst a coordinator": ["housed"],
  "make the stranger a coordinator": [],
  "take the coordinator's role": OPERATORS,
  "see who coordinates": ["coordinator", ...OPERATORS],
  "see from where somebody signs in": [],
  "make a password link for the viewer": ["administrator", ...OPERATORS],
  "make a password link for who is in two organisations": OPERATORS,
  "make a password link for the coordinator": OPERATORS,
  "read password links": [],
  "write a letter to the viewer": ["administrator", ...OPERATORS],
  "read letters": [],
  "list accounts": OPERATORS,
  "disable the stranger": OPERATORS,
  "enable who is disabled": OPERATORS,
};
/** The hub itself has no name to accept in. */
const NOT_THE_SYSTEM = [
  "accept the stranger's invitation",
  "list accounts",
  "disable the stranger",
  "enable who is disabled",
];

test("each principal can do about people and invitations what the table says, and no more", async () => {
  assert.deepEqual(Object.keys(ACTIONS), Object.keys(MAY));
  const principals = { ...world.principals, housed: wholePerson(housed) };
  for (const [name, action] of Object.entries(ACTIONS)) {
    const able: string[] = [];
    for (const [principal, value] of Object.entries(principals))
      if (await can(records, value, action)) able.push(principal);
    const expected = [...(MAY[name] ?? []), ...(NOT_THE_SYSTEM.includes(name) ? [] : ["system"])];
    assert.deepEqual(able.sort(), expected.sort(), name);
  }
});

test("an organisation keeps an administrator and the hub an operator, whoever changes it", async () => {
  const organisation = await anOrganisation(records);
  const last = await aPerson(records, { roles: [[organisation, "administrator"]] });
  const demote = (write: Writer) =>
    write.updateTable("memberships").set({ role: "viewer" }).where("person_id", "=", last).execute();
  const remove = (write: Writer) => write.deleteFrom("memberships").where("person_id", "=", last).execute();
  for (const change of [demote, remove])
    await assert.rejects(asHub<unknown>(records, change), (error) =>
      violates(error, "memberships_last_administrator"),
    );
  await assert.rejects(
    asHub(records, (write) => write.deleteFrom("hub_roles").where("role", "=", "operator").execute()),
    (error) => violates(error, "hub_roles_last_operator"),
  );
});

test("of two administrators who remove each other at the same time, one stays", async () => {
  const organisation = await anOrganisation(records);
  const roles = [[organisation, "administrator"]] as const;
  const both = [await aPerson(records, { roles }), await aPerson(records, { roles })] as const;
  const removal = (by: PersonId, whom: PersonId) =>
    records.transaction(wholePerson(by), (tx) =>
      unaudited(tx, "a test", (write) =>
        write.deleteFrom("memberships").where("person_id", "=", whom).execute(),
      ),
    );
  await Promise.allSettled([removal(both[0], both[1]), removal(both[1], both[0])]);
  const left = await asHub(records, (write) =>
    write.selectFrom("memberships").select("person_id").where("organisation_id", "=", organisation).execute(),
  );
  assert.equal(left.length, 1);
});

test("an organisation is never below itself, however far", async () => {
  const [top, middle, bottom] = [
    await anOrganisation(records),
    await anOrganisation(records),
    await anOrganisation(records),
  ];
  const put = (id: OrganisationId, centre_id: OrganisationId) =>
    asHub(records, (write) =>
      write.updateTable("organisations").set({ centre_id }).where("id", "=", id).execute(),
    );
  await put(bottom, middle);
  await put(middle, top);
  for (const below of [top, middle, bottom])
    await assert.rejects(put(top, below), (error) =>
      violates(error, "organisations_centre_cycle", "organisations_centre_self"),
    );
});
