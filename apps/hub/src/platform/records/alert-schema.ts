// SPDX-License-Identifier: Apache-2.0
/** What comes of matching: alerts, and what each rule was asked, found and cost. */
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { DefaultTime, Level, Optional, OptionalTime, Time, Verdict } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export interface AlertsTable {
  id: Id<"alert">;
  organisation_id: OrganisationId;
  audience_id: number;
  rule_id: Id<"rule">;
  rule_version: number;
  title: string;
  level: Level;
  entity_kind: "host" | "account" | "address" | "none" | "other";
  entity: string;
  window_start: Time;
  window_end: Time;
  first_event_at: Time;
  last_event_at: Time;
  match_count: Generated<number>;
  is_retrospective: Generated<boolean>;
  suppression_id: Id<"suppression"> | null;
  retrospection_id: Optional<Id<"retrospection">>;
  state: Generated<"open" | "closed">;
  verdict: Verdict | null;
  assignee_id: PersonId | null;
  created_at: DefaultTime;
  changed_at: DefaultTime;
  kind: Generated<"matches" | "source_silent" | "disk_high">;
  source_id: Id<"source"> | null;
  resolved_at: OptionalTime;
  is_cut: Generated<boolean>;
}

export interface AlertCommentsTable {
  id: Id<"alert-comment">;
  alert_id: Id<"alert">;
  organisation_id: OrganisationId;
  audience_id: number;
  person_id: PersonId;
  text: string;
  created_at: DefaultTime;
}

/** Of one UTC day. */
export interface RuleFiguresTable {
  organisation_id: OrganisationId;
  rule_id: Id<"rule">;
  rule_version: number;
  day: ColumnType<Date, string, string>;
  is_retrospective: boolean;
  evaluated: Sum;
  candidates: Sum;
  matches: Sum;
  undecided: Sum;
  cost: Sum;
}

/** The driver gives a text for what may be larger than a number. */
type Sum = ColumnType<string, number, number>;

export interface AlertTables {
  alerts: AlertsTable;
  alert_comments: AlertCommentsTable;
  rule_figures: RuleFiguresTable;
}
