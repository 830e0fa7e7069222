// SPDX-License-Identifier: Apache-2.0
/** Alerts with what the ledger knows of whom they are about, as it was at the time of their last event. */
import type { Alert, LedgerReference } from "@fengsui/contract";
import type { ReadTx } from "../../../platform/records/index.ts";
import { describeHosts, isOf, type LedgerWanted, mayBeOf } from "../../ledger/index.ts";
import { type AlertFilter, type AlertRow, listAlerts } from "./records.ts";
import { toAlert } from "./view.ts";

export async function toAlerts(tx: ReadTx, rows: readonly AlertRow[]): Promise<Alert[]> {
  const references = await referencesOf(tx, rows);
  return rows.map((row, index) => toAlert(row, references[index] ?? null));
}

export async function toOneAlert(tx: ReadTx, row: AlertRow): Promise<Alert> {
  const [reference] = await referencesOf(tx, [row]);
  return toAlert(row, reference ?? null);
}

async function referencesOf(tx: ReadTx, rows: readonly AlertRow[]): Promise<(LedgerReference | null)[]> {
  return await describeHosts(
    tx,
    rows.map((row) => ({
      organisationId: row.organisation_id,
      kind: row.entity_kind,
      value: row.entity,
      at: row.last_event_at,
    })),
  );
}

export interface AlertPage {
  readonly alerts: readonly Alert[];
  /** Where the next page begins; undefined where this is the last. */
  readonly last: AlertRow | undefined;
}

/** So many pages are looked through for one: a page may be short, and not the last. */
const MAX_ROUNDS = 10;

export async function listWithLedger(
  tx: ReadTx,
  filter: AlertFilter,
  wanted: LedgerWanted,
): Promise<AlertPage> {
  if (Object.values(wanted).every((one) => one === undefined)) {
    const rows = await listAlerts(tx, filter);
    return { alerts: await toAlerts(tx, rows), last: lastOf(rows, filter) };
  }
  const condition = await mayBeOf(tx, wanted);
  const found: { alert: Alert; row: AlertRow }[] = [];
  let last: AlertRow | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = last === undefined ? filter.before : { time: last.last_event_at, id: last.id };
    const rows = await listAlerts(tx, { ...filter, before, condition });
    const alerts = await toAlerts(tx, rows);
    found.push(...alerts.map((alert, index) => ({ alert, row: rows[index] })).filter(isWanted));
    last = lastOf(rows, filter);
    if (last === undefined || found.length >= filter.limit) break;
  }
  const page = found.slice(0, filter.limit);
  const isFull = found.length > filter.limit || (page.length === filter.limit && last !== undefined);
  return { alerts: page.map(({ alert }) => alert), last: isFull ? page.at(-1)?.row : last };

  function isWanted(one: {
    alert: Alert;
    row: AlertRow | undefined;
  }): one is { alert: Alert; row: AlertRow } {
    return one.row !== undefined && isOf(wanted, one.alert.ledger);
  }
}

/** Undefined where nothing comes after it. */
function lastOf(rows: readonly AlertRow[], { limit }: AlertFilter): AlertRow | undefined {
  return rows.length === limit ? rows.at(-1) : undefined;
}
