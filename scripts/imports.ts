// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the imports of a TypeScript file. The source is first masked: comments, the text of strings and templates,
 * and regular expressions become blanks of the same length, so that what merely looks like an import is gone, and
 * offsets and lines stay. Plain patterns then find the imports, and the specifiers are read from the original.
 */

export interface ImportSite {
  readonly specifier: string;
  readonly line: number;
  /** A type import leaves no trace at run time. */
  readonly kind: "value" | "type";
}

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const TEMPLATE_HEAD = /`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;
const TEMPLATE_TAIL = /\}(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;
const REGEX = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const WORD = /[\w$]+/y;

/** After these words a slash begins a regular expression; after other words it divides. */
const BEFORE_REGEX = new Set("return typeof case in of delete void throw new else do yield await".split(" "));

function takeAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

/** Blanks the inside of a string or a part of a template; its delimiters stay. */
function blankInside(text: string): string {
  const tail = text.endsWith("${") ? 2 : 1;
  return text.slice(0, 1) + blank(text.slice(1, -tail)) + text.slice(-tail);
}

function startsRegex(previous: string): boolean {
  return previous === "" || BEFORE_REGEX.has(previous) || /[^\w$)\]"'`]$/.test(previous);
}

interface Token {
  readonly kind: "blank" | "quoted" | "head" | "tail" | "code";
  readonly text: string;
}

function nextToken(source: string, at: number, previous: string, inTemplate: boolean): Token {
  const forms: [Token["kind"], RegExp | undefined][] = [
    ["blank", COMMENT],
    ["tail", inTemplate ? TEMPLATE_TAIL : undefined],
    ["head", TEMPLATE_HEAD],
    ["quoted", STRING],
    ["blank", startsRegex(previous) ? REGEX : undefined],
    ["code", WORD],
  ];
  for (const [kind, pattern] of forms) {
    const text = pattern === undefined ? undefined : takeAt(pattern, source, at);
    if (text !== undefined) return { kind, text };
  }
  return { kind: "code", text: source.charAt(at) };
}

/** The source with everything blanked that is not code. */
export function maskSource(source: string): string {
  const parts: string[] = [];
  /** For each template that is open, how many braces are open in its present `${…}`. */
  const openBraces: number[] = [];
  let previous = "";
  let at = 0;
  while (at < source.length) {
    const { kind, text } = nextToken(source, at, previous, openBraces.at(-1) === 0);
    at += text.length;
    if (kind === "blank") parts.push(blank(text));
    else parts.push(kind === "code" ? text : blankInside(text));
    if (kind === "tail") openBraces.pop();
    if (kind === "code") countBrace(openBraces, text);
    else if (text.endsWith("${")) openBraces.push(0);
    if (kind !== "blank" && text.trim() !== "") previous = text;
  }
  return parts.join("");
}

function countBrace(openBraces: number[], token: string): void {
  const depth = openBraces.pop();
  if (depth === undefined) return;
  openBraces.push(depth + (token === "{" ? 1 : 0) - (token === "}" ? 1 : 0));
}

/** Each ends with the opening quote, so that the specifier begins where the match ends. */
const FORMS = [
  /(?<![.\w$])(?:import|export)\s*(?:\b(?<type>type)\b\s*(?!from\b|,))?(?:[\w$]+\s*,?\s*)?(?:\*\s*(?:as\s+[\w$]+\s*)?|\{[^{}]*\}\s*)?\bfrom\s*["']/g,
  /(?<![.\w$])import\s*["']/g,
  /(?<![.\w$])(?:import|require)\s*\(\s*["'`]/g,
];

/** All imports with a literal specifier: static, re-exported, for side effects, dynamic, required. */
export function findImports(source: string): ImportSite[] {
  const masked = maskSource(source);
  const sites = FORMS.flatMap((form) =>
    [...masked.matchAll(form)].map((match) => {
      const start = match.index + match[0].length;
      const end = masked.indexOf(masked.charAt(start - 1), start);
      const line = source.slice(0, start).split("\n").length;
      const kind = match.groups?.["type"] === undefined ? ("value" as const) : ("type" as const);
      return { specifier: source.slice(start, end), line, kind };
    }),
  );
  return sites.sort((a, b) => a.line - b.line);
}
