// SPDX-License-Identifier: Apache-2.0
/**
 * A shipper as they are: one connection, one batch after the other, and what was not acknowledged is sent again
 * exactly as it was. Of each way to know an event again there is one. Beyond that, those whose events have an identity
 * of their own send, now and then, what is acknowledged already, cut into other batches.
 */
import { setTimeout as delay } from "node:timers/promises";
import { INGEST_ANSWER } from "@fengsui/contract";
import { z } from "zod";
import type { Chance } from "./chance.ts";
import type { SourceAccess } from "./operator.ts";

export const KINDS = ["client id", "natural key", "idempotency key", "same body"] as const;
export type Kind = (typeof KINDS)[number];

export interface SentEvent {
  /** As it was sent, byte for byte. */
  readonly raw: string;
  readonly host: string;
  readonly time: number;
  readonly isMatch: boolean;
}

interface Delivery {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly count: number;
}

export interface ShipperParts {
  readonly origin: string;
  readonly source: SourceAccess;
  readonly kind: Kind;
  readonly chance: Chance;
  /** What its hosts are called by. */
  readonly name: string;
  /** The batches of this shipper are of this many events. */
  readonly batchSize?: number;
}

const BULK_ANSWER = z.object({
  items: z.array(z.record(z.string(), z.object({ status: z.int(), error: z.unknown().optional() }))),
});

/** Events begin here and are ten seconds apart, so that alerts have several windows. */
const BEGIN = Date.UTC(2026, 4, 1);
const APART_MS = 10_000;
const HOSTS = 3;
export const MATCH_ONE_IN = 7;
/** What is to be sent again; anything else is a fault. */
const AGAIN = new Set([429, 503, 507]);
const PAUSE_MS = 20;
const ANSWER_LIMIT_MS = 90_000;

export class Shipper {
  readonly acknowledged: SentEvent[] = [];
  /** Batches that were acknowledged. */
  batches = 0;
  /** Requests that failed or were refused, and were sent again. */
  repeats = 0;
  /** Milliseconds from the request to the answer, of the last that was answered at once. */
  latencyMs = 20;
  /** Refusals by their code. */
  readonly refusals = new Map<string, number>();
  readonly #parts: ShipperParts;
  #next = 0;
  #hasGivenUp = false;
  #onSend: (() => void)[] = [];

  constructor(parts: ShipperParts) {
    this.#parts = parts;
  }

  /** One of the same source that delivers to another hub, events of another name. */
  toOther(origin: string, name: string): Shipper {
    return new Shipper({ ...this.#parts, origin, name });
  }

  /** Resolves when the next request goes out. */
  nextSend(): Promise<void> {
    return new Promise((resolve) => this.#onSend.push(resolve));
  }

  /** What is not acknowledged by now never will be. */
  giveUp(): void {
    this.#hasGivenUp = true;
  }

  async run(shouldStop: () => boolean): Promise<void> {
    while (!shouldStop()) await this.deliver();
  }

  async deliver(): Promise<void> {
    const { batchSize = 40 } = this.#parts;
    const fresh = Array.from({ length: batchSize }, () => this.#newEvent());
    const again = this.#someAgain();
    await this.#untilAcknowledged(this.#delivery([...again, ...fresh]));
    this.acknowledged.push(...fresh);
    this.batches += 1;
  }

  #newEvent(): SentEvent {
    const { kind, name } = this.#parts;
    const number = this.#next++;
    const host = `${name}-${number % HOSTS}`;
    const isMatch = number % MATCH_ONE_IN === 0;
    const time = BEGIN + number * APART_MS;
    const raw = JSON.stringify({
      "@timestamp": new Date(time).toISOString(),
      Channel: "Microsoft-Windows-Sysmon/Operational",
      EventID: 1,
      Computer: host,
      ...(kind === "natural key" && { EventRecordID: number }),
      Image: isMatch ? "C:\\Windows\\signal-fire.exe" : "C:\\Windows\\quiet.exe",
      number,
    });
    return { raw, host, time, isMatch };
  }

  #someAgain(): SentEvent[] {
    const { kind, chance } = this.#parts;
    if ((kind !== "client id" && kind !== "natural key") || chance.below(3) > 0) return [];
    const from = chance.below(Math.max(1, this.acknowledged.length));
    return this.acknowledged.slice(from, from + chance.below(20));
  }

  #delivery(events: readonly SentEvent[]): Delivery {
    const { kind, name, source } = this.#parts;
    const authorization = `Bearer ${source.key}`;
    const lines = (texts: readonly string[]) => `${texts.join("\n")}\n`;
    const count = events.length;
    if (kind === "client id") {
      const pairs = events.flatMap(({ raw }) => [
        JSON.stringify({ create: { _index: "logs", _id: `${name} ${JSON.parse(raw).number}` } }),
        raw,
      ]);
      const headers = { authorization, "content-type": "application/x-ndjson" };
      return { path: "/elastic/_bulk", headers, body: lines(pairs), count };
    }
    const headers = {
      authorization,
      "content-type": "application/x-ndjson",
      ...(kind === "idempotency key" && { "idempotency-key": `${name} ${this.batches}` }),
    };
    return { path: "/ingest/v1/events", headers, body: lines(events.map(({ raw }) => raw)), count };
  }

  async #untilAcknowledged(delivery: Delivery): Promise<void> {
    for (let tries = 0; !this.#hasGivenUp && !(await this.#send(delivery, tries)); tries++) {
      this.repeats += 1;
      await delay(PAUSE_MS);
    }
  }

  /** Whether it was acknowledged. Throws on an answer that would make a real shipper drop the batch. */
  async #send({ path, headers, body, count }: Delivery, tries: number): Promise<boolean> {
    const begin = performance.now();
    for (const wake of this.#onSend.splice(0)) wake();
    let response: Response;
    let text: string;
    try {
      const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
      response = await fetch(new URL(path, this.#parts.origin), { method: "POST", headers, body, signal });
      text = await response.text();
    } catch (error) {
      if (error instanceof Error && error.name === "TimeoutError") throw error;
      return false; // the connection broke, or there is nobody to connect to
    }
    if (AGAIN.has(response.status)) {
      this.#note(response, text);
      return false;
    }
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
    if (path === "/elastic/_bulk") requireBulk(text, count);
    else requireCounts(text, count);
    if (tries === 0) this.latencyMs = performance.now() - begin;
    return true;
  }

  #note(response: Response, text: string): void {
    const code: unknown = JSON.parse(text).code;
    const about = `${response.status} ${code} retry-after ${response.headers.get("retry-after")}`;
    this.refusals.set(about, (this.refusals.get(about) ?? 0) + 1);
  }
}

function requireCounts(text: string, count: number): void {
  const { accepted, duplicate, rejected } = INGEST_ANSWER.parse(JSON.parse(text));
  if (accepted + duplicate !== count || rejected !== 0) throw new Error(`of ${count} events: ${text}`);
}

function requireBulk(text: string, count: number): void {
  const { items } = BULK_ANSWER.parse(JSON.parse(text));
  const done = items.filter((item) => Object.values(item).every(({ status }) => status < 300));
  if (items.length !== count || done.length !== count) throw new Error(`of ${count} events: ${text}`);
}
