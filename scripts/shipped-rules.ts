// SPDX-License-Identifier: Apache-2.0
/** The rules that ship with the hub, for their document: what each looks for, and what it may be wrong about. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseRules, type SigmaRule } from "@fengsui/sigma";

export const RULES_FOLDER = join(import.meta.dirname, "../rules");

export interface ShippedRule {
  /** `windows/lsass-dumped`: its file without ending, and that of its tests. */
  readonly name: string;
  readonly rule: SigmaRule;
}

export function readShippedRules(folder: string = RULES_FOLDER): ShippedRule[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .map((file) => {
      const { rules, diagnostics } = parseRules(readFileSync(join(folder, file), "utf8"), file);
      const [rule] = rules;
      if (rule === undefined || rules.length > 1 || diagnostics.length > 0)
        throw new Error(`rules/${file} is not one rule without findings`);
      return { name: file.replaceAll("\\", "/").slice(0, -".yml".length), rule };
    });
}

export function renderShippedRules(rules: readonly ShippedRule[]): string {
  const rows = rules.map(({ name, rule }) =>
    [
      `[${rule.title}](../../rules/${name}.yml)`,
      rule.level,
      rule.techniques.join(", "),
      rule.description ?? "",
      rule.falsepositives.join("; "),
    ]
      .map((cell) => cell.replaceAll("\n", " ").trim().replaceAll("|", "\\|"))
      .join(" | "),
  );
  return [
    "<!-- Written by scripts/generate-docs.ts from the files in rules/. Change them, then run: npm run docs -->",
    "",
    "# Rules that ship with the hub",
    "",
    "How to switch them on is in the [guide](../guide/rules-shipped.md). Techniques are those of ATT&CK.",
    "",
    "| Rule | Level | Techniques | What it looks for | What else it may find |",
    "|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
}
