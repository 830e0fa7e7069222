// SPDX-License-Identifier: Apache-2.0
/**
 * Finds where JSON values begin and end in a stream of bytes, without regard to lines: pretty-printed objects,
 * values one after another, the elements of an array, the records of a CloudTrail envelope. Only brackets and
 * strings are followed; whether a value is valid is for the parser to say. A value over the limit is never held,
 * but followed to its end all the same, so that the next one is found.
 *
 * No string of JSON holds a line end. So a line end closes a string whose quote is missing, and one broken value
 * does not swallow those after it.
 */
import { isEnvelopeStart } from "./sniff.ts";

export interface ValueSink {
  /** The bytes of one value, valid or not. */
  takeValue(bytes: Buffer): void;
  /** A line that stands between values and is none. */
  takeLine(bytes: Buffer): void;
  /** A value was larger than the limit and has been dropped. `start` is how it began. */
  skipValue(start: Buffer): void;
}

type State =
  | "between" // outside of any value, in the file or in an array
  | "value" // in an object or array that is wanted whole
  | "scalar" // in an element of an array that is neither
  | "line" // in text between values
  | "tail"; // after the records of an envelope

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const START_BYTES = 512;

export class JsonValueScanner {
  readonly #sink: ValueSink;
  readonly #maxValueBytes: number;
  #state: State = "between";
  #container: "none" | "array" | "envelope" = "none";
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** An object has just reached the `[` of what may be an envelope; the next character tells. */
  #isAtEnvelope = false;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isSkipping = false;

  constructor(sink: ValueSink, maxValueBytes: number) {
    this.#sink = sink;
    this.#maxValueBytes = maxValueBytes;
  }

  push(piece: Buffer): void {
    let at = 0;
    while (at < piece.length) at = this.#step(piece, at);
  }

  /** The end of the input. Returns what was unfinished, if anything: text, or the beginning of a value. */
  end(): { readonly bytes: Buffer; readonly isLine: boolean } | undefined {
    const isLine = this.#state === "line";
    if (this.#state === "scalar") this.#finish();
    if (this.#state === "between" && this.#container === "none") return undefined;
    return { bytes: Buffer.concat(this.#held), isLine };
  }

  #step(piece: Buffer, at: number): number {
    switch (this.#state) {
      case "between":
        return this.#stepBetween(piece, at);
      case "value":
      case "tail":
        return this.#stepValue(piece, at);
      case "scalar":
        return this.#stepScalar(piece, at);
      case "line":
        return this.#stepLine(piece, at);
    }
  }

  #stepBetween(piece: Buffer, at: number): number {
    const byte = piece[at] ?? 0;
    if (isBlank(byte) || byte === COMMA || byte === 0) return at + 1;
    if (byte === OPEN_BRACKET && this.#container === "none") {
      this.#container = "array";
      return at + 1;
    }
    if (byte === CLOSE_BRACKET && this.#container !== "none") {
      this.#state = this.#container === "envelope" ? "tail" : "between";
      this.#depth = 1;
      this.#container = "none";
      return at + 1;
    }
    if (isOpening(byte)) {
      this.#state = "value";
      this.#depth = 0;
    } else {
      this.#state = this.#container === "none" ? "line" : "scalar";
    }
    return at;
  }

  /** Follows brackets and strings to the end of the value or of the piece. This is the loop that takes the time. */
  #stepValue(piece: Buffer, start: number): number {
    if (this.#isAtEnvelope) return this.#stepEnvelope(piece, start);
    for (let at = this.#skipString(piece, start); at < piece.length; at++) {
      const byte = piece[at] ?? 0;
      if (byte === QUOTE) {
        this.#isInString = true;
        at = this.#skipString(piece, at + 1) - 1;
      } else if (isOpening(byte)) {
        this.#depth++;
        if (this.#depth === 2 && this.#mayBeEnvelope(piece, start, at)) {
          this.#isAtEnvelope = true;
          this.#hold(piece.subarray(start, at + 1));
          return at + 1;
        }
      } else if (isClosing(byte) && --this.#depth === 0) {
        this.#hold(piece.subarray(start, at + 1));
        this.#finish();
        return at + 1;
      }
    }
    this.#hold(piece.subarray(start));
    return piece.length;
  }

  /** Returns the place after the string, if in one, or the end of the piece if it goes on in the next. */
  #skipString(piece: Buffer, start: number): number {
    if (!this.#isInString) return start;
    for (let at = start; at < piece.length; at++) {
      const byte = piece[at];
      if (this.#isEscaped && byte !== LF) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE || byte === LF) {
        this.#isInString = false;
        this.#isEscaped = false;
        return at + 1;
      }
    }
    return piece.length;
  }

  #mayBeEnvelope(piece: Buffer, start: number, at: number): boolean {
    if (this.#container !== "none" || this.#state === "tail" || this.#isSkipping) return false;
    if (this.#heldBytes + at - start > START_BYTES) return false;
    const text = Buffer.concat([...this.#held, piece.subarray(start, at + 1)]).toString("latin1");
    return isEnvelopeStart(`${text}{`);
  }

  #stepEnvelope(piece: Buffer, at: number): number {
    const byte = piece[at] ?? 0;
    if (isBlank(byte)) {
      this.#hold(piece.subarray(at, at + 1));
      return at + 1;
    }
    this.#isAtEnvelope = false;
    if (byte === OPEN_BRACE || byte === CLOSE_BRACKET) {
      this.#drop();
      this.#state = "between";
      this.#container = "envelope";
    }
    return at;
  }

  #stepScalar(piece: Buffer, start: number): number {
    for (let at = this.#skipString(piece, start); at < piece.length; at++) {
      const byte = piece[at] ?? 0;
      if (byte === QUOTE) {
        this.#isInString = true;
        at = this.#skipString(piece, at + 1) - 1;
      } else if (isBlank(byte) || byte === COMMA || byte === CLOSE_BRACKET || byte === OPEN_BRACE) {
        this.#hold(piece.subarray(start, at));
        this.#finish();
        return at;
      }
    }
    this.#hold(piece.subarray(start));
    return piece.length;
  }

  #stepLine(piece: Buffer, start: number): number {
    const lineEnd = piece.indexOf(LF, start);
    this.#hold(piece.subarray(start, lineEnd < 0 ? piece.length : lineEnd));
    if (lineEnd < 0) return piece.length;
    this.#finish();
    return lineEnd + 1;
  }

  #hold(bytes: Buffer): void {
    if (this.#isSkipping || this.#state === "tail" || bytes.length === 0) return;
    this.#held.push(Buffer.from(bytes));
    this.#heldBytes += bytes.length;
    if (this.#heldBytes <= this.#maxValueBytes) return;
    this.#sink.skipValue(Buffer.concat(this.#held).subarray(0, START_BYTES));
    this.#drop();
    this.#isSkipping = true;
  }

  #finish(): void {
    const state = this.#state;
    const bytes = Buffer.concat(this.#held);
    const isWanted = !this.#isSkipping && state !== "tail";
    this.#drop();
    this.#isSkipping = false;
    this.#isInString = false;
    this.#isEscaped = false;
    this.#state = "between";
    if (!isWanted) return;
    if (state === "line") this.#sink.takeLine(bytes);
    else this.#sink.takeValue(bytes);
  }

  #drop(): void {
    this.#held = [];
    this.#heldBytes = 0;
  }
}

function isOpening(byte: number): boolean {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET;
}

function isClosing(byte: number): boolean {
  return byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === LF || byte === CR || byte === 0x09;
}
