// SPDX-License-Identifier: Apache-2.0
/**
 * Publications, and in a table of its own on whose behalf one is made: nothing of a publication leads there. A draft is
 * its author's alone (RED), so that not even their colleagues learn from it whose it is.
 */
import { sql } from "kysely";
import { watchAudience } from "./0036-acts-of-sharing.ts";
import { type AnyDatabase, holds, IN_AUDIENCE, protect } from "./protection.ts";

const LEVELS = "('informational', 'low', 'medium', 'high', 'critical')";
const OF_SOURCE = holds("manager");

export async function up(db: AnyDatabase): Promise<void> {
  await createPublications(db);
  await createRequests(db);
  await createChecks(db);
  await watchAudience(db, "publications", "publication");
}

async function createPublications(db: AnyDatabase): Promise<void> {
  await sql`
    create table publications (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      audience_id int not null,
      marking text,
      pap text check (pap in ('clear', 'green', 'amber', 'red')),
      title text not null check (length(title) between 1 and 500),
      text text not null default '' check (length(text) <= 50000),
      severity text not null check (severity in ${sql.raw(LEVELS)}),
      techniques text[] not null default '{}' check (cardinality(techniques) <= 100),
      observables jsonb not null default '[]' check (jsonb_typeof(observables) = 'array'),
      /* With whom it will be shared. */
      sharing jsonb not null,
      state text not null default 'draft' check (state in ('draft', 'published', 'recalled')),
      version int not null default 1 check (version > 0),
      author_id uuid not null references people,
      /* To the hour: nearer, it could be laid beside what happened at the source. */
      published_at timestamptz check (published_at = date_trunc('hour', published_at, 'UTC')),
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      unique (id, organisation_id),
      foreign key (audience_id, organisation_id) references audiences (id, organisation_id),
      foreign key (audience_id, marking) references audiences (id, marking),
      check ((state = 'draft') = (published_at is null))
    )`.execute(db);
  await sql`create index publications_newest on publications (audience_id, published_at desc, id)`.execute(
    db,
  );
}

async function createRequests(db: AnyDatabase): Promise<void> {
  await sql`
    create table publication_requests (
      id uuid primary key,
      /* The source. */
      organisation_id uuid not null references organisations,
      publisher_id uuid not null references organisations,
      publication_id uuid unique,
      case_id uuid,
      asked_by text not null check (asked_by in ('source', 'publisher')),
      note text not null default '' check (length(note) <= 20000),
      handler_id uuid references people,
      state text not null default 'asked'
        check (state in ('asked', 'drafting', 'submitted', 'consented', 'refused', 'published')),
      /* What was consented to: this version, with these words in it. */
      consented_version int,
      accepted text[] not null default '{}',
      answer text check (length(answer) between 1 and 20000),
      decided_by uuid references people,
      decided_at timestamptz,
      created_by uuid not null references people,
      created_at timestamptz not null default now(),
      check (organisation_id <> publisher_id),
      check ((consented_version is not null) = (state in ('consented', 'published'))),
      foreign key (publication_id, publisher_id) references publications (id, organisation_id)
    )`.execute(db);
  await sql`create index publication_requests_organisation on publication_requests (organisation_id)`.execute(
    db,
  );
  await sql`create index publication_requests_publisher on publication_requests (publisher_id)`.execute(db);
  // A policy cannot ask a table whose policy asks its own.
  await sql`
    create function my_consents() returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(publication_id), '{}') from publication_requests
      where publication_id is not null and state <> 'drafting' and organisation_id = any (my_organisations('manager'))
    $$`.execute(db);
  await sql`revoke execute on function my_consents() from public`.execute(db);
  await sql`grant execute on function my_consents() to fengsui_app, fengsui_system`.execute(db);
  const handles =
    "handler_id = (select my_person()) and publisher_id = any((select my_organisations('analyst'))::uuid[])";
  const mayTake = "handler_id is null and publisher_id = any((select my_organisations('responder'))::uuid[])";
  await protect(db, {
    table: "publication_requests",
    app: `select, insert (id, organisation_id, publisher_id, publication_id, case_id, asked_by, note, handler_id, state,
      created_by, created_at), update (publication_id, handler_id, state, consented_version, accepted, answer, decided_by,
      decided_at)`,
    read: `${OF_SOURCE} or (${handles}) or (${mayTake})`,
    // Who asks to publish what was shared with them must see it.
    insert: `created_by = (select my_person()) and state in ('asked', 'drafting') and case asked_by
      when 'source' then ${OF_SOURCE} and handler_id is null and publication_id is null
      else ${handles} and exists (select from cases c where c.id = case_id
        and c.organisation_id = publication_requests.organisation_id) end`,
    update: `${OF_SOURCE} or (${handles}) or (${mayTake})`,
    isOfTheRule: true,
  });
  const work = `${holds("analyst")} and ${IN_AUDIENCE}`;
  await protect(db, {
    table: "publications",
    app: `select, insert, update (audience_id, marking, pap, title, text, severity, techniques, observables, sharing, state,
      version, published_at, changed_at)`,
    read: `${IN_AUDIENCE} or id = any((select my_consents())::uuid[])`,
    insert: `${work} and author_id = (select my_person()) and state = 'draft'`,
    update: work,
    isOfTheRule: true,
  });
}

/** Consent is given by managers of the source, and to what is then published, word for word. */
async function createChecks(db: AnyDatabase): Promise<void> {
  await sql`
    create function check_request() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if session_user = 'fengsui_system' then return new; end if;
      if old.organisation_id = any (my_organisations('manager')) then
        if (new.publication_id, new.handler_id) is distinct from (old.publication_id, old.handler_id) then
          raise insufficient_privilege using message = 'not of the publisher';
        end if;
      elsif (new.accepted, new.answer, new.decided_by, new.decided_at)
          is distinct from (old.accepted, old.answer, old.decided_by, old.decided_at)
        or (new.consented_version is not null and new.consented_version is distinct from old.consented_version)
        or new.state in ('consented', 'refused') and new.state <> old.state then
        raise insufficient_privilege using message = 'no manager of the source';
      elsif new.handler_id is distinct from old.handler_id and new.handler_id is distinct from my_person() then
        raise insufficient_privilege using message = 'taken for another';
      end if;
      return new;
    end $$`.execute(db);
  await sql`create trigger publication_requests_check before update on publication_requests
    for each row execute function check_request()`.execute(db);
  await sql`
    create function check_publication() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if old.state <> 'draft' and (new.title, new.text, new.severity, new.techniques, new.observables, new.pap, new.version,
          new.published_at) is distinct from (old.title, old.text, old.severity, old.techniques, old.observables, old.pap,
          old.version, old.published_at) then
        raise check_violation using constraint = 'publications_published', message = 'what was published stays as it was';
      end if;
      if old.state = 'draft' and new.state = 'published' and exists (select from publication_requests r
        where r.publication_id = new.id and not (r.state = 'consented' and r.consented_version = new.version)) then
        raise check_violation using constraint = 'publications_consent', message = 'the source has not consented to this';
      end if;
      if old.state <> 'draft' and new.audience_id <> old.audience_id and new.marking is not null then
        raise check_violation using constraint = 'publications_published', message = 'it is recalled, not shared anew';
      end if;
      return new;
    end $$`.execute(db);
  await sql`create trigger publications_check before update on publications
    for each row execute function check_publication()`.execute(db);
  for (const name of ["check_request()", "check_publication()"])
    await sql`revoke execute on function ${sql.raw(name)} from public`.execute(db);
}
