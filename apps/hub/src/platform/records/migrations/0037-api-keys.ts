// SPDX-License-Identifier: Apache-2.0
/**
 * Keys by which programs act in the name of somebody, and people that are programs. A key narrows what its owner may:
 * to some organisations, without what is named to the person, without roles of the hub. The functions of the rule
 * themselves are narrowed, so that no policy need know of keys.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await knowServices(db);
  await createServiceAccounts(db);
  await createKeys(db);
  await createLimits(db);
  await endKeysOfDisabled(db);
  await narrowTheRule(db);
}

async function ownersFunction(db: AnyDatabase, signature: string, isCalled = true): Promise<void> {
  await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
  if (isCalled)
    await sql`grant execute on function ${sql.raw(signature)} to fengsui_app, fengsui_system`.execute(db);
}

/** Wherever the name is read, it says that it is a program; no person can take such a name from now on. */
async function knowServices(db: AnyDatabase): Promise<void> {
  await sql`
    alter table people
      add column kind text not null default 'person' check (kind in ('person', 'service')),
      add constraint people_service_name check (kind = 'person' or name like 'service: %')`.execute(db);
  await sql`
    alter table people add constraint people_person_name
    check (kind = 'service' or name !~* '^\\s*service\\s*:') not valid`.execute(db);
  await sql`
    create function keep_services_low() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from people where id = new.person_id and kind = 'service') then return new; end if;
      if tg_table_name = 'memberships' then
        if new.role in ('viewer', 'analyst', 'responder') and not exists (
          select from memberships where person_id = new.person_id and organisation_id <> new.organisation_id) then
          return new;
        end if;
      end if;
      raise check_violation using constraint = 'people_service_role', message = 'not for a service account';
    end $$`.execute(db);
  await ownersFunction(db, "keep_services_low()", false);
  await sql`
    create trigger memberships_keep_services_low before insert or update on memberships
    for each row execute function keep_services_low()`.execute(db);
  for (const table of ["hub_roles", "credentials", "sessions"])
    await sql`
      create trigger ${sql.raw(table)}_keep_services_low before insert on ${sql.raw(table)}
      for each row execute function keep_services_low()`.execute(db);
}

/** By an administrator of the organisation: the only way by which the application makes somebody. */
async function createServiceAccounts(db: AnyDatabase): Promise<void> {
  await sql`
    create function create_service_account(account uuid, organisation uuid, title text, wanted text) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not coalesce(organisation = any (my_organisations('administrator')), false) then
        raise insufficient_privilege using message = 'no administrator of the organisation';
      end if;
      -- The address reaches nobody (RFC 2606); a column that is never empty has no exception to forget.
      insert into people (id, kind, name, email)
      values (account, 'service', 'service: ' || title, account || '@service.invalid');
      insert into memberships (person_id, organisation_id, role) values (account, organisation, wanted);
    end $$`.execute(db);
  await ownersFunction(db, "create_service_account(uuid, uuid, text, text)");
  await sql`
    create function end_service_account(account uuid) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update people p set disabled_at = now() where p.id = account and p.kind = 'service' and p.disabled_at is null
        and exists (select from memberships m where m.person_id = p.id
          and m.organisation_id = any (my_organisations('administrator')));
      return found;
    end $$`.execute(db);
  await ownersFunction(db, "end_service_account(uuid)");
}

async function createKeys(db: AnyDatabase): Promise<void> {
  await sql`
    create table api_keys (
      id uuid primary key,
      person_id uuid not null references people,
      name text not null check (length(name) between 1 and 100),
      secret_hash bytea not null unique check (length(secret_hash) = 32),
      scopes text[] not null check (cardinality(scopes) between 1 and 100),
      organisation_ids uuid[] check (cardinality(organisation_ids) between 1 and 200),
      rate_per_minute int not null check (rate_per_minute between 1 and 6000),
      created_by uuid not null references people,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null check (expires_at <= created_at + interval '367 days'),
      revoked_at timestamptz,
      revoked_by uuid references people,
      last_used_at timestamptz,
      last_address text check (length(last_address) <= 100),
      warned_at timestamptz
    )`.execute(db);
  await sql`create index api_keys_person on api_keys (person_id)`.execute(db);
  await sql`create index api_keys_expiry on api_keys (expires_at) where revoked_at is null and warned_at is null`.execute(
    db,
  );
  await sql`
    create function my_service_accounts() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(p.id), '{}') from people p join memberships m on m.person_id = p.id
      where p.kind = 'service' and p.disabled_at is null
        and m.organisation_id = any (my_organisations('administrator'))
    $$`.execute(db);
  await ownersFunction(db, "my_service_accounts()");
  // Who administers an organisation sees the keys that can act in it.
  await sql`
    create function my_key_holders() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(m.person_id), '{}') from memberships m
      where m.organisation_id = any (my_organisations('administrator'))
    $$`.execute(db);
  await ownersFunction(db, "my_key_holders()");
  const seen =
    "id, person_id, name, scopes, organisation_ids, rate_per_minute, created_by, created_at, expires_at, revoked_at, revoked_by, last_used_at, last_address";
  const added =
    "id, person_id, name, secret_hash, scopes, organisation_ids, rate_per_minute, created_by, created_at, expires_at";
  const mine =
    "(person_id = (select my_person()) or person_id = any((select my_service_accounts())::uuid[]))";
  await protect(db, {
    table: "api_keys",
    app: `select (${seen}), insert (${added}), update (revoked_at, revoked_by)`,
    read: `${mine} or (person_id = any((select my_key_holders())::uuid[]) and (organisation_ids is null
      or organisation_ids && (select my_organisations('administrator'))::uuid[]))`,
    insert: `${mine} and created_by = (select my_person())`,
    update: mine,
    isOfTheRule: true,
  });
}

