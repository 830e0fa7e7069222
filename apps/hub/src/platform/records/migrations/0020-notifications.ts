// SPDX-License-Identifier: Apache-2.0
/**
 * What people want to hear of, what they are told, and how it reaches them. A notification names its record and holds
 * nothing of it: who reads it reads the record under their own policies, when they do.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, protect } from "./protection.ts";

const LEVELS = "('informational', 'low', 'medium', 'high', 'critical')";
const MINUTE = "between 0 and 1439";
const MINE = "person_id = (select my_person())";
const OF_MY_WEBHOOK = `webhook_id is not null and ${holds("administrator")}`;
const MINE_OR_OF_MY_WEBHOOK = `(${MINE} and ${holds("viewer")}) or (${OF_MY_WEBHOOK})`;
/** Whom it is for. */
const RECIPIENT = `
  organisation_id uuid not null references organisations,
  person_id uuid references people,
  webhook_id uuid,
  foreign key (webhook_id, organisation_id) references webhooks (id, organisation_id),
  check (num_nonnulls(person_id, webhook_id) = 1)`;

export async function up(db: AnyDatabase): Promise<void> {
  await createPreferences(db);
  await createWebhooks(db);
  await createDeliveries(db);
  await createAttempts(db);
  await createNotifications(db);
  await createReachesOrganisation(db);
}

async function createPreferences(db: AnyDatabase): Promise<void> {
  await sql`
    create table notification_preferences (
      person_id uuid not null references people,
      organisation_id uuid not null references organisations,
      choices jsonb not null check (jsonb_typeof(choices) = 'object'),
      daily_at int not null check (daily_at ${sql.raw(MINUTE)}),
      time_zone text not null check (length(time_zone) between 1 and 100),
      quiet_from int check (quiet_from ${sql.raw(MINUTE)}),
      quiet_to int check (quiet_to ${sql.raw(MINUTE)}),
      urgent_level text not null check (urgent_level in ${sql.raw(LEVELS)}),
      changed_at timestamptz not null,
      primary key (person_id, organisation_id),
      check ((quiet_from is null) = (quiet_to is null)),
      check (quiet_from <> quiet_to)
    )`.execute(db);
  const own = `${MINE} and ${holds("viewer")}`;
  await protect(db, {
    table: "notification_preferences",
    app: `select, insert, update (choices, daily_at, time_zone, quiet_from, quiet_to, urgent_level, changed_at)`,
    read: own,
    insert: own,
    update: own,
  });
}

/** The secret goes in, and no request reads it again. */
async function createWebhooks(db: AnyDatabase): Promise<void> {
  await sql`
    create table webhooks (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      name text not null check (length(name) between 1 and 200),
      url text not null check (length(url) between 8 and 2000),
      kinds text[] not null check (kinds <> '{}'),
      lowest_level text not null check (lowest_level in ${sql.raw(LEVELS)}),
      secret bytea not null check (length(secret) between 24 and 64),
      previous_secret bytea,
      previous_secret_until timestamptz,
      is_enabled boolean not null default true,
      disabled_reason text,
      created_by uuid not null references people,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      removed_at timestamptz,
      unique (id, organisation_id)
    )`.execute(db);
  await sql`create index webhooks_organisation on webhooks (organisation_id) where removed_at is null`.execute(
    db,
  );
  await sql`
    create function keep_previous_secret() returns trigger language plpgsql as $$
    begin
      if new.secret <> old.secret then
        new.previous_secret := old.secret;
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger webhooks_secret before update on webhooks
    for each row execute function keep_previous_secret()`.execute(db);
  const columns = "id, organisation_id, name, url, kinds, lowest_level, created_by, created_at, changed_at";
  await protect(db, {
    table: "webhooks",
    app: `select (${columns}, is_enabled, disabled_reason, previous_secret_until, removed_at),
      insert (${columns}, secret),
      update (name, url, kinds, lowest_level, is_enabled, disabled_reason, secret, previous_secret_until, changed_at,
        removed_at)`,
    read: holds("administrator"),
    insert: `${holds("administrator")} and created_by = (select my_person())`,
    update: holds("administrator"),
  });
}

