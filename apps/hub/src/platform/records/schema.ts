// SPDX-License-Identifier: Apache-2.0
/** The tables as the migrations make them. A column with a default is `Generated`. */
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { AlertTables } from "./alert-schema.ts";
import type { CaseTables } from "./case-schema.ts";
import type {
  DefaultJson,
  DefaultTime,
  HubRole,
  Json,
  Level,
  Marking,
  Optional,
  OptionalText,
  OptionalTime,
  OrganisationRole,
  Time,
} from "./column-types.ts";
import type { ConstituencyTables } from "./constituency-schema.ts";
import type { CorrelationTables } from "./correlation-schema.ts";
import type { DisclosureTables } from "./disclosure-schema.ts";
import type { EvidenceTables } from "./evidence-schema.ts";
import type { IndicatorTables } from "./indicator-schema.ts";
import type { LedgerTables } from "./ledger-schema.ts";
import type { NoticeTables } from "./notice-schema.ts";
import type { NotificationTables } from "./notification-schema.ts";
import type { PeopleTables } from "./people-schema.ts";
import type { OrganisationId, PersonId } from "./principal.ts";
import type { ProviderTables } from "./provider-schema.ts";
import type { PublicationTables } from "./publication-schema.ts";
import type { RetentionTables } from "./retention-schema.ts";
import type { RetrospectionTables } from "./retrospection-schema.ts";
import type { SharingTables } from "./sharing-schema.ts";

export type { HubRole, Level, Marking, OrganisationRole, Pap, Verdict } from "./column-types.ts";

export interface OrganisationsTable {
  id: OrganisationId;
  name: string;
  created_at: DefaultTime;
  disabled_at: OptionalTime;
  sector: OptionalText;
  region: OptionalText;
  kind: OptionalText;
  centre_id: Optional<OrganisationId>;
}

export interface PeopleTable {
  id: PersonId;
  email: string;
  name: string;
  language: Generated<string>;
  kind: Generated<"person" | "service">;
  created_at: DefaultTime;
  disabled_at: OptionalTime;
}

export interface MembershipsTable {
  person_id: PersonId;
  organisation_id: OrganisationId;
  role: OrganisationRole;
  created_at: DefaultTime;
  /** What a provider's group gave goes with the group. */
  origin: Generated<"invitation" | "provider">;
  provider_id: Optional<Id<"identity-provider">>;
}

export interface HubRolesTable {
  person_id: PersonId;
  role: HubRole;
  created_at: DefaultTime;
  origin: Generated<"invitation" | "provider">;
  provider_id: Optional<Id<"identity-provider">>;
}

/** Never inserted into directly: `ensureAudience` does it. */
export interface AudiencesTable {
  id: Generated<number>;
  organisation_id: OrganisationId;
  marking: Marking | null;
  sharing_group_id: Id<"sharing-group"> | null;
  organisation_ids: OrganisationId[];
  person_ids: PersonId[];
  passes_on: Generated<boolean>;
  fingerprint: string;
}

export interface AuditEntriesTable {
  id: Id<"audit-entry">;
  at: ColumnType<Date, never, never>;
  actor_kind: "person" | "anonymous" | "system";
  actor_person_id: PersonId | null;
  actor_job: string | null;
  action: string;
  subject_kind: string;
  subject_id: string;
  organisation_id: OrganisationId | null;
  detail: DefaultJson;
}

export interface OutboxTable {
  id: ColumnType<string, never, never>;
  at: ColumnType<Date, never, never>;
  topic: string;
  payload: Json;
}

export interface CredentialsTable {
  person_id: PersonId;
  kind: "password";
  secret: string;
  changed_at: DefaultTime;
}

export interface SessionsTable {
  id: Id<"session">;
  person_id: PersonId;
  token_hash: Buffer;
  created_at: DefaultTime;
  last_seen_at: DefaultTime;
  /** When the owner last proved to be there. */
  proved_at: DefaultTime;
  expires_at: Time;
  user_agent: OptionalText;
  address: OptionalText;
}

export interface SourcesTable {
  id: Id<"source">;
  organisation_id: OrganisationId;
  name: string;
  log_type: string | null;
  detected_log_type: string | null;
  key_hash: Buffer | null;
  created_by: PersonId | null;
  created_at: DefaultTime;
  last_seen_at: OptionalTime;
  disabled_at: OptionalTime;
  first_seen_at: OptionalTime;
  last_event_at: OptionalTime;
  event_count: ColumnType<string, never, number>;
  rate_per_second: Generated<number>;
  lag_ms: ColumnType<string | null, never, number>;
  is_watched: Generated<boolean>;
  quiet_seconds: number | null;
  watch_from: OptionalTime;
  silent_since: OptionalTime;
  charset: Optional<string>;
  time_zone: Optional<string>;
  mapping: ColumnType<unknown, string | null | undefined, string | null>;
  mapping_version: Generated<number>;
}

