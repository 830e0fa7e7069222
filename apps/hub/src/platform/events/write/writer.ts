// SPDX-License-Identifier: Apache-2.0
/**
 * Stores batches of events with their matches. An event that is stored already, whoever brings it again and whenever,
 * is a duplicate and not stored again; its matches are written again, which changes nothing.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import type { Clock } from "../../clock.ts";
import type { Match, NewEvent } from "../event.ts";
import { explainWrite } from "../failures.ts";
import { GroupCommit, type GroupLimits, type Weighed } from "./group-commit.ts";
import { type Insert, Inserter } from "./inserter.ts";
import { findKnown } from "./known-events.ts";
import { type Patience, untilAnswered } from "./patience.ts";
import { EVENT_COLUMNS, type EventRow, eventRow, MATCH_COLUMNS, matchRow } from "./rows.ts";

export interface Batch {
  readonly events: readonly NewEvent[];
  readonly matches: readonly Match[];
}

export interface Appended {
  readonly stored: number;
  /** Identifiers of the events that were stored before, or stand twice in what was given. */
  readonly duplicates: readonly string[];
}

interface EncodedBatch extends Weighed {
  readonly events: readonly EventRow[];
  readonly matches: readonly string[];
}

export interface WriterOptions {
  readonly client: ClickHouseClient;
  readonly clock: Clock;
  readonly patience: Patience;
  readonly limits: GroupLimits;
}

export class Writer {
  readonly #options: WriterOptions;
  readonly #inserter: Inserter;
  readonly #group: GroupCommit<EncodedBatch, Appended>;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#inserter = new Inserter(options.client, options.patience);
    this.#group = new GroupCommit(options.limits, (batches) => this.#commit(batches));
  }

  get waitingBytes(): number {
    return this.#group.waitingBytes;
  }

  async append({ events, matches }: Batch): Promise<Appended> {
    if (events.length === 0 && matches.length === 0) return { stored: 0, duplicates: [] };
    try {
      return await this.#group.add(encode(events, matches, this.#options.clock.now().getTime()));
    } catch (error) {
      throw explainWrite(error);
    }
  }

  /** Events before matches: a match must not name an event that is not there. */
  async #commit(batches: readonly EncodedBatch[]): Promise<Appended[]> {
    const { client, patience } = this.#options;
    const points = batches.flatMap(({ events }) => events);
    const seen =
      points.length === 0
        ? new Set<string>()
        : await untilAnswered(patience, () => findKnown(client, points));
    const fresh: string[] = [];
    const answers = batches.map(({ events }) => {
      const duplicates: string[] = [];
      for (const { id, text } of events) {
        if (seen.has(id)) duplicates.push(id);
        else fresh.push(text);
        seen.add(id);
      }
      return { stored: events.length - duplicates.length, duplicates };
    });
    await this.#insert("events", EVENT_COLUMNS, fresh);
    await this.#insert(
      "matches",
      MATCH_COLUMNS,
      batches.flatMap(({ matches }) => matches),
    );
    return answers;
  }

  async #insert(table: Insert["table"], columns: Insert["columns"], rows: readonly string[]): Promise<void> {
    if (rows.length > 0)
      await this.#inserter.insert({ table, columns, rows: Buffer.from(rows.join(""), "latin1") });
  }

  close(): Promise<void> {
    return this.#group.close();
  }
}

function encode(events: readonly NewEvent[], matches: readonly Match[], now: number): EncodedBatch {
  const eventRows = events.map((event) => eventRow(event, now));
  const matchRows = matches.map((match) => matchRow(match, now));
  let bytes = 0;
  for (const { text } of eventRows) bytes += text.length;
  for (const text of matchRows) bytes += text.length;
  return { events: eventRows, matches: matchRows, rowCount: eventRows.length + matchRows.length, bytes };
}
