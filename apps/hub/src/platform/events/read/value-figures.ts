// SPDX-License-Identifier: Apache-2.0
/** Which values a field has, and how often. Counted in the newest events alone, so that its cost has a bound. */
import type { ClickHouseClient } from "@clickhouse/client";
import { fieldValue, isCore } from "./fields.ts";
import { asNumber, asText, type ReadLimits, type ScopedQuery } from "./scoped-query.ts";

export interface ValueFigures {
  /** So many events were looked at. */
  readonly events: number;
  /** There are more: these are the newest. */
  readonly isPartial: boolean;
  /** How many of them have the field. */
  readonly present: number;
  readonly distinct: number;
  /** The most frequent. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** A field that has a column of its own costs less to look at. */
const MAX_EVENTS = { core: 500_000, other: 50_000 };
const MAX_VALUES = 10;
const MAX_VALUE_LENGTH = 500;

export interface ValuesRequest {
  readonly client: ClickHouseClient;
  readonly limits: ReadLimits;
  readonly field: string;
  readonly signal?: AbortSignal | undefined;
}

export async function selectValues(
  query: ScopedQuery,
  { client, limits, field, signal }: ValuesRequest,
): Promise<ValueFigures> {
  const limit = isCore(field) ? MAX_EVENTS.core : MAX_EVENTS.other;
  const value = `substringUTF8(${fieldValue(query, field)}, 1, ${MAX_VALUE_LENGTH})`;
  const rows = await query.select(client, limits, {
    columns: [
      "value",
      "count() AS amount",
      "sum(count()) OVER ()",
      "sum(if(value = '', 0, count())) OVER ()",
      "sum(if(value = '', 0, 1)) OVER ()",
    ],
    newest: { columns: [`${value} AS value`], limit },
    suffix: `GROUP BY value ORDER BY amount DESC, value LIMIT ${MAX_VALUES + 1}`,
    signal,
  });
  const [first] = rows;
  const events = asNumber(first?.[2] ?? 0);
  return {
    events,
    isPartial: events === limit,
    present: asNumber(first?.[3] ?? 0),
    distinct: asNumber(first?.[4] ?? 0),
    values: rows
      .map(([text, count]) => ({ value: asText(text), count: asNumber(count) }))
      .filter((one) => one.value !== "")
      .slice(0, MAX_VALUES),
  };
}
