// SPDX-License-Identifier: Apache-2.0
/**
 * More than one person: invitations into an organisation, the roles of the hub, and what keeps an organisation from
 * being left without an administrator. Nobody becomes a member but by an invitation that they accepted.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

const HAS_A_HUB_ROLE = "((select has_hub_role('operator')) or (select has_hub_role('coordinator')))";

export async function up(db: AnyDatabase): Promise<void> {
  await nestOrganisations(db);
  await createMyVacancies(db);
  await createInvitations(db);
  await createAcceptInvitation(db);
  await keepAnAdministrator(db);
  await giveHubRoles(db);
  await describeSessions(db);
}

async function ownersFunction(db: AnyDatabase, signature: string, isCalled: boolean): Promise<void> {
  await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
  if (isCalled)
    await sql`grant execute on function ${sql.raw(signature)} to fengsui_app, fengsui_system`.execute(db);
}

async function nestOrganisations(db: AnyDatabase): Promise<void> {
  await sql`
    alter table organisations
      add column centre_id uuid references organisations,
      add constraint organisations_centre_self check (centre_id <> id)`.execute(db);
  await sql`create index organisations_centre on organisations (centre_id)`.execute(db);
  await sql`grant update (centre_id) on organisations to fengsui_app`.execute(db);
  const mayUpdate = sql.raw(
    `id = any((select my_organisations('administrator'))::uuid[]) or ${HAS_A_HUB_ROLE}`,
  );
  await sql`alter policy app_update on organisations using (${mayUpdate}) with check (${mayUpdate})`.execute(
    db,
  );
  await sql`alter policy app_insert on organisations with check (${sql.raw(HAS_A_HUB_ROLE)})`.execute(db);
  // Who belongs below whom is the hub's affair, not the organisation's own.
  await sql`
    create function check_centre() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.centre_id is not distinct from old.centre_id then return new; end if;
      if session_user <> 'fengsui_system' and not (has_hub_role('operator') or has_hub_role('coordinator')) then
        raise insufficient_privilege using message = 'no role of the hub';
      end if;
      perform pg_advisory_xact_lock(hashtextextended('fengsui centres', 0));
      if exists (
        with recursive above(id) as (
          select new.centre_id
          union
          select o.centre_id from organisations o join above on o.id = above.id where o.centre_id is not null
        )
        select from above where id = new.id) then
        raise check_violation using constraint = 'organisations_centre_cycle', message = 'below itself';
      end if;
      return new;
    end $$`.execute(db);
  await ownersFunction(db, "check_centre()", false);
  await sql`
    create trigger organisations_centre before update of centre_id on organisations
    for each row execute function check_centre()`.execute(db);
}

/** Organisations that nobody administers, to those who may invite the first there: roles of the hub. */
async function createMyVacancies(db: AnyDatabase): Promise<void> {
  await sql`
    create function my_vacancies() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(o.id), '{}') from organisations o
      where (has_hub_role('operator') or has_hub_role('coordinator')) and o.disabled_at is null
        and not exists (
          select from memberships m join people p on p.id = m.person_id and p.disabled_at is null
          where m.organisation_id = o.id and m.role = 'administrator')
    $$`.execute(db);
  await ownersFunction(db, "my_vacancies()", true);
}

async function createInvitations(db: AnyDatabase): Promise<void> {
  await sql`
    create table invitations (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      email text not null check (length(email) between 3 and 320),
      role text not null check (role in ('viewer', 'analyst', 'responder', 'manager', 'administrator')),
      token_hash bytea not null unique check (length(token_hash) = 32),
      invited_by uuid not null references people,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      accepted_at timestamptz,
      accepted_by uuid references people,
      revoked_at timestamptz,
      check ((accepted_at is null) = (accepted_by is null))
    )`.execute(db);
  await sql`
    create unique index invitations_open on invitations (organisation_id, lower(email))
    where accepted_at is null and revoked_at is null`.execute(db);
  await sql`create index invitations_organisation on invitations (organisation_id, id)`.execute(db);
  const vacancy = "organisation_id = any((select my_vacancies())::uuid[])";
  const mayWrite = `${holds("administrator")} or (role = 'administrator' and ${vacancy})`;
  const seen =
    "id, organisation_id, email, role, invited_by, created_at, expires_at, accepted_at, accepted_by, revoked_at";
  const added = "id, organisation_id, email, role, token_hash, invited_by, created_at, expires_at";
  await protect(db, {
    table: "invitations",
    app: `select (${seen}), insert (${added}), update (token_hash, expires_at, revoked_at)`,
    read: `${holds("administrator")} or ${vacancy}`,
    insert: `(${mayWrite}) and invited_by = (select my_person())`,
    update: mayWrite,
    isOfTheRule: true,
  });
}

