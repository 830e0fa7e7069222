// SPDX-License-Identifier: Apache-2.0
/** What a processing item does with a rule: one of a few kinds, each of which many types of the format come down to. */
import type { Field } from "../expression.ts";
import type { Value } from "../modifiers/value.ts";
import type { Detection, ItemDetection } from "../parse/detection-tree.ts";
import type { LogSource } from "../rule.ts";
import type { ItemCondition, NameCondition, RuleCondition } from "./conditions.ts";
import type { Joined } from "./linking.ts";
import type { Setting } from "./settings.ts";
import type { SingleValue } from "./values.ts";

export type Transformation =
  /** Another name for a field, or several, any of which may hold the value; undefined: it stays. */
  | { readonly kind: "names"; readonly rename: (field: string) => readonly string[] | undefined }
  /** Another value, or several; undefined: it stays. */
  | { readonly kind: "values"; readonly change: (value: SingleValue) => Value | Refusal | undefined }
  /** Another item, or several; undefined: it is dropped. */
  | { readonly kind: "items"; readonly change: (detection: ItemDetection) => Detection | Refusal | undefined }
  | {
      readonly kind: "condition";
      readonly detection: (logsource: LogSource) => Detection;
      readonly isNegated: boolean;
    }
  | { readonly kind: "logsource"; readonly logsource: LogSource }
  | { readonly kind: "state"; readonly key: string; readonly value: Setting }
  | { readonly kind: "refusal"; readonly refusal: Refusal }
  | {
      readonly kind: "placeholders";
      readonly values: (name: string, variables: Pipeline["variables"]) => readonly string[] | undefined;
    }
  /** Refuses a rule of which a field has no name that a mapping gave it. */
  | { readonly kind: "strict" }
  | { readonly kind: "nest"; readonly items: readonly ProcessingItem[] }
  /** What changes nothing of what a rule finds. */
  | { readonly kind: "nothing" };

/** Why a pipeline will not have a rule. */
export class Refusal {
  readonly code: "pipeline.refused" | "pipeline.value";
  readonly message: string;

  constructor(code: Refusal["code"], message: string) {
    this.code = code;
    this.message = message;
  }
}

export interface ProcessingItem {
  readonly id: string | undefined;
  readonly transformation: Transformation;
  readonly rule: Joined<RuleCondition>;
  readonly item: Joined<ItemCondition>;
  readonly name: Joined<NameCondition>;
}

export interface Pipeline {
  readonly name: string;
  /** Those with a lower one come first. */
  readonly priority: number;
  /** Values of placeholders, and what the state of each rule begins with. */
  readonly variables: ReadonlyMap<string, Setting | readonly Setting[]>;
  readonly items: readonly ProcessingItem[];
}

export function isText(field: Field): field is string {
  return typeof field === "string";
}
