// SPDX-License-Identifier: Apache-2.0
/** Alerts: listed, shown with their evidence, and worked on. */
import { type Alert, type AlertQuery, FengsuiError } from "@fengsui/contract";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { EventStore } from "../../../platform/events/index.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId, parseId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  announce,
  audited,
  type PersonId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Verdict,
  type Writer,
} from "../../../platform/records/index.ts";
import { storedEntity } from "./grouping.ts";
import * as store from "./records.ts";
import { listWithLedger, toOneAlert } from "./with-ledger.ts";

export interface AlertsParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
  readonly clock: Clock;
}

const FIELDS = z.record(z.string(), z.string());
const MAX_MATCHES = 100;
/** Of so many the event itself is shown: one may have a megabyte. */
const MAX_RAW = 20;

export class Alerts {
  readonly #parts: AlertsParts;

  constructor(parts: AlertsParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, query: AlertQuery): Promise<{ alerts: Alert[]; next: string | null }> {
    const { systemId, assetId, minSystemLevel: minLevel, ...rest } = query;
    const filter = {
      ...rest,
      organisationId:
        query.organisationId === undefined ? undefined : parseId<"organisation">(query.organisationId),
      ruleId: query.ruleId === undefined ? undefined : parseId<"rule">(query.ruleId),
      assignee: assigneeOf(query.assignee),
      retrospectionId:
        query.retrospectionId === undefined ? undefined : parseId<"retrospection">(query.retrospectionId),
      from: query.from === undefined ? undefined : new Date(query.from),
      to: query.to === undefined ? undefined : new Date(query.to),
      before: query.after === undefined ? undefined : readCursor<"alert">(query.after),
    };
    const { alerts, last } = await this.#parts.records.read(personPrincipal(person), (tx) =>
      listWithLedger(tx, filter, { systemId, assetId, minLevel }),
    );
    const next = last === undefined ? null : writeCursor({ time: last.last_event_at, id: last.id });
    return { alerts: [...alerts], next };
  }

  /** Who may see the alert may see what it is made of: both have one audience. */
  async evidence({ person }: SignedIn, id: Id<"alert">) {
    const read = await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const row = await requireAlert(tx, id);
      const [parts, comments] = [await store.listParts(tx, id), await store.listComments(tx, id)];
      return { row, alert: await toOneAlert(tx, row), parts, comments };
    });
    const { row, alert, parts, comments } = read;
    const commented = comments.map((comment) => ({
      id: comment.id,
      personId: comment.person_id,
      text: comment.text,
      createdAt: comment.created_at.toISOString(),
    }));
    const matches = parts.length > 0 ? await this.#eventsOf(row, parts) : await this.#matchesOf(row);
    return { alert, matches, comments: commented, isCut: row.is_cut };
  }

  /** Of a correlation: with the rule that found each. */
  async #eventsOf(alert: store.AlertRow, parts: readonly store.AlertPart[]) {
    const reader = this.#parts.events.readAs({ kind: "audiences", audienceIds: [alert.audience_id] });
    const keys = parts.slice(0, MAX_RAW).map(({ event_id: id, event_at: time }) => ({ id, time }));
    const raws = new Map((await reader.events(keys)).map(({ id, raw }) => [id, raw.toString("utf8")]));
    return parts.map(({ event_id: eventId, event_at: time, rule_id, title, fields }) => {
      const raw = raws.get(eventId);
      return {
        eventId,
        time: time.toISOString(),
        fields: FIELDS.parse(fields),
        isRetrospective: alert.is_retrospective,
        matchedAt: alert.changed_at.toISOString(),
        rule: { id: rule_id, title: title ?? "" },
        ...(raw !== undefined && { raw }),
      };
    });
  }

  async #matchesOf(alert: store.AlertRow) {
    const reader = this.#parts.events.readAs({ kind: "audiences", audienceIds: [alert.audience_id] });
    const matches = await reader.matches(matchesOf(alert));
    const keys = matches.slice(0, MAX_RAW).map(({ eventId, time }) => ({ id: eventId, time }));
    const raws = new Map((await reader.events(keys)).map(({ id, raw }) => [id, raw.toString("utf8")]));
    return matches.map(({ eventId, time, fields, isRetrospective, matched }) => {
      const raw = raws.get(eventId);
      const match = { eventId, time: time.toISOString(), fields, isRetrospective };
      return { ...match, matchedAt: matched.toISOString(), ...(raw !== undefined && { raw }) };
    });
  }

  async assign(signedIn: SignedIn, id: Id<"alert">, personId: PersonId | null): Promise<Alert> {
    const about = { action: "alert.assign", detail: { personId } };
    return await this.#change(signedIn, id, about, async (alert, tx) => {
      if (personId !== null) await requireMember(tx, alert, personId);
      return { assignee_id: personId };
    });
  }

  async comment(signedIn: SignedIn, id: Id<"alert">, text: string): Promise<Alert> {
    return await this.#change(signedIn, id, { action: "alert.comment", comment: text }, async () => ({}));
  }

  async close(
    signedIn: SignedIn,
    id: Id<"alert">,
    { verdict, comment }: { readonly verdict: Verdict; readonly comment?: string | undefined },
  ): Promise<Alert> {
    const about = { action: "alert.close", detail: { verdict }, ...(comment !== undefined && { comment }) };
    return await this.#change(signedIn, id, about, async (alert) => {
      // What ended by itself is closed, and may still be judged.
      if (alert.verdict !== null) requireState(alert, "open");
      return { state: "closed", verdict };
    });
  }

  async reopen(signedIn: SignedIn, id: Id<"alert">): Promise<Alert> {
    return await this.#change(signedIn, id, { action: "alert.reopen" }, async (alert) => {
      requireState(alert, "closed");
      return { state: "open", verdict: null };
    });
  }

  async #change(
    signedIn: SignedIn,
    id: Id<"alert">,
    { action, detail = {}, comment }: About,
    decide: (alert: store.AlertRow, tx: ReadTx) => Promise<Omit<store.AlertChange, "changed_at">>,
  ): Promise<Alert> {
    const personId = signedIn.person.id;
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const alert = await requireAlert(tx, id);
      requireRole(signedIn, alert.organisation_id, "analyst");
      const change = { ...(await decide(alert, tx)), changed_at: tx.now };
      const subject = { kind: "alert", id };
      const entry = { action, subject, organisationId: alert.organisation_id, detail };
      await audited(tx, entry, async (write) => {
        await this.#addComment(write, alert, personId, comment);
        if (!(await store.updateAlert(write, alert, change)))
          throw new FengsuiError("alert.wrong_state", "somebody else changed its state just now");
        const { organisation_id: organisationId, audience_id: audienceId } = alert;
        await tell(write, [{ topic: "alert.changed", organisationId, audienceId, ids: [id] }]);
        if (change.assignee_id)
          await announce(write, {
            topic: "alert.assigned",
            payload: { alertId: id, assigneeId: change.assignee_id, by: personId },
          });
      });
      return await toOneAlert(tx, await requireAlert(tx, id));
    });
  }

  async #addComment(write: Writer, alert: store.AlertRow, personId: PersonId, text: string | undefined) {
    if (text === undefined) return;
    const id = newId<"alert-comment">(this.#parts.clock);
    await store.insertComment(write, { id, alert, personId, text });
  }
}

