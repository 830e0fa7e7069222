// SPDX-License-Identifier: Apache-2.0
/** Passes of rules over events that are stored. */
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { Big, DefaultTime, Optional, OptionalTime } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export type RetrospectionState = "waiting" | "running" | "paused" | "done" | "cancelled" | "failed";

export interface RetrospectionsTable {
  id: Id<"retrospection">;
  organisation_id: OrganisationId;
  state: Generated<RetrospectionState>;
  cause: "rules_changed" | "indicators_changed" | "asked";
  received_since: OptionalTime;
  from_at: OptionalTime;
  to_at: OptionalTime;
  rule_count: Generated<number>;
  events_total: ColumnType<string | null, number | undefined, number>;
  events_seen: Big;
  match_count: Big;
  alert_count: Big;
  /** The last event that was looked at. */
  position_at: OptionalTime;
  position_id: Optional<string>;
  worked_ms: Big;
  failure: Optional<string>;
  failed_attempts: Generated<number>;
  requested_by: Optional<PersonId>;
  created_at: DefaultTime;
  not_before: DefaultTime;
  started_at: OptionalTime;
  finished_at: OptionalTime;
  changed_at: DefaultTime;
}

export interface RetrospectionRulesTable {
  retrospection_id: Id<"retrospection">;
  rule_id: Id<"rule">;
  organisation_id: OrganisationId;
  rule_version: number;
  title: string;
  /** Of a list of indicators: what was added after it; null: all of it. */
  since_revision: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface RetrospectionTables {
  retrospections: RetrospectionsTable;
  retrospection_rules: RetrospectionRulesTable;
}
