// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence: files and copies of events, and who had them in hands. Content is stored once in an organisation, by its
 * hash; not once in the hub, as who uploads would learn by it what others have.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, IN_AUDIENCE, protect } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createContents(db);
  await createEvidence(db);
  await protectContents(db);
  await createCustody(db);
}

async function createContents(db: AnyDatabase): Promise<void> {
  await sql`
    create table evidence_contents (
      organisation_id uuid not null references organisations,
      sha256 bytea not null check (length(sha256) = 32),
      byte_count bigint not null check (byte_count >= 0),
      created_at timestamptz not null default now(),
      primary key (organisation_id, sha256)
    )`.execute(db);
  await sql`
    create table evidence_chunks (
      organisation_id uuid not null,
      sha256 bytea not null,
      position int not null check (position >= 0),
      bytes bytea not null check (length(bytes) between 1 and 1048576),
      primary key (organisation_id, sha256, position),
      foreign key (organisation_id, sha256) references evidence_contents
    )`.execute(db);
  // It is hardly ever compressible, and then it was compressed before.
  await sql`alter table evidence_chunks alter column bytes set storage external`.execute(db);
}

async function createEvidence(db: AnyDatabase): Promise<void> {
  await sql`
    create table evidence (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      audience_id int not null,
      case_id uuid,
      order_id uuid,
      kind text not null check (kind in ('file', 'event')),
      name text not null check (length(name) between 1 and 300),
      media_type text not null check (length(media_type) between 1 and 200),
      description text not null default '' check (length(description) <= 2000),
      sha256 bytea not null,
      byte_count bigint not null,
      occurred_at timestamptz,
      origin jsonb not null default '{}' check (jsonb_typeof(origin) = 'object'),
      added_by uuid not null references people,
      created_at timestamptz not null default now(),
      unique (id, organisation_id, audience_id),
      check (num_nonnulls(case_id, order_id) = 1),
      foreign key (organisation_id, sha256) references evidence_contents,
      foreign key (audience_id, organisation_id) references audiences (id, organisation_id),
      foreign key (case_id, organisation_id, audience_id)
        references cases (id, organisation_id, audience_id) on update cascade
    )`.execute(db);
  await sql`create index evidence_case on evidence (case_id, id) where case_id is not null`.execute(db);
  await sql`create index evidence_content on evidence (organisation_id, sha256)`.execute(db);
  await protect(db, {
    table: "evidence",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: `${holds("analyst")} and ${IN_AUDIENCE} and added_by = (select my_person())`,
  });
}

/** Who sees a piece of evidence sees its content. */
async function protectContents(db: AnyDatabase): Promise<void> {
  const ofVisible = (table: string) => `exists (select from evidence e
    where e.organisation_id = ${table}.organisation_id and e.sha256 = ${table}.sha256)`;
  for (const table of ["evidence_contents", "evidence_chunks"])
    await protect(db, {
      table,
      app: "select, insert",
      read: ofVisible(table),
      insert: holds("analyst"),
    });
}

/** Who had it in hands, also of another organisation that it was shared with. It only grows. */
async function createCustody(db: AnyDatabase): Promise<void> {
  await sql`
    create table evidence_custody (
      id uuid primary key,
      evidence_id uuid not null,
      organisation_id uuid not null,
      audience_id int not null,
      action text not null check (action in ('added', 'viewed', 'downloaded')),
      person_id uuid not null references people,
      acting_id uuid not null references organisations,
      created_at timestamptz not null,
      foreign key (evidence_id, organisation_id, audience_id)
        references evidence (id, organisation_id, audience_id) on update cascade
    )`.execute(db);
  await sql`create index evidence_custody_evidence on evidence_custody (evidence_id, id)`.execute(db);
  await protect(db, {
    table: "evidence_custody",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: `${IN_AUDIENCE} and person_id = (select my_person())
      and acting_id = any((select my_organisations('viewer'))::uuid[])`,
  });
}
