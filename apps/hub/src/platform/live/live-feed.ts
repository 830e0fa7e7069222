// SPDX-License-Identifier: Apache-2.0
/**
 * News to open streams. What a reader may hear is asked of the database at every delivery, so that it is never more
 * than a read would show at that moment. A short while of news is kept: a reader that comes back with the id of the
 * last event gets what it missed, or is told to look at everything anew.
 */
import { FengsuiError, LIVE_OPENED, LIVE_REFETCH } from "@fengsui/contract";
import { EventStream, type LiveEvent, type RequestContext, sessionOf } from "../http/index.ts";
import type { ActingPerson } from "../records/index.ts";
import { type Logger, silentLogger } from "../telemetry/logger.ts";
import { merge } from "./merge.ts";
import type { HeardNews } from "./news.ts";
import { Positions } from "./positions.ts";
import { type LiveScope, mayHear } from "./scope.ts";

export interface LiveFeedParts {
  readonly scopeOf: (person: ActingPerson) => Promise<LiveScope>;
  readonly logger?: Logger;
}

interface Reader {
  readonly ctx: RequestContext;
  readonly person: ActingPerson;
  readonly send: (event: LiveEvent) => void;
  readonly end: () => void;
  /** Of the last piece that was delivered, or that it may not hear. */
  position: number;
}

/** A burst of news is one delivery. */
const PACE_MS = 200;
const RETRY_MS = 2_000;
const KEPT = 2_000;
/** Tabs of one person. */
const MAX_STREAMS = 24;

export class LiveFeed implements Disposable {
  readonly #parts: LiveFeedParts;
  readonly #logger: Logger;
  /** Positions of another process, or of an earlier one, mean nothing here. */
  readonly #positions = new Positions();
  readonly #readers = new Set<Reader>();
  readonly #kept: { readonly position: number; readonly news: HeardNews }[] = [];
  #position = 0;
  /** Who was at a position before this may have missed something. */
  #complete = 0;
  #timer: NodeJS.Timeout | undefined;
  #isDelivering = false;

  constructor(parts: LiveFeedParts) {
    this.#parts = parts;
    this.#logger = (parts.logger ?? silentLogger).child({ part: "live" });
  }

  get streams(): number {
    return this.#readers.size;
  }

  publish(news: HeardNews): void {
    this.#kept.push({ position: ++this.#position, news });
    const dropped = this.#kept.length > KEPT ? this.#kept.shift() : undefined;
    if (dropped !== undefined) this.#complete = dropped.position;
    this.#schedule(PACE_MS);
  }

  /** Some news may not have come. */
  reportGap(): void {
    this.#complete = ++this.#position;
    this.#kept.length = 0;
    this.#schedule(PACE_MS);
  }

  open(ctx: RequestContext): EventStream {
    const { person } = sessionOf(ctx);
    const mine = [...this.#readers].filter((one) => one.person.id === person.id);
    if (mine.length >= MAX_STREAMS)
      throw new FengsuiError("http.too_many", `${mine.length} streams are open`, { retryAfterSeconds: 60 });
    return new EventStream((send, end) => {
      const position = this.#positionOf(ctx);
      const reader: Reader = { ctx, send, end, person, position: position ?? this.#position };
      const name = position === undefined ? LIVE_REFETCH : LIVE_OPENED;
      send({ event: name, data: {}, id: this.#positions.write(reader.position) });
      this.#readers.add(reader);
      if (reader.position < this.#position) this.#schedule(0);
      return () => this.#readers.delete(reader);
    });
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#readers.clear();
  }

  /** Where a reader goes on; undefined where it may have missed something. */
  #positionOf({ headers }: RequestContext): number | undefined {
    const last = headers["last-event-id"];
    if (last === undefined || last === "") return this.#position;
    const position = this.#positions.read(String(last));
    const isKnown = position >= this.#complete && position <= this.#position;
    return isKnown ? position : undefined;
  }

  #schedule(ms: number): void {
    if (this.#readers.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#deliver();
    }, ms).unref();
  }

  async #deliver(): Promise<void> {
    if (this.#isDelivering) return this.#schedule(PACE_MS);
    this.#isDelivering = true;
    const byActing = Map.groupBy(this.#readers, ({ person }) => person.key ?? person.id);
    try {
      for (const readers of byActing.values()) await this.#deliverTo(readers);
    } catch (error) {
      this.#logger.warn({ error }, "news have to wait");
      this.#schedule(RETRY_MS);
    } finally {
      this.#isDelivering = false;
    }
  }

  async #deliverTo(readers: readonly Reader[]): Promise<void> {
    const late = readers.filter(({ position }) => position < this.#position);
    const [first] = late;
    if (first === undefined) return;
    const upTo = this.#position;
    const scope = await this.#parts.scopeOf(first.person);
    for (const reader of late) {
      if (!this.#readers.has(reader)) continue;
      if (await reader.ctx.isStillAllowed()) this.#send(reader, scope, upTo);
      else reader.end();
    }
  }

  #send(reader: Reader, scope: LiveScope, upTo: number): void {
    const id = this.#positions.write(upTo);
    const since = reader.position;
    reader.position = upTo;
    if (since < this.#complete) {
      reader.send({ event: LIVE_REFETCH, data: {}, id });
      return;
    }
    const news = this.#kept
      .filter(({ position }) => position > since && position <= upTo)
      .map((kept) => kept.news)
      .filter((one) => mayHear(scope, one));
    for (const { topic, ...data } of merge(news)) reader.send({ event: topic, data, id });
  }
}
