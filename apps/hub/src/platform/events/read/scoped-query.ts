// SPDX-License-Identifier: Apache-2.0
/**
 * Who sees what, for events: the only place. A query can be made only for a reader, begins with the reader's filter,
 * and everything further narrows it. Values are bound, never written into the text of the query.
 */
import { type ClickHouseClient, TupleParam } from "@clickhouse/client";
import { inLane } from "../client.ts";
import type { LaneName } from "../engine/lanes.ts";
import { type EventKey, type MatchGroup, type Reader, storableMilliseconds } from "../event.ts";
import { explainRead } from "../failures.ts";
import { formatTime } from "../write/tab-separated.ts";

export interface ReadLimits {
  readonly maxSeconds: number;
  readonly maxMemoryBytes: number;
  readonly maxRows: number;
  readonly maxResultBytes: number;
}

type Table = "events" | "observables" | "matches";
const KEYS = "Array(Tuple(DateTime64(3, 'UTC'), UUID))";
const GROUPS = "Array(Tuple(String, UInt32, String, Int64))";

type ValueType =
  | "String"
  | "UUID"
  | "UInt32"
  | "UInt64"
  | "Int64"
  | "Array(String)"
  | "Array(Int32)"
  | typeof KEYS
  | typeof GROUPS;

export interface SelectOptions {
  readonly columns: readonly string[];
  readonly suffix?: string;
  /** Looks at the newest only: what the columns are made of, and of how many. */
  readonly newest?: { readonly columns: readonly string[]; readonly limit: number };
  readonly lane?: LaneName;
  readonly signal?: AbortSignal | undefined;
}

export class ScopedQuery {
  readonly #table: Table;
  readonly #conditions: string[] = [];
  readonly #values: Record<string, unknown> = {};

  static of(reader: Reader, table: Table): ScopedQuery {
    const query = new ScopedQuery(table);
    if (reader.kind === "audiences")
      query.#conditions.push(`audience_id IN ${query.bind("Array(Int32)", reader.audienceIds)}`);
    return query;
  }

  private constructor(table: Table) {
    this.#table = table;
  }

  /** A place for the value in the text of the query. */
  bind(type: ValueType, value: string | number | readonly (string | number | TupleParam)[]): string {
    const name = `v${Object.keys(this.#values).length}`;
    this.#values[name] = value;
    return `{${name}:${type}}`;
  }

  bindTime(time: Date): string {
    return `fromUnixTimestamp64Milli(${this.bind("Int64", storableMilliseconds(time))}, 'UTC')`;
  }

  /** What `(@timestamp, event_id)` can be compared with by IN. */
  bindKeys(keys: readonly EventKey[]): string {
    const tuples = keys.map(({ id, time }) => new TupleParam([formatTime(storableMilliseconds(time)), id]));
    return this.bind(KEYS, tuples);
  }

  /** What `(rule_id, rule_version, entity, start of the window)` can be compared with by IN. */
  bindGroups(groups: readonly MatchGroup[]): string {
    const tuples = groups.map(
      ({ ruleId, ruleVersion, entity, windowStart }) =>
        new TupleParam([ruleId, ruleVersion, entity, windowStart]),
    );
    return this.bind(GROUPS, tuples);
  }

  and(condition: string): this {
    this.#conditions.push(`(${condition})`);
    return this;
  }

  /** Rows as arrays, in the order of the columns. */
  async select(client: ClickHouseClient, limits: ReadLimits, options: SelectOptions): Promise<unknown[][]> {
    try {
      const result = await client.query({
        query: `SELECT ${options.columns.join(", ")}\n${this.#from(options)}\n${options.suffix ?? ""}`,
        query_params: this.#values,
        use_multipart_params_auto: true,
        format: "JSONCompactEachRow",
        clickhouse_settings: settingsOf(limits),
        ...(options.signal !== undefined && { abort_signal: options.signal }),
        ...inLane(options.lane ?? "search"),
      });
      const rows: unknown[] = await result.json();
      return rows.map((row) => (Array.isArray(row) ? row : [row]));
    } catch (error) {
      throw explainRead(error);
    }
  }

  #from({ newest }: SelectOptions): string {
    const where = this.#conditions.length === 0 ? "true" : this.#conditions.join("\n AND ");
    const from = `FROM ${this.#table === "matches" ? "matches FINAL" : this.#table}\nWHERE ${where}`;
    if (newest === undefined) return from;
    const limit = this.bind("UInt32", newest.limit);
    return `FROM (SELECT ${newest.columns.join(", ")}\n${from}\nORDER BY \`@timestamp\` DESC LIMIT ${limit})`;
  }
}

function settingsOf(limits: ReadLimits) {
  return {
    max_execution_time: limits.maxSeconds,
    timeout_overflow_mode: "throw",
    max_memory_usage: String(limits.maxMemoryBytes),
    max_result_rows: String(limits.maxRows),
    max_result_bytes: String(limits.maxResultBytes),
    result_overflow_mode: "throw",
    output_format_json_quote_64bit_integers: 0,
    // What is filtered is copied, a block at a time: whole texts are large.
    max_block_size: "8192",
    preferred_max_column_in_block_size_bytes: "8388608",
    // Parameters count: whoever sees many audiences names them all.
    max_query_size: "16777216",
    allow_ddl: 0,
  } as const;
}

export function asText(value: unknown): string {
  return typeof value === "string" ? value : String(value ?? "");
}

export function asNumber(value: unknown): number {
  return typeof value === "number" ? value : Number(value);
}

/** Times are read as milliseconds. */
export function asTime(value: unknown): Date {
  return new Date(asNumber(value));
}

export function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(asText) : [];
}
