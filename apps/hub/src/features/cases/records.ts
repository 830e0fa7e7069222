// SPDX-License-Identifier: Apache-2.0
/** The rows of cases, and which of them are shown as one. */
import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../platform/ids.ts";
import {
  type CaseState,
  type EntityKind,
  isSeen,
  type Level,
  type Marking,
  type OrganisationId,
  type Pap,
  type PersonId,
  type ReadTx,
  type Verdict,
  type Writer,
} from "../../platform/records/index.ts";
import type { Numbered } from "./rules.ts";

interface SharingFilter {
  readonly own: readonly OrganisationId[];
  readonly isReceived?: boolean | undefined;
  readonly marking?: Marking | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface CaseFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly states: readonly CaseState[];
  readonly severities: readonly Level[];
  readonly assigneeId?: PersonId | undefined;
  readonly isUnassigned?: boolean | undefined;
  readonly caseRuleId?: Id<"case-rule"> | undefined;
  readonly entity?: string | undefined;
  /** These, and those that they were merged into. */
  readonly among?: readonly Id<"case">[] | undefined;
  readonly text?: string | undefined;
  /** The text as the number of a case of one of these organisations. */
  readonly number?: (Numbered & { readonly of: readonly OrganisationId[] }) | undefined;
  readonly withMerged: boolean;
  readonly createdBefore?: Date | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly sharing?: SharingFilter | undefined;
  readonly before?: { readonly time: Date; readonly id: Id<"case"> } | undefined;
  readonly limit: number;
}

/** By the last change, the newest first. */
export async function listCases(tx: ReadTx, filter: CaseFilter) {
  const { before, from, to, sharing } = filter;
  let query = narrowed(tx, filter).orderBy("changed_at", "desc").orderBy("id", "desc").limit(filter.limit);
  if (sharing !== undefined) query = query.where(isSharedAs(sharing));
  if (from !== undefined) query = query.where("changed_at", ">=", from);
  if (to !== undefined) query = query.where("changed_at", "<", to);
  if (before !== undefined)
    query = query.where((where) =>
      where(where.refTuple("changed_at", "id"), "<", where.tuple(before.time, before.id)),
    );
  return await query.execute();
}

function narrowed(tx: ReadTx, filter: CaseFilter) {
  const { organisationId, states, severities, assigneeId, isUnassigned, caseRuleId, entity } = filter;
  let query = tx.read.selectFrom("cases").selectAll().where(isSeen(tx, "cases"));
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (states.length > 0) query = query.where("state", "in", states);
  if (severities.length > 0) query = query.where("severity", "in", severities);
  if (assigneeId !== undefined) query = query.where("assignee_id", "=", assigneeId);
  if (isUnassigned !== undefined) query = query.where("assignee_id", isUnassigned ? "is" : "is not", null);
  if (caseRuleId !== undefined) query = query.where("case_rule_id", "=", caseRuleId);
  if (entity !== undefined) query = query.where("entity", "=", entity.toLowerCase());
  if (filter.among !== undefined) query = query.where(isAmong(filter.among, sql.ref("cases.id")));
  if (filter.createdBefore !== undefined) query = query.where("created_at", "<", filter.createdBefore);
  if (!filter.withMerged) query = query.where("merged_into_id", "is", null);
  const { text, number } = filter;
  if (text === undefined) return query;
  return query.where((where) => {
    const inTitle = sql<boolean>`strpos(lower(title), ${text.toLowerCase()}) > 0`;
    if (number === undefined || number.of.length === 0) return inTitle;
    const isNumber = where.and([
      where("year", "=", number.year),
      where("number", "=", number.number),
      where("organisation_id", "in", number.of),
    ]);
    return where.or([inTitle, isNumber]);
  });
}

