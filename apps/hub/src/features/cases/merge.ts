// SPDX-License-Identifier: Apache-2.0
/**
 * Merging and splitting. A merged case keeps what is its own and points to the other, which shows both: so the
 * merge can be undone, and nothing is lost by it. Splitting moves alerts, tasks and evidence into a new case.
 */
import { type CaseDetail, type CaseSplit, FengsuiError } from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import { type Id, newId, parseId } from "../../platform/ids.ts";
import { personPrincipal } from "../../platform/records/index.ts";
import { findAlerts, joinAlerts, leaveAlerts } from "../detection/index.ts";
import { moveEvidence } from "../evidence/index.ts";
import { alertIdsOf } from "./alerts.ts";
import { type CaseParts, type CaseWork, changeCase, partNotFound, tellChanged } from "./change-case.ts";
import * as store from "./records.ts";
import { detailOf } from "./service.ts";
import { moveTasks } from "./tasks/records.ts";
import { insertEntries, type NewEntry } from "./timeline/records.ts";

export interface MergeWish {
  readonly intoId: Id<"case">;
  readonly reason: string;
}

export class CaseMerging {
  readonly #parts: CaseParts;

  constructor(parts: CaseParts) {
    this.#parts = parts;
  }

  async merge(signedIn: SignedIn, id: Id<"case">, { intoId, reason }: MergeWish): Promise<CaseDetail> {
    const act = {
      action: "case.merge",
      detail: { intoId },
      states: ["open", "in_progress"],
      alongside: () => [intoId],
    } as const;
    await changeCase(this.#parts, signedIn, id, act, async (work) => {
      const into = await requireTarget(work, intoId);
      work.set({ merged_into_id: into.id });
      await work.enter({ kind: "case.merged", subjectId: into.id, detail: { into: into.id, reason } });
      await this.#enterInto(work, into, { kind: "case.merged", subjectId: id, detail: { from: id, reason } });
      await store.touchCase(work.write, into.id, { now: work.now });
    });
    return await this.#show(signedIn, intoId);
  }

  async unmerge(signedIn: SignedIn, id: Id<"case">, reason: string): Promise<CaseDetail> {
    const alongside = (row: store.CaseRow) => (row.merged_into_id === null ? [] : [row.merged_into_id]);
    const act = { action: "case.unmerge", ofMerged: true, alongside };
    await changeCase(this.#parts, signedIn, id, act, async (work) => {
      const { write, row, now, enter, set } = work;
      const intoId = row.merged_into_id;
      if (intoId === null) return;
      set({ merged_into_id: null });
      await enter({ kind: "case.unmerged", subjectId: intoId, detail: { reason } });
      const into = await store.findCase({ read: write }, intoId);
      if (into === undefined) return;
      await this.#enterInto(work, into, { kind: "case.unmerged", subjectId: id, detail: { reason } });
      await store.touchCase(write, into.id, { now });
    });
    return await this.#show(signedIn, id);
  }

  /** The new case has the severity, the assignee and the audience of the one that it comes from. */
  async split(signedIn: SignedIn, id: Id<"case">, wanted: CaseSplit): Promise<CaseDetail> {
    const newCaseId = newId<"case">(this.#parts.clock);
    const { reason, alertIds, taskIds, evidenceIds } = wanted;
    const detail = { newCaseId, alertIds, taskIds, evidenceIds };
    const act = { action: "case.split", detail, states: ["open", "in_progress"] } as const;
    await changeCase(this.#parts, signedIn, id, act, async (work) => {
      const { write, row, personId, now, enter } = work;
      const made = await store.insertCase(write, {
        id: newCaseId,
        organisationId: row.organisation_id,
        audienceId: row.audience_id,
        marking: row.marking,
        title: wanted.title,
        summary: "",
        severity: row.severity,
        assigneeId: row.assignee_id,
        createdBy: personId,
        now,
      });
      await this.#moveAlerts(work, made, alertIds);
      await moveEach(work, made, taskIds);
      await this.#moveEvidence(work, made, evidenceIds);
      await enter({ kind: "case.split", subjectId: made.id, detail: { into: made.id, reason } });
      await this.#enterInto(work, made, { kind: "case.split", subjectId: id, detail: { from: id, reason } });
    });
    return await this.#show(signedIn, newCaseId);
  }

  async #moveAlerts(
    { tx, write, row, personId, now }: CaseWork,
    made: store.CaseRow,
    wanted: readonly string[],
  ) {
    const alertIds = alertIdsOf(wanted);
    const left = await leaveAlerts(write, row, { alertIds, personId, now });
    const missing = alertIds.find((alertId) => !left.includes(alertId));
    if (missing !== undefined) throw partNotFound("alert", missing);
    const alerts = await findAlerts(tx, left);
    await joinAlerts(write, made, { alerts, personId, now, clock: this.#parts.clock });
  }

  async #moveEvidence(
    { write, row, personId, now }: CaseWork,
    made: store.CaseRow,
    wanted: readonly string[],
  ) {
    const ids = [...new Set(wanted.flatMap((text) => parseId<"evidence">(text) ?? []))];
    const { clock } = this.#parts;
    const moved = await moveEvidence(write, { from: row, to: made, ids, personId, now, clock });
    const missing = ids.find((id) => !moved.includes(id));
    if (missing !== undefined) throw partNotFound("piece of evidence", missing);
  }

  async #enterInto({ tx, write }: CaseWork, into: store.CaseRow, entry: NewEntry): Promise<void> {
    const context = { principal: tx.principal, now: tx.now, clock: this.#parts.clock };
    await insertEntries(write, into, [entry], context);
    await tellChanged(write, into);
  }

  async #show(signedIn: SignedIn, id: Id<"case">): Promise<CaseDetail> {
    const principal = personPrincipal(signedIn.person);
    return await this.#parts.records.read(principal, (tx) => detailOf(tx, signedIn, id));
  }
}

async function moveEach({ write, row, now }: CaseWork, made: store.CaseRow, wanted: readonly string[]) {
  const ids = [...new Set(wanted.flatMap((text) => parseId<"case-task">(text) ?? []))];
  const moved = await moveTasks(write, { from: row, to: made, ids, now });
  const missing = ids.find((id) => !moved.includes(id));
  if (missing !== undefined) throw partNotFound("task", missing);
}

async function requireTarget({ write, row }: CaseWork, intoId: Id<"case">): Promise<store.CaseRow> {
  const into = await store.findCase({ read: write }, intoId);
  if (into === undefined) throw new FengsuiError("case.not_found", `no case has the id ${intoId}`);
  if (into.id === row.id) throw new FengsuiError("http.invalid", "intoId: is the case itself");
  if (into.organisation_id !== row.organisation_id)
    throw new FengsuiError("http.invalid", "intoId: is a case of another organisation");
  if (into.merged_into_id !== null)
    throw new FengsuiError("case.merged", `${into.id} was itself merged into another case`);
  if (into.state === "closed") throw new FengsuiError("case.wrong_state", `${into.id} is closed`);
  return into;
}
