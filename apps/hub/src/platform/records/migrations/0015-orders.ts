// SPDX-License-Identifier: Apache-2.0
/**
 * Orders: a measure that an organisation is to take by a time. Both organisations see an order and all that hangs on
 * it; the case behind it is another matter. That an order is closed by proof alone, and that no one reviews what they
 * submitted themselves, is written here in constraints, whatever a program does.
 */
import { sql } from "kysely";
import { type AnyDatabase, holds, IN_AUDIENCE, protect } from "./protection.ts";

const ISSUER = holds("responder");
const ORDERED = "ordered_id = any((select my_organisations('responder'))::uuid[])";
/** The columns by which a row hangs on an order. */
const OF_ORDER = `
  order_id uuid not null,
  organisation_id uuid not null,
  audience_id int not null,
  round int not null check (round > 0),
  foreign key (order_id, organisation_id, audience_id)
    references orders (id, organisation_id, audience_id) on update cascade`;

export async function up(db: AnyDatabase): Promise<void> {
  await createOrders(db);
  await createAnswers(db);
  await createChecks(db);
  await createProofs(db);
  await createExtensions(db);
  await createEntries(db);
  await createEscalations(db);
  await createCaseOrders(db);
  await sql`alter table evidence add foreign key (order_id) references orders`.execute(db);
  await sql`create index evidence_order on evidence (order_id, id) where order_id is not null`.execute(db);
}

async function createOrders(db: AnyDatabase): Promise<void> {
  await sql`
    create table orders (
      id uuid primary key,
      organisation_id uuid not null references organisations,
      audience_id int not null,
      marking text not null check (marking in ('amber', 'amber+strict')),
      ordered_id uuid not null references organisations,
      reference text not null unique,
      title text not null check (length(title) between 1 and 500),
      measure text not null check (length(measure) between 1 and 20000),
      reason text not null check (length(reason) between 1 and 20000),
      severity text not null check (severity in ('informational', 'low', 'medium', 'high', 'critical')),
      state text not null default 'issued' check (state in
        ('issued', 'acknowledged', 'answered', 'under_review', 'closed', 'refused', 'withdrawn')),
      round int not null default 1 check (round > 0),
      deadline timestamptz not null,
      time_zone text not null,
      term_seconds int not null check (term_seconds > 0),
      condition_rule_keys text[],
      condition_hosts text[],
      condition_in text check (condition_in in ('issuer', 'ordered')),
      observe_hours int check (observe_hours between 1 and 2160),
      silence_minutes int check (silence_minutes between 5 and 10080),
      agrees_to_check boolean not null default false,
      issued_by uuid not null references people,
      issued_at timestamptz not null,
      started_at timestamptz not null,
      acknowledged_at timestamptz,
      answer_id uuid,
      proof_id uuid,
      closed_at timestamptz,
      covered_until timestamptz,
      next_check_at timestamptz,
      changed_at timestamptz not null,
      version int not null default 1 check (version > 0),
      unique (id, organisation_id, audience_id),
      foreign key (audience_id, organisation_id) references audiences (id, organisation_id),
      foreign key (audience_id, marking) references audiences (id, marking),
      check (num_nonnulls(condition_rule_keys, condition_hosts, condition_in, observe_hours, silence_minutes)
        in (0, 5)),
      check (condition_rule_keys <> '{}' and condition_hosts <> '{}'),
      check (num_nonnulls(proof_id, closed_at, covered_until) = case when state = 'closed' then 3 else 0 end)
    )`.execute(db);
  await sql`create index orders_newest on orders (audience_id, changed_at desc)`.execute(db);
  await sql`create index orders_open on orders (deadline) where state in ('issued', 'acknowledged')`.execute(
    db,
  );
  await sql`create index orders_check on orders (next_check_at) where next_check_at is not null`.execute(db);
  await sql`create index orders_watched on orders (covered_until)
    where state = 'closed' and condition_in is not null`.execute(db);
  await protect(db, {
    table: "orders",
    app: `select, insert, update (state, round, started_at, deadline, agrees_to_check, acknowledged_at, answer_id, proof_id,
      closed_at, covered_until, next_check_at, changed_at, version)`,
    read: IN_AUDIENCE,
    // Whom one may order something is the hub's affair: the own organisation, or, as its coordinator, any.
    insert: `${ISSUER} and ${IN_AUDIENCE} and issued_by = (select my_person()) and state = 'issued'
      and (ordered_id = organisation_id or (select has_hub_role('coordinator')))`,
    update: `${IN_AUDIENCE} and (${ISSUER} or ${ORDERED})`,
  });
  await guardTerms(db);
  await createMayActOnOrder(db);
}

