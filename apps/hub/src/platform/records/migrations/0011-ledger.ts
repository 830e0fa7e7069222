// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger: systems and their assets, by what an asset is known and when, what became of it, and what is proposed
 * for it. An asset is seen by who sees its system; one without a system, by the members of its organisation.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, IN_AUDIENCE, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await extendOrganisations(db);
  await createSystems(db);
  await createAssets(db);
  await createIdentifiers(db);
  await createHistory(db);
  await createMergeProposals(db);
  await createSeenHosts(db);
  await createImports(db);
}

async function extendOrganisations(db: AnyDatabase): Promise<void> {
  await sql`
    alter table organisations
      add column sector text check (length(sector) <= 50),
      add column region text check (length(region) <= 100),
      add column kind text check (length(kind) <= 50),
      add column contacts jsonb not null default '[]' check (jsonb_typeof(contacts) = 'array')`.execute(db);
  await sql`grant update (sector, region, kind, contacts) on organisations to fengsui_app`.execute(db);
  // Who sets an organisation up can put right what is written of it; what belongs to it stays its own.
  const mayUpdate = sql.raw(
    "id = any((select my_organisations('administrator'))::uuid[]) or (select has_hub_role('operator'))",
  );
  await sql`alter policy app_update on organisations using (${mayUpdate}) with check (${mayUpdate})`.execute(
    db,
  );
}

async function createSystems(db: AnyDatabase): Promise<void> {
  await sql`
    create table systems (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      audience_id int not null,
      name text not null check (length(name) between 1 and 200),
      purpose text not null default '' check (length(purpose) <= 2000),
      level int check (level between 1 and 5),
      is_critical boolean not null default false,
      guardian_id uuid references organisations,
      responsible jsonb not null default '[]' check (jsonb_typeof(responsible) = 'array'),
      measures jsonb not null default '[]' check (jsonb_typeof(measures) = 'array'),
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      retired_at timestamptz,
      unique (id, organisation_id, audience_id),
      foreign key (audience_id, organisation_id) references audiences (id, organisation_id)
    )`.execute(db);
  await sql`
    create unique index systems_name on systems (organisation_id, name) where retired_at is null`.execute(db);
  await sql`create index systems_audience on systems (audience_id)`.execute(db);
  // A level is a statement to the authorities, and so is who answers: not an analyst's to change.
  await protect(db, {
    table: "systems",
    app: `select, insert, update (audience_id, name, purpose, level, is_critical, guardian_id, responsible, measures,
      changed_at, retired_at)`,
    read: IN_AUDIENCE,
    insert: holds("manager"),
    update: holds("manager"),
  });
}

async function createAssets(db: AnyDatabase): Promise<void> {
  await sql`
    create table assets (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      audience_id int not null,
      system_id uuid,
      kind text not null check (kind in ('host', 'network', 'domain', 'address')),
      name text not null check (length(name) between 1 and 300),
      note text not null default '' check (length(note) <= 2000),
      merged_into uuid references assets,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      retired_at timestamptz,
      unique (id, organisation_id, audience_id),
      foreign key (audience_id, organisation_id) references audiences (id, organisation_id),
      foreign key (system_id, organisation_id, audience_id)
        references systems (id, organisation_id, audience_id) on update cascade,
      check (merged_into <> id)
    )`.execute(db);
  await sql`create index assets_system on assets (system_id)`.execute(db);
  await sql`create index assets_merged on assets (merged_into) where merged_into is not null`.execute(db);
  await sql`create index assets_name on assets (name collate "C", id) where merged_into is null`.execute(db);
  await sql`create index assets_audience on assets (audience_id)`.execute(db);
  await protect(db, {
    table: "assets",
    app: `select, insert,
      update (audience_id, system_id, name, note, merged_into, changed_at, retired_at)`,
    read: IN_AUDIENCE,
    insert: holds("analyst"),
    update: holds("analyst"),
  });
}

/** What an asset is known by, over a span of time. An end that is not set is open. */
async function createIdentifiers(db: AnyDatabase): Promise<void> {
  await sql`
    create table asset_identifiers (
      id uuid primary key,
      asset_id uuid not null,
      organisation_id uuid not null,
      audience_id int not null,
      kind text not null check (kind in ('cloud_instance', 'serial', 'agent_id', 'machine_guid', 'fqdn', 'hostname',
        'mac', 'ip', 'network', 'domain', 'address')),
      value text not null check (length(value) between 1 and 500),
      network cidr generated always as (case when kind = 'network' then value::cidr end) stored,
      valid_from timestamptz,
      valid_to timestamptz,
      origin text not null check (origin in ('person', 'import', 'log')),
      created_at timestamptz not null default now(),
      unique nulls not distinct (asset_id, kind, value, valid_from),
      foreign key (asset_id, organisation_id, audience_id)
        references assets (id, organisation_id, audience_id) on update cascade,
      check (valid_to >= valid_from)
    )`.execute(db);
  await sql`create index asset_identifiers_value on asset_identifiers (value, organisation_id)`.execute(db);
  await sql`
    create index asset_identifiers_network on asset_identifiers using gist (network inet_ops)
    where network is not null`.execute(db);
  // A network, a domain or an address is what it is: the same twice is one.
  await sql`
    create unique index asset_identifiers_definition on asset_identifiers (organisation_id, kind, value)
    where kind in ('network', 'domain', 'address') and valid_to is null`.execute(db);
  await protect(db, {
    table: "asset_identifiers",
    app: "select, insert, update (asset_id, audience_id, valid_from, valid_to)",
    read: IN_AUDIENCE,
    insert: holds("analyst"),
    update: holds("analyst"),
  });
}

