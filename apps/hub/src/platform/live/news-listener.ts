// SPDX-License-Identifier: Apache-2.0
/** Listens to the news of every process on the database. A connection that is lost is made again; it may have missed some. */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "../telemetry/logger.ts";
import { type HeardNews, NEWS_CHANNEL, readNews } from "./news.ts";

export interface NewsListenerParts {
  /** How to reach the database: a session of one's own, which no pool of connections in between takes apart. */
  readonly database: pg.ClientConfig;
  readonly logger: Logger;
  readonly onNews: (news: HeardNews) => void;
  /** Listening again after a while without: something may have been missed. */
  readonly onGap: () => void;
}

const CONNECT_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A connection that is dead without a word is noticed by a question without an answer. */
const ASK_EVERY_MS = 15_000;
const ANSWER_MS = 5_000;

export class NewsListener implements AsyncDisposable {
  readonly #parts: NewsListenerParts;
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();

  private constructor(parts: NewsListenerParts) {
    this.#parts = parts;
  }

  /** Listens when it returns, if the database answers; else soon. */
  static async start(parts: NewsListenerParts): Promise<NewsListener> {
    const listener = new NewsListener(parts);
    const first = Promise.withResolvers<void>();
    listener.#running = listener.#run(first.resolve);
    await first.promise;
    return listener;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(tried: () => void): Promise<void> {
    const { logger, onGap } = this.#parts;
    let pause = FIRST_PAUSE_MS;
    for (let round = 0; !this.#closing.signal.aborted; round++) {
      try {
        await this.#listen(() => {
          pause = FIRST_PAUSE_MS;
          if (round > 0) onGap();
          tried();
        });
      } catch (error) {
        logger.warn({ error }, "lost the connection that listens to news");
      }
      tried();
      await delay(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  /** Until the connection is lost or the hub closes. */
  async #listen(isListening: () => void): Promise<void> {
    const { database, onNews } = this.#parts;
    const { signal } = this.#closing;
    const client = new pg.Client({
      ...database,
      application_name: "fengsui news",
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    const lost = new Promise<void>((resolve, reject) => {
      client.on("error", reject);
      client.on("end", resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    lost.catch(() => undefined); // it is awaited below, unless connecting fails first
    client.on("notification", ({ payload = "" }) => {
      const news = readNews(payload);
      if (news !== undefined) onNews(news);
    });
    const asking = new AbortController();
    try {
      await client.connect();
      await client.query(`listen ${NEWS_CHANNEL}`);
      isListening();
      await Promise.race([lost, keepAsking(client, AbortSignal.any([signal, asking.signal]))]);
    } finally {
      asking.abort();
      await client.end().catch(() => undefined); // it is lost already
    }
  }
}

async function keepAsking(client: pg.Client, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(ASK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) await client.query("select");
  }
}
