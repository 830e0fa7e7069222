// SPDX-License-Identifier: Apache-2.0
/**
 * Reads text line by line: a line that begins with a brace is JSON, any other is what `readTextLine` makes of it.
 * This is the hot path: a JSON line costs one decoded slice, one parse and one look at its fields.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { AuditJoiner } from "./audit-join.ts";
import type { Collector } from "./collector.ts";
import { isDeeperThan, isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import type { Limits } from "./limits.ts";
import { type BlockSink, LineFramer } from "./lines.ts";
import type { LogProblemCode } from "./problems.ts";
import type { Reader } from "./reader.ts";
import { addRecord } from "./search-hits.ts";
import { readTextLine } from "./text-line.ts";

const LF = 0x0a;
const BRACE = 0x7b;

export interface LineReaderOptions {
  /** The first line was JSON: a line with a bare JSON scalar is then a broken record, not a message. */
  readonly isJson: boolean;
  /** Nothing but JSON was asked for: any other line is a problem. */
  readonly isJsonOnly: boolean;
  /** No JSON was asked for: a line is never taken for it. */
  readonly isTextOnly: boolean;
}

export class LineReader implements Reader, BlockSink {
  readonly #collector: Collector;
  readonly #limits: Limits;
  readonly #options: LineReaderOptions;
  readonly #mayBeJson: boolean;
  readonly #framer: LineFramer;
  readonly #audit: AuditJoiner;
  #line = 0;
  #hasInvalidUtf8 = false;
  #hasNul = false;

  constructor(collector: Collector, limits: Limits, options: LineReaderOptions) {
    this.#collector = collector;
    this.#limits = limits;
    this.#options = options;
    this.#mayBeJson = !options.isTextOnly;
    this.#framer = new LineFramer(this, limits.maxRecordBytes);
    this.#audit = new AuditJoiner((event, line, bytes) => collector.addEvent(event, line, bytes));
  }

  push(piece: Buffer): void {
    this.#framer.push(piece);
  }

  settle(): void {
    this.#audit.flush();
  }

