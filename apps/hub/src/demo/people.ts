// SPDX-License-Identifier: Apache-2.0
/** The people of the sector: invited, and come. All have one password, which is printed and kept in the demo's directory. */
import type { HubClient } from "@fengsui/client";
import type { DemoState, LANGUAGES } from "@fengsui/contract";
import { randomWords } from "../platform/random-letters.ts";
import { clientOf } from "./http.ts";
import { CENTRE, type DemoMember, type DemoPerson, emailOf, MEMBERS, SECTOR } from "./sector/index.ts";

const GROUPS = 4;
const GROUP = 5;

export function newPassword(): string {
  return randomWords(GROUPS, GROUP);
}

export interface PeopleParts {
  readonly address: URL;
  readonly password: string;
  readonly language: (typeof LANGUAGES)[number];
  readonly operator: HubClient;
  readonly idOf: (member: DemoMember) => string;
}

/** The clients of the administrators, by the key of their member. */
export async function invitePeople(parts: PeopleParts): Promise<ReadonlyMap<string, HubClient>> {
  const { operator } = parts;
  const administrators = new Map([[CENTRE.key, operator]]);
  for (const member of MEMBERS)
    administrators.set(member.key, await invite(parts, { by: operator, member, person: member.people[0] }));
  for (const member of SECTOR) {
    const by = administrators.get(member.key) ?? operator;
    for (const person of member.people.slice(1)) {
      const invited = await invite(parts, { by, member, person });
      await joinElsewhere(parts, { person, email: emailOf(member, person.account), invited, administrators });
    }
  }
  await seatHead(parts, administrators);
  return administrators;
}

/** Who set the hub up is there already: only what comes besides is given and joined. */
async function seatHead(parts: PeopleParts, administrators: ReadonlyMap<string, HubClient>): Promise<void> {
  const { operator } = parts;
  const [head] = CENTRE.people;
  const { person } = await operator.access.session();
  await operator.people.changeHubRoles(person.id, { hubRoles: [...(head.hubRoles ?? [])] });
  await joinElsewhere(parts, { person: head, email: person.email, invited: operator, administrators });
}

interface Invited {
  readonly by: HubClient;
  readonly member: DemoMember;
  readonly person: DemoPerson;
}

/** The client of whoever was invited. */
async function invite(parts: PeopleParts, { by, member, person }: Invited): Promise<HubClient> {
  const { address, password, language, operator, idOf } = parts;
  const { name, role, hubRoles } = person;
  const email = emailOf(member, person.account);
  const { token } = await by.invitations.invite(idOf(member), { email, role });
  const client = clientOf(address);
  const session = await client.access.acceptInvitation({ token, name, password, language });
  if (hubRoles !== undefined)
    await operator.people.changeHubRoles(session.person.id, { hubRoles: [...hubRoles] });
  return client;
}

interface Joining {
  readonly person: DemoPerson;
  readonly email: string;
  readonly invited: HubClient;
  readonly administrators: ReadonlyMap<string, HubClient>;
}

/** Members who let the centre watch with them invite its people, too. */
async function joinElsewhere(
  { idOf }: PeopleParts,
  { person, email, invited, administrators }: Joining,
): Promise<void> {
  for (const member of MEMBERS) {
    const role = person.elsewhere?.[member.key];
    const by = administrators.get(member.key);
    if (role === undefined || by === undefined) continue;
    const { token } = await by.invitations.invite(idOf(member), { email, role });
    await invited.invitations.join(token);
  }
}

export function describePeople(): DemoState["people"] {
  return SECTOR.flatMap((member) =>
    member.people.map(({ name, account, title, part }) => ({
      name,
      email: emailOf(member, account),
      organisation: member.name,
      title,
      part: part ?? null,
    })),
  );
}
