// SPDX-License-Identifier: Apache-2.0
/** The calls of events: search, what it counts and exports, and the records that could not be read. */
import {
  DEAD_LETTER_COUNTS,
  DEAD_LETTERS,
  EVENT,
  EVENTS_PAGE,
  type EventExport,
  type EventFilter,
  HISTOGRAM,
  REPLAYED,
  VALUES,
} from "@fengsui/contract";
import { z } from "zod";
import type { DeadLetterFilter, EventsFilter } from "./filters.ts";
import { queryText, type Transport } from "./transport.ts";

const API = "/api/v1";
const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export function eventCalls(transport: Transport, address: string) {
  const path = `${API}/events`;
  return {
    search: (query: EventsFilter, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: EVENTS_PAGE, signal }),
    get: (id: string, time: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, query: { time }, answer: EVENT, signal }),
    histogram: (query: EventFilter, intervalMs: number, signal?: Signal) =>
      transport.call({
        path: `${path}/histogram`,
        query: { ...query, intervalMs },
        answer: HISTOGRAM,
        signal,
      }),
    values: (query: EventFilter, name: string, signal?: Signal) =>
      transport.call({ path: `${path}/values`, query: { ...query, name }, answer: VALUES, signal }),
    /** Where the file is fetched from: it can be longer than a page's memory. */
    exportAddress: (query: EventExport) => `${address}${path}/export${queryText({ ...query })}`,
  };
}

export function deadLetterCalls(transport: Transport, address: string) {
  const path = `${API}/dead-letters`;
  return {
    list: (query: DeadLetterFilter, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: DEAD_LETTERS, signal }),
    counts: (signal?: Signal) =>
      transport.call({ path: `${path}/counts`, answer: DEAD_LETTER_COUNTS, signal }),
    /** Where the record is fetched from, as it came. */
    bytesAddress: (id: string) => `${address}${path}/${id}/bytes`,
    text: (id: string, signal?: AbortSignal) => transport.text(`${path}/${id}/bytes`, signal),
    replay: (id: string) =>
      transport.call({ method: "POST", path: `${path}/${id}/replay`, answer: REPLAYED }),
    discard: (id: string) => transport.call({ method: "DELETE", path: `${path}/${id}`, answer: DONE }),
  };
}
