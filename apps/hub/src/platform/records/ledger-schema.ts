// SPDX-License-Identifier: Apache-2.0
/** The tables of the ledger, as the migrations make them. */
import type { AssetKind, IdentifierKind, MergeReason } from "@fengsui/contract";
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type {
  DefaultJson,
  DefaultTime,
  Json,
  Optional,
  OptionalText,
  OptionalTime,
  Time,
} from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

type OptionalId<Kind extends string> = Optional<Id<Kind>>;

export interface SystemsTable {
  id: Id<"system">;
  organisation_id: OrganisationId;
  audience_id: number;
  name: string;
  purpose: Generated<string>;
  level: Optional<number>;
  is_critical: Generated<boolean>;
  guardian_id: OptionalId<"organisation">;
  responsible: DefaultJson;
  measures: DefaultJson;
  created_at: DefaultTime;
  changed_at: DefaultTime;
  retired_at: OptionalTime;
}

export interface AssetsTable {
  id: Id<"asset">;
  organisation_id: OrganisationId;
  audience_id: number;
  system_id: OptionalId<"system">;
  kind: AssetKind;
  name: string;
  note: Generated<string>;
  merged_into: OptionalId<"asset">;
  created_at: DefaultTime;
  changed_at: DefaultTime;
  retired_at: OptionalTime;
}

export interface AssetIdentifiersTable {
  id: Id<"identifier">;
  asset_id: Id<"asset">;
  organisation_id: OrganisationId;
  audience_id: number;
  kind: IdentifierKind;
  value: string;
  network: ColumnType<string | null, never, never>;
  valid_from: OptionalTime;
  valid_to: OptionalTime;
  origin: "person" | "import" | "log";
  created_at: DefaultTime;
}

export interface AssetHistoryTable {
  id: Id<"asset-history">;
  asset_id: Id<"asset">;
  organisation_id: OrganisationId;
  audience_id: number;
  at: DefaultTime;
  person_id: PersonId | null;
  action: string;
  detail: DefaultJson;
}

export interface MergeProposalsTable {
  id: Id<"merge-proposal">;
  organisation_id: OrganisationId;
  asset_id: Id<"asset">;
  other_id: Id<"asset">;
  because: MergeReason;
  state: Generated<"open" | "merged" | "refused">;
  reason: OptionalText;
  decided_by: OptionalId<"person">;
  decided_at: OptionalTime;
  created_at: DefaultTime;
}

export interface SeenHostsTable {
  id: Id<"seen-host">;
  organisation_id: OrganisationId;
  name: string;
  short_name: string;
  first_seen_at: Time;
  last_seen_at: Time;
  source_ids: Id<"source">[];
  asset_id: OptionalId<"asset">;
  ignored_at: OptionalTime;
  ignored_by: OptionalId<"person">;
  ignored_reason: OptionalText;
  created_at: DefaultTime;
}

export interface LedgerMarksTable {
  name: string;
  up_to: Time;
}

export interface LedgerImportsTable {
  id: Id<"ledger-import">;
  organisation_id: OrganisationId;
  kind: "systems" | "assets";
  file_name: string;
  bytes: Buffer | null;
  charset: string;
  delimiter: string;
  mapping: Json;
  state: Generated<"open" | "committed">;
  outcome: ColumnType<unknown, string | null | undefined, string | null>;
  created_by: PersonId | null;
  created_at: DefaultTime;
  committed_by: OptionalId<"person">;
  committed_at: OptionalTime;
}

export interface LedgerTables {
  systems: SystemsTable;
  assets: AssetsTable;
  asset_identifiers: AssetIdentifiersTable;
  asset_history: AssetHistoryTable;
  merge_proposals: MergeProposalsTable;
  seen_hosts: SeenHostsTable;
  ledger_marks: LedgerMarksTable;
  ledger_imports: LedgerImportsTable;
}
