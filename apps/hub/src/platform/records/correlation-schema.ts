// SPDX-License-Identifier: Apache-2.0
/** What is made of several matches. */
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { OptionalTime, Time } from "./column-types.ts";
import type { OrganisationId } from "./principal.ts";

/** What an alert of a correlation is made of. */
export interface AlertPartsTable {
  alert_id: Id<"alert">;
  organisation_id: OrganisationId;
  audience_id: number;
  event_id: string;
  event_at: Time;
  rule_id: Id<"rule">;
  fields: ColumnType<unknown, string, string>;
}

/** Of the worker of correlations; members of the organisation see of it where one was cut. */
export interface CorrelationWindowsTable {
  organisation_id: OrganisationId;
  rule_id: Id<"rule">;
  window_start: Time;
  due_at: OptionalTime;
  marks: Generated<number>;
  claimed_until: OptionalTime;
  is_retrospective: boolean;
  worked_ms: Generated<number>;
  worked_at: OptionalTime;
  /** There were more events in its time than are looked at. */
  is_cut: Generated<boolean>;
}

export interface CorrelationTables {
  alert_parts: AlertPartsTable;
  correlation_windows: CorrelationWindowsTable;
}
