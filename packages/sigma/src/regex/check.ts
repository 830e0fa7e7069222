// SPDX-License-Identifier: Apache-2.0
/**
 * Which regular expressions are accepted: those of RE2, which can all be matched in time linear in the text. RE2's
 * own parser decides; it refuses look-around and back-references.
 */
import { RE2JS } from "re2js";
import type { DiagnosticCode } from "../diagnostics.ts";
import type { RegexFlags } from "../expression.ts";

const MAX_SOURCE_LENGTH = 4096;
/** RE2 instructions: time is at most this many steps for each character. The largest in public rules has 1,003. */
const MAX_PROGRAM_SIZE = 1500;
/** Of all expressions of a rule together: how many they are must not make up for how large each may be. */
export const MAX_RULE_PROGRAM_SIZE = 3000;

export function compileRe2(source: string, flags: RegexFlags): RE2JS {
  let bits = 0;
  if (flags.ignoreCase) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.multiline) bits |= RE2JS.MULTILINE;
  if (flags.dotAll) bits |= RE2JS.DOTALL;
  return RE2JS.compile(source, bits);
}

export function checkRegex(
  source: string,
  flags: RegexFlags,
): { readonly code: DiagnosticCode; readonly message: string } | undefined {
  if (source.length > MAX_SOURCE_LENGTH) {
    return {
      code: "regex.too_large",
      message: `The expression is longer than ${MAX_SOURCE_LENGTH} characters.`,
    };
  }
  try {
    const size = programSizeOf(source, flags);
    if (size <= MAX_PROGRAM_SIZE) return undefined;
    return {
      code: "regex.too_large",
      message: `The expression compiles to ${size} steps; ${MAX_PROGRAM_SIZE} are allowed.`,
    };
  } catch (error) {
    return { code: "regex.invalid", message: error instanceof Error ? error.message : String(error) };
  }
}

export function programSizeOf(source: string, flags: RegexFlags): number {
  return compileRe2(source, flags).programSize();
}
