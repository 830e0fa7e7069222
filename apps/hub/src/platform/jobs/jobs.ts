// SPDX-License-Identifier: Apache-2.0
/**
 * Work apart from any request: queued in PostgreSQL, done at least once by a process that works, tried again when it
 * fails, and begun by a schedule. pg-boss does it, in a schema of its own, as the role of the hub's own jobs.
 */
import { FengsuiError } from "@fengsui/contract";
import type pg from "pg";
import { PgBoss } from "pg-boss";
import { JOBS_SCHEMA } from "../records/migrations/0009-jobs.ts";
import { type Logger, silentLogger } from "../telemetry/logger.ts";
import type { Job } from "./job.ts";

export interface JobsParts {
  readonly logger?: Logger;
}

export interface SendOptions {
  /** Not before. */
  readonly startAfter?: Date;
  /** Of a job that is alone: of each key one waits and one is done at a time. */
  readonly key?: string;
}

/** The signal is aborted when the hub closes or the job takes too long: what it left undone comes again. */
export type JobHandler<Payload extends object> = (payload: Payload, signal: AbortSignal) => Promise<void>;

const CONNECTIONS = 4;
/**
 * How often a worker asks for work. pg-boss can also listen for it, but lets go of a lost connection in a way that a
 * server that says goodbye, as one does that is restarted, ends the program with it.
 */
const ASK_SECONDS = 1;
const RETRIES = 2;
const RETRY_SECONDS = 5;
const LONGEST_RETRY_SECONDS = 300;
const LIMIT_SECONDS = 900;
/** Who does a job says so all the time: of one who fell silent for this long, the job comes again. */
const SILENT_SECONDS = 15;
/** How often that is looked at: after a crash nothing waits for the limit of a job. */
const LOOK_SECONDS = 5;
const KEEP_DONE_SECONDS = 24 * 3600;
/** What still runs when the hub closes is given this time. */
const CLOSE_MS = 5_000;

export class Jobs implements AsyncDisposable {
  readonly #boss: PgBoss;
  readonly #logger: Logger;
  readonly #queues = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  private constructor(boss: PgBoss, logger: Logger) {
    this.#boss = boss;
    this.#logger = logger;
    boss.on("error", (error) => logger.warn({ error }, "the queue of jobs"));
    boss.on("warning", (warning) => logger.warn({ warning }, "the queue of jobs"));
  }

  /** `database` is how the role of the hub's own jobs reaches it. */
  static async open(
    database: pg.ClientConfig,
    { logger: parent = silentLogger }: JobsParts = {},
  ): Promise<Jobs> {
    const logger = parent.child({ part: "jobs" });
    const boss = new PgBoss({
      ...connectionOf(database),
      application_name: "fengsui jobs",
      max: CONNECTIONS,
      schema: JOBS_SCHEMA,
      createSchema: false,
      superviseIntervalSeconds: LOOK_SECONDS,
      monitorIntervalSeconds: LOOK_SECONDS,
    });
    const jobs = new Jobs(boss, logger);
    await boss.start();
    return jobs;
  }

  /** Does the job in this process, whenever one is queued. */
  async work<Payload extends object>(job: Job<Payload>, handler: JobHandler<Payload>): Promise<void> {
    await this.#ensure(job);
    await this.#boss.work(job.name, { batchSize: 1, pollingIntervalSeconds: ASK_SECONDS }, async (batch) => {
      for (const { data, signal } of batch)
        await this.#run(job, handler, data, AbortSignal.any([signal, this.#closing.signal]));
    });
  }

  async send<Payload extends object>(
    job: Job<Payload>,
    payload: Payload,
    { startAfter, key }: SendOptions = {},
  ): Promise<void> {
    this.#requireOpen();
    await this.#ensure(job);
    await this.#boss.send(job.name, payload, {
      ...(startAfter !== undefined && { startAfter }),
      ...(key !== undefined && { singletonKey: key }),
    });
  }

  /** `cron` has minutes as its finest unit, and is in UTC. Processes that schedule the same are one schedule. */
  async schedule<Payload extends object>(job: Job<Payload>, cron: string, payload: Payload): Promise<void> {
    await this.#ensure(job);
    await this.#boss.schedule(job.name, cron, payload);
  }

  /** How many wait, and how many failed for good, by the name of the job; as of a minute ago at most. */
  async figures(): Promise<
    readonly { readonly name: string; readonly waiting: number; readonly failed: number }[]
  > {
    const queues = await this.#boss.getQueues();
    return queues.map(({ name, queuedCount, failedCount }) => ({
      name,
      waiting: queuedCount ?? 0,
      failed: failedCount ?? 0,
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    try {
      await this.#boss.stop({ graceful: true, timeout: CLOSE_MS });
    } catch (error) {
      // It says goodbye in the database, which may be gone. What was under way comes again.
      this.#logger.warn({ error }, "the queue of jobs could not be closed in order");
    }
  }

  async #run<Payload extends object>(
    job: Job<Payload>,
    handler: JobHandler<Payload>,
    data: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await handler(job.payload.parse(data), signal);
    } catch (error) {
      this.#logger.warn({ job: job.name, error }, "a job failed");
      throw error;
    }
  }

  #requireOpen(): void {
    if (this.#closing.signal.aborted)
      throw new FengsuiError("records.unavailable", "the hub is closing its jobs");
  }

  #ensure(job: Job<object>): Promise<void> {
    let queue = this.#queues.get(job.name);
    if (queue === undefined) {
      queue = this.#makeQueue(job);
      this.#queues.set(job.name, queue);
      queue.catch(() => this.#queues.delete(job.name));
    }
    return queue;
  }

  async #makeQueue({
    name,
    isAlone = false,
    retries = RETRIES,
    limitSeconds = LIMIT_SECONDS,
  }: Job<object>): Promise<void> {
    const options = {
      retryLimit: retries,
      retryDelay: RETRY_SECONDS,
      retryBackoff: true,
      retryDelayMax: LONGEST_RETRY_SECONDS,
      expireInSeconds: limitSeconds,
      heartbeatSeconds: SILENT_SECONDS,
      deleteAfterSeconds: KEEP_DONE_SECONDS,
    };
    await this.#boss.createQueue(name, { ...options, policy: isAlone ? "stately" : "standard" });
    await this.#boss.updateQueue(name, options);
  }
}

/** What of the driver's configuration names a database and who comes. */
function connectionOf({ host, port, user, password, database, ssl }: pg.ClientConfig) {
  return {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    ...(ssl !== undefined && { ssl }),
  };
}
