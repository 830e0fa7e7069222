// SPDX-License-Identifier: Apache-2.0
/** What the database knows of recipients, readers and recalls, and the rows of the records that are shared. */
import type { NotSeenBecause, ReceivedVia, Sharing } from "@fengsui/contract";
import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../platform/ids.ts";
import type {
  Marking,
  OrganisationId,
  PersonId,
  ReadTx,
  ReadWay,
  SharedKind,
  Writer,
} from "../../platform/records/index.ts";

/** Where records of a kind are. */
const TABLES = { case: "cases", publication: "publications" } as const satisfies Record<SharedKind, string>;

export interface Subject {
  readonly kind: SharedKind;
  readonly id: string;
}

/** As far as the principal may see it. */
export async function findShared({ read }: Pick<ReadTx, "read">, { kind, id }: Subject) {
  return await read
    .selectFrom(TABLES[kind])
    .select(["id", "organisation_id", "audience_id", "marking", "title"])
    .where("id", "=", sql<never>`${id}::uuid`)
    .executeTakeFirst();
}

export interface RecipientRow {
  readonly organisation_id: OrganisationId | null;
  readonly name: string | null;
  readonly organisations: number;
  readonly people: number | null;
  readonly via: ReceivedVia;
  readonly is_hidden: boolean;
}

export async function recipientsOf(
  tx: Pick<ReadTx, "read">,
  audienceId: number,
): Promise<readonly RecipientRow[]> {
  return await namedRecipients(tx, sql`audience_recipients(${audienceId})`);
}

/** Of an audience that need not exist. */
export async function wantedRecipients(
  tx: Pick<ReadTx, "read">,
  owner: OrganisationId,
  { marking, sharingGroupId, organisationIds, personIds }: Sharing,
): Promise<readonly RecipientRow[]> {
  return await namedRecipients(
    tx,
    sql`preview_recipients(${owner}::uuid, ${marking}::text, ${sharingGroupId}::uuid, ${organisationIds}::uuid[],
      ${personIds}::uuid[])`,
  );
}

async function namedRecipients(
  { read }: Pick<ReadTx, "read">,
  recipients: RawBuilder<unknown>,
): Promise<readonly RecipientRow[]> {
  const row = await read
    .selectNoFrom(
      sql<readonly RecipientRow[]>`(
        select coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('name', o.name)
          order by o.name nulls last, r.via), '[]')
        from ${recipients} r left join organisations o on o.id = r.organisation_id)`.as("rows"),
    )
    .executeTakeFirstOrThrow();
  return row.rows;
}

/** Of the audiences that a record had, one had a marking. */
export async function wasShared({ read }: Pick<ReadTx, "read">, { kind, id }: Subject): Promise<boolean> {
  const row = await read
    .selectNoFrom(sql<boolean>`was_shared(${kind}, ${id}::uuid)`.as("was"))
    .executeTakeFirstOrThrow();
  return row.was;
}

/** Whether somebody may come to see it who does not, if it were shared like this. */
export async function wouldWiden(
  { read }: Pick<ReadTx, "read">,
  before: number,
  owner: OrganisationId,
  { marking, sharingGroupId, organisationIds, personIds }: Sharing,
): Promise<boolean> {
  const row = await read
    .selectNoFrom(
      sql<boolean>`would_widen(${before}, ${owner}::uuid, ${marking}::text, ${sharingGroupId}::uuid,
        ${organisationIds}::uuid[], ${personIds}::uuid[])`.as("widens"),
    )
    .executeTakeFirstOrThrow();
  return row.widens;
}

/** Nothing where the principal may not ask. */
export async function reasonOf({ read }: ReadTx, audienceId: number, personId: PersonId) {
  return await read
    .selectFrom(
      sql<{
        sees: boolean | null;
        reason: ReceivedVia | NotSeenBecause;
      }>`may_see(${audienceId}, ${personId}::uuid)`.as("found"),
    )
    .select(["sees", "reason"])
    .executeTakeFirst();
}

