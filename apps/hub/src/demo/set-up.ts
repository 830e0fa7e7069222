// SPDX-License-Identifier: Apache-2.0
/**
 * The sector, entered into an empty hub as its people would: the first administrator by the one-time link, systems,
 * assets and sources of each member by its own administrator, all over the API.
 */
import type { HubClient } from "@fengsui/client";
import type { Contact } from "@fengsui/contract";
import type { DemoMemory } from "./directory.ts";
import { clientOf } from "./http.ts";
import { invitePeople, type PeopleParts } from "./people.ts";
import { CENTRE, type DemoMember, emailOf, fullName, MEMBERS, SECTOR } from "./sector/index.ts";

export interface SetUpParts extends Pick<PeopleParts, "address" | "password" | "language"> {
  readonly setupToken: string;
}

const REGION = "星渚市 Xingzhu";

export async function setUp(parts: SetUpParts): Promise<DemoMemory["sources"]> {
  const operator = clientOf(parts.address);
  const idOf = await addOrganisations(operator, parts);
  const administrators = await invitePeople({ ...parts, operator, idOf });
  await operator.rules.switchShipped(true);
  const sources = SECTOR.map(async (member) =>
    equip(administrators.get(member.key) ?? operator, member, idOf(member)),
  );
  return (await Promise.all(sources)).flat();
}

async function addOrganisations(
  operator: HubClient,
  { setupToken: token, password, language }: SetUpParts,
): Promise<(member: DemoMember) => string> {
  const [{ name, account }] = CENTRE.people;
  const first = {
    token,
    organisation: CENTRE.name,
    name,
    email: emailOf(CENTRE, account),
    password,
    language,
  };
  const [centre] = (await operator.access.setUp(first)).organisations;
  if (centre === undefined) throw new TypeError("the first administrator has no organisation");
  await operator.organisations.change(centre.id, entryOf(CENTRE));
  const ids = new Map([[CENTRE.key, centre.id]]);
  for (const member of MEMBERS) {
    const { id } = await operator.organisations.add({ ...entryOf(member), centreId: centre.id });
    ids.set(member.key, id);
  }
  return ({ key }) => ids.get(key) ?? "";
}

function entryOf(member: DemoMember) {
  const { name, sector, kind } = member;
  return { name, sector, kind, region: REGION };
}

function contactsOf(member: DemoMember): Pick<Contact, "role" | "title" | "name" | "email">[] {
  return member.people.map((person, index) => ({
    role: index === 0 ? "security" : "technical",
    title: person.title,
    name: person.name,
    email: emailOf(member, person.account),
  }));
}

/** What the member's administrator does on the first day. */
async function equip(
  client: HubClient,
  member: DemoMember,
  organisationId: string,
): Promise<DemoMemory["sources"]> {
  await client.constituency.setContacts(organisationId, contactsOf(member));
  await client.constituency.claim(organisationId, { kind: "domain", value: member.domain });
  for (const system of member.systems)
    await client.ledger.systems.add({
      organisationId,
      name: system.name,
      purpose: system.purpose,
      level: system.level,
      isCritical: system.isCritical,
      responsible: responsibleFor(member, system.responsible),
      measures: system.measures.map((name) => ({ name })),
    });
  await importAssets(client, member, organisationId);
  const sources: DemoMemory["sources"] = [];
  for (const { key, name } of member.sources)
    sources.push({
      member: member.key,
      key,
      ingestKey: (await client.sources.add({ organisationId, name })).key,
    });
  return sources;
}

function responsibleFor(member: DemoMember, account: string) {
  return member.people
    .filter((person) => person.account === account)
    .map(({ name, title }) => ({ name, role: title, email: emailOf(member, account) }));
}

async function importAssets(client: HubClient, member: DemoMember, organisationId: string): Promise<void> {
  const rows = [
    "name,kind,system,fqdn,ip,network,domain",
    ...member.hosts.map(({ name, ip, system }) => `${name},host,${system},${fullName(member, name)},${ip},,`),
    `${member.network},network,,,,${member.network},`,
    `${member.domain},domain,,,,,${member.domain}`,
  ];
  const { id } = await client.ledger.imports.upload(
    { organisationId, kind: "assets", fileName: `${member.key}.csv` },
    rows.join("\n"),
  );
  const { fingerprint } = await client.ledger.imports.preview(id);
  await client.ledger.imports.commit(id, fingerprint);
}
