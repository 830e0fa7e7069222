// SPDX-License-Identifier: Apache-2.0
/**
 * Framing: pieces of bytes in, blocks of whole lines out. A block is a stretch of the piece itself wherever
 * possible; only a line that goes over the end of a piece is copied. A line over the limit is never held: once it
 * is too long its bytes are dropped up to its end.
 */

export interface BlockSink {
  /** Whole lines, each with its LF, save that the last of an input may lack it. */
  takeBlock(block: Buffer): void;
  /** A line was longer than the limit and has been dropped. `start` is how it began. */
  skipLine(start: Buffer): void;
}

const LF = 0x0a;
const START_BYTES = 512;

export class LineFramer {
  readonly #sink: BlockSink;
  readonly #maxLineBytes: number;
  /** Pieces of the line that has not ended yet. */
  #open: Buffer[] = [];
  #openBytes = 0;
  #isSkipping = false;

  constructor(sink: BlockSink, maxLineBytes: number) {
    this.#sink = sink;
    this.#maxLineBytes = maxLineBytes;
  }

  push(piece: Buffer): void {
    const first = this.#openBytes > 0 || this.#isSkipping ? this.#closeOpenLine(piece) : 0;
    if (first < 0) return;
    const end = piece.lastIndexOf(LF) + 1;
    if (end > first) this.#sink.takeBlock(piece.subarray(first, end));
    this.#hold(piece.subarray(Math.max(first, end)));
  }

  /** The end of the input. Returns the line that had no end mark; the caller knows what to make of it. */
  end(): Buffer | undefined {
    if (this.#openBytes === 0) return undefined;
    const line = Buffer.concat(this.#open);
    this.#drop();
    return line;
  }

  /** Returns where the next line begins in the piece, or -1 if the open line goes on after it. */
  #closeOpenLine(piece: Buffer): number {
    const lineEnd = piece.indexOf(LF);
    if (lineEnd < 0) {
      if (!this.#isSkipping) this.#hold(piece);
      return -1;
    }
    if (!this.#isSkipping) this.#hold(piece.subarray(0, lineEnd));
    if (!this.#isSkipping) {
      const line = Buffer.concat([...this.#open, piece.subarray(lineEnd, lineEnd + 1)]);
      this.#drop();
      this.#sink.takeBlock(line);
    }
    this.#isSkipping = false;
    return lineEnd + 1;
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return;
    // A copy: the source may use its buffer again.
    this.#open.push(Buffer.from(piece));
    this.#openBytes += piece.length;
    if (this.#openBytes <= this.#maxLineBytes) return;
    this.#sink.skipLine(Buffer.concat(this.#open).subarray(0, START_BYTES));
    this.#drop();
    this.#isSkipping = true;
  }

  #drop(): void {
    this.#open = [];
    this.#openBytes = 0;
  }
}