/** A mail or a call of a webhook. Who gets it may have it sent again, and nothing else. */
async function createDeliveries(db: AnyDatabase): Promise<void> {
  await sql`
    create table deliveries (
      id uuid primary key,
      ${sql.raw(RECIPIENT)},
      mode text not null check (mode in ('now', 'held', 'hourly', 'daily', 'each', 'test')),
      state text not null check (state in ('waiting', 'held', 'sent', 'failed', 'given_up', 'withheld')),
      due_at timestamptz not null,
      attempts int not null default 0,
      tries int not null default 0,
      more int not null default 0,
      reason text check (length(reason) <= 1000),
      created_at timestamptz not null,
      changed_at timestamptz not null,
      sent_at timestamptz
    )`.execute(db);
  await sql`create unique index deliveries_gathering on deliveries (person_id, organisation_id, mode)
    where person_id is not null and mode <> 'test' and state in ('waiting', 'held') and attempts = 0`.execute(
    db,
  );
  await sql`create index deliveries_due on deliveries (due_at) where state in ('waiting', 'held', 'failed')`.execute(
    db,
  );
  await sql`create index deliveries_of_person on deliveries (person_id, created_at desc) where person_id is not null`.execute(
    db,
  );
  await sql`create index deliveries_of_webhook on deliveries (webhook_id, created_at desc) where webhook_id is not null`.execute(
    db,
  );
  await sql`create index deliveries_old on deliveries (created_at)`.execute(db);
  await protect(db, {
    table: "deliveries",
    app: `select, insert (id, organisation_id, person_id, webhook_id, mode, state, due_at, created_at, changed_at),
      update (state, due_at, tries, changed_at)`,
    read: MINE_OR_OF_MY_WEBHOOK,
    insert: `mode = 'test' and state = 'waiting' and (${MINE_OR_OF_MY_WEBHOOK})`,
    update: `${MINE_OR_OF_MY_WEBHOOK}`,
  });
  await sql`
    create function guard_delivery() returns trigger language plpgsql as $$
    begin
      if session_user <> 'fengsui_system' and (new.state <> 'waiting' or new.tries <> 0) then
        raise insufficient_privilege using message = 'how a delivery went is the hub''s to say';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger deliveries_outcome before update on deliveries
    for each row execute function guard_delivery()`.execute(db);
}

/** It only grows but for its end, which is missing where the hub ended first. */
async function createAttempts(db: AnyDatabase): Promise<void> {
  await sql`
    create table delivery_attempts (
      delivery_id uuid not null references deliveries on delete cascade,
      number int not null check (number > 0),
      started_at timestamptz not null,
      finished_at timestamptz,
      outcome text check (outcome in ('sent', 'failed')),
      reason text check (length(reason) <= 1000),
      primary key (delivery_id, number),
      check ((finished_at is null) = (outcome is null))
    )`.execute(db);
  await protect(db, {
    table: "delivery_attempts",
    app: "select",
    read: "exists (select from deliveries where deliveries.id = delivery_id)",
  });
}

async function createNotifications(db: AnyDatabase): Promise<void> {
  await sql`
    create table notifications (
      id uuid primary key,
      ${sql.raw(RECIPIENT)},
      kind text not null check (kind ~ '^[a-z_]+\\.[a-z_]+$'),
      level text not null check (level in ${sql.raw(LEVELS)}),
      subject_kind text not null check (subject_kind in ('alert', 'case', 'order', 'retrospection')),
      subject_id uuid not null,
      delivery_id uuid references deliveries on delete set null,
      created_at timestamptz not null,
      read_at timestamptz
    )`.execute(db);
  await sql`create index notifications_of_person on notifications (person_id, created_at desc, id desc)
    where person_id is not null`.execute(db);
  await sql`create index notifications_unread on notifications (person_id)
    where person_id is not null and read_at is null`.execute(db);
  await sql`create index notifications_delivery on notifications (delivery_id) where delivery_id is not null`.execute(
    db,
  );
  await sql`create index notifications_old on notifications (created_at)`.execute(db);
  await protect(db, {
    table: "notifications",
    app: "select, update (read_at)",
    read: MINE_OR_OF_MY_WEBHOOK,
    update: `${MINE} and ${holds("viewer")}`,
  });
}

/**
 * Whether every person of an organisation may read what has the audience, so that the organisation as such may be
 * told. RED names people and never reaches an organisation.
 */
async function createReachesOrganisation(db: AnyDatabase): Promise<void> {
  await sql`
    create function reaches_organisation(audience int, organisation uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
      select exists (select from audiences a where a.id = audience and (
        a.marking in ('clear', 'green')
        or (a.marking is distinct from 'red' and a.organisation_id = organisation)
        or (a.marking in ('amber', 'amber+strict') and (organisation = any (a.organisation_ids)
          or exists (select from sharing_group_members g
            where g.sharing_group_id = a.sharing_group_id and g.organisation_id = organisation)))))
    $$`.execute(db);
  await sql`revoke execute on function reaches_organisation(int, uuid) from public`.execute(db);
  await sql`grant execute on function reaches_organisation(int, uuid) to fengsui_system`.execute(db);
}
