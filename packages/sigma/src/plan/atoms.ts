// SPDX-License-Identifier: Apache-2.0
/**
 * Atoms and groups: the planner's alphabet. An atom is something the scan of one field can see: a literal in one of
 * four positions, or that the field holds a value at all. A group is a disjunction of atoms; it is seen when one of
 * them is. Equal atoms and equal groups are the same number.
 */

export type AtomKind = "equals" | "prefix" | "suffix" | "contains" | "value";

export interface Atom {
  readonly slot: number;
  readonly kind: AtomKind;
  /** Folded; empty for `value`. */
  readonly text: string;
}

export class AtomTable {
  readonly atoms: Atom[] = [];
  readonly groups: (readonly number[])[] = [];
  readonly #atomIds = new Map<string, number>();
  readonly #groupIds = new Map<string, number>();

  atom(slot: number, kind: AtomKind, text: string): number {
    // An empty beginning, ending or part is in every text: all it says is that there is one.
    const known: Atom =
      text === "" && kind !== "equals" ? { slot, kind: "value", text } : { slot, kind, text };
    const key = `${known.slot} ${known.kind} ${known.text}`;
    return intern(this.#atomIds, key, () => this.atoms.push(known) - 1);
  }

  group(atoms: readonly number[]): number {
    const sorted = [...new Set(atoms)].sort((a, b) => a - b);
    return intern(this.#groupIds, sorted.join(" "), () => this.groups.push(sorted) - 1);
  }
}

function intern(ids: Map<string, number>, key: string, make: () => number): number {
  let id = ids.get(key);
  if (id === undefined) {
    id = make();
    ids.set(key, id);
  }
  return id;
}

/** A guess at how often a group is seen, for choosing between groups: longer literals are rarer. No unit. */
export function commonness(group: number, table: AtomTable): number {
  return (table.groups[group] ?? []).reduce((sum, id) => sum + commonnessOfAtom(table.atoms[id]), 0);
}

function commonnessOfAtom(atom: Atom | undefined): number {
  if (atom === undefined || atom.kind === "value") return 100;
  const length = Math.min(atom.text.length, 12);
  return atom.kind === "contains" ? 40 / 2.2 ** length + 0.01 : 10 / 2 ** length + 0.01;
}
