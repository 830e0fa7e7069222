// SPDX-License-Identifier: Apache-2.0
/**
 * Stores batches of events with their matches. An event that is stored already, whoever brings it again and whenever,
 * is a duplicate and not stored again; its matches are written again, which changes nothing.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import type { Clock } from "../../clock.ts";
import { explainWrite } from "../failures.ts";
import { GroupCommit, type GroupLimits } from "./group-commit.ts";
import { Inserter } from "./inserter.ts";
import { type EventPoint, findKnown } from "./known-events.ts";
import { type Patience, untilAnswered } from "./patience.ts";
import {
  type Appended,
  type Batch,
  type EventPieces,
  type MatchRows,
  PendingBatch,
} from "./pending-batch.ts";
import { EVENT_COLUMNS, type EventRows, MATCH_COLUMNS } from "./rows.ts";

export interface WriterOptions {
  readonly client: ClickHouseClient;
  readonly clock: Clock;
  readonly patience: Patience;
  readonly limits: GroupLimits;
}

const NOTHING: Appended = { stored: 0, duplicates: [] };

export class Writer {
  readonly #options: WriterOptions;
  readonly #inserter: Inserter;
  readonly #events: GroupCommit<EventPieces, Appended>;
  /** Apart, so that the next events are stored while the matches of these are. */
  readonly #matches: GroupCommit<MatchRows, true>;
  readonly #underWay = new Set<Promise<unknown>>();
  /** Batches that grow. */
  #pending = 0;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#inserter = new Inserter(options.client, options.patience);
    this.#events = new GroupCommit(
      options.limits,
      (batches) => this.#commitEvents(batches),
      () => this.#pending > 0,
    );
    this.#matches = new GroupCommit(options.limits, (batches) => this.#commitMatches(batches));
  }

  get waitingBytes(): number {
    return this.#events.waitingBytes + this.#matches.waitingBytes;
  }

  newBatch(): PendingBatch {
    this.#pending += 1;
    return new PendingBatch({
      clock: this.#options.clock,
      store: (events, matches) => this.#track(this.#store(events, matches)),
      onReady: () => {
        this.#pending -= 1;
      },
    });
  }

  async append(batch: Batch): Promise<Appended> {
    using pending = this.newBatch();
    pending.add(batch);
    return await pending.store();
  }

  /** Events before matches: a match must not name an event that is not there. */
  async #store(events: EventPieces, matches: MatchRows): Promise<Appended> {
    try {
      const appended = events.rowCount === 0 ? NOTHING : await this.#events.add(events);
      if (matches.rowCount > 0) await this.#matches.add(matches);
      return appended;
    } catch (error) {
      throw explainWrite(error);
    }
  }

  async #track<Result>(work: Promise<Result>): Promise<Result> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }

  async #commitEvents(batches: readonly EventPieces[]): Promise<Appended[]> {
    const { client, patience } = this.#options;
    const points = batches.flatMap(({ pieces }) => pieces.flatMap(pointsOf));
    const seen = await untilAnswered(patience, () => findKnown(client, points));
    const fresh: Buffer[] = [];
    const answers = batches.map(({ pieces, rowCount }) => {
      const duplicates = pieces.flatMap((rows) => takeFresh(rows, seen, fresh));
      return { stored: rowCount - duplicates.length, duplicates };
    });
    if (fresh.length > 0)
      await this.#inserter.insert({ table: "events", columns: EVENT_COLUMNS, rows: fresh });
    for (const { pieces } of batches) for (const { release } of pieces) release();
    return answers;
  }

  async #commitMatches(batches: readonly MatchRows[]): Promise<true[]> {
    const rows = batches.flatMap(({ pieces }) => pieces);
    await this.#inserter.insert({ table: "matches", columns: MATCH_COLUMNS, rows });
    return batches.map(() => true);
  }

  /** Takes nothing more, and waits until all is answered. */
  async close(): Promise<void> {
    await this.#events.close();
    // Their matches come after them.
    await Promise.allSettled(this.#underWay);
    await this.#matches.close();
  }
}

function pointsOf({ ids, milliseconds }: EventRows): EventPoint[] {
  return ids.map((id, index) => ({ id, milliseconds: milliseconds[index] ?? 0 }));
}

/** Adds the stretches of rows of events that were not seen, and returns the identifiers of the others. */
function takeFresh({ ids, ends, bytes }: EventRows, seen: Set<string>, fresh: Buffer[]): string[] {
  const duplicates: string[] = [];
  let from = 0;
  let start = 0;
  for (const [index, id] of ids.entries()) {
    const end = ends[index] ?? start;
    if (seen.has(id)) {
      if (start > from) fresh.push(bytes.subarray(from, start));
      duplicates.push(id);
      from = end;
    }
    seen.add(id);
    start = end;
  }
  if (start > from) fresh.push(bytes.subarray(from, start));
  return duplicates;
}
