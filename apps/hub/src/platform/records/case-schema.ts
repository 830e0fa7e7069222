// SPDX-License-Identifier: Apache-2.0
/** The tables of cases, as the migrations make them. */
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type {
  DefaultJson,
  DefaultTime,
  Level,
  Marking,
  Optional,
  OptionalTime,
  Pap,
  Time,
  Verdict,
} from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export type CaseState = "open" | "in_progress" | "closed";
export type EntityKind = "host" | "account" | "address" | "none" | "other";

interface OfCase {
  case_id: Id<"case">;
  organisation_id: OrganisationId;
  audience_id: number;
}

export interface CaseRulesTable {
  id: Id<"case-rule">;
  organisation_id: OrganisationId;
  name: string;
  is_enabled: Generated<boolean>;
  since: Time;
  rule_ids: Id<"rule">[];
  lowest_level: Level | null;
  entities: string[];
  organisation_ids: OrganisationId[];
  group_hours: number;
  assignee_id: PersonId | null;
  created_by: PersonId;
  created_at: DefaultTime;
  changed_at: DefaultTime;
}

export interface CasesTable {
  id: Id<"case">;
  organisation_id: OrganisationId;
  audience_id: number;
  marking: Marking | null;
  year: number;
  number: number;
  title: string;
  summary: Generated<string>;
  severity: Level;
  state: Generated<CaseState>;
  assignee_id: PersonId | null;
  verdict: Verdict | null;
  decision_reason: string | null;
  decided_by: PersonId | null;
  decided_at: OptionalTime;
  merged_into_id: Id<"case"> | null;
  case_rule_id: Id<"case-rule"> | null;
  pap: Optional<Pap>;
  /** Since when it is shared as it is; set by the database. */
  shared_at: ColumnType<Date | null, never, never>;
  entity_kind: EntityKind | null;
  entity: string | null;
  created_by: PersonId | null;
  created_at: DefaultTime;
  changed_at: DefaultTime;
  version: Generated<number>;
}

export interface CaseAlertsTable extends OfCase {
  id: Id<"case-alert">;
  alert_id: Id<"alert">;
  joined_at: Time;
  joined_by: PersonId | null;
  left_at: OptionalTime;
  left_by: PersonId | null;
}

export interface CaseNotesTable extends OfCase {
  id: Id<"case-note">;
  version: number;
  person_id: PersonId;
  text: string;
  occurred_at: OptionalTime;
  created_at: DefaultTime;
}

export interface CaseTasksTable extends OfCase {
  id: Id<"case-task">;
  title: string;
  description: Generated<string>;
  assignee_id: PersonId | null;
  due_at: OptionalTime;
  done_at: OptionalTime;
  done_by: PersonId | null;
  created_by: PersonId;
  created_at: DefaultTime;
  changed_at: DefaultTime;
  version: Generated<number>;
}

export interface CaseEntriesTable extends OfCase {
  id: Id<"case-entry">;
  kind: string;
  occurred_at: Time;
  created_at: Time;
  person_id: PersonId | null;
  job: string | null;
  subject_id: string | null;
  detail: DefaultJson;
}

export interface NumberSeriesTable {
  organisation_id: OrganisationId;
  kind: string;
  year: number;
  last: number;
}

export interface CaseTables {
  number_series: NumberSeriesTable;
  case_rules: CaseRulesTable;
  cases: CasesTable;
  case_alerts: CaseAlertsTable;
  case_notes: CaseNotesTable;
  case_tasks: CaseTasksTable;
  case_entries: CaseEntriesTable;
}
