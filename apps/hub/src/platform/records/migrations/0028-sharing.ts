// SPDX-License-Identifier: Apache-2.0
/**
 * Sharing groups that their owners run, with members that the others need not know, and the clients that
 * organisations have declared. What is shared by them is decided by the rule (audience-rule).
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await growGroups(db);
  await createMyGroups(db);
  await protectGroups(db);
  await createClients(db);
  await checkClients(db);
}

async function growGroups(db: AnyDatabase): Promise<void> {
  await sql`
    alter table sharing_groups
      add column description text not null default '' check (length(description) <= 2000),
      add column may_pass_on boolean not null default false,
      add column sector text check (length(sector) between 1 and 50),
      add column is_listed boolean not null default false,
      add column closed_at timestamptz`.execute(db);
  await sql`create index sharing_groups_organisation on sharing_groups (organisation_id)`.execute(db);
  await sql`create index sharing_groups_listed on sharing_groups (sector) where is_listed and closed_at is null`.execute(
    db,
  );
  await sql`
    alter table sharing_group_members
      add column is_hidden boolean not null default false,
      add column added_by uuid references people`.execute(db);
  // What was shared with the group is not to be shared again by opening it.
  await sql`
    create function keep_closed() returns trigger language plpgsql as $$
    begin
      raise check_violation using constraint = 'sharing_groups_closed', message = 'the group is closed';
    end $$`.execute(db);
  await sql`
    create trigger sharing_groups_keep_closed before update on sharing_groups
    for each row when (old.closed_at is not null) execute function keep_closed()`.execute(db);
}

async function ownersFunction(db: AnyDatabase, signature: string): Promise<void> {
  await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
  await sql`grant execute on function ${sql.raw(signature)} to fengsui_app, fengsui_system`.execute(db);
}

async function createMyGroups(db: AnyDatabase): Promise<void> {
  await sql`
    create function owned_sharing_groups(lowest text) returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(id), '{}') from sharing_groups
      where organisation_id = any (my_organisations(lowest))
    $$`.execute(db);
  await ownersFunction(db, "owned_sharing_groups(text)");
  // A circle of a sector is found by the organisations of that sector.
  await sql`
    create function listed_sharing_groups() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      with mine as (select id, sector from organisations where id = any (my_organisations('viewer')))
      select coalesce(array_agg(g.id), '{}') from sharing_groups g
      where g.is_listed and g.closed_at is null
        and exists (select from mine where g.sector is null or g.sector = mine.sector)
    $$`.execute(db);
  await ownersFunction(db, "listed_sharing_groups()");
  // Null for a group that one does not know.
  await sql`
    create function hidden_members(group_id uuid) returns int
    language sql stable security definer set search_path = public, pg_temp as $$
      select case when group_id = any (my_sharing_groups() || listed_sharing_groups()) then (
        select count(*)::int from sharing_group_members m
        where m.sharing_group_id = group_id and m.is_hidden
          and m.organisation_id <> all (my_organisations('viewer'))
          and group_id <> all (owned_sharing_groups('viewer'))) end
    $$`.execute(db);
  await ownersFunction(db, "hidden_members(uuid)");
}

async function protectGroups(db: AnyDatabase): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  const owned = "sharing_group_id = any((select owned_sharing_groups('manager'))::uuid[])";
  const known = (column: string) =>
    `${column} = any((select my_sharing_groups())::uuid[]) or ${column} = any((select listed_sharing_groups())::uuid[])`;
  const written = "name, description, may_pass_on, sector, is_listed";
  await run(`grant insert (id, organisation_id, created_at, ${written}), update (${written}, closed_at)
    on sharing_groups to fengsui_app`);
  await run(`alter policy app_read on sharing_groups using (${known("id")})`);
  await run(
    `create policy app_insert on sharing_groups for insert to fengsui_app with check (${holds("manager")})`,
  );
  await run(`create policy app_update on sharing_groups for update to fengsui_app
    using (${holds("manager")}) with check (${holds("manager")})`);
  await run(`grant insert (sharing_group_id, organisation_id, created_at, is_hidden, added_by), update (is_hidden), delete
    on sharing_group_members to fengsui_app`);
  // Its owner and the member itself know a hidden member; the others know how many there are (hidden_members).
  await run(`alter policy app_read on sharing_group_members using ((${known("sharing_group_id")}) and (not is_hidden
    or ${holds("viewer")} or sharing_group_id = any((select owned_sharing_groups('viewer'))::uuid[])))`);
  await run(
    `create policy app_insert on sharing_group_members for insert to fengsui_app with check (${owned} and added_by = (select my_person()))`,
  );
  const ownedOrMine = `${owned} or ${holds("manager")}`;
  await run(`create policy app_update on sharing_group_members for update to fengsui_app
    using (${ownedOrMine}) with check (${ownedOrMine})`);
  await run(
    `create policy app_delete on sharing_group_members for delete to fengsui_app using (${ownedOrMine})`,
  );
}

/** To whom an organisation may pass on what it was given as AMBER: once the client has confirmed that it is one. */
async function createClients(db: AnyDatabase): Promise<void> {
  await sql`
    create table organisation_clients (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      client_id uuid not null references organisations,
      declared_by uuid references people,
      since timestamptz not null default now(),
      confirmed_at timestamptz,
      confirmed_by uuid references people,
      is_hidden boolean not null default false,
      ended_at timestamptz,
      ended_by uuid references people,
      check (organisation_id <> client_id)
    )`.execute(db);
  await sql`
    create unique index organisation_clients_open on organisation_clients (client_id, organisation_id)
    where ended_at is null`.execute(db);
  await sql`create index organisation_clients_organisation on organisation_clients (organisation_id)`.execute(
    db,
  );
  const either = (role: "viewer" | "manager") =>
    `${holds(role)} or client_id = any((select my_organisations('${role}'))::uuid[])`;
  await protect(db, {
    table: "organisation_clients",
    app: `select, insert (id, organisation_id, client_id, declared_by, since),
      update (confirmed_at, confirmed_by, is_hidden, ended_at, ended_by)`,
    read: either("viewer"),
    insert: `${holds("manager")} and declared_by = (select my_person())`,
    update: either("manager"),
    isOfTheRule: true,
  });
}

/** An organisation cannot make another its client: the client alone says that it is one, and whether it is named. */
async function checkClients(db: AnyDatabase): Promise<void> {
  await sql`
    create function check_client() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if old.ended_at is not null then
        raise check_violation using constraint = 'organisation_clients_ended', message = 'it has ended';
      end if;
      if session_user <> 'fengsui_system' and new.client_id <> all (my_organisations('manager'))
        and (new.confirmed_at, new.confirmed_by, new.is_hidden)
          is distinct from (old.confirmed_at, old.confirmed_by, old.is_hidden) then
        raise insufficient_privilege using message = 'no manager of the client';
      end if;
      return new;
    end $$`.execute(db);
  await sql`revoke execute on function check_client() from public`.execute(db);
  await sql`
    create trigger organisation_clients_check before update on organisation_clients
    for each row execute function check_client()`.execute(db);
}
