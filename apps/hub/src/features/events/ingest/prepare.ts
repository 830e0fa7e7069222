// SPDX-License-Identifier: Apache-2.0
/**
 * Records to rows: parse, normalise, match, some hundred at a time. All that was made of an event on the way is gone
 * before the next hundreds come, so a batch costs the memory of its rows, and what was made is cheap to clear away.
 */
import { setImmediate as breathe } from "node:timers/promises";
import type { PendingBatch } from "../../../platform/events/index.ts";
import type { Id } from "../../../platform/ids.ts";
import {
  type OrganisationId,
  type Records,
  systemPrincipal,
  unaudited,
} from "../../../platform/records/index.ts";
import type { FoundMatch, Matcher } from "../../detection/index.ts";
import { CLOCK_TOLERANCE_MS } from "../sources/heard.ts";
import { toNewEvent } from "./columns.ts";
import type { BatchIdentity } from "./identity.ts";
import { type NormalisedEvent, normalise, ProductTally } from "./normalise.ts";
import { parseRecords, type RejectedRecord } from "./parse.ts";
import type { Reading } from "./reading.ts";
import { firstTimes, KEY_WINDOW_MS, WHY_RECEIVED } from "./receptions.ts";
import type { RawRecord } from "./split.ts";
import { Turns } from "./turns.ts";

/** Work without pause: between so many records, or so much of them, others get their turn. */
const CHUNK = { records: 250, bytes: 1024 * 1024 };
/** One turn among batches. */
const TURN = { records: 1000, bytes: 4 * 1024 * 1024 };
const turns = new Turns();
const INGEST = systemPrincipal("ingest");

export interface Preparation {
  readonly source: { readonly id: Id<"source">; readonly organisationId: OrganisationId };
  readonly records: readonly RawRecord[];
  readonly isJsonOnly: boolean;
  readonly identity: BatchIdentity;
  readonly reading: Reading;
  readonly matcher: Matcher;
}

export class PreparedBatch {
  readonly #records: Records;
  readonly #preparation: Preparation;
  readonly #pending: PendingBatch;
  readonly found: FoundMatch[] = [];
  readonly rejected: RejectedRecord[] = [];
  /** The position of each record that was not rejected, with the id of its event. */
  readonly ids = new Map<number, string>();
  readonly products = new ProductTally();
  /** How long the work on it took, without waiting for a turn. */
  readonly milliseconds = { parse: 0, match: 0 };
  /** By the time that events say themselves, of those that are not to come. */
  newest: Date | undefined;

  constructor(records: Records, pending: PendingBatch, preparation: Preparation) {
    this.#records = records;
    this.#preparation = preparation;
    this.#pending = pending;
  }

  async prepare(): Promise<this> {
    for (const turn of stretchesOf(this.#preparation.records, TURN))
      await turns.take(() => this.#takeTurn(turn));
    return this;
  }

  async #takeTurn(turn: readonly RawRecord[]): Promise<void> {
    for (const chunk of stretchesOf(turn, CHUNK)) {
      await this.#add(chunk);
      await breathe();
    }
  }

  async #add(chunk: readonly RawRecord[]): Promise<void> {
    const { source, isJsonOnly, identity, reading, matcher } = this.#preparation;
    const begin = performance.now();
    const { parsed, rejected } = await parseRecords(chunk, {
      isJsonOnly,
      now: new Date(identity.receivedAt),
      toUtc: reading.toUtc,
    });
    const normalised = parsed.map((record) => normalise(record, identity, reading));
    const events = await this.#withFirstTimes(chunk, normalised);
    const read = performance.now();
    const { found, stored } = matcher.match(events);
    const matched = performance.now();
    const ownership = { organisationId: source.organisationId, audienceId: matcher.audienceId };
    const rows = events.map((event) => toNewEvent(event, ownership, source.id));
    this.#pending.add({ events: rows, matches: stored });
    this.milliseconds.parse += read - begin + performance.now() - matched;
    this.milliseconds.match += matched - read;
    this.found.push(...found);
    this.rejected.push(...rejected);
    for (const [index, event] of events.entries()) {
      this.ids.set(parsed[index]?.position ?? 0, event.id);
      this.products.add(event);
      this.#note(event);
    }
  }

  /** A time far ahead is of a clock that goes wrong, and says nothing of how late the source is. */
  #note({ hasTime, time }: NormalisedEvent): void {
    const isBelievable = time <= this.#preparation.identity.receivedAt + CLOCK_TOLERANCE_MS;
    if (hasTime && isBelievable && time > (this.newest?.getTime() ?? 0)) this.newest = new Date(time);
  }

  /**
   * An event with an id of its sender but no time has that of when it first came: the store knows an event by its id
   * and its time, and it may come again in another body.
   */
  async #withFirstTimes(
    chunk: readonly RawRecord[],
    events: readonly NormalisedEvent[],
  ): Promise<readonly NormalisedEvent[]> {
    if (!chunk.some(({ clientId }) => clientId !== undefined)) return events;
    const keys = events.filter(({ hasTime }) => !hasTime).map(({ id }) => `event:${id}`);
    if (keys.length === 0) return events;
    const sourceId = this.#preparation.source.id;
    const times = await this.#records.transaction(INGEST, (tx) =>
      unaudited(tx, WHY_RECEIVED, (write) =>
        firstTimes(write, { sourceId, keys, windowMs: KEY_WINDOW_MS, now: tx.now }),
      ),
    );
    return events.map((event) => {
      const first = event.hasTime ? undefined : times.get(`event:${event.id}`);
      return first === undefined ? event : { ...event, time: first.getTime() };
    });
  }
}

/** In order; each has one record at least, and ends with the one that reaches a limit. */
export function* stretchesOf(
  records: readonly RawRecord[],
  limit: typeof CHUNK,
): Generator<readonly RawRecord[]> {
  let from = 0;
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    bytes += record.bytes.length;
    if (index + 1 - from < limit.records && bytes < limit.bytes) continue;
    yield records.slice(from, index + 1);
    from = index + 1;
    bytes = 0;
  }
  if (from < records.length) yield records.slice(from);
}
