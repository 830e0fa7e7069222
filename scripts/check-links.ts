// SPDX-License-Identifier: Apache-2.0
/** Checks the links of our documents: each leads to a file or folder of the repository, and to a heading that it has. */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { listFiles, type Problem, report, type SourceFile } from "./source-tree.ts";

interface Link {
  readonly line: number;
  readonly target: string;
}

const FENCE = /^\s*(```|~~~)/;
const INLINE_LINK = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const REFERENCE = /^\[[^\]]+\]:\s+<?(\S+?)>?\s*$/g;
const HTML_LINK = /\b(?:href|src)="([^"]+)"/g;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const HEADING = /^#{1,6}\s+(.+?)\s*#*$/;

/** The lines that are text and no example. */
function proseOf(text: string): string[] {
  let fence: string | undefined;
  return text.split("\n").map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || fence === mark)) {
      fence = fence === undefined ? mark : undefined;
      return "";
    }
    return fence === undefined ? line : "";
  });
}

export function linksOf(text: string): Link[] {
  return proseOf(text).flatMap((line, index) => {
    const bare = line.replaceAll(/`[^`]*`/g, "");
    return [INLINE_LINK, REFERENCE, HTML_LINK].flatMap((pattern) =>
      [...bare.matchAll(pattern)].map(([, target = ""]) => ({ line: index + 1, target })),
    );
  });
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of proseOf(text)) {
    const heading = HEADING.exec(line)?.[1];
    if (heading === undefined) continue;
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = words.replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, "").replaceAll(" ", "-");
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

export function checkLinks(documents: readonly SourceFile[], exists: (path: string) => boolean): Problem[] {
  const anchors = new Map(documents.map(({ path, text }) => [path, anchorsOf(text)]));
  return documents.flatMap(({ path, text }) =>
    linksOf(text).flatMap(({ line, target }) => {
      const message = SCHEME.test(target) ? undefined : faultOf(path, target, anchors, exists);
      return message === undefined ? [] : [{ file: path, line, message, mend: "name what it is to lead to" }];
    }),
  );
}

function faultOf(
  from: string,
  target: string,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
  exists: (path: string) => boolean,
): string | undefined {
  const [file = "", anchor] = target.split("#").map(decodeURIComponent);
  const path = file === "" ? from : posix.join(posix.dirname(from), file);
  if (file.startsWith("/") || path.startsWith("..")) return `\`${target}\` leads out of the repository`;
  if (!exists(path)) return `\`${target}\` leads to nothing`;
  if (anchor === undefined || anchor === "") return undefined;
  if (anchors.get(path)?.has(anchor) === true) return undefined;
  return `\`${target}\` leads to no heading of ${path}`;
}

if (import.meta.main) {
  const root = process.argv[2] ?? join(import.meta.dirname, "..");
  const documents = listFiles(root, ".")
    .filter((path) => path.endsWith(".md"))
    .map((path) => ({ path: posix.normalize(path), text: readFileSync(join(root, path), "utf8") }));
  report(
    "links",
    documents.length,
    checkLinks(documents, (path) => existsSync(join(root, path))),
  );
}
