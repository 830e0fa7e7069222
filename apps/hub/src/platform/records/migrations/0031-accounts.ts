// SPDX-License-Identifier: Apache-2.0
/**
 * Accounts whose password is forgotten, and accounts that are disabled: one-time links that set a password, letters to
 * the owner of an account, and what ends when somebody administers no longer.
 */
import { sql } from "kysely";
import { type AnyDatabase, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createMayRecover(db);
  await createPasswordLinks(db);
  await createLetters(db);
  await stopWebhooksOfThoseWhoLeft(db);
  await createDisabling(db);
  await createAccountsList(db);
}

async function ownersFunction(db: AnyDatabase, signature: string, isCalled: boolean): Promise<void> {
  await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
  if (isCalled)
    await sql`grant execute on function ${sql.raw(signature)} to fengsui_app, fengsui_system`.execute(db);
}

/**
 * Who sets a password for somebody could sign in as them. So an administrator may only where everything that the
 * account opens is theirs to administer already; for all others it is an operator.
 */
async function createMayRecover(db: AnyDatabase): Promise<void> {
  await sql`
    create function may_recover(person uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select is_person() and person <> my_person()
        and exists (select from people p where p.id = person and p.disabled_at is null)
        and (has_hub_role('operator') or (
          exists (select from memberships m where m.person_id = person)
          and not exists (select from memberships m where m.person_id = person
            and m.organisation_id <> all (my_organisations('administrator')))
          and not exists (select from hub_roles h where h.person_id = person)))
    $$`.execute(db);
  await ownersFunction(db, "may_recover(uuid)", true);
}

/** Only the hub's own job reads one. `made_by` is null where the owner asked for it by mail. */
async function createPasswordLinks(db: AnyDatabase): Promise<void> {
  await sql`
    create table password_links (
      id uuid primary key,
      person_id uuid not null references people,
      token_hash bytea not null unique check (length(token_hash) = 32),
      made_by uuid references people,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      ended_at timestamptz
    )`.execute(db);
  await sql`create index password_links_person on password_links (person_id)`.execute(db);
  await protect(db, {
    table: "password_links",
    app: "insert (id, person_id, token_hash, made_by, created_at, expires_at)",
    insert: "made_by = (select my_person()) and may_recover(person_id)",
    isOfTheRule: true,
  });
}

/** What is to be mailed to the owner of an account, whatever they chose to hear of. It holds no secret. */
async function createLetters(db: AnyDatabase): Promise<void> {
  await sql`
    create table account_letters (
      id uuid primary key,
      kind text not null check (kind in ('forgotten', 'link_made', 'password_set', 'disabled', 'enabled')),
      email text check (length(email) <= 320),
      person_id uuid references people,
      created_at timestamptz not null,
      due_at timestamptz not null,
      tries int not null default 0,
      check ((kind = 'forgotten') = (email is not null)),
      check ((kind = 'forgotten') = (person_id is null))
    )`.execute(db);
  await sql`create unique index account_letters_asked on account_letters (email)`.execute(db);
  await sql`create index account_letters_due on account_letters (due_at)`.execute(db);
  await protect(db, {
    table: "account_letters",
    app: "insert (id, kind, person_id, created_at, due_at)",
    insert:
      "(kind = 'link_made' and may_recover(person_id)) or (kind in ('disabled', 'enabled') and (select has_hub_role('operator')))",
  });
}

