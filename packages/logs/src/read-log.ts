// SPDX-License-Identifier: Apache-2.0
/**
 * The whole way: bytes → decompress → sniff → transcode → reader → batches. The input comes in pieces of bounded
 * size, a reader takes each in one go, and full batches are handed over between pieces; nothing is read ahead of
 * the consumer, and ending the loop early closes the source.
 */
import { charsetOfBom, detectCharset, isUtf8Label, Transcoder } from "./charset.ts";
import { Collector, type LogBatch } from "./collector.ts";
import { cutsOff, type Damage, decompress } from "./decompress.ts";
import { EvtxReader } from "./evtx.ts";
import { type Limits, limitsOf, type ReadOptions } from "./limits.ts";
import { LineReader } from "./line-reader.ts";
import type { Reader } from "./reader.ts";
import { binaryKind, EVTX_MAGIC, SNIFF_BYTES, textShape } from "./sniff.ts";
import { TextReader } from "./text-reader.ts";
import { ValueReader } from "./value-reader.ts";

/** A large chunk is worked on in pieces, so that what one piece yields is bounded whoever made the chunk. */
const PIECE_BYTES = 256 * 1024;
const LF = 0x0a;

/**
 * Reads the events of a log. Whatever is wrong with the input is a problem in a batch; only an error of `bytes`
 * itself is thrown, and a `RangeError` for a charset that does not exist. An empty chunk says that more may be long in
 * coming: what is there is then read, even if it is little to tell from what kind of log it is.
 */
export async function* readLog(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<LogBatch> {
  const limits = limitsOf(options);
  const collector = new Collector(limits.batchEvents);
  const meter = new Meter();
  let damage: Damage | undefined;
  const plain = decompress(meter.count(bytes), (found) => {
    damage = found;
  });
  const session = new Session(collector, limits);
  for await (const chunk of plain) {
    for (let at = 0; at < chunk.length && !session.isRefused; at += PIECE_BYTES) {
      session.push(chunk.subarray(at, at + PIECE_BYTES));
      while (collector.isFull) yield collector.take(meter.bytesRead);
    }
    if (chunk.length === 0) session.settle();
    while (collector.isFull) yield collector.take(meter.bytesRead);
    if (session.isRefused) break;
  }
  session.end(cutsOff(damage));
  if (damage !== undefined) {
    const place = `after ${meter.bytesRead} bytes of input`;
    collector.addProblem(damage.code, `Decompression stopped ${place}: ${damage.reason}.`, 0, "");
  }
  while (!collector.isEmpty) yield collector.take(meter.bytesRead);
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
  readonly #collector: Collector;
  readonly #limits: Limits;
  #head: Buffer[] = [];
  #headBytes = 0;
  #reader: Reader | undefined;
  /** The input is none that we read; the rest of it need not be fetched. */
  isRefused = false;

  constructor(collector: Collector, limits: Limits) {
    this.#collector = collector;
    this.#limits = limits;
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
    this.#reader = this.#chooseReader(bytes.subarray(0, SNIFF_BYTES), isWhole);
    this.isRefused = this.#reader === undefined;
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      this.#reader?.push(bytes.subarray(at, at + PIECE_BYTES));
    }
  }

  #chooseReader(head: Buffer, isWhole: boolean): Reader | undefined {
    const { format } = this.#limits;
    const isEvtx = head.subarray(0, EVTX_MAGIC.length).equals(EVTX_MAGIC);
    if (format === "evtx" || (format === "auto" && isEvtx))
      return new EvtxReader(this.#collector, this.#limits);
    const { charset } = this.#limits;
    const { label, bom } =
      charset === undefined ? detectCharset(head) : { label: charset, bom: charsetOfBom(head)?.bom ?? 0 };
    const text = isUtf8Label(label) ? head.subarray(bom) : new Transcoder(label).write(head.subarray(bom));
    const binary = binaryKind(head, text);
    if (binary !== undefined) {
      this.#collector.addProblem(
        "input.binary",
        `The input is ${binary}.`,
        0,
        head.toString("latin1", 0, 64),
      );
      return undefined;
    }
    const reader = this.#textReader(text, isWhole);
    return new TextReader(reader, this.#collector, label, bom);
  }

  #textReader(text: Buffer, isWhole: boolean): Reader {
    const { format } = this.#limits;
    const shape = format === "syslog" ? "lines" : textShape(text.toString("utf8"), isWhole);
    const isJsonOnly = format === "json";
    if (shape === "json-values") return new ValueReader(this.#collector, this.#limits, { isJsonOnly });
    return new LineReader(this.#collector, this.#limits, {
      isJson: shape === "json-lines",
      isJsonOnly,
      isTextOnly: format === "syslog",
    });
  }
}
