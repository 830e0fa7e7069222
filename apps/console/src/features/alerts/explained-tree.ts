// SPDX-License-Identifier: Apache-2.0
/** The parts of an explanation, told from top to bottom, as the tree that they are; and a value cut where it matched. */
import type { ExplainedPart } from "@fengsui/contract";

export interface ExplainedTree {
  readonly place: number;
  readonly part: ExplainedPart;
  readonly under: readonly ExplainedTree[];
}

interface Growing extends ExplainedTree {
  readonly under: Growing[];
}

export function nestParts(parts: readonly ExplainedPart[]): readonly ExplainedTree[] {
  const roots: Growing[] = [];
  const open: Growing[] = [];
  for (const [place, part] of parts.entries()) {
    const tree: Growing = { place, part, under: [] };
    open.length = Math.min(open.length, part.depth);
    (open.at(-1)?.under ?? roots).push(tree);
    open.push(tree);
  }
  return roots;
}

export interface Piece {
  readonly from: number;
  readonly text: string;
  readonly isMarked: boolean;
}

export function piecesOf({
  value,
  at,
}: {
  readonly value: string;
  readonly at: readonly { readonly from: number; readonly to: number }[];
}): readonly Piece[] {
  const pieces: Piece[] = [];
  const add = (from: number, to: number, isMarked: boolean) => {
    if (from < to) pieces.push({ from, text: value.slice(from, to), isMarked });
  };
  let end = 0;
  for (const { from, to } of at) {
    add(end, from, false);
    add(from, to, true);
    end = to;
  }
  add(end, value.length, false);
  return pieces;
}
