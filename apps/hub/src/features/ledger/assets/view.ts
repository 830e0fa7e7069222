// SPDX-License-Identifier: Apache-2.0
/** An asset as it crosses the API. */
import type { Asset, Identifier } from "@fengsui/contract";
import type { ReadTx } from "../../../platform/records/index.ts";
import { type IdentifierRow, listIdentifiers } from "./identifier-records.ts";
import type { AssetRow } from "./records.ts";

export async function toAssets(tx: ReadTx, rows: readonly AssetRow[]): Promise<Asset[]> {
  const ids = rows.map(({ id }) => id);
  const identifiers = Map.groupBy(await listIdentifiers(tx, ids), ({ asset_id }) => asset_id);
  return rows.map((row) => toAsset(row, identifiers.get(row.id) ?? []));
}

function toAsset(row: AssetRow, identifiers: readonly IdentifierRow[]): Asset {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    systemId: row.system_id,
    systemName: row.system_name,
    kind: row.kind,
    name: row.name,
    note: row.note,
    identifiers: identifiers.map(toIdentifier),
    mergedIds: row.merged_ids,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    retiredAt: row.retired_at?.toISOString() ?? null,
  };
}

function toIdentifier({ id, kind, value, valid_from, valid_to, origin }: IdentifierRow): Identifier {
  return {
    id,
    kind,
    value,
    from: valid_from?.toISOString() ?? null,
    to: valid_to?.toISOString() ?? null,
    origin,
  };
}
