// SPDX-License-Identifier: Apache-2.0
/**
 * Logs repeat themselves: the same few images, accounts and keys come again and again. For short texts, what a scan
 * found is kept, and the scan is a look-up the next time. When a memory is full it starts anew, so values that never
 * come twice cost a little and gain nothing, and no input can make it grow.
 */
import type { Scanner, Sink } from "./scanner-types.ts";

const MAX_LENGTH = 128;
const MAX_TEXTS = 2048;

export class RememberingScanner implements Scanner {
  readonly shortest: number;
  readonly #scanner: Scanner;
  readonly #found = new Map<string, readonly number[]>();

  constructor(scanner: Scanner) {
    this.shortest = scanner.shortest;
    this.#scanner = scanner;
  }

  scan(text: string, sink: Sink): void {
    if (text.length > MAX_LENGTH) {
      this.#scanner.scan(text, sink);
      return;
    }
    const found = this.#found.get(text) ?? this.#learn(text);
    for (let i = 0; i < found.length; i++) sink.see(found[i]!);
  }

  #learn(text: string): readonly number[] {
    const found = new Set<number>();
    this.#scanner.scan(text, { has: (id) => found.has(id), see: (id) => found.add(id) });
    if (this.#found.size >= MAX_TEXTS) this.#found.clear();
    const ids = found.size === 0 ? NOTHING : [...found];
    this.#found.set(text, ids);
    return ids;
  }
}

const NOTHING: readonly number[] = [];