export interface SourceMappingsTable {
  source_id: Id<"source">;
  version: number;
  organisation_id: OrganisationId;
  mapping: ColumnType<unknown, string | null, never>;
  created_by: PersonId | null;
  created_at: DefaultTime;
}

/** One of both: a network, or the fingerprint of a certificate. */
export interface SourceSendersTable {
  id: Id<"source-sender">;
  source_id: Id<"source">;
  organisation_id: OrganisationId;
  network: Optional<string>;
  fingerprint: Optional<string>;
  created_by: PersonId | null;
  created_at: DefaultTime;
}

/** Of the hub: who wanted to deliver by syslog and was not let in. */
export interface SyslogRefusalsTable {
  address: string;
  fingerprint: Generated<string>;
  reason: "unknown_sender" | "too_many_connections";
  count: ColumnType<string, number, number>;
  first_at: Time;
  last_at: Time;
}

export interface SourceRhythmsTable {
  source_id: Id<"source">;
  organisation_id: OrganisationId;
  hour_of_week: number;
  longest_seconds: number;
  seen_at: Time;
}

/** One row, of the watch over sources alone. */
export interface SourceWatchTable {
  id: Generated<boolean>;
  looked_at: Time;
  reliable_since: Time;
}

export type RuleKind = "detection" | "correlation" | "filter" | "indicators";

export interface RulesTable {
  id: Id<"rule">;
  kind: Generated<RuleKind>;
  organisation_id: OrganisationId;
  audience_id: number;
  key: string;
  title: string;
  level: Level;
  scope: Generated<"organisation" | "hub">;
  is_enabled: Generated<boolean>;
  version: Generated<number>;
  origin: Generated<"upload" | "folder" | "shipped" | "built_in">;
  vanished_at: OptionalTime;
  group_by: Optional<string>;
  created_at: DefaultTime;
  changed_at: DefaultTime;
  techniques: Generated<string[]>;
}

export interface RuleVersionsTable {
  rule_id: Id<"rule">;
  version: number;
  organisation_id: OrganisationId;
  audience_id: number;
  source: string;
  sha256: Buffer;
  diagnostics: DefaultJson;
  group_by: Optional<string>;
  created_by: PersonId | null;
  created_at: DefaultTime;
}

/** The last that was found in a file. */
export interface RuleRefusalsTable {
  id: Id<"rule-refusal">;
  organisation_id: OrganisationId;
  origin: "upload" | "folder";
  file: string;
  diagnostics: DefaultJson;
  at: Time;
}

export interface SuppressionsTable {
  id: Id<"suppression">;
  organisation_id: OrganisationId;
  rule_id: Id<"rule"> | null;
  conditions: DefaultJson;
  reason: string;
  expires_at: Time;
  created_by: PersonId | null;
  created_at: DefaultTime;
  ended_at: OptionalTime;
  ended_by: PersonId | null;
}

/** Of the hub's own jobs alone. */
export interface CleanPointsTable {
  name: string;
  at: Time;
}

/** Of the ingest alone. */
export interface ReceptionsTable {
  source_id: Id<"source">;
  key: string;
  received_at: Time;
  expires_at: Time;
}

export interface DeadLettersTable {
  id: Id<"dead-letter">;
  organisation_id: OrganisationId;
  source_id: Id<"source">;
  received_at: Time;
  position: number;
  code: string;
  message: string;
  /** The beginning, where all of it is too much to keep. */
  bytes: Buffer;
  byte_count: number;
  created_at: DefaultTime;
}

export interface Database
  extends LedgerTables,
    AlertTables,
    CaseTables,
    ConstituencyTables,
    CorrelationTables,
    IndicatorTables,
    RetrospectionTables,
    DisclosureTables,
    EvidenceTables,
    NoticeTables,
    PeopleTables,
    NotificationTables,
    ProviderTables,
    PublicationTables,
    RetentionTables,
    SharingTables {
  organisations: OrganisationsTable;
  people: PeopleTable;
  memberships: MembershipsTable;
  hub_roles: HubRolesTable;
  audiences: AudiencesTable;
  audit_entries: AuditEntriesTable;
  outbox: OutboxTable;
  credentials: CredentialsTable;
  sessions: SessionsTable;
  sources: SourcesTable;
  source_rhythms: SourceRhythmsTable;
  source_watch: SourceWatchTable;
  source_senders: SourceSendersTable;
  source_mappings: SourceMappingsTable;
  syslog_refusals: SyslogRefusalsTable;
  rules: RulesTable;
  rule_versions: RuleVersionsTable;
  rule_refusals: RuleRefusalsTable;
  suppressions: SuppressionsTable;
  clean_points: CleanPointsTable;
  receptions: ReceptionsTable;
  dead_letters: DeadLettersTable;
}
