// SPDX-License-Identifier: Apache-2.0
/**
 * The whole way: bytes → decompress → sniff → transcode → reader → batches. The input comes in pieces of bounded
 * size, a reader takes each in one go, and full batches are handed over between pieces; nothing is read ahead of
 * the consumer, and ending the loop early closes the source.
 */
import { isUtf8Label } from "./charset.ts";
import { Collector, type LogBatch } from "./collector.ts";
import { cutsOff, type Damage, decompress } from "./decompress.ts";
import { EvtxReader } from "./evtx.ts";
import { kindOf, type LogKind } from "./kind.ts";
import { type Limits, limitsOf, type ReadOptions } from "./limits.ts";
import { LineReader } from "./line-reader.ts";
import type { Reader } from "./reader.ts";
import { SNIFF_BYTES } from "./sniff.ts";
import { TextReader } from "./text-reader.ts";
import { ValueReader } from "./value-reader.ts";

/** A large chunk is worked on in pieces, so that what one piece yields is bounded whoever made the chunk. */
const PIECE_BYTES = 256 * 1024;
const LF = 0x0a;

/** What is made of an input, as far as it can be handed over. `isEnd`: nothing more is to come. */
export interface Outlet<T> {
  /** Reads what the input is found to be; undefined: it is none that is read here, and the rest need not be fetched. */
  open(kind: LogKind): Reader | undefined;
  addProblem: Collector["addProblem"];
  next(isEnd: boolean, bytesRead: number): T | undefined;
}

/**
 * Reads the events of a log. Whatever is wrong with the input is a problem in a batch; only an error of `bytes`
 * itself is thrown, and a `RangeError` for a charset that does not exist. An empty chunk says that more may be long in
 * coming: what is there is then read, even if it is little to tell from what kind of log it is.
 */
export function readLog(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<LogBatch> {
  return passThrough(bytes, options, (limits) => new Batches(limits));
}

/** The whole way of the bytes, to whatever the outlet makes of them. */
export async function* passThrough<T>(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  makeOutlet: (limits: Limits) => Outlet<T>,
): AsyncGenerator<T> {
  const limits = limitsOf(options);
  const outlet = makeOutlet(limits);
  const meter = new Meter();
  let damage: Damage | undefined;
  const plain = decompress(meter.count(bytes), (found) => {
    damage = found;
  });
  const session = new Session(limits, (kind) => outlet.open(kind));
  const next = (isEnd: boolean): T | undefined => outlet.next(isEnd, meter.bytesRead);
  for await (const chunk of plain) {
    for (let at = 0; at < chunk.length && !session.isRefused; at += PIECE_BYTES) {
      session.push(chunk.subarray(at, at + PIECE_BYTES));
      for (let made = next(false); made !== undefined; made = next(false)) yield made;
    }
    if (chunk.length === 0) session.settle();
    for (let made = next(false); made !== undefined; made = next(false)) yield made;
    if (session.isRefused) break;
  }
  session.end(cutsOff(damage));
  if (damage !== undefined) {
    const place = `after ${meter.bytesRead} bytes of input`;
    outlet.addProblem(damage.code, `Decompression stopped ${place}: ${damage.reason}.`, 0, "");
  }
  for (let made = next(true); made !== undefined; made = next(true)) yield made;
}

/** The events themselves, in batches. */
class Batches implements Outlet<LogBatch> {
  readonly #limits: Limits;
  readonly #collector: Collector;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#collector = new Collector(limits.batchEvents);
  }

  open(kind: LogKind): Reader | undefined {
    if (kind.is === "evtx") return new EvtxReader(this.#collector, this.#limits);
    if (kind.is === "binary") {
      const start = kind.head.toString("latin1", 0, 64);
      this.addProblem("input.binary", `The input is ${kind.name}.`, 0, start);
      return undefined;
    }
    const reader =
      kind.is === "values"
        ? new ValueReader(this.#collector, this.#limits, kind)
        : new LineReader(this.#collector, this.#limits, kind.lines);
    return new TextReader(reader, this.#collector, kind.label, kind.bom);
  }

  addProblem(...problem: Parameters<Collector["addProblem"]>): void {
    this.#collector.addProblem(...problem);
  }

  next(isEnd: boolean, bytesRead: number): LogBatch | undefined {
    const isReady = isEnd ? !this.#collector.isEmpty : this.#collector.isFull;
    return isReady ? this.#collector.take(bytesRead) : undefined;
  }
}

/** Counts what goes by. By hand, since a generator here would cost every chunk another turn of the event loop. */
class Meter {
  bytesRead = 0;

  count(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    const iterator = source[Symbol.asyncIterator]();
    const counted: AsyncIterator<Uint8Array> = {
      next: async () => {
        const result = await iterator.next();
        if (result.done !== true) this.bytesRead += result.value.byteLength;
        return result;
      },
      return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
    };
    return { [Symbol.asyncIterator]: () => counted };
  }
}

/** Holds the first bytes back until they are enough to say what the input is; then its reader gets everything. */
class Session {
  readonly #limits: Limits;
  readonly #open: (kind: LogKind) => Reader | undefined;
  #head: Buffer[] = [];
  #headBytes = 0;
  #reader: Reader | undefined;
  /** The input is none that we read; the rest of it need not be fetched. */
  isRefused = false;

  constructor(limits: Limits, open: (kind: LogKind) => Reader | undefined) {
    this.#limits = limits;
    this.#open = open;
    if (limits.charset !== undefined) isUtf8Label(limits.charset);
  }

  push(piece: Buffer): void {
    if (this.#reader !== undefined) {
      this.#reader.push(piece);
      return;
    }
    this.#head.push(Buffer.from(piece));
    this.#headBytes += piece.length;
    if (this.#headBytes >= SNIFF_BYTES) this.#start(false);
  }

  /** Starts with what there is, if that is a line at least. */
  settle(): void {
    if (this.#reader === undefined && this.#head.some((piece) => piece.includes(LF))) this.#start(false);
    this.#reader?.settle?.();
  }

  end(isDamaged: boolean): void {
    if (this.isRefused) return;
    if (this.#reader === undefined && this.#headBytes > 0) this.#start(true);
    this.#reader?.end(isDamaged);
  }

  #start(isWhole: boolean): void {
    const bytes = Buffer.concat(this.#head);
    this.#head = [];
    this.#reader = this.#open(kindOf(bytes.subarray(0, SNIFF_BYTES), isWhole, this.#limits));
    this.isRefused = this.#reader === undefined;
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      this.#reader?.push(bytes.subarray(at, at + PIECE_BYTES));
    }
  }
}
