// SPDX-License-Identifier: Apache-2.0
/**
 * Messages of syslog to batches. Of each source one batch is on its way; what comes meanwhile is the next, so that many
 * small messages are one durable write. Nobody is told that a message arrived, as syslog has no word for it: a batch
 * that cannot be stored is tried until it can, and who delivers waits, which the sender feels as a full connection.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../../platform/clock.ts";
import type { IngestSource } from "../../../platform/http/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { textOf } from "../ingest/body-text.ts";
import type { RejectedRecord } from "../ingest/parse.ts";
import type { Ingest } from "../ingest/service.ts";
import type { RawRecord } from "../ingest/split.ts";
import type { SyslogFrame } from "./framing.ts";

export interface IntakeLimits {
  /** A batch of less than enough messages waits so long for more. */
  readonly lingerMs: number;
  readonly enoughMessages: number;
  readonly maxBatchMessages: number;
  readonly maxBatchBytes: number;
  /** Of one source, waiting and on their way: beyond it nothing more is read from its connections. */
  readonly maxHeldBytes: number;
  readonly firstRetryMs: number;
  readonly lastRetryMs: number;
}

export const INTAKE_LIMITS: IntakeLimits = {
  lingerMs: 200,
  enoughMessages: 1000,
  maxBatchMessages: 10_000,
  maxBatchBytes: 8 * 1024 * 1024,
  maxHeldBytes: 16 * 1024 * 1024,
  firstRetryMs: 200,
  lastRetryMs: 10_000,
};
/** What a message costs in memory beyond its bytes. */
const MESSAGE_BYTES = 200;

export interface IntakeParts {
  readonly ingest: Pick<Ingest, "deliver">;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Held {
  readonly frame: SyslogFrame;
  readonly weight: number;
}

interface Queue {
  /** As it was when it delivered last: its settings may change. */
  source: IngestSource;
  waiting: Held[];
  heldBytes: number;
  readonly waiters: (() => void)[];
  running: Promise<void> | undefined;
}

export class SyslogIntake {
  readonly #parts: IntakeParts;
  readonly #limits: IntakeLimits;
  readonly #queues = new Map<string, Queue>();
  readonly #closing = new AbortController();
  readonly #deadline = new AbortController();

  constructor(parts: IntakeParts, limits: Partial<IntakeLimits> = {}) {
    this.#parts = parts;
    this.#limits = { ...INTAKE_LIMITS, ...limits };
  }

  /** Done when there is room for more. */
  async add(source: IngestSource, frames: readonly SyslogFrame[]): Promise<void> {
    if (frames.length === 0) return;
    const queue = this.#queueOf(source);
    queue.source = source;
    for (const frame of frames) {
      const weight = frame.bytes.length + (frame.rest?.length ?? 0) + MESSAGE_BYTES;
      queue.waiting.push({ frame, weight });
      queue.heldBytes += weight;
    }
    queue.running ??= this.#run(queue);
    while (queue.heldBytes > this.#limits.maxHeldBytes)
      await new Promise<void>((resolve) => queue.waiters.push(resolve));
  }

  /** No batch waits for more from now on; what cannot be stored within this time is given up, and told. */
  close(withinMs: number): void {
    this.#closing.abort();
    setTimeout(() => this.#deadline.abort(), withinMs).unref();
  }

  /** When nothing is held. */
  async whenEmpty(): Promise<void> {
    while (this.#queues.size > 0) await Promise.all([...this.#queues.values()].map(({ running }) => running));
  }

  #queueOf(source: IngestSource): Queue {
    const known = this.#queues.get(source.id);
    if (known !== undefined) return known;
    const queue: Queue = { source, waiting: [], heldBytes: 0, waiters: [], running: undefined };
    this.#queues.set(source.id, queue);
    return queue;
  }

  async #run(queue: Queue): Promise<void> {
    while (queue.waiting.length > 0) {
      if (queue.waiting.length < this.#limits.enoughMessages)
        await pause(this.#limits.lingerMs, undefined, { signal: this.#closing.signal }).catch(
          () => undefined,
        );
      const taken = this.#take(queue);
      await this.#store(queue.source, taken);
      queue.heldBytes -= taken.reduce((sum, { weight }) => sum + weight, 0);
      for (const wake of queue.waiters.splice(0)) wake();
    }
    // At once, so that nothing is added to a queue that nobody looks at.
    queue.running = undefined;
    this.#queues.delete(queue.source.id);
  }

  #take({ waiting }: Queue): Held[] {
    const { maxBatchMessages, maxBatchBytes } = this.#limits;
    let bytes = 0;
    let count = 0;
    while (count < waiting.length && count < maxBatchMessages && bytes < maxBatchBytes)
      bytes += waiting[count++]?.weight ?? 0;
    return waiting.splice(0, count);
  }

  async #store(source: IngestSource, held: readonly Held[]): Promise<void> {
    const { ingest, clock, logger } = this.#parts;
    const batch = {
      ...toRecords(source, held),
      source,
      bodyHash: `syslog:${randomUUID()}`,
      receivedAt: clock.now(),
      isJsonOnly: false,
    };
    for (let waitMs = this.#limits.firstRetryMs; ; waitMs = Math.min(2 * waitMs, this.#limits.lastRetryMs)) {
      try {
        await ingest.deliver(batch);
        return;
      } catch (error) {
        const about = { error, source: source.id, messages: held.length };
        if (this.#deadline.signal.aborted) {
          logger.error(about, "messages of syslog are lost: the hub ends, and they could not be stored");
          return;
        }
        logger.warn(about, "messages of syslog could not be stored yet; their senders wait");
      }
      await pause(waitMs, undefined, { signal: this.#deadline.signal }).catch(() => undefined);
    }
  }
}

/** Each message is a record; what is too much of it, or too little, is none. */
function toRecords(source: IngestSource, held: readonly Held[]) {
  const records: RawRecord[] = [];
  const refused: RejectedRecord[] = [];
  for (const { frame } of held) {
    const { bytes, byteCount, rest, announced } = frame;
    const position = records.length + refused.length;
    if (announced === undefined) records.push({ position, bytes: onOneLine(textOf(bytes, source)) });
    else refused.push({ position, bytes, ...cutShort(byteCount, announced) });
    if (rest !== undefined) refused.push({ position: position + 1, bytes: rest, ...tooLong(frame) });
  }
  return { records, refused };
}

/** A message may have lines; as a record it is one. */
function onOneLine(bytes: Buffer): Buffer {
  if (!bytes.includes(0x0a)) return bytes;
  return Buffer.from(bytes.toString("latin1").replaceAll(/\r?\n/g, " "), "latin1");
}

function cutShort(byteCount: number, announced: number) {
  const message = `the connection ended after ${byteCount} of the ${announced} bytes of the message`;
  return { code: "syslog.unfinished", message } as const;
}

function tooLong({ bytes, byteCount }: SyslogFrame) {
  const message = `the message has ${byteCount} bytes: the first ${bytes.length} are an event, and this is the rest`;
  return { code: "record.too_large", message, byteCount: byteCount - bytes.length } as const;
}
