// SPDX-License-Identifier: Apache-2.0
/**
 * A place that results are written to: standard output or a file. It waits when the reader is slower, tells a reader
 * that went away (`| head`) from a disk that is full, and never lets a stream error become a stack trace.
 */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { FengsuiError } from "@fengsui/contract";
import { describeSystemError, hasErrorCode } from "./system-error.ts";

/** The reader of the output closed it. Not a mistake: the command ends without a word. */
export class OutputClosed extends Error {
  override readonly name = "OutputClosed";
}

export class Output {
  readonly isTerminal: boolean;
  readonly #name: string;
  readonly #stream: Writable;
  readonly #endsWithUs: boolean;
  #failure: Error | undefined;

  private constructor(name: string, stream: Writable, isTerminal: boolean, endsWithUs: boolean) {
    this.#name = name;
    this.#stream = stream;
    this.isTerminal = isTerminal;
    this.#endsWithUs = endsWithUs;
    stream.on("error", (error: Error) => {
      this.#failure ??= error;
    });
  }

  static standard(): Output {
    return new Output("standard output", process.stdout, process.stdout.isTTY === true, false);
  }

  /** Opens the file at once, so that a place that cannot be written to is known before anything is read. */
  static async file(path: string): Promise<Output> {
    const stream = createWriteStream(path);
    const output = new Output(path, stream, false, true);
    await output.#orFail(once(stream, "open"));
    return output;
  }

  async write(text: string): Promise<void> {
    if (text === "") return;
    this.#throwFailure();
    if (!this.#stream.write(text)) await this.#orFail(once(this.#stream, "drain"));
    this.#throwFailure();
  }

  /** Ends a file, and for both kinds waits until everything is written. */
  async close(): Promise<void> {
    this.#throwFailure();
    if (this.#endsWithUs) {
      this.#stream.end();
      await this.#orFail(finished(this.#stream));
    } else {
      await new Promise<void>((resolve) => this.#stream.write("", () => resolve()));
    }
    this.#throwFailure();
  }

  async #orFail(outcome: Promise<unknown>): Promise<void> {
    try {
      await outcome;
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      this.#throwFailure();
    }
  }

  #throwFailure(): void {
    if (this.#failure === undefined) return;
    if (hasErrorCode(this.#failure, "EPIPE")) throw new OutputClosed("closed", { cause: this.#failure });
    throw new FengsuiError("output.write_failed", `${this.#name}: ${describeSystemError(this.#failure)}`, {
      cause: this.#failure,
    });
  }
}
