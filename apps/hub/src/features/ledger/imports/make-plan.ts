// SPDX-License-Identifier: Apache-2.0
/** The plan of an import against the ledger as it is now. */
import type { ImportField, ImportKind } from "@fengsui/contract";
import { type Id, newId, parseId } from "../../../platform/ids.ts";
import type { OrganisationId, ReadTx } from "../../../platform/records/index.ts";
import { findKnown } from "../assets/identifier-records.ts";
import { listSystems } from "../systems/records.ts";
import { toSystem } from "../systems/service.ts";
import { cellsOf, type Planned } from "./plan.ts";
import { type AssetAction, askedFor, planAssets } from "./plan-assets.ts";
import { planSystems, type SystemAction } from "./plan-systems.ts";
import type { Table } from "./table.ts";

export type Plan =
  | { readonly kind: "systems"; readonly rows: readonly Planned<SystemAction>[] }
  | { readonly kind: "assets"; readonly rows: readonly Planned<AssetAction>[] };

export interface PlanRequest {
  readonly kind: ImportKind;
  readonly organisationId: OrganisationId;
  readonly table: Table;
  readonly mapping: readonly (ImportField | null)[];
}

export async function makePlan(tx: ReadTx, request: PlanRequest): Promise<Plan> {
  const { kind, organisationId, table, mapping } = request;
  const rows = table.rows.map((row) => ({ line: row.line, cells: cellsOf(row, mapping) }));
  const found = await listSystems(tx, { organisationId, isRetired: false });
  const systems = found.map((row) => ({ ...toSystem(row), id: row.id }));
  if (kind === "systems") {
    const organisations = await organisationsByName(tx);
    return { kind, rows: planSystems(rows, { systems, organisations }) };
  }
  const { values, ids } = askedFor(rows);
  const known = {
    assets: await findKnown(tx, organisationId, { values, ids: ids.flatMap(assetId) }),
    systems,
  };
  const clock = { now: () => tx.now };
  const context = { known, now: tx.now.getTime(), newId: () => newId<"asset">(clock) };
  return { kind, rows: planAssets(rows, context) };
}

function assetId(text: string): Id<"asset">[] {
  const id = parseId<"asset">(text);
  return id === undefined ? [] : [id];
}

async function organisationsByName(tx: ReadTx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.read.selectFrom("organisations").select(["id", "name"]).execute();
  return new Map(rows.map(({ id, name }) => [name, id]));
}
