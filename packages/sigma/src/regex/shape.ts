// SPDX-License-Identifier: Apache-2.0
/** Simple facts about an expression that settle most texts without running it. */
import type { AST } from "@eslint-community/regexpp";
import type { RegexFlags } from "../expression.ts";
import { emit, isOneCharacter } from "./linear.ts";
import { parseRegex } from "./syntax.ts";

/** Code units that a matching text has at least; 0 where unknown. */
export function minimumLength(source: string, flags: RegexFlags): number {
  const syntax = parseRegex(source, flags);
  return syntax === undefined ? 0 : ofAlternatives(syntax.alternatives);
}

function ofAlternatives(alternatives: readonly AST.Alternative[]): number {
  return Math.min(
    ...alternatives.map(({ elements }) => elements.reduce((sum, element) => sum + ofElement(element), 0)),
  );
}

function ofElement(element: AST.Element): number {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return ofAlternatives(element.alternatives);
    case "Quantifier":
      return element.min === 0 ? 0 : element.min * ofElement(element.element);
    default:
      return isOneCharacter(element) ? 1 : 0;
  }
}

/** An expression that only asks for `length` characters of one class in a row, such as `.{1000,}`. */
export function runOfOneClass(
  source: string,
  flags: RegexFlags,
): { readonly characters: RegExp; readonly length: number } | undefined {
  const syntax = parseRegex(source, flags);
  const [alternative, ...others] = syntax?.alternatives ?? [];
  const [element, ...rest] = alternative?.elements ?? [];
  if (syntax === undefined || others.length > 0 || rest.length > 0 || element?.type !== "Quantifier")
    return undefined;
  const repeated = unwrap(element.element);
  if (!isOneCharacter(repeated) || element.min === 0) return undefined;
  const letters = syntax.flags.ignoreCase ? "giu" : "gu";
  return { characters: new RegExp(`${emit(repeated, syntax.flags)}+`, letters), length: element.min };
}

/** A group around one element is that element. */
function unwrap(element: AST.Element): AST.Element {
  if (element.type !== "Group" && element.type !== "CapturingGroup") return element;
  const [alternative, ...others] = element.alternatives;
  const [only, ...rest] = alternative?.elements ?? [];
  return only === undefined || others.length > 0 || rest.length > 0 ? element : unwrap(only);
}
