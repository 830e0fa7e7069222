// SPDX-License-Identifier: Apache-2.0
/** Compares every import of our code with the table in `boundaries.ts`, and refuses import cycles. */
import { posix } from "node:path";
import { sliceOf, zoneOf } from "./boundaries.ts";
import { checkImport, checkPlace, type Link, resolveImport } from "./boundary-rules.ts";
import { type Edge, findCycles } from "./cycles.ts";
import { findImports } from "./imports.ts";
import { CODE_FOLDERS, type Problem, readSources, report, type SourceFile } from "./source-tree.ts";

function cycleProblems(edges: readonly Edge[], what: string): Problem[] {
  return findCycles(edges).map(({ nodes, closing }) => ({
    file: closing.file,
    line: closing.line,
    message: `closes a cycle of ${what}: ${[...nodes, nodes[0]].join(" → ")}`,
    mend: "move what both need into a third place that imports neither",
  }));
}

function fileEdges(links: readonly Link[]): Edge[] {
  return links.flatMap(({ file, site, from, to, target }) =>
    target === undefined || (site.kind === "type" && from === to)
      ? []
      : [{ from: file, to: target, file, line: site.line }],
  );
}

function sliceEdges(links: readonly Link[]): Edge[] {
  return links.flatMap(({ file, site, target }) => {
    const from = sliceOf(file);
    const to = target === undefined ? undefined : sliceOf(target);
    return from === undefined || to === undefined || from === to ? [] : [{ from, to, file, line: site.line }];
  });
}

export function checkBoundaries(files: readonly SourceFile[]): Problem[] {
  const links = files.flatMap(({ path, text }) => {
    const zone = zoneOf(path);
    return zone === undefined ? [] : findImports(text).map((site) => resolveImport(path, site, zone));
  });
  const cycles = [
    ...cycleProblems(fileEdges(links), "files"),
    ...cycleProblems(sliceEdges(links), "features"),
  ];
  return [...files.flatMap(checkPlace), ...links.flatMap(checkImport), ...cycles];
}

if (import.meta.main) {
  const root = process.argv[2] ?? posix.join(import.meta.dirname, "..");
  const files = readSources(root, CODE_FOLDERS);
  report("boundaries", files.length, checkBoundaries(files));
}
