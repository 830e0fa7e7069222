// SPDX-License-Identifier: Apache-2.0
/**
 * Relaxation: from a rule's tree to branches, each a conjunction of groups that must be seen and of combinations that
 * must not. Whenever the rule matches an event, some branch has all its needs seen and none of its kills complete. So:
 *
 * - A test becomes what an index can see of it: a wildcard pattern or a regular expression its literals, a network or
 *   a comparison that the field has a value.
 * - A disjunction whose children need one group each is one group: the usual list of values.
 * - Other disjunctions make branches, up to a limit; past it, what their branches have in common is kept.
 * - A negation kills, as far as its tests are exact: then it is false if they are seen.
 */
import { type Expression, KEYWORDS, type ValueTest } from "../expression.ts";
import { fold } from "../fold.ts";
import { type Pattern, shapeOf } from "../parse/pattern.ts";
import { requiredLiterals } from "../regex/literals.ts";
import { type AtomTable, commonness } from "./atoms.ts";

export interface Branch {
  /** Groups, all of which are seen if the rule matches. */
  readonly needs: readonly number[];
  /** If all groups of one of these are seen, the rule does not match by this branch. */
  readonly kills: readonly (readonly number[])[];
}

const MAX_BRANCHES = 24;
const MAX_KILLS = 16;
const NOTHING_KNOWN: Branch = { needs: [], kills: [] };

export class Relaxer {
  readonly #atoms: AtomTable;
  readonly #slotOf: (field: string | typeof KEYWORDS) => number;

  constructor(atoms: AtomTable, slotOf: (field: string | typeof KEYWORDS) => number) {
    this.#atoms = atoms;
    this.#slotOf = slotOf;
  }

