// SPDX-License-Identifier: Apache-2.0
/** What an explanation says: the rule's tree as it was written, each part with whether the event makes it true. */
import type { TimePart } from "../expression.ts";
import type { LogSource } from "../rule.ts";

export interface Explanation {
  /** What the engine says: the log source applies, and the detection is true. */
  readonly matched: boolean;
  /** False if a part would cost more work than an event may: it is told as not true, and so may be what is above it. */
  readonly isDecided: boolean;
  readonly logsource: ExplainedLogSource;
  readonly detection: ExplainedNode;
}

export interface ExplainedLogSource {
  readonly applies: boolean;
  /** What the rule asks for. */
  readonly rule: LogSource;
  /** What the event is known as; absent if its form is not known. */
  readonly event?: {
    readonly product?: string;
    readonly categories: readonly string[];
    readonly services: readonly string[];
  };
}

export type ExplainedNode = ExplainedGroup | ExplainedNegation | ExplainedItem | ExplainedConstant;

interface Explained {
  readonly matched: boolean;
  /** The search identifier that this part was written in, where it begins. */
  readonly selection?: string;
}

export interface ExplainedGroup extends Explained {
  readonly kind: "all" | "any";
  readonly of: readonly ExplainedNode[];
}

export interface ExplainedNegation extends Explained {
  readonly kind: "not";
  readonly of: ExplainedNode;
}

/** A part that is the same for every event. */
export interface ExplainedConstant extends Explained {
  readonly kind: "constant";
}

/** One field with its values. `exists: false` and `neq` are a negation around it. */
export interface ExplainedItem extends Explained {
  readonly kind: "item";
  /** As the rule names it; empty for keywords. */
  readonly field: string;
  /** As written; without `neq`, which is a negation. */
  readonly modifiers: readonly string[];
  readonly needs: "all" | "any";
  /** Those that are true first, if there are more than are listed. */
  readonly values: readonly ExplainedValue[];
  readonly moreValues: number;
  /** The event has the field, whatever its value. */
  readonly isPresent: boolean;
  /** What the event has there; of keywords, only what a keyword was found in. */
  readonly found: readonly FoundValue[];
  readonly moreFound: number;
}

/** How the value is compared, after all modifiers. */
export type Operator =
  | "equals"
  | "startswith"
  | "endswith"
  | "contains"
  | "like"
  | "regex"
  | "cidr"
  | "lt"
  | "lte"
  | "gt"
  | "gte"
  | TimePart
  | "null"
  | "exists"
  | "fieldref";

export interface ExplainedValue {
  /** As written in the rule. */
  readonly value: string;
  readonly operator: Operator;
  readonly matched: boolean;
}

export interface FoundValue {
  /** Of a long value, the part around what matched. */
  readonly value: string;
  readonly isCut: boolean;
  readonly matched: boolean;
  /** The parts of `value` that made it match, as offsets, in order and apart from each other. */
  readonly at: readonly (readonly [from: number, to: number])[];
}
