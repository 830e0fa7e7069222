// SPDX-License-Identifier: Apache-2.0
/** A world as one text of SQL, so that it takes one round trip. */
import pg from "pg";
import type { World } from "./rule.ts";

/** The ids of what a world names. Names are told apart, whatever they are of. */
export class Ids {
  readonly #ids = new Map<string, string>();

  of(name: string): string {
    const known = this.#ids.get(name) ?? crypto.randomUUID();
    this.#ids.set(name, known);
    return known;
  }

  ofOptional(name: string | undefined): string | null {
    return name === undefined ? null : this.of(name);
  }
}

export function insertWorld(world: World, ids: Ids): string {
  const all = [
    ...organisations(world, ids),
    ...people(world, ids),
    ...groups(world, ids),
    clients(world, ids),
    audiences(world, ids),
  ];
  return all.join(";\n");
}

/** The columns with their types, as in `id uuid, name text`. */
function insert(table: string, columns: string, rows: readonly object[]): string {
  const names = columns.replaceAll(/ \w+(\[\])?(?=,|$)/g, "");
  const values = pg.escapeLiteral(JSON.stringify(rows));
  return `insert into ${table} (${names}) select ${names} from jsonb_to_recordset(${values}) as r(${columns})`;
}

const disabledAt = (isDisabled: boolean) => (isDisabled ? "2026-01-01" : null);

function organisations(world: World, ids: Ids): string[] {
  const rows = world.organisations.map(({ name, isDisabled, centre }) => ({
    name,
    id: ids.of(name),
    disabled_at: disabledAt(isDisabled),
    centre_id: ids.ofOptional(centre),
  }));
  return [insert("organisations", "id uuid, name text, disabled_at timestamptz, centre_id uuid", rows)];
}

function people({ people: all }: World, ids: Ids): string[] {
  const accounts = all.map(({ name, isDisabled }) => ({
    name,
    id: ids.of(name),
    email: `${name}@example.org`,
    disabled_at: disabledAt(isDisabled),
  }));
  const memberships = all.flatMap(({ name, memberOf }) =>
    memberOf.map(({ organisation, role }) => ({
      role,
      person_id: ids.of(name),
      organisation_id: ids.of(organisation),
    })),
  );
  const hubRoles = all
    .filter(({ hubRole }) => hubRole !== undefined)
    .map(({ name, hubRole }) => ({ person_id: ids.of(name), role: hubRole }));
  return [
    insert("people", "id uuid, name text, email text, disabled_at timestamptz", accounts),
    insert("memberships", "person_id uuid, organisation_id uuid, role text", memberships),
    insert("hub_roles", "person_id uuid, role text", hubRoles),
  ];
}

function groups({ groups: all }: World, ids: Ids): string[] {
  const rows = all.map(({ name, owner, passesOn, isClosed }) => ({
    name,
    id: ids.of(name),
    organisation_id: ids.of(owner),
    may_pass_on: passesOn,
    closed_at: isClosed ? "2026-01-01" : null,
  }));
  const members = all.flatMap(({ name, members: of }) =>
    of.map(({ organisation, isHidden }) => ({
      sharing_group_id: ids.of(name),
      organisation_id: ids.of(organisation),
      is_hidden: isHidden,
    })),
  );
  const columns = "id uuid, organisation_id uuid, name text, may_pass_on boolean, closed_at timestamptz";
  return [
    insert("sharing_groups", columns, rows),
    insert(
      "sharing_group_members",
      "sharing_group_id uuid, organisation_id uuid, is_hidden boolean",
      members,
    ),
  ];
}

function clients({ clients: all }: World, ids: Ids): string {
  const rows = all.map(({ of, organisation, isConfirmed, hasEnded, isHidden }) => ({
    id: crypto.randomUUID(),
    organisation_id: ids.of(of),
    client_id: ids.of(organisation),
    confirmed_at: isConfirmed ? "2026-01-01" : null,
    ended_at: hasEnded ? "2026-01-02" : null,
    is_hidden: isHidden,
  }));
  const columns = `id uuid, organisation_id uuid, client_id uuid, confirmed_at timestamptz, ended_at timestamptz,
    is_hidden boolean`;
  return insert("organisation_clients", columns, rows);
}

/** Each record has an audience of its own, whose fingerprint is its name. */
function audiences({ records }: World, ids: Ids): string {
  const rows = records.map((record) => ({
    fingerprint: record.name,
    marking: record.marking,
    organisation_id: ids.of(record.owner),
    sharing_group_id: ids.ofOptional(record.group),
    organisation_ids: record.organisations.map((one) => ids.of(one)),
    person_ids: record.people.map((one) => ids.of(one)),
    passes_on: record.passesOn,
  }));
  const columns = `fingerprint text, marking text, organisation_id uuid, sharing_group_id uuid,
    organisation_ids uuid[], person_ids uuid[], passes_on boolean`;
  return insert("audiences", columns, rows);
}
