// SPDX-License-Identifier: Apache-2.0
/**
 * Is an expression safe in V8's backtracking engine? Only what is shown here to take time linear in the text:
 *
 * - Repeats at the very start or end of a search are cut to their least count first: `.*foo\w+` finds something in
 *   just the texts in which `foo\w` does.
 * - What is left must have no unbounded repeat; or a single one over one character, in an expression tied to the start
 *   of the text (so that it is tried at one place only).
 * - The number of ways to try it at one place is at most `MAX_WAYS`.
 *
 * Everything else is left to RE2. The result is ECMAScript source for the flags `u` and, where asked, `i`, with RE2's
 * meaning of `.`, `\s` and lines spelt out.
 */
import type { AST } from "@eslint-community/regexpp";
import type { RegexFlags } from "../expression.ts";
import { parseRegex } from "./syntax.ts";

const MAX_WAYS = 32;
const MAX_REPEAT = 64;

export function toLinearRegExp(source: string, flags: RegexFlags): RegExp | undefined {
  const syntax = parseRegex(source, flags);
  if (syntax === undefined) return undefined;
  const trimmed = syntax.alternatives.map((alternative) => trim(alternative.elements));
  let ways = 0;
  for (const elements of trimmed) {
    ways += waysOfSearch(elements, syntax.flags);
    if (ways > MAX_WAYS) return undefined;
  }
  const text = trimmed
    .map((elements) => elements.map((element) => emit(element, syntax.flags)).join(""))
    .join("|");
  return new RegExp(text, syntax.flags.ignoreCase ? "iu" : "u");
}

/** Cuts repeats at both ends to their least count. */
function trim(elements: readonly AST.Element[]): AST.Element[] {
  const result = [...elements];
  for (const at of [0, -1]) {
    for (let end = result.at(at); end?.type === "Quantifier" && end.max !== end.min; end = result.at(at)) {
      const least = end.min === 0 ? [] : [{ ...end, max: end.min }];
      result.splice(at, 1, ...least);
      if (least.length > 0) break;
    }
  }
  return result;
}

/** Ways to try a sequence at one place of the text; infinite where time might not be linear. */
function waysOfSearch(elements: readonly AST.Element[], flags: RegexFlags): number {
  const [first] = elements;
  const isAnchored = first?.type === "Assertion" && first.kind === "start" && !flags.multiline;
  let loops = 0;
  let ways = 1;
  for (const element of elements) {
    if (
      element.type === "Quantifier" &&
      element.max === Number.POSITIVE_INFINITY &&
      isOneCharacter(element.element)
    ) {
      loops += 1;
    } else {
      ways *= waysOf(element);
    }
  }
  return loops === 0 || (isAnchored && loops === 1) ? ways : Number.POSITIVE_INFINITY;
}

export function isOneCharacter(element: AST.Element): boolean {
  return element.type === "Character" || element.type === "CharacterSet" || element.type === "CharacterClass";
}

function waysOf(element: AST.Element): number {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
      return 1;
    case "Assertion":
      return element.kind === "lookahead" || element.kind === "lookbehind" ? Number.POSITIVE_INFINITY : 1;
    case "Group":
    case "CapturingGroup":
      return element.alternatives.reduce((sum, alternative) => sum + waysOfSequence(alternative.elements), 0);
    case "Quantifier":
      return waysOfRepeat(element);
    default:
      return Number.POSITIVE_INFINITY;
  }
}

function waysOfSequence(elements: readonly AST.Element[]): number {
  return elements.reduce((product, element) => product * waysOf(element), 1);
}

function waysOfRepeat(element: AST.Quantifier): number {
  if (element.max > MAX_REPEAT) return Number.POSITIVE_INFINITY;
  const inner = waysOf(element.element);
  let ways = 0;
  for (let count = element.min; count <= element.max; count++) ways += inner ** count;
  return ways;
}

export function emit(element: AST.Element, flags: RegexFlags): string {
  switch (element.type) {
    case "Character":
      return emitCharacter(element.value);
    case "CharacterSet":
      return element.kind === "any" ? (flags.dotAll ? "[^]" : "[^\\n]") : `[${emitSet(element)}]`;
    case "CharacterClass":
      return `[${element.negate ? "^" : ""}${element.elements.map(emitMember).join("")}]`;
    case "Assertion":
      return emitAssertion(element, flags);
    case "Group":
    case "CapturingGroup":
      return `(?:${element.alternatives
        .map((alternative) => alternative.elements.map((inner) => emit(inner, flags)).join(""))
        .join("|")})`;
    case "Quantifier":
      return `${emit(element.element, flags)}{${element.min},${element.max === Number.POSITIVE_INFINITY ? "" : element.max}}`;
    default:
      throw new TypeError(`A ${element.type} has no linear form.`);
  }
}

/** Lines end at a line feed only; to ECMAScript's `m` a carriage return would be one too. */
function emitAssertion(element: AST.Assertion, flags: RegexFlags): string {
  if (!flags.multiline || (element.kind !== "start" && element.kind !== "end")) return element.raw;
  return element.kind === "start" ? "(?<![^\\n])" : "(?![^\\n])";
}

function emitCharacter(codePoint: number): string {
  return `\\u{${codePoint.toString(16)}}`;
}

function emitMember(member: AST.CharacterClassElement): string {
  if (member.type === "Character") return emitCharacter(member.value);
  if (member.type === "CharacterClassRange")
    return `${emitCharacter(member.min.value)}-${emitCharacter(member.max.value)}`;
  if (member.type === "CharacterSet") return emitSet(member);
  throw new TypeError(`A ${member.type} has no linear form.`);
}

/** RE2's classes are ASCII: its `\s` has no vertical tab and no Unicode spaces. */
function emitSet(set: AST.CharacterSet): string {
  switch (set.kind) {
    case "digit":
      return set.negate ? "\\D" : "\\d";
    case "word":
      return set.negate ? "\\W" : "\\w";
    case "space":
      return set.negate ? "\\0-\\u{8}\\u{b}\\u{e}-\\u{1f}\\u{21}-\\u{10ffff}" : "\\t\\n\\f\\r ";
    default:
      throw new TypeError(`The set ${set.raw} has no linear form.`);
  }
}
