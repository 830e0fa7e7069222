// SPDX-License-Identifier: Apache-2.0
/** All literals that rules look for in one field: whole values, beginnings, endings, and anywhere. */
import { fold } from "../fold.ts";
import { LearningScanner } from "./learning.ts";
import { type Literal, shortestOf } from "./literal.ts";
import { RememberingScanner } from "./remembering.ts";
import type { Scanner, Sink } from "./scanner-types.ts";
import { SparseScanner, suitsSparseScan } from "./sparse.ts";
import { Trie } from "./trie.ts";

export interface FieldLiterals {
  readonly equals: readonly Literal[];
  readonly prefix: readonly Literal[];
  readonly suffix: readonly Literal[];
  readonly contains: readonly Literal[];
}

class FieldScanner implements Scanner {
  readonly shortest: number;
  readonly #equals: ReadonlyMap<string, number>;
  /** Lengths that some whole value has: most texts need not be folded and hashed to know they equal none. */
  readonly #lengths: Uint8Array;
  readonly #prefixes: Trie | undefined;
  readonly #suffixes: Trie | undefined;
  readonly #parts: Scanner | undefined;

  constructor({ equals, prefix, suffix, contains }: FieldLiterals) {
    this.shortest = shortestOf([...equals, ...prefix, ...suffix, ...contains]);
    this.#equals = new Map(equals.map(({ text, id }) => [text, id]));
    this.#lengths = new Uint8Array(
      equals.reduce((longest, { text }) => Math.max(longest, text.length), 0) + 1,
    );
    for (const { text } of equals) this.#lengths[text.length] = 1;
    this.#prefixes = prefix.length === 0 ? undefined : new Trie(prefix, false);
    this.#suffixes = suffix.length === 0 ? undefined : new Trie(suffix, true);
    this.#parts = makeParts(contains);
  }

  scan(text: string, sink: Sink): void {
    if (this.#lengths[text.length] === 1) {
      const id = this.#equals.get(fold(text));
      if (id !== undefined) sink.see(id);
    }
    this.#prefixes?.scan(text, sink);
    this.#suffixes?.scan(text, sink);
    this.#parts?.scan(text, sink);
  }
}

function makeParts(literals: readonly Literal[]): Scanner | undefined {
  if (literals.length === 0) return undefined;
  return suitsSparseScan(literals) ? new SparseScanner(literals) : new LearningScanner(literals);
}

/** The scanner of one field, or undefined if there is nothing to look for in it. */
export function makeScanner(literals: FieldLiterals): Scanner | undefined {
  const parts = literals.prefix.length + literals.suffix.length + literals.contains.length;
  if (parts + literals.equals.length === 0) return undefined;
  const scanner = new FieldScanner(literals);
  // Whole values alone are found as quickly as they are remembered.
  return parts === 0 ? scanner : new RememberingScanner(scanner);
}

/** The scanner for keywords, which sees every value of an event: most are long or seen once. */
export function makeKeywordScanner({ contains }: FieldLiterals): Scanner | undefined {
  return makeParts(contains);
}
