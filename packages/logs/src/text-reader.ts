// SPDX-License-Identifier: Apache-2.0
/** Stands before a reader of text: drops the byte order mark, and transcodes what is not UTF-8. */
import { isUtf8Label, Transcoder } from "./charset.ts";
import type { Collector } from "./collector.ts";
import type { Reader } from "./reader.ts";

export class TextReader implements Reader {
  readonly #reader: Reader;
  readonly #collector: Collector;
  readonly #label: string;
  readonly #transcoder: Transcoder | undefined;
  #bom: number;

  constructor(reader: Reader, collector: Collector, label: string, bom: number) {
    this.#reader = reader;
    this.#collector = collector;
    this.#label = label;
    this.#bom = bom;
    this.#transcoder = isUtf8Label(label) ? undefined : new Transcoder(label);
  }

  push(piece: Buffer): void {
    const bytes = this.#bom > 0 ? piece.subarray(this.#bom) : piece;
    this.#bom = 0;
    const text = this.#transcoder === undefined ? bytes : this.#transcoder.write(bytes);
    if (text.length > 0) this.#reader.push(text);
  }

  settle(): void {
    this.#reader.settle?.();
  }

  end(isDamaged: boolean): void {
    const rest = this.#transcoder?.end();
    if (rest !== undefined && rest.length > 0 && !isDamaged) this.#reader.push(rest);
    this.#reader.end(isDamaged);
    if (this.#transcoder?.hasReplacements === true) {
      const message = `The text has bytes that are not ${this.#label}.`;
      this.#collector.addProblem("text.undecodable", message, 0, "");
    }
  }
}
