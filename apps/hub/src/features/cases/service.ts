// SPDX-License-Identifier: Apache-2.0
/** Cases: listed, shown, made, changed, shared, and closed by a decision. */
import {
  type Case,
  type CaseChange,
  type CaseDecision,
  type CaseDetail,
  type CaseQuery,
  FengsuiError,
  type NewCase,
  type Share,
} from "@fengsui/contract";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import type { SignedIn } from "../../platform/http/index.ts";
import { organisationIdOf, personIdOf } from "../../platform/http/parameters.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import { type Id, newId, parseId } from "../../platform/ids.ts";
import { audited, personPrincipal, type ReadTx, type Tx, type Writer } from "../../platform/records/index.ts";
import { type AlertRow, casesAbout, closeAlertsOfCases } from "../detection/index.ts";
import { ensureShared, recall, shareOtherwise, toSharedWith } from "../disclosure/index.ts";
import { alertIdsOf, enterJoined, openAlerts, takeAlerts } from "./alerts.ts";
import {
  type CaseParts,
  type CaseWork,
  changeCase,
  requireCase,
  requireMember,
  requireVersion,
  tellChanged,
} from "./change-case.ts";
import * as store from "./records.ts";
import { highestOf, readReference, titleOf } from "./rules.ts";
import { insertEntries } from "./timeline/records.ts";
import { referenceFor, toCases } from "./view.ts";

export class Cases {
  readonly #parts: CaseParts;

  constructor(parts: CaseParts) {
    this.#parts = parts;
  }

  async list(signedIn: SignedIn, query: CaseQuery): Promise<{ cases: Case[]; next: string | null }> {
    return await this.#parts.records.read(personPrincipal(signedIn.person), async (tx) => {
      const { systemId } = query;
      const among = systemId === undefined ? undefined : await casesAbout(tx, { systemId });
      const rows = await store.listCases(tx, { ...toFilter(signedIn, query), among });
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      const next = last === undefined ? null : writeCursor({ time: last.changed_at, id: last.id });
      return { cases: await toCases(tx, signedIn, rows), next };
    });
  }

  async get(signedIn: SignedIn, id: Id<"case">): Promise<CaseDetail> {
    return await this.#parts.records.read(personPrincipal(signedIn.person), (tx) =>
      detailOf(tx, signedIn, id),
    );
  }

  async create(signedIn: SignedIn, wanted: NewCase): Promise<CaseDetail> {
    const { records, clock } = this.#parts;
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "analyst");
    const id = newId<"case">(clock);
    const entry = { action: "case.create", subject: { kind: "case", id }, organisationId };
    return await records.transaction(personPrincipal(signedIn.person), async (tx) => {
      await audited(tx, entry, async (write) => {
        const row = await this.#insert(tx, write, { id, signedIn, wanted });
        await tellChanged(write, row);
      });
      return await detailOf(tx, signedIn, id);
    });
  }

  async #insert(
    tx: Tx,
    write: Writer,
    { id, signedIn, wanted }: { id: Id<"case">; signedIn: SignedIn; wanted: NewCase },
  ): Promise<store.CaseRow> {
    const { clock } = this.#parts;
    const organisationId = organisationIdOf(wanted.organisationId);
    const personId = signedIn.person.id;
    const alerts = await takeAlerts(tx, organisationId, alertIdsOf(wanted.alertIds));
    const assigneeId = wanted.assigneeId === null ? null : personIdOf(wanted.assigneeId);
    await requireMember(tx, { organisation_id: organisationId }, assigneeId);
    const shared = await ensureShared(write, {
      organisationId,
      person: signedIn.person,
      sharing: wanted.sharing,
    });
    const known = await openAlerts(write, { organisationId, audienceId: shared.audienceId }, alerts);
    const row = await store.insertCase(write, {
      id,
      organisationId,
      ...shared,
      title: wanted.title ?? requireTitle(known),
      summary: wanted.summary,
      severity: wanted.severity ?? highestOf(known.map(({ level }) => level)) ?? "medium",
      pap: wanted.pap,
      assigneeId,
      createdBy: personId,
      now: tx.now,
    });
    const context = { principal: tx.principal, now: tx.now, clock };
    await insertEntries(write, row, [{ kind: "case.created" }], context);
    await enterJoined(write, row, alerts, context);
    return row;
  }

  async change(signedIn: SignedIn, id: Id<"case">, wanted: CaseChange): Promise<CaseDetail> {
    const { version, ...change } = wanted;
    const act = {
      action: "case.change",
      detail: { changed: Object.keys(change) },
      states: ["open", "in_progress"],
    } as const;
    return await this.#change(signedIn, id, act, async ({ tx, row, enter, set }) => {
      requireVersion(row, version);
      const assigneeId = change.assigneeId && personIdOf(change.assigneeId);
      if (assigneeId) await requireMember(tx, row, assigneeId);
      const { title, summary, severity, state, pap } = change;
      set({
        ...(title !== undefined && { title }),
        ...(summary !== undefined && { summary }),
        ...(severity !== undefined && { severity }),
        ...(state !== undefined && { state }),
        ...(pap !== undefined && { pap }),
        ...(assigneeId !== undefined && { assignee_id: assigneeId || null }),
      });
      const detail = changesOf(row, change);
      if (Object.keys(detail).length > 0) await enter({ kind: "case.changed", detail });
    });
  }

  async share(
    signedIn: SignedIn,
    id: Id<"case">,
    share: Share,
    requireProof: () => void,
  ): Promise<CaseDetail> {
    const { fingerprint: _, ...sharing } = share;
    const act = { action: "case.share", detail: { sharing } };
    return await this.#change(signedIn, id, act, async ({ tx, write, row, enter, set }) => {
      const shared = await shareOtherwise(
        { tx, write, signedIn, kind: "case", row },
        { share, requireProof },
      );
      set({ audience_id: shared.audienceId, marking: shared.marking });
      const reason = shared.isWider ? { reason: share.reason } : {};
      await enter({ kind: "case.shared", detail: { from: row.marking, to: shared.marking, ...reason } });
    });
  }

  /** Its organisation's alone again; who saw it is asked to delete what they have of it. */
  async recall(signedIn: SignedIn, id: Id<"case">, reason: string): Promise<CaseDetail> {
    const { clock } = this.#parts;
    const act = { action: "case.recall", detail: { reason } };
    return await this.#change(signedIn, id, act, async ({ tx, write, row, enter, set }) => {
      const { audienceId, recallId } = await recall(
        { tx, write, signedIn, kind: "case", row },
        { reason, clock },
      );
      set({ audience_id: audienceId, marking: null });
      await enter({ kind: "case.recalled", subjectId: recallId, detail: { from: row.marking, reason } });
    });
  }

  /** Its alerts, and those of what was merged into it, are closed with the same verdict. */
  async decide(signedIn: SignedIn, id: Id<"case">, { verdict, reason }: CaseDecision): Promise<CaseDetail> {
    const act = { action: "case.decide", detail: { verdict }, states: ["open", "in_progress"] } as const;
    return await this.#change(signedIn, id, act, async ({ tx, write, row, personId, now, enter, set }) => {
      set({ state: "closed", verdict, decision_reason: reason, decided_by: personId, decided_at: now });
      const closing = { organisationId: row.organisation_id, verdict, now };
      const closed = await closeAlertsOfCases(write, await store.familyOf(tx, id), closing);
      await enter({ kind: "case.closed", detail: { verdict, reason, closedAlerts: closed.length } });
    });
  }

  /** Its alerts stay closed: what they were found to be has not changed. */
  async reopen(signedIn: SignedIn, id: Id<"case">, reason: string): Promise<CaseDetail> {
    const act = { action: "case.reopen", states: ["closed"] } as const;
    return await this.#change(signedIn, id, act, async ({ row, enter, set }) => {
      set({ state: "open", verdict: null, decision_reason: null, decided_by: null, decided_at: null });
      await enter({ kind: "case.reopened", detail: { reason, verdict: row.verdict } });
    });
  }

  async #change(
    signedIn: SignedIn,
    id: Id<"case">,
    act: Parameters<typeof changeCase>[3],
    work: (work: CaseWork) => Promise<void>,
  ): Promise<CaseDetail> {
    await changeCase(this.#parts, signedIn, id, act, work);
    return await this.get(signedIn, id);
  }
}

