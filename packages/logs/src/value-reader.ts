// SPDX-License-Identifier: Apache-2.0
/** Reads JSON values that are not one a line. The position of an event is its ordinal among the values. */
import { isUtf8 } from "node:buffer";
import type { Collector } from "./collector.ts";
import { isDeeperThan, isJsonObject, type JsonValue } from "./json.ts";
import { JsonValueScanner, type ValueSink } from "./json-values.ts";
import type { Limits } from "./limits.ts";
import { describeSyntaxError } from "./line-reader.ts";
import type { Reader } from "./reader.ts";
import { addRecord } from "./search-hits.ts";
import { RECORD_MARK } from "./sniff.ts";
import { readTextLine } from "./text-line.ts";

export interface ValueReaderOptions {
  /** Nothing but JSON was asked for: text between the values is a problem, not an event. */
  readonly isJsonOnly: boolean;
}

export class ValueReader implements Reader, ValueSink {
  readonly #collector: Collector;
  readonly #limits: Limits;
  readonly #options: ValueReaderOptions;
  readonly #scanner: JsonValueScanner;
  #ordinal = 0;
  #hasInvalidUtf8 = false;

  constructor(collector: Collector, limits: Limits, options: ValueReaderOptions) {
    this.#collector = collector;
    this.#limits = limits;
    this.#options = options;
    this.#scanner = new JsonValueScanner(this, limits.maxRecordBytes);
  }

  push(piece: Buffer): void {
    this.#scanner.push(piece);
  }

  end(isDamaged: boolean): void {
    const unfinished = this.#scanner.end();
    if (unfinished === undefined || isDamaged) return;
    if (unfinished.isLine) {
      this.takeLine(unfinished.bytes);
      return;
    }
    this.#ordinal++;
    const text = unfinished.bytes.toString("utf8", 0, 512);
    this.#collector.addProblem("json.unfinished", "The input ends within a JSON value.", this.#ordinal, text);
  }

  takeValue(bytes: Buffer): void {
    const text = this.#decode(bytes);
    let value: JsonValue;
    try {
      value = JSON.parse(text);
    } catch (error) {
      this.#collector.addProblem("json.syntax", describeSyntaxError(error), this.#ordinal, text);
      return;
    }
    if (!isJsonObject(value)) {
      const message = "The JSON value is not an object.";
      this.#collector.addProblem("json.not_object", message, this.#ordinal, text);
    } else if (isDeeperThan(value, this.#limits.maxDepth)) {
      const message = `The record is nested deeper than ${this.#limits.maxDepth} levels.`;
      this.#collector.addProblem("record.too_deep", message, this.#ordinal, text);
    } else {
      addRecord(this.#collector, value, this.#ordinal, bytes.length);
    }
  }

  takeLine(bytes: Buffer): void {
    if (bytes.length < 32 && RECORD_MARK.test(bytes.toString("latin1").trimEnd())) return;
    const line = this.#decode(bytes).replace(/\r$/, "");
    if (this.#options.isJsonOnly) {
      this.#collector.addProblem("json.syntax", "The text is not JSON.", this.#ordinal, line);
    } else {
      this.#collector.addEvent(readTextLine(line, this.#limits), this.#ordinal, bytes.length);
    }
  }

  skipValue(start: Buffer): void {
    this.#ordinal++;
    const message = `The record is larger than ${this.#limits.maxRecordBytes} bytes.`;
    this.#collector.addProblem("record.too_large", message, this.#ordinal, start.toString("utf8"));
  }

  #decode(bytes: Buffer): string {
    this.#ordinal++;
    const text = bytes.toString("utf8");
    if (!this.#hasInvalidUtf8 && !isUtf8(bytes)) {
      this.#hasInvalidUtf8 = true;
      const message = "The record has bytes that are not UTF-8 (later records may have too).";
      this.#collector.addProblem("text.invalid_utf8", message, this.#ordinal, text.slice(0, 512));
    }
    return text;
  }
}
