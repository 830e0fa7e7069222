// SPDX-License-Identifier: Apache-2.0
/**
 * Signing in with a provider of OpenID Connect. Operators name providers and what their groups would mean; a role in
 * an organisation comes of it only where an administrator of the organisation accepted that. The database holds to it,
 * whoever asks.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

const IS_OPERATOR = "(select has_hub_role('operator'))";
const ROLES = "('viewer', 'analyst', 'responder', 'manager', 'administrator')";
const ORIGINS = "('invitation', 'provider')";

export async function up(db: AnyDatabase): Promise<void> {
  await createProviders(db);
  await createGroupRoles(db);
  await createIdentities(db);
  await createFlows(db);
  await rememberOrigins(db);
  await requireAcceptance(db);
  await keepInvited(db);
}

/** The secret goes in, and no request reads it again. Who the provider is, and where it says groups, never changes. */
async function createProviders(db: AnyDatabase): Promise<void> {
  await sql`
    create table identity_providers (
      id uuid primary key,
      name text not null check (length(name) between 1 and 100),
      issuer text not null check (length(issuer) between 8 and 1000),
      client_id text not null check (length(client_id) between 1 and 500),
      client_secret text check (length(client_secret) between 1 and 1000),
      scopes text not null check (length(scopes) between 6 and 500),
      groups_claim text not null check (length(groups_claim) between 1 and 200),
      makes_accounts boolean not null,
      trusts_second_factor boolean not null,
      is_enabled boolean not null default true,
      created_by uuid not null references people,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      removed_at timestamptz
    )`.execute(db);
  await sql`create unique index identity_providers_issuer on identity_providers (issuer) where removed_at is null`.execute(
    db,
  );
  const changed =
    "name, client_id, scopes, makes_accounts, trusts_second_factor, is_enabled, changed_at, removed_at";
  await protect(db, {
    table: "identity_providers",
    app: `select (id, issuer, groups_claim, created_by, created_at, ${changed}),
      insert (id, issuer, groups_claim, created_by, created_at, client_secret, ${changed}),
      update (client_secret, ${changed})`,
    // Its name stands on the sign-in page; who accepts a role of it has to know whose word that is.
    read: "(select is_person())",
    insert: `${IS_OPERATOR} and created_by = (select my_person())`,
    update: IS_OPERATOR,
  });
}

/** What belonging to a group gives: a role in an organisation, or coordinating. Never changed but by being accepted. */
async function createGroupRoles(db: AnyDatabase): Promise<void> {
  await sql`
    create table group_roles (
      id uuid primary key,
      provider_id uuid not null references identity_providers,
      group_name text not null check (length(group_name) between 1 and 300),
      organisation_id uuid references organisations,
      role text check (role in ${sql.raw(ROLES)}),
      hub_role text check (hub_role in ('coordinator')),
      created_by uuid not null references people,
      created_at timestamptz not null,
      accepted_by uuid references people,
      accepted_at timestamptz,
      unique nulls not distinct (provider_id, group_name, organisation_id),
      check ((organisation_id is null) = (role is null)),
      check ((role is null) <> (hub_role is null)),
      check ((accepted_by is null) = (accepted_at is null))
    )`.execute(db);
  await sql`create index group_roles_organisation on group_roles (organisation_id)`.execute(db);
  const seen = `${IS_OPERATOR} or ${holds("administrator")}`;
  await protect(db, {
    table: "group_roles",
    app: `select, insert (id, provider_id, group_name, organisation_id, role, hub_role, created_by, created_at),
      update (accepted_by, accepted_at), delete`,
    read: seen,
    insert: `${IS_OPERATOR} and created_by = (select my_person())`,
    update: holds("administrator"),
    delete: seen,
    isOfTheRule: true,
  });
  // Which row one may accept is one thing, in whose name another.
  await sql`
    alter policy app_update on group_roles
    with check (${sql.raw(`${holds("administrator")} and accepted_by = (select my_person())`)})`.execute(db);
}

