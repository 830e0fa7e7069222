// SPDX-License-Identifier: Apache-2.0
/** The rules that ship, for tests. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseRules, type SigmaRule } from "@fengsui/sigma";

const FOLDER = join(import.meta.dirname, "../../../../../rules");

/** Rules by the names of their files, such as `windows/lsass-dumped`. */
export function readShippedRules(): Map<string, SigmaRule> {
  const files = globSync("**/*.yml", { cwd: FOLDER });
  return new Map(
    files.flatMap((file) => {
      const { rules } = parseRules(readFileSync(join(FOLDER, file), "utf8"), file);
      return rules.map((rule) => [file.slice(0, -".yml".length), rule] as const);
    }),
  );
}

/** From a rule's id to the name of its file. */
export function readShippedKeys(): Map<string, string> {
  return new Map([...readShippedRules()].map(([name, { id }]) => [id, name]));
}