/** What the administrators of an organisation leave of a key that is not theirs, in their organisation. */
async function createLimits(db: AnyDatabase): Promise<void> {
  await sql`
    create table api_key_limits (
      key_id uuid not null references api_keys,
      organisation_id uuid not null references organisations,
      scopes text[] not null check (cardinality(scopes) <= 100),
      set_by uuid not null references people,
      set_at timestamptz not null,
      primary key (key_id, organisation_id)
    )`.execute(db);
  // A person sees of their own key what was taken from it; which keys there are, the policy of keys says.
  await protect(db, {
    table: "api_key_limits",
    app: "select, insert, update (scopes, set_by, set_at), delete",
    read: `${holds("administrator")} or key_id in (select k.id from api_keys k where k.person_id = (select my_person()))`,
    insert: `${holds("administrator")} and set_by = (select my_person()) and key_id in (select k.id from api_keys k)`,
    update: `${holds("administrator")} and set_by = (select my_person())`,
    delete: holds("administrator"),
  });
}

/** An account that is enabled again has no key of before; a program has no password to set anew. */
async function endKeysOfDisabled(db: AnyDatabase): Promise<void> {
  await sql`
    create function end_keys_of_disabled() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update api_keys set revoked_at = new.disabled_at where person_id = new.id and revoked_at is null;
      return null;
    end $$`.execute(db);
  await ownersFunction(db, "end_keys_of_disabled()", false);
  await sql`
    create trigger people_end_keys after update of disabled_at on people
    for each row when (old.disabled_at is null and new.disabled_at is not null)
    execute function end_keys_of_disabled()`.execute(db);
  await sql`
    create or replace function may_recover(person uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select is_person() and person <> my_person()
        and exists (select from people p where p.id = person and p.disabled_at is null and p.kind = 'person')
        and (has_hub_role('operator') or (
          exists (select from memberships m where m.person_id = person)
          and not exists (select from memberships m where m.person_id = person
            and m.organisation_id <> all (my_organisations('administrator')))
          and not exists (select from hub_roles h where h.person_id = person)))
    $$`.execute(db);
}

/** Unset is not narrowed: sessions of people, and jobs. */
async function narrowTheRule(db: AnyDatabase): Promise<void> {
  await sql`
    create function key_organisations() returns uuid[] language sql stable
    return nullif(current_setting('fengsui.organisation_ids', true), '')::uuid[]`.execute(db);
  await sql`
    create function is_withheld(part text) returns boolean language sql stable
    return coalesce(current_setting('fengsui.' || part, true), '') <> ''`.execute(db);
  await ownersFunction(db, "key_organisations()");
  await ownersFunction(db, "is_withheld(text)");
  await sql`
    create or replace function my_organisations(lowest text) returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      with ranks as (select array['viewer', 'analyst', 'responder', 'manager', 'administrator'] as names)
      select coalesce(array_agg(m.organisation_id), '{}')
      from ranks, memberships m
      join people p on p.id = m.person_id and p.disabled_at is null
      join organisations o on o.id = m.organisation_id and o.disabled_at is null
      where m.person_id = my_person()
        and array_position(ranks.names, m.role) >= array_position(ranks.names, lowest)
        and (key_organisations() is null or m.organisation_id = any (key_organisations()))
    $$`.execute(db);
  await sql`
    create or replace function has_hub_role(wanted text) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select is_person() and not is_withheld('hub_roles')
        and exists (select from hub_roles where person_id = my_person() and role = wanted)
    $$`.execute(db);
  await withholdWhatIsNamed(db);
}

async function withholdWhatIsNamed(db: AnyDatabase): Promise<void> {
  await sql`
    create or replace function my_audiences() returns int[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select audiences_of(reader_of(my_organisations('viewer'),
        case when is_person() and not is_withheld('named') then my_person() end, 'all', '{}'))
    $$`.execute(db);
  await sql`
    alter policy app_read on audiences using ((${sql.raw(holds("viewer"))} and marking is distinct from 'red')
      or (not (select is_withheld('named')) and (select my_person()) = any(person_ids)))`.execute(db);
}
