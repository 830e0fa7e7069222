// SPDX-License-Identifier: Apache-2.0
/**
 * Reading apart: `splitLog` decompresses and frames an input and gives stretches of its lines, `StretchReader` makes
 * events of a stretch, in another thread perhaps. Taken one after the other they give what `readLog` gives of the whole:
 *
 * - A stretch knows how many lines are before it.
 * - Audit records of one execution belong together. From the first stretch that may hold some, all are for one reader.
 * - What is told once an input, and how much of it in detail, `JoinedProblems` sees to.
 *
 * What is no UTF-8 text of lines (EVTX, JSON over several lines, UTF-16) is not split: it is for one reader as a whole.
 */

import { isUtf8Label } from "./charset.ts";
import { Collector, type LogBatch } from "./collector.ts";
import type { LogKind } from "./kind.ts";
import { type Limits, limitsOf, type ReadOptions } from "./limits.ts";
import { addTooLarge, LineReader, type LineReaderOptions, lastLineOf } from "./line-reader.ts";
import { type BlockSink, LineFramer } from "./lines.ts";
import { type LogProblem, type LogProblemCode, MAX_DETAILED_PROBLEMS } from "./problems.ts";
import { type Outlet, passThrough } from "./read-log.ts";
import type { Reader } from "./reader.ts";
import { TextReader } from "./text-reader.ts";

/** Small enough that the events of one are gone before the collector comes. */
const STRETCH_BYTES = 256 * 1024;
const LF = 0x0a;
const CR = 0x0d;
const BRACE = 0x7b;
/** Without it, no line of text becomes an audit record. */
const AUDIT_MARK = "audit";

export interface LogStretch {
  readonly is: "stretch";
  /** Whole lines, save that the last of an input may lack its end. Nothing else is in the buffer below. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly linesBefore: number;
  readonly lines: LineReaderOptions;
  /** It and all that follow are for one reader, up to the last. */
  readonly isJoined: boolean;
  readonly isLast: boolean;
}

/** Problems that one reader has found, since those it told before. */
export interface FoundProblems {
  readonly problems: readonly LogProblem[];
  readonly problemCount: number;
  /** Those of them that are told once an input. */
  readonly toldOnce: readonly LogProblemCode[];
}

export type LogPart =
  | LogStretch
  | ({ readonly is: "problems" } & FoundProblems)
  /** The input is not split: nothing else comes, and `readLog` is to read it. */
  | { readonly is: "whole" };