/** Who somebody is at a provider, told by issuer and subject alone; and which session came of it. */
async function createIdentities(db: AnyDatabase): Promise<void> {
  await sql`
    create table identities (
      id uuid primary key,
      person_id uuid not null references people,
      issuer text not null,
      subject text not null check (length(subject) between 1 and 255),
      label text not null check (length(label) <= 320),
      created_at timestamptz not null,
      used_at timestamptz not null,
      unique (issuer, subject)
    )`.execute(db);
  await sql`create index identities_person on identities (person_id)`.execute(db);
  await protect(db, {
    table: "identities",
    app: "select (id, person_id, issuer, label, created_at, used_at)",
    read: "person_id = (select my_person())",
  });
  await sql`
    create table provider_sessions (
      session_id uuid primary key references sessions on delete cascade,
      provider_id uuid not null references identity_providers,
      subject text not null,
      sid text,
      id_token text not null
    )`.execute(db);
  await sql`create index provider_sessions_subject on provider_sessions (provider_id, subject)`.execute(db);
  await protect(db, { table: "provider_sessions", app: "" });
}

/** A way to a provider and back: of one browser, once, for ten minutes. Of the sign-in alone. */
async function createFlows(db: AnyDatabase): Promise<void> {
  await sql`
    create table provider_flows (
      state_hash bytea primary key check (length(state_hash) = 32),
      browser_hash bytea not null check (length(browser_hash) = 32),
      provider_id uuid not null references identity_providers,
      purpose text not null check (purpose in ('enter', 'connect', 'prove', 'code')),
      person_id uuid references people,
      session_id uuid references sessions on delete cascade,
      invitation_hash bytea check (length(invitation_hash) = 32),
      nonce text not null,
      verifier text not null,
      return_to text not null check (length(return_to) <= 2000),
      grant_detail text check (length(grant_detail) <= 20000),
      begun_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db);
  await protect(db, { table: "provider_flows", app: "" });
}

/** What a group gave goes with the group; what somebody gave by hand stays. */
async function rememberOrigins(db: AnyDatabase): Promise<void> {
  for (const table of ["memberships", "hub_roles"])
    await sql`
      alter table ${sql.raw(table)}
        add column origin text not null default 'invitation' check (origin in ${sql.raw(ORIGINS)}),
        add column provider_id uuid references identity_providers,
        add constraint ${sql.raw(`${table}_origin_provider`)} check ((origin = 'provider') = (provider_id is not null))`.execute(
      db,
    );
}

/**
 * The first administrator of an organisation that has none may come by a group, as they may by an invitation. A role
 * that somebody changes is given by hand from then on.
 */
async function requireAcceptance(db: AnyDatabase): Promise<void> {
  await sql`
    create function require_accepted_group() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if tg_op = 'UPDATE' and session_user = 'fengsui_app' then
        new.origin := 'invitation';
        new.provider_id := null;
      end if;
      if new.origin <> 'provider' then return new; end if;
      if not exists (
        select from group_roles g
        where g.provider_id = new.provider_id and g.organisation_id = new.organisation_id and g.role = new.role
          and (g.accepted_at is not null or (g.role = 'administrator' and not exists (
            select from memberships m join people p on p.id = m.person_id and p.disabled_at is null
            where m.organisation_id = new.organisation_id and m.role = 'administrator')))) then
        raise check_violation using constraint = 'memberships_accepted_group', message = 'nobody accepted it';
      end if;
      return new;
    end $$`.execute(db);
  await sql`revoke execute on function require_accepted_group() from public`.execute(db);
  await sql`
    create trigger memberships_accepted_group before insert or update of role, origin, provider_id on memberships
    for each row execute function require_accepted_group()`.execute(db);
}

/** Whoever is invited to where a group brought them stays, when the group is gone. */
async function keepInvited(db: AnyDatabase): Promise<void> {
  await sql`
    create or replace function accept_invitation(hash bytea, at timestamptz) returns uuid
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
      values (my_person(), found_one.organisation_id, found_one.role)
      on conflict (person_id, organisation_id) do update
        set role = excluded.role, origin = 'invitation', provider_id = null
        where memberships.origin = 'provider';
      update invitations set accepted_at = at, accepted_by = my_person() where id = found_one.id;
      return found_one.id;
    end $$`.execute(db);
}