/**
 * In the name of who is signed in: the only way into an organisation for somebody with an account. Whoever has the
 * hash has the token, and the address of the account must be the invited one.
 */
async function createAcceptInvitation(db: AnyDatabase): Promise<void> {
  await sql`drop policy app_insert on memberships`.execute(db);
  await sql`revoke insert on memberships from fengsui_app`.execute(db);
  await sql`
    create function accept_invitation(hash bytea, at timestamptz) returns uuid
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      found_one invitations;
    begin
      select i.* into found_one from invitations i
      join organisations o on o.id = i.organisation_id and o.disabled_at is null
      join people p on p.id = my_person() and p.disabled_at is null and lower(p.email) = lower(i.email)
      where i.token_hash = hash and i.accepted_at is null and i.revoked_at is null and i.expires_at > at
      for update of i;
      if not found then return null; end if;
      insert into memberships (person_id, organisation_id, role)
      values (my_person(), found_one.organisation_id, found_one.role) on conflict do nothing;
      update invitations set accepted_at = at, accepted_by = my_person() where id = found_one.id;
      return found_one.id;
    end $$`.execute(db);
  await ownersFunction(db, "accept_invitation(bytea, timestamptz)", true);
}

/** Of two who take the role from each other at once, the second is refused. */
async function keepAnAdministrator(db: AnyDatabase): Promise<void> {
  await sql`
    create function keep_an_administrator() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if old.role <> 'administrator' or (tg_op = 'UPDATE' and new.role = 'administrator') then return null; end if;
      perform pg_advisory_xact_lock(hashtextextended('administrators ' || old.organisation_id, 0));
      if not exists (
        select from memberships m join people p on p.id = m.person_id and p.disabled_at is null
        where m.organisation_id = old.organisation_id and m.role = 'administrator') then
        raise check_violation using constraint = 'memberships_last_administrator', message = 'nobody is left';
      end if;
      return null;
    end $$`.execute(db);
  await ownersFunction(db, "keep_an_administrator()", false);
  await sql`
    create trigger memberships_keep_an_administrator after update or delete on memberships
    for each row execute function keep_an_administrator()`.execute(db);
}

/** By an operator, to those that one works with; nobody is made a member of anything by it. */
async function giveHubRoles(db: AnyDatabase): Promise<void> {
  await sql`grant insert (person_id, role), delete on hub_roles to fengsui_app`.execute(db);
  await sql`
    create policy app_insert on hub_roles for insert to fengsui_app with check (
      (select has_hub_role('operator')) and person_id = any((select my_colleagues())::uuid[]))`.execute(db);
  await sql`
    create policy app_delete on hub_roles for delete to fengsui_app using ((select has_hub_role('operator')))`.execute(
    db,
  );
  await sql`
    create function keep_an_operator() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('fengsui operators', 0));
      if old.role = 'operator' and not exists (
        select from hub_roles r join people p on p.id = r.person_id and p.disabled_at is null
        where r.role = 'operator') then
        raise check_violation using constraint = 'hub_roles_last_operator', message = 'nobody is left';
      end if;
      return null;
    end $$`.execute(db);
  await ownersFunction(db, "keep_an_operator()", false);
  await sql`
    create trigger hub_roles_keep_an_operator after delete on hub_roles
    for each row execute function keep_an_operator()`.execute(db);
  // An operator has to see whom to take a role from, also where they have no organisation in common.
  await sql`
    alter policy app_read on people using ((select is_person()) and (id = (select my_person())
      or id = any((select my_colleagues())::uuid[]) or id in (select person_id from hub_roles)))`.execute(db);
}

/** For their owner to know them again; and the networks that an account signed in from, for the lockout alone. */
async function describeSessions(db: AnyDatabase): Promise<void> {
  await sql`
    alter table sessions
      add column user_agent text check (length(user_agent) <= 300),
      add column address text check (length(address) <= 100)`.execute(db);
  await sql`grant select (user_agent, address) on sessions to fengsui_app`.execute(db);
  await sql`
    create table known_networks (
      person_id uuid not null references people,
      network text not null check (length(network) <= 100),
      seen_at timestamptz not null,
      primary key (person_id, network)
    )`.execute(db);
  await protect(db, { table: "known_networks", app: "" });
}
