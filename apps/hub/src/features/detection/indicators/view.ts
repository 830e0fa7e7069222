// SPDX-License-Identifier: Apache-2.0
/** Lists and indicators as they cross the API. */
import { INDICATOR_LIST, type Indicator, type IndicatorList } from "@fengsui/contract";
import { kindOf } from "./load-changes.ts";
import type { IndicatorRow, ListRow } from "./records.ts";

export function toList(row: ListRow): IndicatorList {
  const { id, organisationId, title, level, scope, isEnabled, version, indicatorCount } = row;
  return {
    ...{ id, organisationId, title, level, scope, isEnabled, version, indicatorCount },
    changedAt: row.changedAt.toISOString(),
    lastImport: INDICATOR_LIST.shape.lastImport.parse(row.lastImport),
  };
}

/** None where its kind is one that this version does not know. */
export function toIndicator(row: IndicatorRow, listId: string): Indicator[] {
  const kind = kindOf(row.kind);
  if (kind === undefined) return [];
  return [
    {
      id: row.id,
      listId,
      kind,
      value: row.value,
      withSubdomains: row.with_subdomains,
      expiresAt: row.expires_at?.toISOString() ?? null,
      note: row.note,
      place: row.place,
      addedAt: row.added_at.toISOString(),
    },
  ];
}