/** A webhook is answered for by an administrator; when they are none any more, it waits for another to take it on. */
async function stopWebhooksOfThoseWhoLeft(db: AnyDatabase): Promise<void> {
  const left = "who answered for it does not administer the organisation any more";
  await sql`create policy rule on webhooks to current_user using (true) with check (true)`.execute(db);
  await sql`alter table webhooks add column responsible_id uuid references people`.execute(db);
  await sql`update webhooks set responsible_id = created_by`.execute(db);
  await sql`alter table webhooks alter column responsible_id set not null`.execute(db);
  await sql`grant select (responsible_id), insert (responsible_id), update (responsible_id) on webhooks
    to fengsui_app`.execute(db);
  await sql`
    update webhooks w set is_enabled = false, disabled_reason = ${sql.lit(left)}
    where is_enabled and removed_at is null and not exists (
      select from memberships m join people p on p.id = m.person_id and p.disabled_at is null
      where m.person_id = w.responsible_id and m.organisation_id = w.organisation_id
        and m.role = 'administrator')`.execute(db);
  await sql`
    create function stop_webhooks_of(person uuid, organisation uuid) returns void
    language sql security definer set search_path = public, pg_temp as $$
      update webhooks set is_enabled = false, disabled_reason = ${sql.lit(left)}
      where responsible_id = person and (organisation is null or organisation_id = organisation)
        and is_enabled and removed_at is null
    $$`.execute(db);
  await ownersFunction(db, "stop_webhooks_of(uuid, uuid)", false);
  await sql`
    create function stop_webhooks_of_member() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if old.role = 'administrator' and (tg_op = 'DELETE' or new.role <> 'administrator') then
        perform stop_webhooks_of(old.person_id, old.organisation_id);
      end if;
      return null;
    end $$`.execute(db);
  await ownersFunction(db, "stop_webhooks_of_member()", false);
  await sql`
    create trigger memberships_stop_webhooks after update or delete on memberships
    for each row execute function stop_webhooks_of_member()`.execute(db);
}

/**
 * By an operator, never of oneself: so the hub keeps one. What the account had open ends in the same transaction.
 * False where there is nothing to change.
 */
async function createDisabling(db: AnyDatabase): Promise<void> {
  await sql`create policy rule on sessions to current_user using (true) with check (true)`.execute(db);
  await sql`
    create function disable_account(person uuid, at timestamptz, may_leave_vacant boolean) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      organisation uuid;
    begin
      perform pg_advisory_xact_lock(hashtextextended('fengsui operators', 0));
      if not has_hub_role('operator') then
        raise insufficient_privilege using message = 'not an operator of the hub';
      end if;
      if person = my_person() then
        raise check_violation using constraint = 'people_disable_oneself', message = 'oneself';
      end if;
      update people set disabled_at = at where id = person and disabled_at is null;
      if not found then return false; end if;
      for organisation in
        select m.organisation_id from memberships m
        where m.person_id = person and m.role = 'administrator' order by 1
      loop
        perform pg_advisory_xact_lock(hashtextextended('administrators ' || organisation, 0));
        if not may_leave_vacant and not exists (
          select from memberships m join people p on p.id = m.person_id and p.disabled_at is null
          where m.organisation_id = organisation and m.role = 'administrator') then
          raise check_violation using constraint = 'memberships_last_administrator', message = 'nobody is left';
        end if;
      end loop;
      delete from sessions where person_id = person;
      update password_links set ended_at = at where person_id = person and used_at is null and ended_at is null;
      update invitations set revoked_at = at
      where invited_by = person and accepted_at is null and revoked_at is null;
      perform stop_webhooks_of(person, null);
      return true;
    end $$`.execute(db);
  await ownersFunction(db, "disable_account(uuid, timestamptz, boolean)", true);
  await sql`
    create function enable_account(person uuid) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not has_hub_role('operator') then
        raise insufficient_privilege using message = 'not an operator of the hub';
      end if;
      update people set disabled_at = null where id = person and disabled_at is not null;
      return found;
    end $$`.execute(db);
  await ownersFunction(db, "enable_account(uuid)", true);
}

/** Every account of the hub, to its operators: who is there and where, and nothing of what they do. */
async function createAccountsList(db: AnyDatabase): Promise<void> {
  await sql`
    create function hub_accounts(pattern text, only_disabled boolean, after_name text, after_id uuid, most int)
    returns table (id uuid, name text, email text, created_at timestamptz, disabled_at timestamptz,
      organisations text[], hub_roles text[])
    language sql stable security definer set search_path = public, pg_temp as $$
      select p.id, p.name, p.email, p.created_at, p.disabled_at,
        array(select o.name from memberships m join organisations o on o.id = m.organisation_id
          where m.person_id = p.id order by o.name),
        array(select h.role from hub_roles h where h.person_id = p.id order by h.role)
      from people p
      where has_hub_role('operator')
        and (pattern is null or p.name ilike pattern or p.email ilike pattern)
        and (not only_disabled or p.disabled_at is not null)
        and (after_id is null or (p.name collate "C", p.id) > (after_name, after_id))
      order by p.name collate "C", p.id limit most
    $$`.execute(db);
  await ownersFunction(db, "hub_accounts(text, boolean, text, uuid, int)", true);
}
