// SPDX-License-Identifier: Apache-2.0
/** The rows of tasks. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";
import type { CaseRow } from "../records.ts";

type CaseOf = Pick<CaseRow, "id" | "organisation_id" | "audience_id">;

export interface TaskFilter {
  readonly caseIds?: readonly Id<"case">[] | undefined;
  readonly assigneeId?: PersonId | undefined;
  readonly isDone?: boolean | undefined;
  readonly dueBefore?: Date | undefined;
  readonly after?: { readonly time: Date; readonly id: Id<"case-task"> } | undefined;
  readonly limit: number;
}

/** Due after everything that has a time. */
const DUE = sql<Date>`coalesce(due_at, '9999-12-31T00:00:00Z')`;
export const NEVER = new Date("9999-12-31T00:00:00Z");

/** By when they are due. */
export async function listTasks(tx: ReadTx, filter: TaskFilter) {
  const { caseIds, assigneeId, isDone, dueBefore, after } = filter;
  let query = tx.read.selectFrom("case_tasks").selectAll().orderBy(DUE).orderBy("id").limit(filter.limit);
  if (caseIds !== undefined) query = query.where("case_id", "in", caseIds);
  if (assigneeId !== undefined) query = query.where("assignee_id", "=", assigneeId);
  if (isDone !== undefined) query = query.where("done_at", isDone ? "is not" : "is", null);
  if (dueBefore !== undefined) query = query.where("due_at", "<", dueBefore);
  if (after !== undefined) query = query.where(sql<boolean>`(${DUE}, id) > (${after.time}, ${after.id})`);
  return await query.execute();
}

export async function findTask(
  { read }: Pick<ReadTx, "read">,
  caseIds: readonly Id<"case">[],
  id: Id<"case-task">,
) {
  return await read
    .selectFrom("case_tasks")
    .selectAll()
    .where("case_id", "in", caseIds)
    .where("id", "=", id)
    .executeTakeFirst();
}

export type TaskRow = NonNullable<Awaited<ReturnType<typeof findTask>>>;

export interface InsertTask {
  readonly id: Id<"case-task">;
  readonly caseRow: CaseOf;
  readonly title: string;
  readonly description: string;
  readonly assigneeId: PersonId | null;
  readonly dueAt: Date | null;
  readonly createdBy: PersonId;
  readonly now: Date;
}

export async function insertTask(write: Writer, wanted: InsertTask): Promise<TaskRow> {
  const { id, caseRow, title, description, assigneeId, dueAt, createdBy, now } = wanted;
  return await write
    .insertInto("case_tasks")
    .values({
      id,
      case_id: caseRow.id,
      organisation_id: caseRow.organisation_id,
      audience_id: caseRow.audience_id,
      title,
      description,
      assignee_id: assigneeId,
      due_at: dueAt,
      created_by: createdBy,
      created_at: now,
      changed_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface TaskUpdate {
  readonly title?: string;
  readonly description?: string;
  readonly assignee_id?: PersonId | null;
  readonly due_at?: Date | null;
  readonly done_at?: Date | null;
  readonly done_by?: PersonId | null;
  readonly changed_at: Date;
}

export async function updateTask(write: Writer, id: Id<"case-task">, change: TaskUpdate): Promise<TaskRow> {
  return await write
    .updateTable("case_tasks")
    .set({ ...change, version: sql<number>`version + 1` })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface Move {
  readonly from: CaseOf;
  readonly to: CaseOf;
  readonly ids: readonly Id<"case-task">[];
  readonly now: Date;
}

/** Those that were there to be moved. */
export async function moveTasks(write: Writer, { from, to, ids, now }: Move): Promise<Id<"case-task">[]> {
  if (ids.length === 0) return [];
  const moved = await write
    .updateTable("case_tasks")
    .set({ case_id: to.id, audience_id: to.audience_id, changed_at: now })
    .where("case_id", "=", from.id)
    .where("id", "in", ids)
    .returning("id")
    .execute();
  return moved.map(({ id }) => id);
}
