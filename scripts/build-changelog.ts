// SPDX-License-Identifier: Apache-2.0
/**
 * Gathers the fragments of changelog.d into the "Unreleased" part of CHANGELOG.md. A fragment is a file
 * `<slug>.<kind>.md`, so two changes never meet in one line of one file.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readText, replaceBetween, writeOrCheck } from "./generated-text.ts";

const FOLDER = "changelog.d";

/** In the order in which a reader needs them. */
const KINDS = { breaking: "Breaking", security: "Security", feature: "Added", fix: "Fixed" } as const;

export interface Fragment {
  readonly name: string;
  readonly text: string;
}

function kindOf({ name }: Fragment): string | undefined {
  return /^[a-z0-9-]+\.([a-z]+)\.md$/.exec(name)?.[1];
}

function renderItem({ name, text }: Fragment): string {
  const lines = text.trim().split("\n");
  if (text.trim() === "") throw new Error(`${FOLDER}/${name} is empty: say what changed for the user`);
  return lines.map((line, index) => (line === "" ? "" : `${index === 0 ? "- " : "  "}${line}`)).join("\n");
}

export function renderUnreleased(fragments: readonly Fragment[]): string {
  const sorted = fragments.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const kinds = Object.entries(KINDS);
  for (const fragment of sorted)
    if (!kinds.some(([kind]) => kind === kindOf(fragment)))
      throw new Error(`${FOLDER}/${fragment.name} is not named <slug>.<${Object.keys(KINDS).join("|")}>.md`);
  const parts = kinds.flatMap(([kind, title]) => {
    const items = sorted.filter((fragment) => kindOf(fragment) === kind).map(renderItem);
    return items.length === 0 ? [] : [`### ${title}\n\n${items.join("\n")}`];
  });
  return ["## Unreleased", ...(parts.length === 0 ? ["Nothing yet."] : parts)].join("\n\n");
}

export function buildChangelog(root: string): Map<string, string> {
  const folder = join(root, FOLDER);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name !== "README.md") : [];
  const fragments = names.map((name) => ({ name, text: readText(folder, name) }));
  const text = replaceBetween(readText(root, "CHANGELOG.md"), "unreleased", renderUnreleased(fragments));
  return new Map([["CHANGELOG.md", text]]);
}

if (import.meta.main) writeOrCheck("changelog", buildChangelog);
