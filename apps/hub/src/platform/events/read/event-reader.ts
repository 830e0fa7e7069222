// SPDX-License-Identifier: Apache-2.0
/** What one reader can ask of the event store. */
import type { ClickHouseClient } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";
import type { Observable, Sighting } from "../event.ts";
import { type EventKey, type Reader, type StoredEvent, storableMilliseconds } from "../event.ts";
import { conditionText, type EventCondition } from "./conditions.ts";
import { EVENT_SELECT, toStoredEvent } from "./event-columns.ts";
import { addField, type FieldFilter } from "./fields.ts";
import { type HostFigures, type HostsQuery, selectFirstComing, selectHosts } from "./hosts.ts";
import { type FiguresQuery, type MatchFigures, selectFigures } from "./match-figures.ts";
import {
  type MatchedEvent,
  type MatchedEventsQuery,
  type MatchedWindowsQuery,
  selectMatchedEvents,
  selectMatchedWindows,
} from "./matched-events.ts";
import {
  type CountsQuery,
  type MatchCount,
  type MatchQuery,
  type StoredMatch,
  selectCounts,
  selectMatches,
} from "./matches.ts";
import { type Presence, type PresenceQuery, selectPresence } from "./presence.ts";
import { asNumber, asTime, type ReadLimits, ScopedQuery, type SelectOptions } from "./scoped-query.ts";
import {
  type ObservableQuery,
  type ObservablesQuery,
  selectObservables,
  selectSightings,
} from "./sightings.ts";
import { selectValues, type ValueFigures } from "./value-figures.ts";
import { addWords } from "./words.ts";
import {
  type GroupsQuery,
  type MatchKey,
  selectGroupsSince,
  selectKnownMatches,
  type WrittenGroup,
} from "./written-matches.ts";

export interface EventQuery {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly fields?: readonly FieldFilter[];
  /** Words that the raw text holds, all of them. */
  readonly text?: string;
  readonly condition?: EventCondition;
  readonly organisationId?: string;
  readonly sourceId?: string;
  /** Events that came since then, whenever they happened. */
  readonly receivedSince?: Date;
  /** Events that were of one of these products (the first part of `log.type`) when they came, or are of these sources. */
  readonly products?: { readonly names: readonly string[]; readonly orSourceIds: readonly string[] };
  /** Events in which one of these observables was seen, as the store writes them. */
  readonly observed?: readonly string[];
  /** What nobody waits for: it takes its turn behind searches. */
  readonly isBackground?: boolean;
  readonly signal?: AbortSignal;
}

export interface PageQuery extends EventQuery {
  readonly limit: number;
  /** The last event of the page before. */
  readonly after?: EventKey;
}

export interface Bucket {
  readonly start: Date;
  readonly count: number;
}

export const MAX_PAGE = 1_000;
export const MAX_BUCKETS = 2_000;

export class EventReader {
  readonly #client: ClickHouseClient;
  readonly #limits: ReadLimits;
  readonly #reader: Reader;

  constructor(client: ClickHouseClient, limits: ReadLimits, reader: Reader) {
    this.#client = client;
    this.#limits = limits;
    this.#reader = reader;
  }

