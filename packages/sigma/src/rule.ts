// SPDX-License-Identifier: Apache-2.0
/** A parsed Sigma rule: metadata as written, and the detection as a tree the planner and the matcher share. */
import type { Span } from "./diagnostics.ts";
import type { Expression } from "./expression.ts";

export const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
export type Level = (typeof LEVELS)[number];

export const STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"] as const;
export type Status = (typeof STATUSES)[number];

/** Which log a rule is about, or an event is from (Sigma specification 2.1, "LogSource"). */
export interface LogSource {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
}

/** What rules, correlations and filters have in common. */
export interface RuleHead {
  /** Its own id, or, where it has none, its file and position. */
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly span: Span;
  readonly status?: Status;
  readonly name?: string;
  readonly description?: string;
  readonly author?: string;
  readonly date?: string;
  readonly modified?: string;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  /** ATT&CK technique ids of the tags, such as "T1059.001". */
  readonly techniques: readonly string[];
}

/** Of a document whose attributes are not sound. */
export const NO_HEAD: RuleHead = {
  id: "",
  title: "",
  file: "",
  span: { line: 1, column: 1, endLine: 1, endColumn: 1 },
  references: [],
  tags: [],
  falsepositives: [],
  techniques: [],
};

export interface SigmaRule extends RuleHead {
  readonly level: Level;
  readonly logsource: LogSource;
  readonly detection: Expression;
  /** Set where pipelines renamed fields: the names in events of a field as the rule was written with. */
  readonly namesOf?: (field: string) => readonly string[];
}
