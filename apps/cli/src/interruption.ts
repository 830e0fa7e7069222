// SPDX-License-Identifier: Apache-2.0
/**
 * Ctrl-C and SIGTERM. The first of each asks the run to end with what it has; the second of the same kind finds no
 * handler any more and so ends the process at once.
 */
import { EXIT, type ExitCode } from "./exit-codes.ts";

export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #handlers: ReadonlyMap<NodeJS.Signals, () => void>;
  #exitCode: ExitCode | undefined;

  constructor() {
    this.#handlers = new Map([
      ["SIGINT", () => this.#interrupt(EXIT.interrupted)],
      ["SIGTERM", () => this.#interrupt(EXIT.terminated)],
    ]);
    for (const [name, handler] of this.#handlers) process.once(name, handler);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit code of the signal that came, if one came. */
  get exitCode(): ExitCode | undefined {
    return this.#exitCode;
  }

  [Symbol.dispose](): void {
    for (const [name, handler] of this.#handlers) process.removeListener(name, handler);
  }

  #interrupt(exitCode: ExitCode): void {
    this.#exitCode ??= exitCode;
    this.#controller.abort();
  }
}
