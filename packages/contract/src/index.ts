// SPDX-License-Identifier: Apache-2.0
/** The door of the contract: what crosses the boundaries of the product, now the error catalogue. */
export type { ErrorCode, ErrorDefinition, FengsuiErrorOptions } from "./errors.ts";
export { defineError, ERRORS, FengsuiError } from "./errors.ts";
