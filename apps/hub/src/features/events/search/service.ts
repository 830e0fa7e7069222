// SPDX-License-Identifier: Apache-2.0
/** Search in events, each person in what their audiences allow. */
import { type Event, type EventFilter, type EventSearch, FengsuiError, type Values } from "@fengsui/contract";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type {
  EventKey,
  EventQuery,
  EventReader,
  EventStore,
  StoredEvent,
} from "../../../platform/events/index.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { parseId } from "../../../platform/ids.ts";
import { personPrincipal, type Records } from "../../../platform/records/index.ts";
import { myAudiences } from "../../../platform/records/my-audiences.ts";
import { PersonTurns } from "./person-turns.ts";
import { parseQuery } from "./query-language.ts";

export interface SearchParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
}

export class EventSearcher {
  readonly #parts: SearchParts;
  readonly #turns = new PersonTurns();

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** The newest first. */
  async search(signedIn: SignedIn, { after, limit, ...filter }: EventSearch, signal: AbortSignal) {
    const cursor = after === undefined ? undefined : readCursor<"event">(after);
    const query = {
      ...toQuery(filter, signal),
      limit,
      ...(cursor !== undefined && { after: { id: cursor.id, time: cursor.time } }),
    };
    const events = await this.inTurn(signedIn, (reader) => reader.search(query));
    return { events: events.map(toEvent), next: nextOf(events, limit) };
  }

  /** One event, all of it. */
  async event(signedIn: SignedIn, key: EventKey): Promise<Event> {
    const reader = await this.#readerFor(signedIn);
    const event = await reader.event(key);
    if (event === undefined)
      throw new FengsuiError("events.not_found", `no event of that time has the id ${key.id}`);
    return toEvent(event);
  }

  async histogram(signedIn: SignedIn, filter: EventFilter, { intervalMs, signal }: HistogramOptions) {
    const query = toQuery(filter, signal);
    const buckets = await this.inTurn(signedIn, (reader) => reader.histogram(query, intervalMs));
    return { buckets: buckets.map(({ start, count }) => ({ start: start.toISOString(), count })) };
  }

  async values(signedIn: SignedIn, filter: EventFilter, { name, signal }: ValuesOptions): Promise<Values> {
    const query = toQuery(filter, signal);
    const found = await this.inTurn(signedIn, (reader) => reader.values(query, name));
    const { values, ...figures } = found;
    return { ...figures, values: [...values] };
  }

  /** What may take long: after what the person asked for before. */
  async inTurn<Result>(signedIn: SignedIn, work: (reader: EventReader) => Promise<Result>): Promise<Result> {
    return await this.#turns.take(
      signedIn.person.id,
      async () => await work(await this.#readerFor(signedIn)),
    );
  }

  /** The rule of who sees what is asked anew each time: a membership may have ended. */
  async #readerFor({ person }: SignedIn): Promise<EventReader> {
    const audienceIds = await this.#parts.records.read(personPrincipal(person), myAudiences);
    return this.#parts.events.readAs({ kind: "audiences", audienceIds });
  }
}

export interface HistogramOptions {
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

export interface ValuesOptions {
  readonly name: string;
  readonly signal: AbortSignal;
}

export function toQuery(filter: EventFilter, signal: AbortSignal): EventQuery {
  const { from, to, query, text, field = [], sourceId } = filter;
  const fields = [field].flat().map((given) => {
    const at = given.indexOf("=");
    return at < 0 ? { field: given, value: "" } : { field: given.slice(0, at), value: given.slice(at + 1) };
  });
  const parsed = parseQuery(query ?? "");
  if (parsed.problem !== undefined) {
    const { at, message } = parsed.problem;
    throw new FengsuiError("events.query_invalid", `query: ${message} (character ${at + 1})`);
  }
  const { condition } = parsed;
  return {
    from: new Date(from),
    to: new Date(to),
    fields,
    signal,
    ...(condition !== undefined && { condition }),
    ...(text !== undefined && text.trim() !== "" && { text }),
    ...(sourceId !== undefined && { sourceId }),
  };
}

function nextOf(events: readonly StoredEvent[], limit: number): string | null {
  const last = events.length === limit ? events.at(-1) : undefined;
  const id = last === undefined ? undefined : parseId<"event">(last.id);
  return last === undefined || id === undefined ? null : writeCursor({ time: last.time, id });
}

export function toEvent(event: StoredEvent): Event {
  return {
    id: event.id,
    time: event.time.toISOString(),
    ingested: event.ingested.toISOString(),
    organisationId: event.organisationId,
    sourceId: event.sourceId,
    fields: Object.fromEntries(Object.entries(event.fields).filter(([, value]) => value !== "")),
    raw: event.raw.toString("utf8"),
    rawLength: event.rawLength,
  };
}
