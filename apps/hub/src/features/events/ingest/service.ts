// SPDX-License-Identifier: Apache-2.0
/** The doors of the ingest: a request in, what became of its records out. */
import type { IncomingHttpHeaders } from "node:http";
import { FengsuiError } from "@fengsui/contract";
import type { IngestSource } from "../../../platform/http/index.ts";
import { releaseMemory } from "../../../platform/release-memory.ts";
import { textOf } from "./body-text.ts";
import { answerBulk, answerMalformed, readBulk } from "./bulk.ts";
import { type IncomingBatch, type IngestOutcome, type IngestParts, ingestBatch } from "./ingest.ts";
import { isJsonList, type RawRecord, requireFew, splitLines, splitValues } from "./split.ts";
import { BODY_LIMITS, type Body, type BodyLimits, readBody } from "./unpack.ts";

export interface IngestServiceParts extends IngestParts {
  /** Refuses where there is no room to store anything. */
  readonly disk?: { requireRoom(): void } | undefined;
}

export interface IncomingRequest {
  readonly source: IngestSource;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface IngestLimits extends BodyLimits {
  /** Batches that are held in memory at once, with those whose bodies are still coming. */
  readonly maxBatches: number;
}

export const INGEST_LIMITS: IngestLimits = { ...BODY_LIMITS, maxBatches: 16 };
const RETRY_SECONDS = 1;
/** Besides text, what curl and others write where nobody has said what the body is. */
const TYPES_OF_TEXT = /^(text\/plain|application\/(x-www-form-urlencoded|octet-stream))\b/i;

export class Ingest {
  readonly #parts: IngestServiceParts;
  readonly #limits: IngestLimits;
  /** Of each organisation, from the first byte of the body on. */
  readonly #held = new Map<string, number>();
  /** Whose body is all there: a sender that takes its time keeps nobody else waiting. */
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(parts: IngestServiceParts, limits: Partial<IngestLimits> = {}) {
    this.#parts = parts;
    this.#limits = { ...INGEST_LIMITS, ...limits };
  }

  get isBusy(): boolean {
    return this.#underWay.size > 0;
  }

  /** When every batch that is under way now has come to its end, whatever that is. */
  async whenSettled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /** Lines, or JSON, by the Content-Type; an array or an envelope of records is JSON whatever that says. */
  async receive(request: IncomingRequest): Promise<IngestOutcome> {
    using _ = this.#enter(request.source);
    const body = await readBody(request.body, this.#limits);
    const type = request.headers["content-type"] ?? "";
    const text = textOf(body.bytes, request.source, request.headers);
    const isValues = /^application\/json\b/i.test(type) || isJsonList(text);
    const isText = type === "" || TYPES_OF_TEXT.test(type);
    const records = isValues ? splitValues(text) : splitLines(text);
    const outcome = await this.#ingest(request, body, { records, isJsonOnly: isValues || !isText });
    // What was rejected is a part of it, and may be shown.
    if (outcome.rejected.length === 0) for (const bytes of new Set([body.bytes, text])) releaseMemory(bytes);
    return outcome;
  }

  /** A body of another form: how it is one of records, its door knows. */
  async receiveRecords(
    request: IncomingRequest,
    read: (bytes: Buffer) => readonly RawRecord[],
  ): Promise<IngestOutcome> {
    using _ = this.#enter(request.source);
    const body = await readBody(request.body, this.#limits);
    const records = read(body.bytes);
    requireFew(records.length - 1);
    return await this.#ingest(request, body, { records, isJsonOnly: true });
  }

  async receiveBulk(request: IncomingRequest, index: string) {
    using _ = this.#enter(request.source);
    const begin = performance.now();
    const body = await readBody(request.body, this.#limits);
    const bulk = readBulk(splitLines(textOf(body.bytes, request.source, request.headers)), index);
    const outcome = await this.#ingest(request, body, {
      records: bulk.records,
      refused: bulk.malformed?.rest,
      isJsonOnly: true,
    });
    const { malformed } = bulk;
    return malformed === undefined
      ? { status: 200, answer: answerBulk(bulk, outcome, Math.round(performance.now() - begin)) }
      : { status: 400, answer: answerMalformed(malformed, outcome) };
  }

  /** A batch that came by another way than a request. */
  async deliver(batch: IncomingBatch): Promise<IngestOutcome> {
    using _ = this.#enter(batch.source);
    return await this.#metered(batch);
  }

  /** Bytes that could not be read, once more: perhaps the readers have learnt. */
  async replay(source: IngestSource, bytes: Buffer, hash: string): Promise<IngestOutcome> {
    using _ = this.#enter(source);
    const records = [{ position: 0, bytes }];
    return await this.#metered({ source, records, bodyHash: hash, isJsonOnly: false, isReplay: true });
  }

  async #ingest(
    { source, headers }: IncomingRequest,
    { hash }: Body,
    batch: Pick<IncomingBatch, "records" | "refused" | "isJsonOnly">,
  ): Promise<IngestOutcome> {
    const given = headers["idempotency-key"];
    const idempotencyKey = typeof given === "string" && given !== "" ? given : undefined;
    return await this.#metered({ ...batch, source, bodyHash: hash, idempotencyKey });
  }

  async #metered(batch: IncomingBatch): Promise<IngestOutcome> {
    const { meter } = this.#parts;
    try {
      const outcome = await this.#track(ingestBatch(this.#parts, batch));
      const { accepted, duplicate, rejected } = outcome;
      const bytes = batch.records.reduce((sum, record) => sum + record.bytes.length, 0);
      meter?.acknowledged({ accepted, duplicate, rejected: rejected.length, bytes });
      return outcome;
    } catch (error) {
      meter?.failed();
      throw error;
    }
  }

  async #track<Result>(work: Promise<Result>): Promise<Result> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }

  /** One organisation, however many senders it has and however slow they are, leaves a quarter to the others. */
  #enter({ organisationId }: IngestSource): Disposable {
    this.#parts.disk?.requireRoom();
    const { maxBatches } = this.#limits;
    const own = this.#held.get(organisationId) ?? 0;
    const all = [...this.#held.values()].reduce((sum, count) => sum + count, 0);
    if (all >= maxBatches || own >= Math.ceil((maxBatches * 3) / 4))
      throw new FengsuiError("ingest.busy", `${own} batches of the organisation are under way`, {
        retryAfterSeconds: RETRY_SECONDS,
      });
    this.#held.set(organisationId, own + 1);
    return { [Symbol.dispose]: () => this.#leave(organisationId) };
  }

  #leave(organisationId: string): void {
    const left = (this.#held.get(organisationId) ?? 0) - 1;
    if (left > 0) this.#held.set(organisationId, left);
    else this.#held.delete(organisationId);
  }
}