/** The ordered organisation acts on the same rows, but not on what it was told to do, by when, and whether it is done. */
async function guardTerms(db: AnyDatabase): Promise<void> {
  await sql`
    create function guard_terms_of_order() returns trigger language plpgsql as $$
    begin
      if session_user = 'fengsui_system' or coalesce(new.organisation_id = any (my_organisations('responder')), false) then
        return new;
      end if;
      if (old.deadline, old.round, old.proof_id) is distinct from (new.deadline, new.round, new.proof_id)
        or (old.state <> new.state and new.state not in ('acknowledged', 'answered', 'refused')) then
        raise insufficient_privilege using message = 'the terms of an order are its issuer''s';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger orders_terms before update on orders
    for each row execute function guard_terms_of_order()`.execute(db);
}

/** Whether the principal acts for a side of the order, as a responder there. It runs as who calls it. */
async function createMayActOnOrder(db: AnyDatabase): Promise<void> {
  await sql`
    create function may_act_on_order(wanted uuid, acting uuid)
    returns boolean language sql stable as $$
      select exists (select from orders o
        where o.id = wanted and acting in (o.organisation_id, o.ordered_id)
          and acting = any (my_organisations('responder')))
    $$`.execute(db);
}

async function createAnswers(db: AnyDatabase): Promise<void> {
  await sql`
    create table order_answers (
      id uuid primary key,
      ${sql.raw(OF_ORDER)},
      acting_id uuid not null references organisations,
      person_id uuid not null references people,
      measure text not null check (length(measure) between 1 and 20000),
      done_at timestamptz not null,
      evidence_ids uuid[] not null,
      created_at timestamptz not null,
      unique (id, order_id, round, person_id)
    )`.execute(db);
  await sql`create index order_answers_order on order_answers (order_id, id)`.execute(db);
  await protect(db, {
    table: "order_answers",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: `${IN_AUDIENCE} and person_id = (select my_person()) and may_act_on_order(order_id, acting_id)`,
  });
}

/** Anybody of the two may ask for a check; what it finds, the hub alone writes. */
async function createChecks(db: AnyDatabase): Promise<void> {
  await sql`
    create table order_checks (
      id uuid primary key,
      ${sql.raw(OF_ORDER)},
      acting_id uuid references organisations,
      person_id uuid references people,
      since timestamptz not null,
      created_at timestamptz not null,
      finished_at timestamptz,
      outcome text check (outcome in ('gone', 'present', 'inconclusive')),
      coverage jsonb,
      unique (id, order_id, round, outcome),
      check ((acting_id is null) = (person_id is null)),
      check (num_nonnulls(finished_at, outcome, coverage) in (0, 3))
    )`.execute(db);
  await sql`create index order_checks_order on order_checks (order_id, id)`.execute(db);
  await sql`create index order_checks_waiting on order_checks (id) where outcome is null`.execute(db);
  await protect(db, {
    table: "order_checks",
    app: `select, insert (id, order_id, organisation_id, audience_id, round, acting_id, person_id, since, created_at)`,
    read: IN_AUDIENCE,
    insert: `${IN_AUDIENCE} and outcome is null and person_id = (select my_person())
      and may_act_on_order(order_id, acting_id)`,
  });
}

async function createProofs(db: AnyDatabase): Promise<void> {
  await sql`
    create table order_proofs (
      id uuid primary key,
      ${sql.raw(OF_ORDER)},
      kind text not null check (kind in ('review', 'check')),
      answer_id uuid,
      submitted_by uuid,
      reviewed_by uuid references people,
      check_id uuid,
      outcome text,
      reason text not null check (length(reason) between 1 and 20000),
      created_at timestamptz not null,
      unique (id, order_id, round),
      foreign key (answer_id, order_id, round, submitted_by) references order_answers (id, order_id, round, person_id),
      foreign key (check_id, order_id, round, outcome) references order_checks (id, order_id, round, outcome),
      check (kind <> 'review' or (num_nonnulls(answer_id, submitted_by, reviewed_by) = 3
        and num_nonnulls(check_id, outcome) = 0 and reviewed_by <> submitted_by)),
      check (kind <> 'check' or (num_nonnulls(answer_id, submitted_by, reviewed_by) = 0
        and check_id is not null and outcome is not null and outcome = 'gone'))
    )`.execute(db);
  await sql`create index order_proofs_order on order_proofs (order_id, id)`.execute(db);
  await sql`
    alter table orders add foreign key (proof_id, id, round) references order_proofs (id, order_id, round)`.execute(
    db,
  );
  await protect(db, {
    table: "order_proofs",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: `${ISSUER} and ${IN_AUDIENCE} and kind = 'review' and reviewed_by = (select my_person())`,
  });
  await requireSecondPerson(db);
}

