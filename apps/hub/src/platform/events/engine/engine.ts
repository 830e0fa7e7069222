// SPDX-License-Identifier: Apache-2.0
/** chDB on its data directory: runs statements, stops those that nobody waits for any more, and closes in order. */
import { randomUUID } from "node:crypto";
import type { Addon, NativeConnection } from "./addon.ts";
import { Lanes } from "./lanes.ts";
import { quote, Session } from "./session.ts";
import type { Statement } from "./statement.ts";

/** What a statement gives: pieces of its result, or the number of rows it wrote. */
export type Outcome =
  | { readonly kind: "result"; readonly pieces: AsyncIterable<Uint8Array> }
  | { readonly kind: "written"; readonly rows: number };

interface Running {
  readonly isRead: boolean;
}

export class Engine {
  readonly #addon: Addon;
  readonly #directory: string;
  /** Holds the engine open while no statement runs, and stops statements. */
  readonly #anchor: NativeConnection;
  readonly #lanes = new Lanes();
  readonly #running = new Map<string, Running>();
  #stops: Promise<void> = Promise.resolve();
  #whenIdle: (() => void) | undefined;

  constructor(addon: Addon, directory: string, args: readonly string[]) {
    this.#addon = addon;
    this.#directory = directory;
    this.#anchor = addon.CreateConnection(directory, args);
  }

  /** `respond` is awaited while the statement holds its connection. */
  async run(
    statement: Statement,
    signal: AbortSignal,
    respond: (outcome: Outcome) => Promise<void>,
  ): Promise<void> {
    using _place = await this.#lanes.enter(statement.lane, signal);
    const tag = randomUUID();
    const isRead = statement.data === undefined && !/^\s*INSERT\b/i.test(statement.sql);
    const stop = () => this.#stop(tag);
    this.#running.set(tag, { isRead });
    try {
      using session = await Session.open(this.#addon, this.#directory, statement, tag);
      // An insert runs to its end: it may have been what was asked for.
      if (isRead) signal.addEventListener("abort", stop, { once: true });
      await respond(await this.#execute(session, statement, signal));
    } finally {
      signal.removeEventListener("abort", stop);
      this.#running.delete(tag);
      if (this.#running.size === 0) this.#whenIdle?.();
    }
  }

  async #execute(session: Session, { data }: Statement, signal: AbortSignal): Promise<Outcome> {
    if (data !== undefined) return { kind: "written", rows: await session.insert(data) };
    if (!session.canStream) return { kind: "result", pieces: oneOf(await session.query()) };
    // The first piece is awaited here, so that what fails fails before the answer begins.
    const pieces = session.stream(signal);
    const first = await pieces.next();
    return { kind: "result", pieces: first.done ? oneOf(new Uint8Array()) : joined(first.value, pieces) };
  }

  /** One at a time, as they share a connection. That a statement has ended meanwhile is no error. */
  #stop(tag: string): void {
    const sql = `KILL QUERY WHERE Settings['log_comment'] = ${quote(tag, "'")}`;
    this.#stops = this.#stops
      .then(() => this.#addon.QueryAsyncConnection(this.#anchor, sql, "TabSeparated"))
      .then(
        () => undefined,
        (error: unknown) => console.error(`a statement could not be stopped: ${String(error)}`),
      );
  }

  /** Ends reads, lets inserts finish. */
  async close(): Promise<void> {
    for (const [tag, { isRead }] of this.#running) if (isRead) this.#stop(tag);
    if (this.#running.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#whenIdle = resolve;
      await promise;
    }
    await this.#stops;
    this.#addon.CloseConnection(this.#anchor);
  }
}

async function* oneOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* joined(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
