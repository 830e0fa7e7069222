// SPDX-License-Identifier: Apache-2.0
/** The door of the contract: the error catalogue, and the schemas of what crosses the product's own API. */
export * from "./access.ts";
export * from "./accounts.ts";
export * from "./cases.ts";
export * from "./constituency.ts";
export { defineError, type ErrorDefinition } from "./define-error.ts";
export * from "./demo.ts";
export * from "./detection.ts";
export type { ErrorCode, FengsuiErrorOptions, InputIssue } from "./errors.ts";
export { ERRORS, FengsuiError } from "./errors.ts";
export * from "./events.ts";
export * from "./evidence.ts";
export * from "./ledger.ts";
export * from "./ledger-import.ts";
export * from "./live.ts";
export * from "./marking.ts";
export * from "./notices.ts";
export * from "./notifications.ts";
export * from "./organisations.ts";
export * from "./people.ts";
export { PROBLEM, PROBLEM_MEDIA_TYPE, type Problem, problemType } from "./problem.ts";
export * from "./providers.ts";
export * from "./retention.ts";
export * from "./retrospections.ts";
export * from "./sharing-groups.ts";
export * from "./situation.ts";
export * from "./source-mapping.ts";
export * from "./source-settings.ts";
