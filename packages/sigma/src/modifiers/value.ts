// SPDX-License-Identifier: Apache-2.0
/** What modifiers work on: a value of the rule on its way from YAML to a test. */
import type { DiagnosticCode } from "../diagnostics.ts";
import type { ValueTest } from "../expression.ts";
import { literalPattern, type Pattern } from "../parse/pattern.ts";

export type Value =
  | TextValue
  | { readonly kind: "number"; readonly number: number; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  /** A value that a modifier has made into a test of its own. */
  | { readonly kind: "test"; readonly test: ValueTest; readonly negated?: boolean }
  /** Several values, any of which may match, that later modifiers change one by one. */
  | { readonly kind: "variants"; readonly of: readonly Value[] };

export interface TextValue {
  readonly kind: "text";
  readonly pattern: Pattern;
  readonly cased: boolean;
  /** As written in the rule, until a modifier changes it. */
  readonly raw?: string;
  /** True where each character stands for one byte (after a UTF-16 modifier). */
  readonly isBytes: boolean;
}

/** Text, and what matches as text: a number stands for its digits. */
export function asText(value: Exclude<Value, { kind: "variants" }>): TextValue | undefined {
  if (value.kind === "text") return value;
  if (value.kind !== "number") return undefined;
  return { kind: "text", pattern: literalPattern(value.text), cased: false, raw: value.text, isBytes: false };
}

/** Why a modifier cannot be applied: the code, a sentence, and what would have to change. */
export class ModifierProblem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly concerns: "value" | "modifiers";

  constructor(code: DiagnosticCode, message: string, concerns: ModifierProblem["concerns"] = "value") {
    this.code = code;
    this.message = message;
    this.concerns = concerns;
  }
}

export interface ModifierContext {
  /** The modifier's name as written, for messages. */
  readonly name: string;
  /** A value that another modifier has changed is none that the rule's author wrote. */
  readonly concerns: ModifierProblem["concerns"];
  /** Values of placeholders by name, without percent signs. */
  readonly placeholders: { get(name: string): readonly string[] | undefined };
}

/** Changes one value. It never sees `variants`: those are changed one by one. */
export type Modifier = (
  value: Exclude<Value, { kind: "variants" }>,
  context: ModifierContext,
) => Value | ModifierProblem;

export function notApplicable(context: ModifierContext, needs: string): ModifierProblem {
  return new ModifierProblem(
    "modifier.not_applicable",
    `\`${context.name}\` needs ${needs}.`,
    context.concerns,
  );
}

/** A value's most variants: `windash` makes five of each dash, `expand` one of each placeholder value. */
export const MAX_VARIANTS = 4096;
