// SPDX-License-Identifier: Apache-2.0
/**
 * The condition of a rule: search identifiers joined by `not`, `and`, `or` (binding in that order), parentheses, and
 * `1 of` / `all of` a pattern or `them` (specification 2.1, "Condition").
 */
import type { DiagnosticCode } from "../diagnostics.ts";
import { and, type Expression, not, or } from "../expression.ts";
import { BooleanParser, isWord } from "./boolean.ts";

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

class ConditionParser extends BooleanParser<Expression> {
  readonly used = new Set<string>();
  protected readonly missingName = "A search identifier is missing here.";
  protected override readonly reserved = ["of", "|"];
  readonly #detections: ReadonlyMap<string, Expression>;

  constructor(text: string, detections: ReadonlyMap<string, Expression>) {
    super(text.match(TOKEN) ?? [], { and, or, not }, MAX_DEPTH);
    this.#detections = detections;
  }

  parse(): Expression {
    const expression = this.expression();
    const rest = this.tokens[this.next];
    if (rest === "|")
      this.#refuse("condition.aggregation", "Aggregations after `|` are not part of Sigma 2.");
    if (rest !== undefined) this.fail("syntax", `\`${rest}\` is not expected here.`);
    return expression;
  }

  protected operand(name: string): Expression {
    return this.accept("of") ? this.#quantified(name) : this.#identifier(name);
  }

  #identifier(name: string): Expression {
    const expression = this.#detections.get(name);
    if (expression === undefined) {
      this.#refuse(
        "condition.unknown_identifier",
        `There is no search identifier \`${name}\`.`,
        this.next - 1,
      );
    }
    this.used.add(name);
    return expression;
  }

  #quantified(quantifier: string): Expression {
    const isAll = isWord(quantifier, "all");
    if (!isAll && quantifier !== "1" && !isWord(quantifier, "any")) {
      const message = `\`${quantifier} of\` is not part of Sigma; \`1 of\` and \`all of\` are.`;
      this.fail("syntax", message, this.next - 2);
    }
    const target = this.takeName();
    const names = [...this.#detections.keys()].filter(identifierFilter(target));
    if (names.length === 0) {
      this.#refuse(
        "condition.unknown_identifier",
        `No search identifier matches \`${target}\`.`,
        this.next - 1,
      );
    }
    for (const name of names) this.used.add(name);
    const expressions = names.flatMap((name) => this.#detections.get(name) ?? []);
    return isAll ? and(expressions) : or(expressions);
  }

  protected fail(kind: "syntax" | "too_deep", message: string, at: number = this.next): never {
    return this.#refuse(`condition.${kind}`, message, at);
  }

  #refuse(code: DiagnosticCode, message: string, at: number = this.next): never {
    throw new ConditionProblem(code, message, this.tokens.slice(0, at + 1));
  }
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