/** What an alert stands on, the newest first, up to a limit. */
export function matchesOf(alert: store.AlertRow) {
  return {
    from: alert.window_start,
    to: alert.window_end,
    ruleId: alert.rule_id,
    ruleVersion: alert.rule_version,
    entity: storedEntity({ entityKind: alert.entity_kind, entity: alert.entity }),
    limit: MAX_MATCHES,
  };
}

interface About {
  readonly action: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly comment?: string;
}

function assigneeOf(text: string | undefined): PersonId | "nobody" | undefined {
  return text === undefined || text === "nobody" ? text : parseId<"person">(text);
}

export async function requireAlert(tx: ReadTx, id: Id<"alert">): Promise<store.AlertRow> {
  const alert = await store.findAlert(tx, id);
  if (alert === undefined) throw new FengsuiError("alert.not_found", `no alert has the id ${id}`);
  return alert;
}

async function requireMember(tx: ReadTx, alert: store.AlertRow, personId: PersonId): Promise<void> {
  if (await store.isMember(tx, alert.organisation_id, personId)) return;
  throw new FengsuiError("http.invalid", "personId: is nobody of the organisation of the alert");
}

function requireState({ state }: store.AlertRow, wanted: "open" | "closed"): void {
  if (state !== wanted) throw new FengsuiError("alert.wrong_state", `the alert is ${state}`);
}
