// SPDX-License-Identifier: Apache-2.0
/** The door of the client: `createHubClient`, what its calls answer, and how they fail. */
export type { RetrospectionVerb } from "./detection-calls.ts";
export type {
  AlertFilter,
  AssetFilter,
  DeadLetterFilter,
  EventsFilter,
  HostProposalFilter,
  ImportPreviewFilter,
  LedgerPage,
  OrganisationFilter,
  RetrospectionFilter,
  RuleFilter,
  SystemFilter,
  Verdict,
} from "./filters.ts";
export { createHubClient, type HubClient } from "./hub-client.ts";
export { HubProblem, type HubProblemKind } from "./hub-problem.ts";
export type { HubClientOptions } from "./transport.ts";
