// SPDX-License-Identifier: Apache-2.0
/**
 * What a person writes into the search: `host.name:WS01 AND NOT user.name:(SYSTEM OR svc*) "access denied"`. Words
 * that stand side by side must all hold. AND, OR and NOT are written in capitals; a star stands for any text where
 * there are no quotes; the case of letters does not matter.
 */
import { CORE_FIELDS, type EventCondition } from "../../../platform/events/index.ts";
import { type QueryProblem, readTokens, type Token } from "./query-tokens.ts";

export type ParsedQuery =
  | { readonly condition: EventCondition | undefined; readonly problem?: undefined }
  | { readonly problem: QueryProblem };

const MAX_TERMS = 50;
const MAX_DEPTH = 20;
/** Fields that have to be read out of the text of every event: fifty of them keep the store busy for minutes. */
const MAX_FIELDS_IN_TEXT = 10;

export function parseQuery(text: string): ParsedQuery {
  const tokens = readTokens(text);
  if (!Array.isArray(tokens)) return { problem: tokens };
  if (tokens.filter(({ kind }) => kind === "word" || kind === "quoted").length > MAX_TERMS)
    return { problem: { at: 0, message: `there are more than ${MAX_TERMS} terms` } };
  const parser = new Parser(tokens, text.length);
  const condition = tokens.length === 0 ? undefined : parser.readAny(0);
  const rest = parser.next;
  if (parser.problem === undefined && rest !== undefined) parser.fail(rest.at, "a bracket closes nothing");
  if (parser.problem !== undefined) return { problem: parser.problem };
  const inText = new Set(fieldsOf(condition).filter((field) => !HAVE_COLUMNS.has(field)));
  if (inText.size <= MAX_FIELDS_IN_TEXT) return { condition };
  return {
    problem: { at: 0, message: `there are more than ${MAX_FIELDS_IN_TEXT} fields without a fixed name` },
  };
}

const HAVE_COLUMNS: ReadonlySet<string> = new Set(CORE_FIELDS);

function fieldsOf(condition: EventCondition | undefined): readonly string[] {
  switch (condition?.kind) {
    case "all":
    case "any":
      return condition.of.flatMap(fieldsOf);
    case "not":
      return fieldsOf(condition.of);
    case "field":
    case "exists":
      return [condition.field];
    default:
      return [];
  }
}

const NOTHING: EventCondition = { kind: "all", of: [] };
/** What a bare term means: words anywhere, or the value of the field that stands before. */
type Meaning = (token: Token) => EventCondition;

const anywhere: Meaning = ({ kind, text }) => ({ kind: kind === "quoted" ? "phrase" : "text", text });

function inField(field: string): Meaning {
  return ({ kind, text }) => {
    if (kind === "word" && text === "*") return { kind: "exists", field };
    return { kind: "field", field, pieces: kind === "quoted" ? [text] : text.split("*") };
  };
}

class Parser {
  problem: QueryProblem | undefined;
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #index = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  get next(): Token | undefined {
    return this.#tokens[this.#index];
  }

  fail(at: number, message: string): EventCondition {
    this.problem ??= { at, message };
    this.#index = this.#tokens.length;
    return NOTHING;
  }

  readAny(depth: number, meaning = anywhere): EventCondition {
    const of = [this.#readAll(depth, meaning)];
    while (this.#skip("or")) of.push(this.#readAll(depth, meaning));
    return joined("any", of);
  }

  #readAll(depth: number, meaning: Meaning): EventCondition {
    const of = [this.#readOne(depth, meaning)];
    for (;;) {
      const hasAnd = this.#skip("and");
      const { next } = this;
      if (!hasAnd && (next === undefined || next.kind === "or" || next.kind === "close"))
        return joined("all", of);
      of.push(this.#readOne(depth, meaning));
    }
  }

  #readOne(depth: number, meaning: Meaning): EventCondition {
    const token = this.next;
    if (token === undefined) return this.fail(this.#end, "something is missing at the end");
    if (depth > MAX_DEPTH) return this.fail(token.at, "brackets are too deep");
    this.#index += 1;
    switch (token.kind) {
      case "not":
        return { kind: "not", of: this.#readOne(depth + 1, meaning) };
      case "open":
        return this.#readGroup(token, depth, meaning);
      case "field":
        if (meaning !== anywhere) return this.fail(token.at, "a field stands within the value of another");
        return this.#readOne(depth + 1, inField(token.text));
      case "word":
      case "quoted":
        return meaning(token);
      default:
        return this.fail(token.at, `something is missing before "${token.text}"`);
    }
  }

  #readGroup(open: Token, depth: number, meaning: Meaning): EventCondition {
    const inside = this.readAny(depth + 1, meaning);
    return this.#skip("close") ? inside : this.fail(open.at, "a bracket is not closed");
  }

  #skip(kind: Token["kind"]): boolean {
    if (this.next?.kind !== kind) return false;
    this.#index += 1;
    return true;
  }
}

function joined(kind: "all" | "any", of: readonly EventCondition[]): EventCondition {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind, of };
}
