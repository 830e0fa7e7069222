// SPDX-License-Identifier: Apache-2.0
/** The events of a search as a file, the newest first, a page at a time: whatever its length, memory is that of a page. */
import { Readable } from "node:stream";
import {
  type Event,
  type EventExport,
  type EventFilter,
  MAX_EXPORTED_BYTES,
  MAX_EXPORTED_EVENTS,
} from "@fengsui/contract";
import { stringify } from "csv-stringify/sync";
import type { EventReader, PageQuery, StoredEvent } from "../../../platform/events/index.ts";
import { Content, type SignedIn } from "../../../platform/http/index.ts";
import { audited, personPrincipal, type Records } from "../../../platform/records/index.ts";
import { type EventSearcher, toEvent, toQuery } from "./service.ts";
import { valueIn } from "./value-in.ts";

export interface ExporterParts {
  readonly records: Records;
  readonly searcher: EventSearcher;
}

const PAGE = 500;
const MEDIA_TYPES = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8" } as const;
const COLUMNS = ["host.name", "user.name", "event.code"];

export class EventExporter {
  readonly #parts: ExporterParts;

  constructor(parts: ExporterParts) {
    this.#parts = parts;
  }

  /** Who takes events away is written down before the first of them leaves. */
  async export(signedIn: SignedIn, wanted: EventExport, signal: AbortSignal): Promise<Content> {
    const { format, column = COLUMNS, ...filter } = wanted;
    const query = toQuery(filter, signal);
    const pages = this.#readPages(signedIn, query);
    // What cannot be searched for is said before the answer has begun.
    const first = await pages.next();
    await this.#writeDown(signedIn, format, filter);
    const columns = [column].flat();
    const lines = write(chain(first, pages), format === "csv" ? csvWriter(columns) : JSON_WRITER);
    return new Content(Readable.from(lines, { objectMode: false, highWaterMark: 64 * 1024 }), {
      "content-type": MEDIA_TYPES[format],
      "content-disposition": `attachment; filename="events.${format}"`,
    });
  }

  async *#readPages(signedIn: SignedIn, query: ReturnType<typeof toQuery>): AsyncGenerator<Page> {
    let last: StoredEvent | undefined;
    do {
      const wanted = { ...query, limit: PAGE, ...(last !== undefined && { after: last }) };
      const events = await this.#parts.searcher.inTurn(signedIn, (reader) => readPage(reader, wanted));
      last = events.length === PAGE ? events.at(-1) : undefined;
      yield events.map(toEvent);
    } while (last !== undefined);
  }

  async #writeDown({ person, organisations }: SignedIn, format: string, filter: EventFilter): Promise<void> {
    const [organisation] = organisations;
    const organisationId = organisations.length === 1 ? (organisation?.id ?? null) : null;
    const subject = { kind: "person", id: person.id };
    const entry = { action: "events.export", subject, organisationId, detail: { format, ...filter } };
    await this.#parts.records.transaction(personPrincipal(person), (tx) =>
      audited(tx, entry, async () => undefined),
    );
  }
}

type Page = readonly Event[];

async function readPage(reader: EventReader, wanted: PageQuery): Promise<StoredEvent[]> {
  const events = await reader.search(wanted);
  return await Promise.all(events.map((event) => whole(reader, event)));
}

/** Of a long event a page has the beginning. */
async function whole(reader: EventReader, event: StoredEvent): Promise<StoredEvent> {
  if (event.raw.length === event.rawLength) return event;
  return (await reader.event(event)) ?? event;
}

async function* chain(first: IteratorResult<Page>, rest: AsyncGenerator<Page>): AsyncGenerator<Page> {
  if (first.done !== true) yield first.value;
  yield* rest;
}

interface LineWriter {
  readonly head: string;
  line(event: Event): string;
}

async function* write(pages: AsyncIterable<Page>, { head, line }: LineWriter): AsyncGenerator<string> {
  let [events, bytes] = [0, 0];
  if (head !== "") yield head;
  for await (const page of pages)
    for (const event of page) {
      const text = line(event);
      events += 1;
      bytes += Buffer.byteLength(text);
      if (events > MAX_EXPORTED_EVENTS || bytes > MAX_EXPORTED_BYTES) return;
      yield text;
    }
}

const JSON_WRITER: LineWriter = { head: "", line: (event) => `${JSON.stringify(event)}\n` };

function csvWriter(columns: readonly string[]): LineWriter {
  // What a spreadsheet would take for a formula is disarmed.
  const line = (cells: readonly string[]) => stringify([[...cells]], { escape_formulas: true });
  return {
    head: line(["time", ...columns, "raw"]),
    line: (event) => line([event.time, ...columns.map((column) => valueIn(event, column)), event.raw]),
  };
}
