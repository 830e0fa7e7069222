// SPDX-License-Identifier: Apache-2.0
/**
 * Literals that every match of a regular expression contains, so that an index over literals can speak for it:
 * `(?:net|sc)\s+stop` gives [["net", "sc"], ["stop"]], read as (net or sc) and stop. All are folded.
 */
import type { AST } from "@eslint-community/regexpp";
import type { RegexFlags } from "../expression.ts";
import { fold } from "../fold.ts";
import { parseRegex, singleUnit } from "./syntax.ts";

/** A conjunction of disjunctions of folded literals. */
export type RequiredLiterals = readonly (readonly string[])[];

const MAX_ALTERNATIVES = 64;

export function requiredLiterals(source: string, flags: RegexFlags): RequiredLiterals {
  const syntax = parseRegex(source, flags);
  return syntax === undefined ? [] : ofAlternatives(syntax.alternatives);
}

function ofAlternatives(alternatives: readonly AST.Alternative[]): string[][] {
  const [only] = alternatives;
  if (alternatives.length === 1 && only !== undefined) return ofSequence(only.elements);
  const union: string[] = [];
  for (const alternative of alternatives) {
    const best = bestOf(ofSequence(alternative.elements));
    if (best === undefined || union.length + best.length > MAX_ALTERNATIVES) return [];
    union.push(...best);
  }
  return [union];
}

/** The group whose shortest literal is longest: the rarest to be met by chance. */
function bestOf(groups: readonly string[][]): string[] | undefined {
  const shortest = (group: string[]): number => Math.min(...group.map((literal) => literal.length));
  return groups.toSorted((a, b) => shortest(b) - shortest(a))[0];
}

function ofSequence(elements: readonly AST.Element[]): string[][] {
  const groups: string[][] = [];
  let run = "";
  const flush = (): void => {
    if (run !== "") groups.push([fold(run)]);
    run = "";
  };
  for (const element of elements) {
    const unit = singleUnit(element);
    if (unit !== undefined) {
      run += String.fromCharCode(unit);
    } else if (element.type !== "Assertion") {
      flush();
      groups.push(...ofElement(element));
    }
  }
  flush();
  return groups;
}

function ofElement(element: AST.Element): string[][] {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return ofAlternatives(element.alternatives);
    case "Quantifier":
      return element.min >= 1 ? ofSequence([element.element]) : [];
    default:
      return [];
  }
}
