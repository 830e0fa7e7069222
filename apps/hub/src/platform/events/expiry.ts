// SPDX-License-Identifier: Apache-2.0
/**
 * Events that are kept no longer. A partition holds those of the day on which they came, and one that is past gets no
 * more of them: what goes of it is dropped with it as a whole, or removed by writing the rest of it anew, apart from
 * what comes in.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { inLane } from "./client.ts";
import { storableMilliseconds } from "./event.ts";
import { explainWrite } from "./failures.ts";

/** Events of an organisation that are kept whatever else; of a source, and of a time, where they are named. */
export interface Hold {
  readonly organisationId: string;
  readonly sourceId?: string;
  readonly from?: Date;
  readonly to?: Date;
}

export interface Group {
  readonly organisationId: string;
  /** Empty where none was recognised. */
  readonly logType: string;
}

export interface DayGroup extends Group {
  /** On which they came: `20261124`, in UTC. */
  readonly day: string;
  readonly events: number;
  readonly heldEvents: number;
  /** About: its share of what the day takes. */
  readonly bytes: number;
}

export interface DayRemoval {
  readonly day: string;
  readonly groups: readonly Group[];
  /** Nothing else is in it. */
  readonly isAll: boolean;
}

const LANE = inLane("background");
const COUNT = z.coerce.number();
const ROW = z.tuple([z.string(), z.string(), z.string(), COUNT, COUNT]);

export class EventExpiry {
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  /** What came on days before this one, by organisation and log type. */
  async groupsBefore(day: string, holds: readonly Hold[]): Promise<DayGroup[]> {
    const sizes = await this.#sizes();
    const held = new Condition(holds);
    const rows = await this.#ask(
      `SELECT _partition_id AS day, toString(organisation_id), \`log.type\`, count(), countIf(${held.sql})
       FROM events WHERE _partition_id < {day:String} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      { day, ...held.values },
      ROW,
    );
    return rows.map(([of, organisationId, logType, events, heldEvents]) => ({
      day: of,
      organisationId,
      logType,
      events,
      heldEvents,
      bytes: Math.round((sizes.get(of) ?? 0) * events),
    }));
  }

  /** Bytes a row, of each day. */
  async #sizes(): Promise<Map<string, number>> {
    const rows = await this.#ask(
      `SELECT partition_id, sum(bytes_on_disk) / greatest(sum(rows), 1) FROM system.parts
       WHERE database = currentDatabase() AND table = 'events' AND active GROUP BY 1`,
      {},
      z.tuple([z.string(), COUNT]),
    );
    return new Map(rows);
  }

  /** Resolves when they are gone for who reads. Doing it twice is as good as once. */
  async remove({ day, groups, isAll }: DayRemoval, holds: readonly Hold[]): Promise<void> {
    if (!/^\d{8}$/.test(day)) throw new TypeError(`"${day}" is no day`);
    if (isAll) return await this.#command(`ALTER TABLE events DROP PARTITION ID '${day}'`, {});
    const held = new Condition(holds);
    await this.#command(
      `ALTER TABLE events DELETE IN PARTITION ID '${day}' WHERE
         (toString(organisation_id), \`log.type\`) IN
           (SELECT * FROM format(JSONCompactEachRow, 'o String, t String', {groups:String})) AND NOT (${held.sql})
       SETTINGS mutations_sync = 1`,
      {
        groups: groups.map((group) => JSON.stringify([group.organisationId, group.logType])).join("\n"),
        ...held.values,
      },
    );
  }

  async #command(query: string, values: Record<string, unknown>): Promise<void> {
    await attempt(() =>
      this.#client.command({ query, query_params: values, use_multipart_params_auto: true, ...LANE }),
    );
  }

  async #ask<Row>(query: string, values: Record<string, unknown>, row: z.ZodType<Row>): Promise<Row[]> {
    const format = "JSONCompactEachRow";
    const result = await attempt(() =>
      this.#client.query({ query, query_params: values, format, use_multipart_params_auto: true, ...LANE }),
    );
    return z.array(row).parse(await result.json());
  }
}

/** Whether an event is held, with its values bound. */
class Condition {
  readonly sql: string;
  readonly values: Record<string, unknown> = {};

  constructor(holds: readonly Hold[]) {
    const parts = holds.map((hold) => this.#one(hold));
    this.sql = parts.length === 0 ? "false" : parts.map((part) => `(${part})`).join(" OR ");
  }

  #one({ organisationId, sourceId, from, to }: Hold): string {
    const time = (at: Date) =>
      `fromUnixTimestamp64Milli(${this.#bind("Int64", storableMilliseconds(at))}, 'UTC')`;
    return [
      `organisation_id = ${this.#bind("UUID", organisationId)}`,
      ...(sourceId === undefined ? [] : [`source_id = ${this.#bind("UUID", sourceId)}`]),
      ...(from === undefined ? [] : [`\`@timestamp\` >= ${time(from)}`]),
      ...(to === undefined ? [] : [`\`@timestamp\` < ${time(to)}`]),
    ].join(" AND ");
  }

  #bind(type: string, value: string | number): string {
    const name = `h${Object.keys(this.values).length}`;
    this.values[name] = value;
    return `{${name}:${type}}`;
  }
}

async function attempt<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw explainWrite(error);
  }
}