/** What one alert says is not told to who sees the case and may not see the alert. */
function requireTitle([first]: readonly AlertRow[]): string {
  if (first !== undefined) return titleOf(first);
  throw new FengsuiError("case.title_needed", "none of its alerts is for everybody who will see the case");
}

export async function detailOf(tx: ReadTx, signedIn: SignedIn, id: Id<"case">): Promise<CaseDetail> {
  const row = await requireCase(tx, id);
  const [shown] = await toCases(tx, signedIn, [row]);
  if (shown === undefined) throw new FengsuiError("case.not_found", `no case has the id ${id}`);
  const isOwn = signedIn.organisations.some(({ id: mine }) => mine === row.organisation_id);
  const audience = isOwn ? await store.audienceOf(tx, row.audience_id) : undefined;
  const merged = await store.mergedInto(tx, id);
  return {
    case: shown,
    sharedWith: toSharedWith(audience),
    merged: merged.map((one) => ({
      id: one.id,
      title: one.title,
      reference: referenceFor(signedIn, { ...one, organisation_id: row.organisation_id }),
    })),
  };
}

/** What is another now, from what to what; of a long text only that it is. */
function changesOf(row: store.CaseRow, change: Omit<CaseChange, "version">): Record<string, unknown> {
  const { title, severity, state, pap } = row;
  const before = { title, severity, state, pap, assigneeId: row.assignee_id };
  const changes: Record<string, unknown> = {};
  for (const [name, from] of Object.entries(before)) {
    const to: unknown = Object.entries(change).find(([key]) => key === name)?.[1];
    if (to !== undefined && to !== from) changes[name] = { from, to };
  }
  if (change.summary !== undefined && change.summary !== row.summary) changes["summary"] = {};
  return changes;
}

function timeOf(given: string | undefined): Date | undefined {
  return given === undefined ? undefined : new Date(given);
}

function toFilter({ organisations }: SignedIn, query: CaseQuery): store.CaseFilter {
  const number = query.text === undefined ? undefined : readReference(query.text);
  const own = organisations.map(({ id }) => id);
  return {
    organisationId: query.organisationId === undefined ? undefined : parseId(query.organisationId),
    states: [query.state ?? []].flat(),
    severities: [query.severity ?? []].flat(),
    assigneeId: query.assigneeId === undefined ? undefined : personIdOf(query.assigneeId),
    isUnassigned: query.isUnassigned,
    caseRuleId: query.caseRuleId === undefined ? undefined : parseId(query.caseRuleId),
    entity: query.entity,
    text: query.text,
    number: number && { ...number, of: own },
    withMerged: query.withMerged,
    createdBefore: timeOf(query.createdBefore),
    from: timeOf(query.from),
    to: timeOf(query.to),
    sharing: {
      own,
      isReceived: query.isReceived,
      marking: query.marking,
      from: timeOf(query.sharedFrom),
      to: timeOf(query.sharedTo),
    },
    before: query.after === undefined ? undefined : readCursor<"case">(query.after),
    limit: query.limit,
  };
}
