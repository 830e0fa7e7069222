// SPDX-License-Identifier: Apache-2.0
/** Names joined by `not`, `and`, `or` (binding in that order) and parentheses: what conditions of all kinds share. */

export interface Operators<T> {
  and(of: readonly T[]): T;
  or(of: readonly T[]): T;
  not(of: T): T;
}

const NOT_NAMES = ["and", "or", "not", "(", ")"];

export abstract class BooleanParser<T> {
  protected readonly tokens: readonly string[];
  /** The place of the next token. */
  protected next = 0;
  readonly #operators: Operators<T>;
  readonly #maxDepth: number;

  constructor(tokens: readonly string[], operators: Operators<T>, maxDepth: number) {
    this.tokens = tokens;
    this.#operators = operators;
    this.#maxDepth = maxDepth;
  }

  protected abstract readonly missingName: string;
  /** Words that are no names, besides the operators. */
  protected readonly reserved: readonly string[] = [];

  /** What a name stands for, which was just taken. */
  protected abstract operand(name: string): T;
  /** `at`: the place of the token that is wrong, if it is not the next. */
  protected abstract fail(kind: "syntax" | "too_deep", message: string, at?: number): never;

  /** Up to the first token that belongs to nothing. */
  protected expression(depth = 0): T {
    const operands = [this.#and(depth)];
    while (this.accept("or")) operands.push(this.#and(depth));
    return this.#operators.or(operands);
  }

  #and(depth: number): T {
    const operands = [this.#not(depth)];
    while (this.accept("and")) operands.push(this.#not(depth));
    return this.#operators.and(operands);
  }

  #not(depth: number): T {
    if (depth > this.#maxDepth) this.fail("too_deep", `More than ${this.#maxDepth} levels.`);
    return this.accept("not") ? this.#operators.not(this.#not(depth + 1)) : this.#parenthesis(depth);
  }

  #parenthesis(depth: number): T {
    const opening = this.next;
    if (!this.accept("(")) return this.operand(this.takeName());
    const expression = this.expression(depth + 1);
    if (!this.accept(")")) this.fail("syntax", "A parenthesis is not closed.", opening);
    return expression;
  }

  protected takeName(): string {
    const token = this.tokens[this.next];
    if (token === undefined || this.#isReserved(token.toLowerCase())) this.fail("syntax", this.missingName);
    this.next += 1;
    return token;
  }

  #isReserved(word: string): boolean {
    return NOT_NAMES.includes(word) || this.reserved.includes(word);
  }

  protected accept(word: string): boolean {
    const token = this.tokens[this.next];
    if (token === undefined || !isWord(token, word)) return false;
    this.next += 1;
    return true;
  }
}

export function isWord(text: string, word: string): boolean {
  return text.toLowerCase() === word;
}