/** Neither who submitted the answer nor who brought evidence for it; and without evidence there is nothing to review. */
async function requireSecondPerson(db: AnyDatabase): Promise<void> {
  await sql`
    create function require_second_person() returns trigger language plpgsql as $$
    declare
      wanted uuid[];
    begin
      if new.kind <> 'review' then
        return new;
      end if;
      select evidence_ids into wanted from order_answers where id = new.answer_id;
      if coalesce(cardinality(wanted), 0) = 0 then
        raise check_violation using message = 'there is no evidence to review';
      end if;
      if (select count(*) from evidence where id = any (wanted) and order_id = new.order_id
        and added_by <> new.reviewed_by) <> cardinality(wanted) then
        raise check_violation using message = 'who brought the evidence does not review it';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger order_proofs_second_person before insert or update on order_proofs
    for each row execute function require_second_person()`.execute(db);
}

async function createExtensions(db: AnyDatabase): Promise<void> {
  await sql`
    create table order_extensions (
      id uuid primary key,
      ${sql.raw(OF_ORDER)},
      acting_id uuid not null references organisations,
      person_id uuid not null references people,
      until timestamptz not null,
      reason text not null check (length(reason) between 1 and 20000),
      created_at timestamptz not null,
      state text not null default 'asked' check (state in ('asked', 'granted', 'refused')),
      granted_until timestamptz,
      decision_reason text check (length(decision_reason) between 1 and 20000),
      decided_by uuid references people,
      decided_at timestamptz,
      check (num_nonnulls(decision_reason, decided_by, decided_at) = case when state = 'asked' then 0 else 3 end),
      check ((granted_until is not null) = (state = 'granted'))
    )`.execute(db);
  await sql`create unique index order_extensions_asked on order_extensions (order_id, round) where state = 'asked'`.execute(
    db,
  );
  await sql`create index order_extensions_order on order_extensions (order_id, id)`.execute(db);
  await protect(db, {
    table: "order_extensions",
    app: "select, insert, update (state, granted_until, decision_reason, decided_by, decided_at)",
    read: IN_AUDIENCE,
    insert: `${IN_AUDIENCE} and state = 'asked' and person_id = (select my_person())
      and may_act_on_order(order_id, acting_id)`,
    update: `${ISSUER} and ${IN_AUDIENCE}`,
  });
}

/** What happened to an order, as both sides see it. It only grows. */
async function createEntries(db: AnyDatabase): Promise<void> {
  await sql`
    create table order_entries (
      id uuid primary key,
      ${sql.raw(OF_ORDER)},
      kind text not null check (kind ~ '^[a-z_]+$'),
      acting_id uuid references organisations,
      person_id uuid references people,
      job text,
      detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object'),
      created_at timestamptz not null,
      is_mirrored boolean not null default false,
      check ((person_id is null) = (job is not null)),
      check ((acting_id is null) = (person_id is null))
    )`.execute(db);
  await sql`create index order_entries_order on order_entries (order_id, id)`.execute(db);
  await sql`create index order_entries_new on order_entries (id) where not is_mirrored`.execute(db);
  await protect(db, {
    table: "order_entries",
    app: `select, insert (id, order_id, organisation_id, audience_id, round, kind, acting_id, person_id, job, detail,
      created_at)`,
    read: IN_AUDIENCE,
    insert: `${IN_AUDIENCE} and person_id = (select my_person()) and may_act_on_order(order_id, acting_id)`,
  });
}

/** Which steps of the ladder were taken for which deadline, so that none is taken twice. */
async function createEscalations(db: AnyDatabase): Promise<void> {
  await sql`
    create table order_escalations (
      ${sql.raw(OF_ORDER)},
      deadline timestamptz not null,
      step text not null check (step ~ '^[a-z_]+$'),
      created_at timestamptz not null,
      primary key (order_id, round, deadline, step)
    )`.execute(db);
  await protect(db, { table: "order_escalations", app: "select", read: IN_AUDIENCE });
}

/** Which case an order is of. It hangs on the case: who does not see that, does not learn that there is one. */
async function createCaseOrders(db: AnyDatabase): Promise<void> {
  await sql`
    create table case_orders (
      case_id uuid not null,
      organisation_id uuid not null,
      audience_id int not null,
      order_id uuid not null unique references orders,
      primary key (case_id, order_id),
      foreign key (case_id, organisation_id, audience_id)
        references cases (id, organisation_id, audience_id) on update cascade
    )`.execute(db);
  await protect(db, {
    table: "case_orders",
    app: "select, insert",
    read: IN_AUDIENCE,
    insert: `${ISSUER} and ${IN_AUDIENCE}`,
  });
}
