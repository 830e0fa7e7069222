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
  /** Offsets within the condition's text. */
  readonly start: number;
  readonly end: number;

  constructor(code: DiagnosticCode, message: string, token: Pick<Token, "start" | "end">) {
    this.code = code;
    this.message = message;
    this.start = token.start;
    this.end = token.end;
  }
}

export interface ParsedCondition {
  readonly expression: Expression;
  readonly used: ReadonlySet<string>;
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const MAX_DEPTH = 64;
const TOKEN = /\s*(?:([()|])|([^\s()|]+))/gy;

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
  readonly #tokens: Token[] = [];
  readonly #end: Token;
  #next = 0;

  constructor(text: string, detections: ReadonlyMap<string, Expression>) {
    this.#detections = detections;
    this.#end = { text: "", start: Math.max(0, text.length - 1), end: text.length };
    for (const match of text.matchAll(TOKEN)) {
      const token = match[1] ?? match[2] ?? "";
      const end = match.index + match[0].length;
      this.#tokens.push({ text: token, start: end - token.length, end });
    }
  }

  parse(): Expression {
    const expression = this.#or(0);
    const rest = this.#tokens[this.#next];
    if (rest?.text === "|") {
      throw new ConditionProblem(
        "condition.aggregation",
        "Aggregations after `|` are not part of Sigma 2.",
        rest,
      );
    }
    if (rest !== undefined)
      throw new ConditionProblem("condition.syntax", `\`${rest.text}\` is not expected here.`, rest);
    return expression;
  }

  #or(depth: number): Expression {
    const operands = [this.#and(depth)];
    while (this.#accept("or")) operands.push(this.#and(depth));
    return operands.length === 1 && operands[0] !== undefined ? operands[0] : or(operands);
  }

  #and(depth: number): Expression {
    const operands = [this.#not(depth)];
    while (this.#accept("and")) operands.push(this.#not(depth));
    return operands.length === 1 && operands[0] !== undefined ? operands[0] : and(operands);
  }

  #not(depth: number): Expression {
    this.#checkDepth(depth);
    return this.#accept("not") ? not(this.#not(depth + 1)) : this.#operand(depth);
  }

  #operand(depth: number): Expression {
    const token = this.#tokens[this.#next] ?? this.#end;
    if (this.#accept("(")) {
      const expression = this.#or(depth + 1);
      if (!this.#accept(")")) {
        throw new ConditionProblem("condition.syntax", "A parenthesis is not closed.", token);
      }
      return expression;
    }
    if (isWord(token.text, "") || ["and", "or", "not", ")", "|"].some((word) => isWord(token.text, word))) {
      throw new ConditionProblem("condition.syntax", "A search identifier is missing here.", token);
    }
    this.#next++;
    return this.#accept("of") ? this.#quantified(token) : this.#identifier(token);
  }

  #identifier(token: Token): Expression {
    const expression = this.#detections.get(token.text);
    if (expression === undefined) {
      throw new ConditionProblem(
        "condition.unknown_identifier",
        `There is no search identifier \`${token.text}\`.`,
        token,
      );
    }
    this.used.add(token.text);
    return expression;
  }

  #quantified(quantifier: Token): Expression {
    const isAll = isWord(quantifier.text, "all");
    if (!isAll && quantifier.text !== "1" && !isWord(quantifier.text, "any")) {
      throw new ConditionProblem(
        "condition.syntax",
        `\`${quantifier.text} of\` is not part of Sigma; \`1 of\` and \`all of\` are.`,
        quantifier,
      );
    }
    const target = this.#tokens[this.#next] ?? this.#end;
    this.#next++;
    const matches = identifierFilter(target.text);
    const names = [...this.#detections.keys()].filter(matches);
    if (names.length === 0) {
      throw new ConditionProblem(
        "condition.unknown_identifier",
        `No search identifier matches \`${target.text}\`.`,
        target,
      );
    }
    for (const name of names) this.used.add(name);
    const expressions = names.flatMap((name) => this.#detections.get(name) ?? []);
    return isAll ? and(expressions) : or(expressions);
  }

  #accept(word: string): boolean {
    const token = this.#tokens[this.#next];
    if (token === undefined || !isWord(token.text, word)) return false;
    this.#next++;
    return true;
  }

  #checkDepth(depth: number): void {
    if (depth <= MAX_DEPTH) return;
    throw new ConditionProblem(
      "condition.too_deep",
      `More than ${MAX_DEPTH} levels.`,
      this.#tokens[this.#next] ?? this.#end,
    );
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