async function createHistory(db: AnyDatabase): Promise<void> {
  await sql`
    create table asset_history (
      id uuid primary key,
      asset_id uuid not null,
      organisation_id uuid not null,
      audience_id int not null,
      at timestamptz not null default now(),
      person_id uuid references people,
      action text not null check (action ~ '^[a-z_]+$'),
      detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object'),
      foreign key (asset_id, organisation_id, audience_id)
        references assets (id, organisation_id, audience_id) on update cascade
    )`.execute(db);
  await sql`create index asset_history_asset on asset_history (asset_id, at)`.execute(db);
  await protect(db, {
    table: "asset_history",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: `${holds("analyst")} and person_id is not distinct from (select my_person())`,
  });
}

/** Two assets that may be one. A pair is proposed once: what was refused does not come back. */
async function createMergeProposals(db: AnyDatabase): Promise<void> {
  await sql`
    create table merge_proposals (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      asset_id uuid not null references assets,
      other_id uuid not null references assets,
      because text not null check (length(because) <= 100),
      state text not null default 'open' check (state in ('open', 'merged', 'refused')),
      reason text check (length(reason) <= 2000),
      decided_by uuid references people,
      decided_at timestamptz,
      created_at timestamptz not null default now(),
      unique (asset_id, other_id),
      check (asset_id < other_id),
      check ((state = 'open') = (decided_at is null))
    )`.execute(db);
  await sql`
    create index merge_proposals_open on merge_proposals (organisation_id, created_at, id)
    where state = 'open'`.execute(db);
  await sql`create index merge_proposals_other on merge_proposals (other_id)`.execute(db);
  await protect(db, {
    table: "merge_proposals",
    app: "select, insert, update (state, reason, decided_by, decided_at)",
    read: holds("viewer"),
    insert: holds("analyst"),
    update: holds("analyst"),
  });
}

/** Every host name that the logs of an organisation tell of, and which asset it is. Written by the hub alone. */
async function createSeenHosts(db: AnyDatabase): Promise<void> {
  await sql`
    create table seen_hosts (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      name text not null check (length(name) between 1 and 500),
      short_name text not null,
      first_seen_at timestamptz not null,
      last_seen_at timestamptz not null check (last_seen_at >= first_seen_at),
      source_ids uuid[] not null default '{}',
      asset_id uuid references assets,
      ignored_at timestamptz,
      ignored_by uuid references people,
      ignored_reason text check (length(ignored_reason) between 1 and 2000),
      created_at timestamptz not null default now(),
      unique (organisation_id, name),
      check ((ignored_at is null) = (ignored_reason is null))
    )`.execute(db);
  await sql`create index seen_hosts_short on seen_hosts (organisation_id, short_name)`.execute(db);
  await sql`create index seen_hosts_asset on seen_hosts (asset_id)`.execute(db);
  await sql`
    create index seen_hosts_open on seen_hosts (organisation_id, last_seen_at desc, id)
    where asset_id is null`.execute(db);
  await protect(db, {
    table: "seen_hosts",
    app: "select, update (asset_id, ignored_at, ignored_by, ignored_reason)",
    read: holds("viewer"),
    update: holds("analyst"),
  });
  await sql`
    create table ledger_marks (name text primary key, up_to timestamptz not null)`.execute(db);
  await protect(db, { table: "ledger_marks", app: "" });
}

/** Files that are being imported. Their bytes go after a while; what became of them stays. */
async function createImports(db: AnyDatabase): Promise<void> {
  await sql`
    create table ledger_imports (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      kind text not null check (kind in ('systems', 'assets')),
      file_name text not null check (length(file_name) <= 300),
      bytes bytea,
      charset text not null,
      delimiter text not null check (length(delimiter) = 1),
      mapping jsonb not null check (jsonb_typeof(mapping) = 'array'),
      state text not null default 'open' check (state in ('open', 'committed')),
      outcome jsonb,
      created_by uuid references people,
      created_at timestamptz not null default now(),
      committed_by uuid references people,
      committed_at timestamptz,
      check ((state = 'committed') = (committed_at is not null))
    )`.execute(db);
  await sql`
    create index ledger_imports_newest on ledger_imports (organisation_id, created_at desc, id)`.execute(db);
  await protect(db, {
    table: "ledger_imports",
    app: "select, insert, delete, update (charset, delimiter, mapping, state, outcome, committed_by, committed_at)",
    read: holds("analyst"),
    insert: holds("analyst"),
    update: holds("analyst"),
    delete: holds("analyst"),
  });
}
