// SPDX-License-Identifier: Apache-2.0
/** Tasks of a case: who does what by when. */
import type { CaseTaskChange, NewCaseTask, TaskQuery } from "@fengsui/contract";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { personIdOf } from "../../../platform/http/parameters.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { type PersonId, personPrincipal } from "../../../platform/records/index.ts";
import {
  type CaseParts,
  changeCase,
  partNotFound,
  requireFamily,
  requireMember,
  requireVersion,
} from "../change-case.ts";
import * as store from "./records.ts";

export class CaseTasks {
  readonly #parts: CaseParts;

  constructor(parts: CaseParts) {
    this.#parts = parts;
  }

  /** Of a case and those merged into it, or of all that one may see. */
  async list({ person }: SignedIn, caseId: Id<"case"> | undefined, query: TaskQuery) {
    const { assigneeId, isDone, dueBefore, after, limit } = query;
    const rows = await this.#parts.records.read(personPrincipal(person), async (tx) =>
      store.listTasks(tx, {
        caseIds: caseId === undefined ? undefined : await requireFamily(tx, caseId),
        assigneeId: assigneeId === undefined ? undefined : personIdOf(assigneeId),
        isDone,
        dueBefore: dueBefore === undefined ? undefined : new Date(dueBefore),
        after: after === undefined ? undefined : readCursor<"case-task">(after),
        limit,
      }),
    );
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const next = last === undefined ? null : writeCursor({ time: last.due_at ?? store.NEVER, id: last.id });
    return { tasks: rows.map(toTask), next };
  }

  async add(signedIn: SignedIn, id: Id<"case">, wanted: NewCaseTask) {
    const taskId = newId<"case-task">(this.#parts.clock);
    const act = { action: "case.task_add", detail: { taskId } };
    return await changeCase(this.#parts, signedIn, id, act, async (work) => {
      const { tx, write, row, personId, now, enter } = work;
      const assigneeId = personOf(wanted.assigneeId);
      await requireMember(tx, row, assigneeId);
      const { title, description } = wanted;
      const dueAt = wanted.dueAt === null ? null : new Date(wanted.dueAt);
      const values = {
        id: taskId,
        caseRow: row,
        title,
        description,
        assigneeId,
        dueAt,
        createdBy: personId,
        now,
      };
      const task = await store.insertTask(write, values);
      await enter({ kind: "task.added", subjectId: taskId, detail: { title, assigneeId } });
      return toTask(task);
    });
  }

  async change(signedIn: SignedIn, id: Id<"case">, taskId: Id<"case-task">, wanted: CaseTaskChange) {
    const { version, isDone, ...change } = wanted;
    const act = { action: "case.task_change", detail: { taskId, changed: Object.keys(wanted) } };
    return await changeCase(this.#parts, signedIn, id, act, async (work) => {
      const { tx, write, row, personId, now, enter } = work;
      const task = await store.findTask({ read: write }, [row.id], taskId);
      if (task === undefined) throw partNotFound("task", taskId);
      requireVersion(task, version);
      await requireMember(tx, row, personOf(change.assigneeId ?? null));
      const done = isDone !== undefined && {
        done_at: isDone ? now : null,
        done_by: isDone ? personId : null,
      };
      const changed = await store.updateTask(write, taskId, {
        ...toUpdate(change),
        ...done,
        changed_at: now,
      });
      const isNewlyDone = isDone === true && task.done_at === null;
      const detail = {
        title: changed.title,
        changed: Object.keys(wanted).filter((key) => key !== "version"),
      };
      await enter({ kind: isNewlyDone ? "task.done" : "task.changed", subjectId: taskId, detail });
      return toTask(changed);
    });
  }
}

function toUpdate({ title, description, assigneeId, dueAt }: Omit<CaseTaskChange, "version" | "isDone">) {
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(assigneeId !== undefined && { assignee_id: personOf(assigneeId) }),
    ...(dueAt !== undefined && { due_at: dueAt === null ? null : new Date(dueAt) }),
  };
}

function personOf(text: string | null): PersonId | null {
  return text === null ? null : personIdOf(text);
}

function toTask(row: store.TaskRow) {
  return {
    id: row.id,
    caseId: row.case_id,
    title: row.title,
    description: row.description,
    assigneeId: row.assignee_id,
    dueAt: row.due_at?.toISOString() ?? null,
    doneAt: row.done_at?.toISOString() ?? null,
    doneBy: row.done_by,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    version: row.version,
  };
}
