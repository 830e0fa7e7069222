// SPDX-License-Identifier: Apache-2.0
/** The tables of retention, as the migrations make them. */
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { Optional, OptionalText, OptionalTime, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export interface HubRetentionTable {
  id: Generated<boolean>;
  default_days: Optional<number>;
  floor_days: number;
  minimum_days: number;
  deletes_oldest: boolean;
  high_percent: number;
  critical_percent: number;
  changed_at: Time;
}

export interface RetentionRulesTable {
  organisation_id: OrganisationId;
  log_type: string;
  days: Optional<number>;
}

export interface LegalHoldsTable {
  id: Id<"legal-hold">;
  organisation_id: OrganisationId;
  case_id: ColumnType<Id<"case"> | null, Id<"case"> | null, never>;
  source_id: ColumnType<Id<"source"> | null, Id<"source"> | null, never>;
  from_at: OptionalTime;
  to_at: OptionalTime;
  reason: string;
  until_at: OptionalTime;
  created_by: PersonId;
  created_at: Time;
  released_by: Optional<PersonId>;
  released_at: OptionalTime;
  release_reason: OptionalText;
}

export interface RetentionTables {
  hub_retention: HubRetentionTable;
  retention_rules: RetentionRulesTable;
  legal_holds: LegalHoldsTable;
}