export async function readersOf({ read }: ReadTx, { kind, id }: Subject) {
  return await read
    .selectFrom(
      sql<{
        organisation_id: OrganisationId | null;
        role: "viewer" | "analyst" | "responder" | "manager" | "administrator" | null;
        people: number;
        first_at: Date;
        last_at: Date;
        ways: ReadWay[];
      }>`readers_of(${kind}, ${id}::uuid)`.as("readers"),
    )
    .leftJoin("organisations", "organisations.id", "readers.organisation_id")
    .select([
      "readers.organisation_id",
      "organisations.name",
      "role",
      "people",
      "first_at",
      "last_at",
      "ways",
    ])
    .orderBy("last_at", "desc")
    .execute();
}

/** Who is of the owner does not count, nor what is not shared. At most once an hour for one person. */
export async function upsertReads(
  write: Writer,
  { kind, ids, personId, way, now }: ReadsOf & { readonly now: Date },
): Promise<void> {
  await sql`
    insert into shared_reads as known (subject_kind, subject_id, organisation_id, person_id, ways, first_at, last_at)
    select ${kind}, s.id, s.organisation_id, ${personId}::uuid, array[${way}], ${now}, ${now}
    from ${sql.table(TABLES[kind])} s
    where s.id = any(${[...ids]}::uuid[]) and s.marking is not null and not exists (select from memberships m
      where m.person_id = ${personId}::uuid and m.organisation_id = s.organisation_id)
    on conflict (subject_kind, subject_id, person_id) do update set
      last_at = greatest(known.last_at, excluded.last_at),
      ways = array(select distinct way from unnest(known.ways || excluded.ways) way order by way)
    where known.last_at <= excluded.last_at - interval '1 hour' or not known.ways @> excluded.ways`.execute(
    write,
  );
}

export interface ReadsOf {
  readonly kind: SharedKind;
  readonly ids: readonly string[];
  readonly personId: PersonId;
  readonly way: ReadWay;
}

export async function insertRecall(
  write: Writer,
  values: {
    readonly id: Id<"recall">;
    readonly organisation_id: OrganisationId;
    readonly subject_kind: SharedKind;
    readonly subject_id: string;
    readonly shared_audience_id: number;
    readonly marking: Marking;
    readonly title: string;
    readonly reason: string;
    readonly person_id: PersonId;
    readonly at: Date;
  },
): Promise<void> {
  await write.insertInto("recalls").values(values).execute();
}

const LAST_RECALLS = 200;

/** Those of organisations of the principal: of what was RED, who recalled it alone. */
export async function listRecalls({ read }: ReadTx, organisationIds: readonly OrganisationId[]) {
  if (organisationIds.length === 0) return [];
  return await read
    .selectFrom("recalls")
    .selectAll()
    .where("organisation_id", "in", organisationIds)
    .orderBy("at", "desc")
    .limit(LAST_RECALLS)
    .execute();
}

export async function answersTo({ read }: ReadTx, recallId: Id<"recall">) {
  return await read
    .selectFrom(
      sql<{
        organisation_id: OrganisationId | null;
        people: number;
        acknowledged: number;
        last_at: Date | null;
      }>`recall_answers(${recallId}::uuid)`.as("answers"),
    )
    .leftJoin("organisations", "organisations.id", "answers.organisation_id")
    .select(["answers.organisation_id", "organisations.name", "people", "acknowledged", "last_at"])
    .orderBy("organisations.name")
    .execute();
}

/** What the person was told. */
export async function listNotices({ read }: ReadTx, personId: PersonId) {
  return await read
    .selectFrom("recall_notices")
    .innerJoin("recalls", "recalls.id", "recall_notices.recall_id")
    .selectAll("recalls")
    .select("recall_notices.acknowledged_at")
    .where("recall_notices.person_id", "=", personId)
    .orderBy("recalls.at", "desc")
    .limit(LAST_RECALLS)
    .execute();
}

/** By which of their organisations the person was told of it. */
export async function toldBy({ read }: ReadTx, recallId: Id<"recall">): Promise<OrganisationId | null> {
  const row = await read
    .selectNoFrom(sql<OrganisationId | null>`recalled_from_me_by(${recallId}::uuid)`.as("organisation"))
    .executeTakeFirstOrThrow();
  return row.organisation;
}

export async function acknowledge(
  write: Writer,
  { recallId, personId, now }: { recallId: Id<"recall">; personId: PersonId; now: Date },
): Promise<boolean> {
  const done = await write
    .updateTable("recall_notices")
    .set({ acknowledged_at: sql<Date>`coalesce(acknowledged_at, ${now})` })
    .where("recall_id", "=", recallId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