function isSharedAs({ own, isReceived, marking, from, to }: SharingFilter): RawBuilder<boolean> {
  const conditions = [sql<boolean>`true`];
  if (isReceived !== undefined)
    conditions.push(sql<boolean>`(organisation_id = any (${[...own]}::uuid[])) <> ${isReceived}`);
  if (marking !== undefined) conditions.push(sql<boolean>`marking = ${marking}`);
  if (from !== undefined) conditions.push(sql<boolean>`shared_at >= ${from}`);
  if (to !== undefined) conditions.push(sql<boolean>`shared_at < ${to}`);
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** It is one of the cases, or what one of them was merged into. */
export function isAmong(ids: readonly Id<"case">[], id: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`${id} in (with recursive up as (
      select c.id, c.merged_into_id from cases c where c.id = any (${[...ids]}::uuid[])
      union select c.id, c.merged_into_id from cases c join up on c.id = up.merged_into_id
    ) select up.id from up)`;
}

export async function findCase(tx: Pick<ReadTx, "read">, id: Id<"case">) {
  return await tx.read.selectFrom("cases").selectAll().where("id", "=", id).executeTakeFirst();
}

export type CaseRow = NonNullable<Awaited<ReturnType<typeof findCase>>>;

/** Those that the reader may see. */
export async function seenAmong(
  { read }: Pick<ReadTx, "read">,
  ids: readonly Id<"case">[],
): Promise<ReadonlySet<Id<"case">>> {
  if (ids.length === 0) return new Set();
  const rows = await read.selectFrom("cases").select("id").where("id", "in", ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Nobody else changes them before the end of the transaction. */
export async function lockCases(write: Writer, ids: readonly Id<"case">[]): Promise<CaseRow[]> {
  return await write
    .selectFrom("cases")
    .selectAll()
    .where("id", "in", ids)
    .orderBy("id")
    .forUpdate()
    .execute();
}

export async function mergedInto(tx: ReadTx, id: Id<"case">) {
  return await tx.read
    .selectFrom("cases")
    .select(["id", "title", "year", "number"])
    .where("merged_into_id", "=", id)
    .orderBy("id")
    .execute();
}

/** The case and all that was merged into it, as far as one may see. */
export async function familyOf({ read }: Pick<ReadTx, "read">, id: Id<"case">): Promise<Id<"case">[]> {
  const rows = await read
    .selectNoFrom(
      sql<Id<"case">>`unnest(array(with recursive family as (
        select c.id from cases c where c.id = ${id}
        union select c.id from cases c join family f on c.merged_into_id = f.id
      ) select f.id from family f))`.as("id"),
    )
    .execute();
  return rows.map((row) => row.id);
}

export interface Figures {
  readonly id: Id<"case">;
  readonly alerts: number;
  readonly openTasks: number;
  readonly tasks: number;
  readonly notes: number;
}

export async function figuresOf(
  { read }: Pick<ReadTx, "read">,
  ids: readonly Id<"case">[],
): Promise<Figures[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectNoFrom(
      sql<Figures>`unnest(array(with recursive family as (
        select c.id as root, c.id from cases c where c.id = any (${[...ids]}::uuid[])
        union select f.root, c.id from cases c join family f on c.merged_into_id = f.id
      ), counted as (
        select f.root as id,
          sum((select count(*) from case_alerts a where a.case_id = f.id and a.left_at is null))::int as alerts,
          sum((select count(*) from case_tasks t where t.case_id = f.id and t.done_at is null))::int as "openTasks",
          sum((select count(*) from case_tasks t where t.case_id = f.id))::int as tasks,
          sum((select count(*) from case_notes n where n.case_id = f.id and n.version = 1))::int as notes
        from family f group by f.root
      ) select to_jsonb(counted) from counted))`.as("figures"),
    )
    .execute();
  return rows.map(({ figures }) => figures);
}

/** Who receives a case, for those who may know. */
export async function audienceOf({ read }: Pick<ReadTx, "read">, audienceId: number) {
  return await read
    .selectFrom("audiences")
    .select(["marking", "sharing_group_id", "organisation_ids", "person_ids"])
    .where("id", "=", audienceId)
    .executeTakeFirst();
}

export interface InsertCase {
  readonly id: Id<"case">;
  readonly organisationId: OrganisationId;
  readonly audienceId: number;
  readonly marking: Marking | null;
  readonly title: string;
  readonly summary: string;
  readonly severity: Level;
  readonly pap?: Pap | null;
  readonly assigneeId: PersonId | null;
  readonly createdBy: PersonId | null;
  readonly now: Date;
  readonly group?: {
    readonly caseRuleId: Id<"case-rule">;
    readonly entityKind: EntityKind;
    readonly entity: string;
  };
}

export async function insertCase(write: Writer, wanted: InsertCase): Promise<CaseRow> {
  const { organisationId, now, group } = wanted;
  // In UTC, as an organisation has no time zone of its own.
  const year = now.getUTCFullYear();
  const { number } = await write
    .selectNoFrom(sql<number>`next_number(${organisationId}::uuid, 'case', ${year})`.as("number"))
    .executeTakeFirstOrThrow();
  const values = {
    id: wanted.id,
    organisation_id: organisationId,
    audience_id: wanted.audienceId,
    marking: wanted.marking,
    year,
    number,
    title: wanted.title,
    summary: wanted.summary,
    severity: wanted.severity,
    pap: wanted.pap ?? null,
    assignee_id: wanted.assigneeId,
    case_rule_id: group?.caseRuleId ?? null,
    entity_kind: group?.entityKind ?? null,
    entity: group?.entity ?? null,
    created_by: wanted.createdBy,
    created_at: now,
    changed_at: now,
  };
  return await write.insertInto("cases").values(values).returningAll().executeTakeFirstOrThrow();
}

export interface CaseUpdate {
  readonly audience_id?: number;
  readonly marking?: Marking | null;
  readonly title?: string;
  readonly summary?: string;
  readonly severity?: Level;
  readonly pap?: Pap | null;
  readonly state?: CaseState;
  readonly assignee_id?: PersonId | null;
  readonly verdict?: Verdict | null;
  readonly decision_reason?: string | null;
  readonly decided_by?: PersonId | null;
  readonly decided_at?: Date | null;
  readonly merged_into_id?: Id<"case"> | null;
}

/** Any change of a case, or of what hangs on it. */
export async function touchCase(
  write: Writer,
  id: Id<"case">,
  { now, ...change }: CaseUpdate & { readonly now: Date },
): Promise<void> {
  await write
    .updateTable("cases")
    .set({ ...change, changed_at: now, version: sql<number>`version + 1` })
    .where("id", "=", id)
    .execute();
}

export async function isMember(
  { read }: Pick<ReadTx, "read">,
  organisationId: OrganisationId,
  personId: PersonId,
): Promise<boolean> {
  const row = await read
    .selectFrom("memberships")
    .select("person_id")
    .where("organisation_id", "=", organisationId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row !== undefined;
}