  branches(expression: Expression): readonly Branch[] {
    switch (expression.kind) {
      case "constant":
        return expression.value ? [NOTHING_KNOWN] : [];
      case "test":
        return [this.#test(this.#slotOf(expression.field), expression.field, expression.test)];
      case "not":
        return [this.#negation(expression.of)];
      case "and":
        return this.#conjunction(expression.of.map((child) => this.branches(child)));
      case "or":
        return this.#disjunction(expression.of.flatMap((child) => this.branches(child)));
    }
  }

  /** Combines each child's branches with each other's, those with fewest first, while there are not too many. */
  #conjunction(children: readonly (readonly Branch[])[]): readonly Branch[] {
    let combined: readonly Branch[] = [NOTHING_KNOWN];
    for (const branches of children.toSorted((a, b) => a.length - b.length)) {
      const fitting =
        combined.length * branches.length <= MAX_BRANCHES ? branches : [this.#inCommon(branches)];
      combined = combined.flatMap((left) => fitting.map((right) => join(left, right)));
    }
    return combined;
  }

  /** Merges the branches that need just one group; keeps the others apart if they are few. */
  #disjunction(branches: readonly Branch[]): readonly Branch[] {
    const isPlain = (branch: Branch): boolean => branch.needs.length === 1 && branch.kills.length === 0;
    const plain = branches.filter(isPlain);
    const others = branches.filter((branch) => !isPlain(branch));
    const merged = plain.length === 0 ? others : [...others, this.#inCommon(plain)];
    return merged.length <= MAX_BRANCHES ? merged : [this.#inCommon(merged)];
  }

  /** One branch that holds whenever any of these does: the union of the group that each does best without. */
  #inCommon(branches: readonly Branch[]): Branch {
    const union: number[] = [];
    for (const { needs } of branches) {
      const best = this.#rarest(needs);
      if (best === undefined) return NOTHING_KNOWN;
      for (const atom of this.#atoms.groups[best] ?? []) union.push(atom);
    }
    return branches.length === 0 ? NOTHING_KNOWN : { needs: [this.#atoms.group(union)], kills: [] };
  }

  #rarest(groups: readonly number[]): number | undefined {
    return groups.toSorted((a, b) => commonness(a, this.#atoms) - commonness(b, this.#atoms))[0];
  }

  #test(slot: number, field: string | typeof KEYWORDS, test: ValueTest): Branch {
    const atoms = this.#atoms;
    const hasValue = (): Branch => this.#needs([[atoms.atom(slot, "value", "")]]);
    // Keywords are looked for in all values: what is no literal says nothing that a scan could see.
    if (field === KEYWORDS && test.kind !== "text" && test.kind !== "regex") return NOTHING_KNOWN;
    switch (test.kind) {
      case "text":
        return this.#needs(this.#patternAtoms(slot, test.pattern));
      case "regex": {
        const groups = requiredLiterals(test.source, test.flags);
        if (groups.length === 0) return hasValue();
        return this.#needs(groups.map((group) => group.map((text) => atoms.atom(slot, "contains", text))));
      }
      case "null":
        return { needs: [], kills: [[atoms.group([atoms.atom(slot, "value", "")])]] };
      case "exists":
        return NOTHING_KNOWN; // it may be there and null, which no scan sees
      default:
        return hasValue();
    }
  }

  #needs(groups: readonly (readonly number[])[]): Branch {
    const seen = groups.filter((group) => !group.some((atom) => this.#isKeywordValue(atom)));
    return { needs: seen.map((group) => this.#atoms.group(group)), kills: [] };
  }

  /** That an event has some value at all is no atom: no scan reports it. */
  #isKeywordValue(id: number): boolean {
    const atom = this.#atoms.atoms[id];
    return atom?.slot === KEYWORDS && atom.kind === "value";
  }

  /** A pattern's literals, each a group of its own: the first and last by their place, those between anywhere. */
  #patternAtoms(slot: number, pattern: Pattern): number[][] {
    const shape = shapeOf(pattern);
    if (shape.kind === "any") return [[this.#atoms.atom(slot, "value", "")]];
    if (shape.kind !== "glob") return [[this.#atoms.atom(slot, shape.kind, fold(shape.text))]];
    const last = pattern.parts.length - 1;
    const groups = pattern.parts.flatMap((part, index) => {
      if (typeof part !== "string") return [];
      const kind = index === 0 ? "prefix" : index === last ? "suffix" : "contains";
      return [[this.#atoms.atom(slot, kind, fold(part))]];
    });
    return groups.length > 0 ? groups : [[this.#atoms.atom(slot, "value", "")]];
  }

  #negation(negated: Expression): Branch {
    if (negated.kind === "test" && negated.test.kind === "null" && negated.field !== KEYWORDS) {
      return this.#needs([[this.#atoms.atom(this.#slotOf(negated.field), "value", "")]]);
    }
    return { needs: [], kills: this.#proofs(negated).slice(0, MAX_KILLS) };
  }

  /** Combinations of groups that, once all seen, prove the expression true. Never too many; perhaps not all. */
  #proofs(expression: Expression): readonly (readonly number[])[] {
    switch (expression.kind) {
      case "test":
        return this.#exactTest(expression.field, expression.test);
      case "or":
        return this.#mergeSingles(expression.of.flatMap((child) => this.#proofs(child)));
      case "and": {
        let combined: readonly (readonly number[])[] = [[]];
        for (const child of expression.of) {
          const proofs = this.#proofs(child);
          if (combined.length * proofs.length > MAX_KILLS) return [];
          combined = combined.flatMap((left) => proofs.map((right) => [...left, ...right]));
        }
        return combined;
      }
      default:
        return [];
    }
  }

  #mergeSingles(proofs: readonly (readonly number[])[]): readonly (readonly number[])[] {
    const singles = proofs.filter((proof) => proof.length === 1).flat();
    if (singles.length < 2) return proofs;
    const union = this.#atoms.group(singles.flatMap((group) => this.#atoms.groups[group] ?? []));
    return [[union], ...proofs.filter((proof) => proof.length !== 1)];
  }

  #exactTest(field: string | typeof KEYWORDS, test: ValueTest): readonly (readonly number[])[] {
    if (test.kind !== "text" || test.cased) return [];
    const shape = shapeOf(test.pattern);
    // A lone `*` needs a text; an object is a value without one.
    if (shape.kind === "glob" || shape.kind === "any" || (shape.text === "" && shape.kind !== "equals"))
      return [];
    const slot = this.#slotOf(field);
    return [[this.#atoms.group([this.#atoms.atom(slot, shape.kind, fold(shape.text))])]];
  }
}

function join(left: Branch, right: Branch): Branch {
  return {
    needs: [...new Set([...left.needs, ...right.needs])],
    kills: [...left.kills, ...right.kills].slice(0, MAX_KILLS),
  };
}
