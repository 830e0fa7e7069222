// SPDX-License-Identifier: Apache-2.0
/**
 * The condition of a rule: search identifiers joined by `not`, `and`, `or` (binding in that order), parentheses, and
 * `1 of` / `all of` a pattern or `them` (specification 2.1, "Condition").
 */
import type { DiagnosticCode } from "../diagnostics.ts";
import { and, type Expression, not, or } from "../expression.ts";

export class ConditionProblem {
  readonly code: DiagnosticCode;
  readonly message: string;
  /** The words of the condition up to the one that is wrong: how it is found again in the file, however it is quoted. */
  readonly tokens: readonly string[];

  constructor(code: DiagnosticCode, message: string, tokens: readonly string[]) {
    this.code = code;
    this.message = message;
    this.tokens = tokens;
  }
}

export interface ParsedCondition {
  readonly expression: Expression;
  readonly used: ReadonlySet<string>;
}

const MAX_DEPTH = 64;
const TOKEN = /[()|]|[^\s()|]+/g;
const NOT_NAMES: ReadonlySet<string> = new Set(["and", "or", "not", "of", "(", ")", "|"]);

export function parseCondition(
  text: string,
  detections: ReadonlyMap<string, Expression>,
): ParsedCondition | ConditionProblem {
  const parser = new ConditionParser(text, detections);
  try {
    return { expression: parser.parse(), used: parser.used };
  } catch (problem) {
    if (problem instanceof ConditionProblem) return problem;
    throw problem;
  }
}

class ConditionParser {
  readonly used = new Set<string>();
  readonly #detections: ReadonlyMap<string, Expression>;
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(text: string, detections: ReadonlyMap<string, Expression>) {
    this.#detections = detections;
    this.#tokens = text.match(TOKEN) ?? [];
  }

  parse(): Expression {
    const expression = this.#or(0);
    const rest = this.#tokens[this.#next];
    if (rest === "|") this.#fail("condition.aggregation", "Aggregations after `|` are not part of Sigma 2.");
    if (rest !== undefined) this.#fail("condition.syntax", `\`${rest}\` is not expected here.`);
    return expression;
  }

  #or(depth: number): Expression {
    const operands = [this.#and(depth)];
    while (this.#accept("or")) operands.push(this.#and(depth));
    return or(operands);
  }

  #and(depth: number): Expression {
    const operands = [this.#not(depth)];
    while (this.#accept("and")) operands.push(this.#not(depth));
    return and(operands);
  }

  #not(depth: number): Expression {
    if (depth > MAX_DEPTH) this.#fail("condition.too_deep", `More than ${MAX_DEPTH} levels.`);
    return this.#accept("not") ? not(this.#not(depth + 1)) : this.#operand(depth);
  }

  #operand(depth: number): Expression {
    const opening = this.#next;
    if (this.#accept("(")) {
      const expression = this.#or(depth + 1);
      if (!this.#accept(")")) this.#fail("condition.syntax", "A parenthesis is not closed.", opening);
      return expression;
    }
    const token = this.#takeName();
    return this.#accept("of") ? this.#quantified(token) : this.#identifier(token);
  }

  #identifier(name: string): Expression {
    const expression = this.#detections.get(name);
    if (expression === undefined) {
      this.#fail(
        "condition.unknown_identifier",
        `There is no search identifier \`${name}\`.`,
        this.#next - 1,
      );
    }
    this.used.add(name);
    return expression;
  }

  #quantified(quantifier: string): Expression {
    const isAll = isWord(quantifier, "all");
    if (!isAll && quantifier !== "1" && !isWord(quantifier, "any")) {
      const message = `\`${quantifier} of\` is not part of Sigma; \`1 of\` and \`all of\` are.`;
      this.#fail("condition.syntax", message, this.#next - 2);
    }
    const target = this.#takeName();
    const names = [...this.#detections.keys()].filter(identifierFilter(target));
    if (names.length === 0) {
      this.#fail(
        "condition.unknown_identifier",
        `No search identifier matches \`${target}\`.`,
        this.#next - 1,
      );
    }
    for (const name of names) this.used.add(name);
    const expressions = names.flatMap((name) => this.#detections.get(name) ?? []);
    return isAll ? and(expressions) : or(expressions);
  }

  #takeName(): string {
    const token = this.#tokens[this.#next];
    if (token === undefined || NOT_NAMES.has(token.toLowerCase())) {
      this.#fail("condition.syntax", "A search identifier is missing here.");
    }
    this.#next++;
    return token;
  }

  #accept(word: string): boolean {
    const token = this.#tokens[this.#next];
    if (token === undefined || !isWord(token, word)) return false;
    this.#next++;
    return true;
  }

  #fail(code: DiagnosticCode, message: string, at: number = this.#next): never {
    throw new ConditionProblem(code, message, this.#tokens.slice(0, at + 1));
  }
}

function isWord(text: string, word: string): boolean {
  return text.toLowerCase() === word;
}

/** Names with a leading underscore are left out, unless the pattern itself asks for them. */
function identifierFilter(pattern: string): (name: string) => boolean {
  if (isWord(pattern, "them")) return (name) => !name.startsWith("_");
  const pieces = pattern.split("*");
  return (name) => (pattern.startsWith("_") || !name.startsWith("_")) && matchesPieces(name, pieces);
}

function matchesPieces(name: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = name.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= name.length - last.length;
}
