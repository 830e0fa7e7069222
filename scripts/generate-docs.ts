// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the documentation that has its source in code: the catalogues of codes, the table of imports, and the rules that ship. With
 * `--check` it writes nothing and fails when a document differs from what it would write.
 */
import { ERRORS } from "@fengsui/contract";
import { LOG_PROBLEMS } from "@fengsui/logs";
import { DIAGNOSTICS } from "@fengsui/sigma";
import { renderBoundaries } from "./boundaries.ts";
import { readText, replaceBetween, writeOrCheck } from "./generated-text.ts";
import { readShippedRules, renderShippedRules } from "./shipped-rules.ts";

export interface CatalogueEntry {
  readonly title: string;
  readonly hint: string;
  readonly severity?: string;
  readonly status?: number;
}

interface Catalogue {
  readonly title: string;
  readonly source: string;
  readonly intro: string;
  readonly entries: Readonly<Record<string, CatalogueEntry>>;
}

const CATALOGUES: Readonly<Record<string, Catalogue>> = {
  "docs/reference/diagnostics.md": {
    title: "Diagnostics of rules",
    source: "DIAGNOSTICS in packages/sigma/src/diagnostics.ts",
    intro:
      "What can be wrong with a Sigma rule. A rule with an error is left out, the others are used; a rule with " +
      "a warning is used.",
    entries: DIAGNOSTICS,
  },
  "docs/reference/errors.md": {
    title: "Errors",
    source: "ERRORS in packages/contract/src/errors.ts",
    intro: "What can keep a command or a request from doing its work. The status is that of HTTP.",
    entries: ERRORS,
  },
  "docs/reference/log-problems.md": {
    title: "Problems of log files",
    source: "LOG_PROBLEMS in packages/logs/src/problems.ts",
    intro: "What can be wrong with a log. It is counted and reported with its place, and reading goes on.",
    entries: LOG_PROBLEMS,
  },
};

/** Keeps Markdown from reading more into a text than `code`. */
function escapeCell(text: string): string {
  return text
    .replaceAll("\n", " ")
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[*_<]/g, "\\$&")))
    .join("")
    .replaceAll("|", "\\|");
}

export function renderCatalogue({ title, source, intro, entries }: Catalogue): string {
  const codes = Object.keys(entries).sort();
  const all = Object.values(entries);
  const extra = (["severity", "status"] as const).filter((key) =>
    all.some((entry) => entry[key] !== undefined),
  );
  const rows = codes.map((code) => {
    const entry = entries[code];
    const cells =
      entry === undefined ? [] : [...extra.map((key) => `${entry[key] ?? ""}`), entry.title, entry.hint];
    return `| \`${code}\` | ${cells.map(escapeCell).join(" | ")} |`;
  });
  const head = [
    "Code",
    ...extra.map((key) => (key === "status" ? "Status" : "Severity")),
    "What it is",
    "What to do",
  ];
  return [
    `<!-- Written by scripts/generate-docs.ts from ${source}. Change it there, then run: npm run docs -->`,
    "",
    `# ${title}`,
    "",
    `${intro} A code never changes its meaning and is never used again for another.`,
    "",
    `| ${head.join(" | ")} |`,
    `|${"---|".repeat(head.length)}`,
    ...rows,
    "",
  ].join("\n");
}

/** Every generated document with the text that it should have. */
export function generateDocs(root: string): Map<string, string> {
  const architecture = replaceBetween(readText(root, "ARCHITECTURE.md"), "imports", renderBoundaries());
  const documents = new Map([["ARCHITECTURE.md", architecture]]);
  for (const [path, catalogue] of Object.entries(CATALOGUES)) documents.set(path, renderCatalogue(catalogue));
  documents.set("docs/reference/rules.md", renderShippedRules(readShippedRules()));
  return documents;
}

if (import.meta.main) writeOrCheck("docs", generateDocs);
