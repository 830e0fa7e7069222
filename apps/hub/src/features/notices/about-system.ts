// SPDX-License-Identifier: Apache-2.0
/** The orders that have to do with a system of the ledger: of a case about it, or with a condition on its hosts. */
import { type RawBuilder, sql } from "kysely";
import type { ReadTx } from "../../platform/records/index.ts";
import { isAmong } from "../cases/index.ts";
import { casesAbout } from "../detection/index.ts";
import { describeHosts, isOf, mayNameHostOf } from "../ledger/index.ts";
import { CASE_ID, type OrderRow } from "./records.ts";

export interface OrdersAbout {
  /** Lets pass all that are about it, and some that are not. */
  readonly condition: RawBuilder<boolean>;
  /** Those of the rows that are. */
  readonly among: (rows: readonly OrderRow[]) => Promise<readonly OrderRow[]>;
}

export async function ordersAbout(tx: ReadTx, systemId: string): Promise<OrdersAbout> {
  const cases = await casesAbout(tx, { systemId });
  const isOfCase = isAmong(cases, CASE_ID);
  const mayBe = mayNameHostOf({ systemId }, sql.ref("orders.condition_hosts"));
  return {
    condition: sql<boolean>`(${isOfCase} or ${mayBe})`,
    among: async (rows) => {
      const ids = rows.map(({ id }) => id);
      const ofCases = await tx.read
        .selectFrom("orders")
        .select("id")
        .where(sql<boolean>`id = any(${ids}::uuid[])`)
        .where(isOfCase)
        .execute();
      const known = new Set(ofCases.map(({ id }) => id));
      const others = rows.filter(({ id }) => !known.has(id));
      const named = await namingHostsOf(tx, others, systemId);
      return rows.filter((row) => known.has(row.id) || named.has(row.id));
    },
  };
}

/** By the ledger of whichever of the two sides the reader sees. */
async function namingHostsOf(
  tx: ReadTx,
  rows: readonly OrderRow[],
  systemId: string,
): Promise<ReadonlySet<OrderRow["id"]>> {
  const asked = rows.flatMap(({ id, organisation_id, ordered_id, condition_hosts }) =>
    [organisation_id, ordered_id].flatMap((organisationId) =>
      (condition_hosts ?? []).map((value) => ({
        id,
        organisationId,
        kind: "host" as const,
        value,
        at: tx.now,
      })),
    ),
  );
  const references = await describeHosts(tx, asked);
  return new Set(asked.flatMap(({ id }, at) => (isOf({ systemId }, references[at] ?? null) ? [id] : [])));
}
