// SPDX-License-Identifier: Apache-2.0
/** The door of the client: `createHubClient`, what its calls answer, and how they fail. */
export type { EvidenceOf } from "./case-calls.ts";
export type { RetrospectionVerb } from "./detection-calls.ts";
export type {
  AlertFilter,
  AssetFilter,
  CaseFilter,
  DeadLetterFilter,
  EventsFilter,
  HostProposalFilter,
  ImportPreviewFilter,
  LedgerPage,
  OrderFilter,
  OrganisationFilter,
  RetrospectionFilter,
  RuleFilter,
  SystemFilter,
  TaskFilter,
  TimelineFilter,
  Verdict,
} from "./filters.ts";
export { createHubClient, type HubClient } from "./hub-client.ts";
export { HubProblem, type HubProblemKind, problemOf } from "./hub-problem.ts";
export type { DeliveryFilter, NotificationFilter } from "./notification-calls.ts";
export type { PublicationFilter } from "./publication-calls.ts";
export type { SharingGroupFilter } from "./sharing-calls.ts";
export type { HubClientOptions } from "./transport.ts";
