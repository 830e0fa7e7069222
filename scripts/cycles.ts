// SPDX-License-Identifier: Apache-2.0
/** Cycles in a graph of imports. */

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Where the import is written. */
  readonly file: string;
  readonly line: number;
}

export interface Cycle {
  /** The nodes in order; the last imports the first. */
  readonly nodes: readonly string[];
  /** The import that closes it. */
  readonly closing: Edge;
}

/** At least one cycle of every knot; none exactly when the graph has none. */
export function findCycles(edges: readonly Edge[]): Cycle[] {
  const outgoing = Map.groupBy(edges, (edge) => edge.from);
  const finished = new Set<string>();
  const stack: string[] = [];
  const cycles: Cycle[] = [];

  function visit(node: string): void {
    stack.push(node);
    for (const edge of outgoing.get(node) ?? []) {
      const start = stack.indexOf(edge.to);
      if (start >= 0) cycles.push({ nodes: stack.slice(start), closing: edge });
      else if (!finished.has(edge.to)) visit(edge.to);
    }
    stack.pop();
    finished.add(node);
  }

  for (const node of outgoing.keys()) if (!finished.has(node)) visit(node);
  return cycles;
}
