// SPDX-License-Identifier: Apache-2.0
/** Alerts in cases: joined, taken out, listed. */
import { FengsuiError } from "@fengsui/contract";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import type { SignedIn } from "../../platform/http/index.ts";
import { type Id, parseId } from "../../platform/ids.ts";
import {
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Writer,
} from "../../platform/records/index.ts";
import {
  type AlertRow,
  findAlerts,
  joinAlerts,
  leaveAlerts,
  listAlertsOfCases,
  takenAlerts,
  toAlerts,
} from "../detection/index.ts";
import { type CaseParts, changeCase, partNotFound, requireFamily } from "./change-case.ts";
import type * as store from "./records.ts";
import { type EntryContext, insertEntries, type NewEntry } from "./timeline/records.ts";

export class CaseAlerts {
  readonly #parts: CaseParts;

  constructor(parts: CaseParts) {
    this.#parts = parts;
  }

  async list(
    { person }: SignedIn,
    id: Id<"case">,
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ) {
    const page = { limit, after: after === undefined ? undefined : readCursor<"alert">(after) };
    const { rows, alerts } = await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const found = await listAlertsOfCases(tx, await requireFamily(tx, id), page);
      return { rows: found, alerts: await toAlerts(tx, found) };
    });
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      alerts: rows.flatMap((row, index) => {
        const alert = alerts[index];
        if (alert === undefined) return [];
        const joined = { caseId: row.in_case_id, joinedAt: row.joined_at.toISOString() };
        return [{ alert, ...joined, joinedBy: row.joined_by }];
      }),
      next: last === undefined ? null : writeCursor({ time: last.first_event_at, id: last.id }),
    };
  }

  async join(signedIn: SignedIn, id: Id<"case">, alertIds: readonly string[]): Promise<void> {
    const act = { action: "case.join", detail: { alertIds }, states: ["open", "in_progress"] } as const;
    await changeCase(this.#parts, signedIn, id, act, async ({ tx, write, row, now }) => {
      const alerts = await takeAlerts(tx, row.organisation_id, alertIdsOf(alertIds));
      await enterJoined(write, row, alerts, { principal: tx.principal, now, clock: this.#parts.clock });
    });
  }

  async leave(signedIn: SignedIn, id: Id<"case">, alertId: Id<"alert">): Promise<void> {
    const act = { action: "case.leave", detail: { alertId } };
    await changeCase(this.#parts, signedIn, id, act, async ({ write, row, personId, now, enter }) => {
      const left = await leaveAlerts(write, row, { alertIds: [alertId], personId, now });
      if (left.length === 0) throw partNotFound("alert", alertId);
      await enter({ kind: "alert.left", subjectId: alertId });
    });
  }
}

export function alertIdsOf(texts: readonly string[]): Id<"alert">[] {
  return [...new Set(texts.flatMap((text) => parseId<"alert">(text) ?? []))];
}

/** The alerts, if all of them can be seen and none is in a case of the organisation. */
export async function takeAlerts(
  tx: ReadTx,
  organisationId: OrganisationId,
  ids: readonly Id<"alert">[],
): Promise<AlertRow[]> {
  const alerts = await findAlerts(tx, ids);
  const missing = ids.find((id) => !alerts.some((alert) => alert.id === id));
  if (missing !== undefined) throw new FengsuiError("alert.not_found", `no alert has the id ${missing}`);
  const [taken] = await takenAlerts(tx, organisationId, ids);
  if (taken !== undefined)
    throw new FengsuiError("case.alert_taken", `alert ${taken.alert_id} is in case ${taken.case_id}`);
  return alerts;
}

const UNIQUE_VIOLATION = "23505";

/** With an entry for each: of its own time, and what it says, as alerts go when their events do. */
export async function enterJoined(
  write: Writer,
  row: store.CaseRow,
  alerts: readonly AlertRow[],
  context: EntryContext,
): Promise<void> {
  const personId = context.principal.kind === "person" ? context.principal.personId : null;
  try {
    await joinAlerts(write, row, { alerts, personId, now: context.now, clock: context.clock });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)
      throw new FengsuiError("case.alert_taken", "somebody took an alert just now", { cause: error });
    throw error;
  }
  const { organisation_id: organisationId, audience_id: audienceId } = row;
  const open = await openAlerts(write, { organisationId, audienceId }, alerts);
  const entries = alerts.map((alert) => joinedEntry(alert, open.includes(alert)));
  await insertEntries(write, row, entries, context);
}

interface CaseAudience {
  readonly organisationId: OrganisationId;
  readonly audienceId: number;
}

/** Those of which everybody who sees the case may know what they say: its organisation's own, and not RED. */
export async function openAlerts(
  write: Writer,
  { organisationId, audienceId }: CaseAudience,
  alerts: readonly AlertRow[],
): Promise<AlertRow[]> {
  const own = alerts.filter(({ organisation_id }) => organisation_id === organisationId);
  const secret = await secretAudiences(write, audienceId, own);
  return own.filter(({ audience_id }) => !secret.has(audience_id));
}

/** Alerts that are RED for others than those who see the case. */
async function secretAudiences(
  write: Writer,
  audienceId: number,
  alerts: readonly AlertRow[],
): Promise<Set<number>> {
  const ids = new Set(alerts.map(({ audience_id }) => audience_id));
  ids.delete(audienceId);
  if (ids.size === 0) return ids;
  const red = await write
    .selectFrom("audiences")
    .select("id")
    .where("id", "in", [...ids])
    .where("marking", "=", "red")
    .execute();
  return new Set(red.map(({ id }) => id));
}

/** `isOpen`: who sees the case may know what the alert says. Else, who may see the alert looks there. */
function joinedEntry(alert: AlertRow, isOpen: boolean): NewEntry {
  const {
    id,
    title,
    level,
    entity_kind: entityKind,
    entity,
    rule_id: ruleId,
    match_count: matchCount,
  } = alert;
  const detail = {
    title,
    level,
    entityKind,
    entity,
    ruleId,
    matchCount,
    lastEventAt: alert.last_event_at.toISOString(),
  };
  const entry = { kind: "alert.joined", occurredAt: alert.first_event_at, subjectId: id } as const;
  return isOpen ? { ...entry, detail } : entry;
}
