// SPDX-License-Identifier: Apache-2.0
/** What a list can be asked for, as it is written into the address: before the hub reads it and fills in the rest. */
import type {
  ACCOUNT_QUERY,
  ALERT_QUERY,
  ASSET_QUERY,
  CASE_QUERY,
  DEAD_LETTER_QUERY,
  EVENT_FILTER,
  EVENT_QUERY,
  HOST_PROPOSAL_QUERY,
  IMPORT_PREVIEW_QUERY,
  MERGE_PROPOSAL_QUERY,
  ORDER_QUERY,
  ORGANISATION_QUERY,
  RETROSPECTION_QUERY,
  RULE_QUERY,
  SYSTEM_QUERY,
  TASK_QUERY,
  TIMELINE_QUERY,
  VERDICTS,
} from "@fengsui/contract";
import type { z } from "zod";

export type Verdict = (typeof VERDICTS)[number];

type Written<Query> = { readonly [Key in keyof Query]?: Exclude<Query[Key], undefined> };

export type AccountFilter = Written<z.output<typeof ACCOUNT_QUERY>>;
export type AlertFilter = Written<z.output<typeof ALERT_QUERY>>;
export type RuleFilter = Written<z.output<typeof RULE_QUERY>>;
export type RetrospectionFilter = Written<z.output<typeof RETROSPECTION_QUERY>>;
export type DeadLetterFilter = Written<z.output<typeof DEAD_LETTER_QUERY>>;
type Page = Omit<z.output<typeof EVENT_QUERY>, keyof z.output<typeof EVENT_FILTER>>;
export type EventsFilter = z.output<typeof EVENT_FILTER> & Written<Page>;
export type OrganisationFilter = Written<z.output<typeof ORGANISATION_QUERY>>;
export type SystemFilter = Written<z.output<typeof SYSTEM_QUERY>>;
export type AssetFilter = Written<z.output<typeof ASSET_QUERY>>;
export type HostProposalFilter = Written<z.output<typeof HOST_PROPOSAL_QUERY>>;
export type LedgerPage = Written<z.output<typeof MERGE_PROPOSAL_QUERY>>;
export type ImportPreviewFilter = Written<z.output<typeof IMPORT_PREVIEW_QUERY>>;
export type CaseFilter = Written<z.output<typeof CASE_QUERY>>;
export type TaskFilter = Written<z.output<typeof TASK_QUERY>>;
export type TimelineFilter = Written<z.output<typeof TIMELINE_QUERY>>;
export type OrderFilter = Written<z.output<typeof ORDER_QUERY>>;
