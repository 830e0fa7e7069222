// SPDX-License-Identifier: Apache-2.0
/**
 * The door of the system of record. One transaction is one use case, in the name of one principal; row-level security
 * in the database decides what that principal sees; every change has its audit entry in the same transaction.
 */

export type * from "./alert-schema.ts";
export { type Audience, ensureAudience } from "./audiences.ts";
export { type AuditEntry, audited, unaudited } from "./audit.ts";
export type * from "./case-schema.ts";
export type * from "./correlation-schema.ts";
export type * from "./disclosure-schema.ts";
export type * from "./evidence-schema.ts";
export type * from "./indicator-schema.ts";
export type * from "./ledger-schema.ts";
export type * from "./notice-schema.ts";
export type * from "./notification-schema.ts";
export { announce, type Message } from "./outbox.ts";
export {
  type ActingPerson,
  ANONYMOUS,
  type KeyInHand,
  type OrganisationId,
  type PersonId,
  type Principal,
  personPrincipal,
  systemPrincipal,
  wholePerson,
} from "./principal.ts";
export type * from "./publication-schema.ts";
export { openRecords, type Records, type RecordsConfig, type RecordsParts } from "./records.ts";
export type * from "./retention-schema.ts";
export type * from "./retrospection-schema.ts";
export type * from "./schema.ts";
export { isSeen } from "./seen-rows.ts";
export type { Reader, ReadTx, Tx, Writer } from "./unit-of-work.ts";
