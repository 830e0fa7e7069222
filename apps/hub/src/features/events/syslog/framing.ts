// SPDX-License-Identifier: Apache-2.0
/**
 * A stream of bytes to the messages in it (RFC 6587). Each message says by its first bytes how it ends: a number, a blank
 * and `<` announce how many bytes it has; anything else goes to the end of the line, or to a NUL. However the stream
 * is cut into pieces, the messages are the same.
 */

export interface SyslogFrame {
  /** The message, or as much of it as a message may have. */
  readonly bytes: Buffer;
  /** How many bytes the message had. */
  readonly byteCount: number;
  /** What did not fit into `bytes`, or the beginning of that. */
  readonly rest?: Buffer;
  /** The stream ended within it: as many bytes were announced. */
  readonly announced?: number;
}

export interface FramingLimits {
  readonly maxMessageBytes: number;
  /** Of what a message has beyond that, so much is kept. */
  readonly maxRestBytes: number;
}

export const FRAMING_LIMITS: FramingLimits = { maxMessageBytes: 256 * 1024, maxRestBytes: 64 * 1024 };

const NUL = 0x00;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const LESS_THAN = 0x3c;
const MAX_DIGITS = 10;
const NOTHING = Buffer.alloc(0);

type State =
  /** Nothing of a message came yet, or too little to say how it ends. */
  | { readonly kind: "start" }
  | { readonly kind: "line" }
  | { readonly kind: "counted"; readonly announced: number };

export class SyslogFramer {
  readonly #limits: FramingLimits;
  readonly #frames: SyslogFrame[] = [];
  #state: State = { kind: "start" };
  /** A number, and perhaps a blank behind it. */
  #prefix = "";
  /** Its first `#kept` bytes are of the message. */
  #room = NOTHING;
  #kept = 0;
  #count = 0;

  constructor(limits: FramingLimits = FRAMING_LIMITS) {
    this.#limits = limits;
  }

  /** The messages that ended in this piece. */
  push(piece: Buffer): SyslogFrame[] {
    for (let at = 0; at < piece.length; ) at = this.#step(piece, at);
    return this.#frames.splice(0);
  }

  /** The stream has ended; what it ended within. */
  end(): SyslogFrame[] {
    if (this.#prefix !== "") this.#beginLine();
    if (this.#count > 0) this.#finish();
    return this.#frames.splice(0);
  }

  #step(piece: Buffer, at: number): number {
    switch (this.#state.kind) {
      case "start":
        return this.#begin(piece[at] ?? 0, at);
      case "line":
        return this.#takeLine(piece, at);
      case "counted":
        return this.#takeCounted(piece, { at, announced: this.#state.announced });
    }
  }

  #begin(byte: number, at: number): number {
    if (this.#prefix === "" && (byte === LF || byte === CR || byte === NUL)) return at + 1;
    if (this.#mayGoOn(byte)) {
      this.#prefix += String.fromCharCode(byte);
      return at + 1;
    }
    if (byte === LESS_THAN && this.#prefix.endsWith(" ")) {
      this.#state = { kind: "counted", announced: Number(this.#prefix) };
      this.#prefix = "";
    } else this.#beginLine();
    return at;
  }

  #mayGoOn(byte: number): boolean {
    const digits = this.#prefix.length;
    if (this.#prefix.endsWith(" ")) return false;
    if (byte === SPACE) return digits > 0;
    return byte >= (digits === 0 ? ZERO + 1 : ZERO) && byte <= NINE && digits < MAX_DIGITS;
  }

  #beginLine(): void {
    this.#state = { kind: "line" };
    this.#keep(Buffer.from(this.#prefix, "latin1"));
    this.#prefix = "";
  }

  #takeLine(piece: Buffer, at: number): number {
    const lineEnd = piece.indexOf(LF, at);
    const inLine = lineEnd < 0 ? piece.subarray(at) : piece.subarray(at, lineEnd);
    const nul = inLine.indexOf(NUL);
    const text = nul < 0 ? inLine : inLine.subarray(0, nul);
    this.#keep(text);
    if (nul < 0 && lineEnd < 0) return piece.length;
    this.#finish();
    return at + text.length + 1;
  }

  #takeCounted(
    piece: Buffer,
    { at, announced }: { readonly at: number; readonly announced: number },
  ): number {
    const end = Math.min(piece.length, at + announced - this.#count);
    this.#keep(piece.subarray(at, end));
    if (this.#count === announced) this.#finish();
    return end;
  }

  #keep(bytes: Buffer): void {
    this.#count += bytes.length;
    const most = this.#limits.maxMessageBytes + this.#limits.maxRestBytes;
    const kept = Math.min(most, this.#kept + bytes.length);
    // One copy that grows: a sender that sends byte by byte would else have a buffer for each.
    if (kept > this.#room.length) {
      const larger = Buffer.alloc(Math.min(most, Math.max(kept, 2 * this.#room.length)));
      this.#room.copy(larger, 0, 0, this.#kept);
      this.#room = larger;
    }
    bytes.copy(this.#room, this.#kept, 0, kept - this.#kept);
    this.#kept = kept;
  }

  #finish(): void {
    const { maxMessageBytes } = this.#limits;
    const kept = this.#room.subarray(0, this.#kept);
    const isCut = this.#state.kind === "counted" && this.#count < this.#state.announced;
    const byteCount = this.#count;
    const bytes = withoutLineEnd(kept.subarray(0, maxMessageBytes));
    const rest = withoutLineEnd(kept.subarray(maxMessageBytes));
    if (bytes.length > 0)
      this.#frames.push({
        bytes,
        byteCount,
        ...(rest.length > 0 && { rest }),
        ...(isCut && this.#state.kind === "counted" && { announced: this.#state.announced }),
      });
    this.#state = { kind: "start" };
    this.#room = NOTHING;
    this.#kept = 0;
    this.#count = 0;
  }
}

/** Some senders count a line end in, and an event is a line. */
function withoutLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && isLineEnd(bytes[end - 1])) end--;
  return end === 0 ? NOTHING : bytes.subarray(0, end);
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR || byte === NUL;
}
