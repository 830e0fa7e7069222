// SPDX-License-Identifier: Apache-2.0
/** Search in events, each person in what their audiences allow. */
import type { EventSearch } from "@fengsui/contract";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { EventQuery, EventReader, EventStore, StoredEvent } from "../../../platform/events/index.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { parseId } from "../../../platform/ids.ts";
import { personPrincipal, type Records } from "../../../platform/records/index.ts";
import { myAudiences } from "../../../platform/records/my-audiences.ts";

export interface SearchParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
}

type Filter = Omit<EventSearch, "after" | "limit">;

export class EventSearcher {
  readonly #parts: SearchParts;

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** The newest first. */
  async search(signedIn: SignedIn, { after, limit, ...filter }: EventSearch, signal: AbortSignal) {
    const cursor = after === undefined ? undefined : readCursor<"event">(after);
    const reader = await this.#readerFor(signedIn);
    const events = await reader.search({
      ...toQuery(filter, signal),
      limit,
      ...(cursor !== undefined && { after: { id: cursor.id, time: cursor.time } }),
    });
    return { events: events.map(toEvent), next: nextOf(events, limit) };
  }

  async histogram(signedIn: SignedIn, filter: Filter, { intervalMs, signal }: HistogramOptions) {
    const reader = await this.#readerFor(signedIn);
    const buckets = await reader.histogram(toQuery(filter, signal), intervalMs);
    return { buckets: buckets.map(({ start, count }) => ({ start: start.toISOString(), count })) };
  }

  /** The rule of who sees what is asked anew each time: a membership may have ended. */
  async #readerFor({ person }: SignedIn): Promise<EventReader> {
    const audienceIds = await this.#parts.records.read(personPrincipal(person.id), myAudiences);
    return this.#parts.events.readAs({ kind: "audiences", audienceIds });
  }
}

export interface HistogramOptions {
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

function toQuery({ from, to, text, field = [], sourceId }: Filter, signal: AbortSignal): EventQuery {
  const fields = [field].flat().map((given) => {
    const at = given.indexOf("=");
    return at < 0 ? { field: given, value: "" } : { field: given.slice(0, at), value: given.slice(at + 1) };
  });
  return {
    from: new Date(from),
    to: new Date(to),
    fields,
    signal,
    ...(text !== undefined && text.trim() !== "" && { text }),
    ...(sourceId !== undefined && { sourceId }),
  };
}

function nextOf(events: readonly StoredEvent[], limit: number): string | null {
  const last = events.length === limit ? events.at(-1) : undefined;
  const id = last === undefined ? undefined : parseId<"event">(last.id);
  return last === undefined || id === undefined ? null : writeCursor({ time: last.time, id });
}

function toEvent(event: StoredEvent) {
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