  end(isDamaged: boolean): void {
    const last = lastLineOf(this.#framer, isDamaged);
    if (last !== undefined) this.takeBlock(last);
    this.#audit.flush();
  }

  /** The problems that were found and are told once an input. */
  get toldOnce(): readonly LogProblemCode[] {
    return [
      ...(this.#hasInvalidUtf8 ? (["text.invalid_utf8"] as const) : []),
      ...(this.#hasNul ? (["text.nul"] as const) : []),
    ];
  }

  skipLine(start: Buffer): void {
    this.#line++;
    this.#reportTooLarge(start);
  }

  #reportTooLarge(start: Buffer): void {
    addTooLarge(this.#collector, this.#limits, this.#line, start);
  }

  /** Takes lines of which so many come before that others have read. */
  takeAfter(linesBefore: number, block: Buffer): void {
    this.#line = linesBefore;
    this.takeBlock(block);
  }

  takeBlock(block: Buffer): void {
    const isShort = block.length <= this.#limits.maxRecordBytes;
    if (isShort && isAscii(block)) this.#takeAscii(block);
    else this.#takeUtf8(block, isShort && (this.#hasInvalidUtf8 || isUtf8(block)));
  }

  #takeUtf8(block: Buffer, isPlain: boolean): void {
    for (let start = 0; start < block.length; ) {
      const found = block.indexOf(LF, start);
      const end = found < 0 ? block.length : found;
      this.#line++;
      if (end > start && (isPlain || this.#checkLine(block.subarray(start, end)))) {
        const text = block.toString("utf8", start, end);
        if (this.#mayBeJson && block[start] === BRACE) this.#readJson(text, end - start);
        else this.#readOther(text);
      }
      start = end + 1;
    }
  }

  /**
   * Most blocks. The whole is decoded by one plain copy, and a line of JSON is a view into it that ends with the
   * parse. Any other line is decoded by itself: its event would keep the whole block alive.
   */
  #takeAscii(block: Buffer): void {
    const text = block.toString("latin1");
    for (let start = 0; start < text.length; ) {
      const found = text.indexOf("\n", start);
      const end = found < 0 ? text.length : found;
      this.#line++;
      if (this.#mayBeJson && block[start] === BRACE) this.#readJson(text.slice(start, end), end - start);
      else if (end > start) this.#readOther(block.toString("latin1", start, end));
      start = end + 1;
    }
  }

  /** Is the line to be read? */
  #checkLine(line: Buffer): boolean {
    if (line.length > this.#limits.maxRecordBytes) {
      this.#reportTooLarge(line.subarray(0, 512));
      return false;
    }
    if (!this.#hasInvalidUtf8 && !isUtf8(line)) {
      this.#hasInvalidUtf8 = true;
      const message = "The line has bytes that are not UTF-8 (later lines may have too).";
      this.#collector.addProblem("text.invalid_utf8", message, this.#line, line.toString("utf8", 0, 512));
    }
    return true;
  }

  #readJson(text: string, bytes: number): void {
    let event: JsonObject;
    try {
      event = JSON.parse(text);
    } catch (error) {
      this.#reportSyntax(error, text);
      return;
    }
    if (isDeeperThan(event, this.#limits.maxDepth)) {
      const message = `The record is nested deeper than ${this.#limits.maxDepth} levels.`;
      this.#collector.addProblem("record.too_deep", message, this.#line, text);
      return;
    }
    addRecord(this.#collector, event, this.#line, bytes);
  }

  #reportSyntax(error: unknown, text: string): void {
    this.#collector.addProblem("json.syntax", describeSyntaxError(error), this.#line, text);
  }

  /** A line that does not begin with a brace, or not at once. */
  #readOther(raw: string): void {
    const line = this.#trim(raw);
    if (line === "") return;
    if (this.#mayBeJson) {
      if (line.startsWith("{")) {
        this.#readJson(line, raw.length);
        return;
      }
      if (this.#isJsonButNoObject(line)) {
        const message = "The JSON value on this line is not an object.";
        this.#collector.addProblem("json.not_object", message, this.#line, line);
        return;
      }
    }
    if (this.#options.isJsonOnly) {
      this.#collector.addProblem("json.syntax", "The line is not JSON.", this.#line, line);
      return;
    }
    this.#audit.take(readTextLine(line, this.#limits), this.#line, raw.length);
  }

  #isJsonButNoObject(line: string): boolean {
    // In a text log, a line of digits is a message; an array can be nothing but JSON.
    if (!this.#options.isJson && !this.#options.isJsonOnly && !line.startsWith("[")) return false;
    try {
      const value: JsonValue = JSON.parse(line);
      return !isJsonObject(value);
    } catch {
      return false;
    }
  }

  /** Without the CR, blanks around a JSON line, a byte order mark within joined files, and NULs at either end. */
  #trim(raw: string): string {
    let line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (line.startsWith("\0") || line.endsWith("\0")) {
      if (!this.#hasNul) {
        this.#hasNul = true;
        const message = "The line begins or ends with NUL bytes (later lines may too).";
        this.#collector.addProblem("text.nul", message, this.#line, line);
      }
      line = stripNuls(line);
    }
    if (line.startsWith("\ufeff")) line = line.slice(1);
    const trimmed = line.trim();
    return trimmed === "" || trimmed.startsWith("{") || trimmed.startsWith("[") ? trimmed : line;
  }
}

// By hand: /\0+$/ is quadratic on a line with many stretches of NULs.
function stripNuls(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && line.charCodeAt(start) === 0) start++;
  while (end > start && (line.charCodeAt(end - 1) === 0 || line.charCodeAt(end - 1) === 0x0d)) end--;
  return line.slice(start, end);
}

export function addTooLarge(collector: Collector, limits: Limits, line: number, start: Buffer): void {
  const message = `The line is longer than ${limits.maxRecordBytes} bytes.`;
  collector.addProblem("record.too_large", message, line, start.toString("utf8"));
}

/** Half a line is no record. It is one only if it is whole JSON, whose end mark alone was lost. */
export function lastLineOf(framer: LineFramer, isDamaged: boolean): Buffer | undefined {
  const last = framer.end();
  return last === undefined || (isDamaged && !isWholeJsonObject(last)) ? undefined : last;
}

function isWholeJsonObject(bytes: Buffer): boolean {
  try {
    const value: JsonValue = JSON.parse(bytes.toString("utf8"));
    return isJsonObject(value);
  } catch {
    return false;
  }
}

/** V8's sentence without the text it quotes, which may be long and is in the excerpt. */
export function describeSyntaxError(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const position = /at position (\d+)/.exec(reason)?.[1];
  if (/Unexpected end/.test(reason)) return "The JSON ends too early.";
  return position === undefined
    ? "The JSON does not parse."
    : `The JSON does not parse at character ${Number(position) + 1}.`;
}
