// SPDX-License-Identifier: Apache-2.0
/** The cases that have to do with a system or an asset of the ledger: those that alerts about it are in. */

import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { ReadTx } from "../../../platform/records/index.ts";
import type { LedgerWanted } from "../../ledger/index.ts";
import type { AlertFilter } from "./records.ts";
import { listWithLedger } from "./with-ledger.ts";

const PAGE = 500;
/** With those of a page, the newest 10,000 alerts: what older ones are in was closed long ago. */
const MAX_PAGES = 20;

/** As far as the principal may see them; not the cases that those were merged into. */
export async function casesAbout(tx: ReadTx, wanted: LedgerWanted): Promise<Id<"case">[]> {
  const found = new Set<Id<"case">>();
  let before: AlertFilter["before"];
  for (let page = 0; page < MAX_PAGES; page++) {
    const filter = { hasCase: true, withSuppressed: true, before, limit: PAGE };
    const { alerts, last } = await listWithLedger(tx, filter, wanted);
    for (const id of await casesOf(tx, alerts)) found.add(id);
    if (last === undefined) break;
    before = { time: last.last_event_at, id: last.id };
  }
  return [...found];
}

async function casesOf({ read }: ReadTx, alerts: readonly { readonly id: string }[]): Promise<Id<"case">[]> {
  if (alerts.length === 0) return [];
  const rows = await read
    .selectFrom("case_alerts")
    .select("case_id")
    .distinct()
    .where("left_at", "is", null)
    .where(sql<boolean>`alert_id = any(${alerts.map(({ id }) => id)}::uuid[])`)
    .execute();
  return rows.map(({ case_id }) => case_id);
}