  /** The newest first. Of a long raw text only the beginning is in a page. */
  async search(wanted: PageQuery): Promise<StoredEvent[]> {
    if (!Number.isInteger(wanted.limit) || wanted.limit < 1 || wanted.limit > MAX_PAGE)
      throw new FengsuiError("events.query_invalid", `limit: is not from 1 to ${MAX_PAGE}`);
    const query = this.#events(wanted);
    if (wanted.after !== undefined) {
      const time = query.bindTime(wanted.after.time);
      const id = query.bind("UUID", wanted.after.id);
      query.and(`\`@timestamp\` <= ${time} AND (\`@timestamp\`, event_id) < (${time}, ${id})`);
    }
    const rows = await query.select(this.#client, this.#limits, {
      columns: EVENT_SELECT.page,
      suffix: `ORDER BY \`@timestamp\` DESC, event_id DESC LIMIT ${query.bind("UInt32", wanted.limit)}`,
      ...laneOf(wanted),
    });
    return rows.map(toStoredEvent);
  }

  async count(wanted: EventQuery): Promise<number> {
    const [row] = await this.#events(wanted).select(this.#client, this.#limits, {
      columns: ["count()"],
      ...laneOf(wanted),
    });
    return asNumber(row?.[0]);
  }

  /** Intervals without events are left out. They begin at multiples of their length since 1970. */
  async histogram(wanted: EventQuery, intervalMs: number): Promise<Bucket[]> {
    const span = storableMilliseconds(wanted.to) - storableMilliseconds(wanted.from);
    if (!Number.isInteger(intervalMs) || intervalMs < 1 || span / intervalMs > MAX_BUCKETS)
      throw new FengsuiError("events.query_invalid", `interval: would make more than ${MAX_BUCKETS} of them`);
    const query = this.#events(wanted);
    const interval = query.bind("Int64", intervalMs);
    const rows = await query.select(this.#client, this.#limits, {
      columns: [
        `toUnixTimestamp64Milli(\`@timestamp\`) - positiveModulo(toUnixTimestamp64Milli(\`@timestamp\`), ${interval}) AS start`,
        "count()",
      ],
      suffix: "GROUP BY start ORDER BY start",
      signal: wanted.signal,
    });
    return rows.map(([start, count]) => ({ start: asTime(start), count: asNumber(count) }));
  }

  /** Which values a field has, and how often, among the newest events. */
  values(wanted: EventQuery, field: string): Promise<ValueFigures> {
    const { signal } = wanted;
    return selectValues(this.#events(wanted), { client: this.#client, limits: this.#limits, field, signal });
  }

  /** Events by their keys, whole, in no particular order; those that do not exist or are not to be seen are missing. */
  async events(keys: readonly EventKey[]): Promise<StoredEvent[]> {
    if (keys.length > MAX_PAGE)
      throw new FengsuiError("events.query_invalid", `keys: are more than ${MAX_PAGE}`);
    if (keys.length === 0) return [];
    const query = ScopedQuery.of(this.#reader, "events");
    query.and(`(\`@timestamp\`, event_id) IN ${query.bindKeys(keys)}`);
    const rows = await query.select(this.#client, this.#limits, { columns: EVENT_SELECT.whole });
    return rows.map(toStoredEvent);
  }

  async event(key: EventKey): Promise<StoredEvent | undefined> {
    const [event] = await this.events([key]);
    return event;
  }

  /** Whether a value was ever seen, over all history. */
  sightings(wanted: ObservableQuery): Promise<Sighting[]> {
    return selectSightings(this.#client, this.#limits, this.#reader, wanted);
  }

  /** All that was ever seen by an organisation, in order, page by page. */
  observables(wanted: ObservablesQuery): Promise<Observable[]> {
    return selectObservables(this.#client, this.#limits, this.#reader, wanted);
  }

  matches(wanted: MatchQuery): Promise<StoredMatch[]> {
    return selectMatches(this.#client, this.#limits, this.#reader, wanted);
  }

  matchedEvents(wanted: MatchedEventsQuery): Promise<MatchedEvent[]> {
    return selectMatchedEvents(this.#client, this.#limits, this.#reader, wanted);
  }

  matchedWindows(wanted: MatchedWindowsQuery): Promise<number[]> {
    return selectMatchedWindows(this.#client, this.#limits, this.#reader, wanted);
  }

  matchCounts(wanted: CountsQuery): Promise<MatchCount[]> {
    return selectCounts(this.#client, this.#limits, this.#reader, wanted);
  }

  /** The hosts that new events tell of. */
  hosts(wanted: HostsQuery): Promise<HostFigures[]> {
    return selectHosts(this.#client, this.#limits, this.#reader, wanted);
  }

  firstComing(): Promise<Date | undefined> {
    return selectFirstComing(this.#client, this.#limits, this.#reader);
  }

  /** Which sources told of which hosts, and when. */
  presence(wanted: PresenceQuery): Promise<Presence[]> {
    return selectPresence(this.#client, this.#limits, this.#reader, wanted);
  }

  /** What the matches of each group come to; a group without any is left out. */
  matchFigures(wanted: FiguresQuery): Promise<MatchFigures[]> {
    return selectFigures(this.#client, this.#limits, this.#reader, wanted);
  }

  /** Those of the matches that are stored already. */
  knownMatches(matches: readonly MatchKey[]): Promise<Set<string>> {
    return selectKnownMatches(this.#client, this.#limits, this.#reader, matches);
  }

  /** Groups of the matches that were written since then, those with the oldest windows first. */
  matchGroupsSince(wanted: GroupsQuery): Promise<WrittenGroup[]> {
    return selectGroupsSince(this.#client, this.#limits, this.#reader, wanted);
  }

  #events(wanted: EventQuery): ScopedQuery {
    const { from, to, fields, text, condition, organisationId, sourceId } = wanted;
    const { receivedSince, products, observed } = wanted;
    const query = ScopedQuery.of(this.#reader, "events");
    query.and(`\`@timestamp\` >= ${query.bindTime(from)} AND \`@timestamp\` < ${query.bindTime(to)}`);
    if (organisationId !== undefined) query.and(`organisation_id = ${query.bind("UUID", organisationId)}`);
    if (sourceId !== undefined) query.and(`source_id = ${query.bind("UUID", sourceId)}`);
    for (const field of fields ?? []) addField(query, field);
    if (text !== undefined) addWords(query, text);
    if (condition !== undefined) query.and(conditionText(query, condition));
    if (receivedSince !== undefined) query.and(`\`event.ingested\` >= ${query.bindTime(receivedSince)}`);
    if (observed !== undefined)
      query.and(`hasAny(observable_values, ${query.bind("Array(String)", observed)})`);
    if (products !== undefined) {
      const names = query.bind("Array(String)", products.names);
      const sources = query.bind("Array(String)", products.orSourceIds);
      query.and(`splitByChar('/', \`log.type\`)[1] IN ${names} OR toString(source_id) IN ${sources}`);
    }
    return query;
  }
}

function laneOf({ isBackground, signal }: EventQuery): Pick<SelectOptions, "lane" | "signal"> {
  return { lane: isBackground ? "background" : "search", signal };
}
