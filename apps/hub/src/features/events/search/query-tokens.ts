// SPDX-License-Identifier: Apache-2.0
/** The pieces of a search: brackets, AND, OR, NOT, names of fields with their colon, words, and texts in quotes. */

export interface QueryProblem {
  /** Where in the text, from 0. */
  readonly at: number;
  readonly message: string;
}

export interface Token {
  readonly kind: "open" | "close" | "and" | "or" | "not" | "field" | "word" | "quoted";
  /** Without quotes, colon and escapes. */
  readonly text: string;
  readonly at: number;
}

const OPERATORS: Readonly<Record<string, Token["kind"]>> = { AND: "and", OR: "or", NOT: "not" };
/** A name and a colon; not the drive of a path, nor the scheme of an address. */
const FIELD = /([A-Za-z_@][\w@./-]*):(?!\\|\/\/)/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const WORD = /[^\s()"]+/y;

export function readTokens(text: string): Token[] | QueryProblem {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const one = /\s/.test(text.charAt(at)) ? undefined : readToken(text, at);
    if (one !== undefined && "message" in one) return one;
    if (one !== undefined) tokens.push(one.token);
    at = one?.end ?? at + 1;
  }
  return tokens;
}

function readToken(text: string, at: number): { token: Token; end: number } | QueryProblem {
  const char = text.charAt(at);
  if (char === "(" || char === ")")
    return { token: { kind: char === "(" ? "open" : "close", text: char, at }, end: at + 1 };
  if (char === '"') {
    const [whole = "", inside = ""] = matchAt(QUOTED, text, at) ?? [];
    if (whole === "") return { at, message: "a quote is not closed" };
    return {
      token: { kind: "quoted", text: inside.replace(/\\(["\\])/g, "$1"), at },
      end: at + whole.length,
    };
  }
  const field = matchAt(FIELD, text, at);
  if (field !== null)
    return { token: { kind: "field", text: field[1] ?? "", at }, end: at + field[0].length };
  const [word = char] = matchAt(WORD, text, at) ?? [];
  const operator = Object.hasOwn(OPERATORS, word) ? OPERATORS[word] : undefined;
  return { token: { kind: operator ?? "word", text: word, at }, end: at + word.length };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