export function splitLog(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<LogPart> {
  return passThrough(bytes, options, (limits) => new Splitter(limits));
}

class Splitter implements Outlet<LogPart> {
  readonly #limits: Limits;
  readonly #collector: Collector;
  readonly #parts: LogPart[] = [];
  #isWhole = false;
  #problemsTold = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#collector = new Collector(limits.batchEvents);
  }

  open(kind: LogKind): Reader | undefined {
    if (kind.is !== "lines" || !isUtf8Label(kind.label)) {
      this.#isWhole = true;
      this.#parts.push({ is: "whole" });
      return undefined;
    }
    const cutter = new Cutter(kind.lines, this.#limits, {
      take: (stretch) => this.#parts.push(stretch),
      skip: (line, start) => {
        addTooLarge(this.#collector, this.#limits, line, start);
        this.#tellProblems();
      },
    });
    return new TextReader(cutter, this.#collector, kind.label, kind.bom);
  }

  addProblem(...problem: Parameters<Collector["addProblem"]>): void {
    if (this.#isWhole) return;
    this.#collector.addProblem(...problem);
    this.#tellProblems();
  }

  next(): LogPart | undefined {
    return this.#parts.shift();
  }

  #tellProblems(): void {
    const { problems, problemCount } = this.#collector.take(0);
    const found = { problems, problemCount: problemCount - this.#problemsTold, toldOnce: [] };
    this.#problemsTold = problemCount;
    this.#parts.push({ is: "problems", ...found });
  }
}

interface CutterSink {
  take(stretch: LogStretch): void;
  skip(line: number, start: Buffer): void;
}

/** Gathers blocks of lines in a buffer until it is full. */
class Cutter implements Reader, BlockSink {
  readonly #lines: LineReaderOptions;
  readonly #framer: LineFramer;
  readonly #sink: CutterSink;
  /** Its own memory, which goes away with the stretch. */
  #buffer = Buffer.allocUnsafeSlow(0);
  #filled = 0;
  #line = 0;
  #linesBefore = 0;
  #isJoined = false;

  constructor(lines: LineReaderOptions, limits: Limits, sink: CutterSink) {
    this.#lines = lines;
    this.#sink = sink;
    this.#framer = new LineFramer(this, limits.maxRecordBytes);
  }

  push(piece: Buffer): void {
    this.#framer.push(piece);
  }

  end(isDamaged: boolean): void {
    const last = lastLineOf(this.#framer, isDamaged);
    if (last !== undefined) this.takeBlock(last);
    if (this.#filled > 0 || this.#isJoined) this.#cut(true);
  }

  takeBlock(block: Buffer): void {
    if (this.#filled > 0 && this.#filled + block.length > this.#buffer.length) this.#cut(false);
    if (this.#buffer.length === 0)
      this.#buffer = Buffer.allocUnsafeSlow(Math.max(block.length, STRETCH_BYTES));
    block.copy(this.#buffer, this.#filled);
    this.#filled += block.length;
    const hasText = this.#countLines(block);
    if (hasText && block.includes(AUDIT_MARK)) this.#isJoined = true;
  }

  skipLine(start: Buffer): void {
    if (this.#filled > 0) this.#cut(false);
    this.#line++;
    this.#linesBefore = this.#line;
    this.#sink.skip(this.#line, start);
  }

  #cut(isLast: boolean): void {
    const { buffer, byteOffset } = this.#buffer;
    const bytes = new Uint8Array(buffer, byteOffset, this.#filled);
    const [linesBefore, lines, isJoined] = [this.#linesBefore, this.#lines, this.#isJoined];
    this.#buffer = Buffer.allocUnsafeSlow(0);
    this.#filled = 0;
    this.#linesBefore = this.#line;
    this.#sink.take({ is: "stretch", bytes, linesBefore, lines, isJoined, isLast });
  }

  /** Says whether one of them is text, and not JSON or empty. */
  #countLines(block: Buffer): boolean {
    let hasText = false;
    for (let start = 0; start < block.length; ) {
      const first = block[start];
      hasText ||= first !== LF && first !== CR && (first !== BRACE || this.#lines.isTextOnly);
      const found = block.indexOf(LF, start);
      start = found < 0 ? block.length : found + 1;
      this.#line++;
    }
    return hasText;
  }
}

/** A batch of a stretch; its count of problems is its own. */
export type StretchBatch = Pick<LogBatch, "events" | "positions"> & FoundProblems;

interface Reading {
  readonly reader: LineReader;
  readonly collector: Collector;
}

/** Makes events of stretches; their bytes are gone then. */
export class StretchReader {
  readonly #limits: Limits;
  /** Of stretches that are joined, until the last. */
  #joined: Reading | undefined;

  constructor(options: ReadOptions = {}) {
    this.#limits = limitsOf(options);
  }

  *read(stretch: LogStretch): Generator<StretchBatch> {
    const { reader, collector } = this.#joined ?? this.#start(stretch);
    const [toldBefore, countBefore] = [reader.toldOnce, collector.problemCount];
    const { buffer, byteOffset, length } = stretch.bytes;
    reader.takeAfter(stretch.linesBefore, Buffer.from(buffer, byteOffset, length));
    // Given back at once: of what waits for the collector, 64 MiB make it look through the whole heap.
    buffer.transfer(0);
    this.#joined = stretch.isJoined && !stretch.isLast ? { reader, collector } : undefined;
    if (this.#joined === undefined) reader.settle();
    const toldOnce = reader.toldOnce.filter((code) => !toldBefore.includes(code));
    for (let problemsTold = countBefore; !collector.isEmpty; ) {
      const { events, positions, problems, problemCount } = collector.take(0);
      const isFirst = problemsTold === countBefore;
      const found = {
        problems,
        problemCount: problemCount - problemsTold,
        toldOnce: isFirst ? toldOnce : [],
      };
      problemsTold = problemCount;
      yield { events, positions, ...found };
    }
  }

  #start({ lines }: LogStretch): Reading {
    const collector = new Collector(this.#limits.batchEvents);
    return { reader: new LineReader(collector, this.#limits, lines), collector };
  }
}

/** The problems of one input that several have read, told as one reader would tell them. */
export class JoinedProblems {
  readonly #told = new Set<LogProblemCode>();
  count = 0;

  /** Takes what one has found and gives what of it is to be listed. */
  take({ problems, problemCount, toldOnce }: FoundProblems): readonly LogProblem[] {
    const again = toldOnce.filter((code) => this.#told.has(code));
    for (const code of toldOnce) this.#told.add(code);
    const room = Math.max(0, MAX_DETAILED_PROBLEMS - this.count);
    this.count += problemCount - again.length;
    return problems.filter(({ code }) => !again.includes(code)).slice(0, room);
  }
}
