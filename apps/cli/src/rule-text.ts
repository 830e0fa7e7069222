// SPDX-License-Identifier: Apache-2.0
/** The text of a small file that is somebody's input: a rule, a pipeline, a list. */
import { closeSync, openSync, readSync } from "node:fs";
import { systemPath } from "./system-path.ts";

export const MAX_RULE_FILE_BYTES = 1024 * 1024;

type RuleText = { readonly text: string } | { readonly rejected: "file.too_large" | "file.not_utf8" };

/** The text of a rule file, or what is wrong with the file as a whole; throws what the operating system says. */
export function readRuleText(path: string): RuleText {
  const bytes = readWhole(path);
  if (bytes === undefined) return { rejected: "file.too_large" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { rejected: "file.not_utf8" };
  }
}

/** One for all files: what is read is decoded before the next file is. */
const buffer = Buffer.allocUnsafe(MAX_RULE_FILE_BYTES + 1);

/** Reads one byte more than allowed at most, whatever the file is or becomes; undefined where it is larger. */
function readWhole(path: string): Buffer | undefined {
  const descriptor = openSync(systemPath(path), "r");
  try {
    let length = 0;
    for (;;) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += count;
      if (length > MAX_RULE_FILE_BYTES) return undefined;
      if (count === 0) return buffer.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}
