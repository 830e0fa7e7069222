// SPDX-License-Identifier: Apache-2.0
/** The tables of orders, as the migrations make them. */
import type { Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { DefaultJson, Level, Optional, OptionalTime, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export type OrderState =
  | "issued"
  | "acknowledged"
  | "answered"
  | "under_review"
  | "closed"
  | "refused"
  | "withdrawn";

interface OfOrder {
  order_id: Id<"order">;
  organisation_id: OrganisationId;
  audience_id: number;
  round: number;
}

export interface OrdersTable {
  id: Id<"order">;
  organisation_id: OrganisationId;
  audience_id: number;
  marking: "amber" | "amber+strict";
  ordered_id: OrganisationId;
  reference: string;
  title: string;
  measure: string;
  reason: string;
  severity: Level;
  state: Generated<OrderState>;
  round: Generated<number>;
  deadline: Time;
  time_zone: string;
  term_seconds: number;
  condition_rule_keys: Optional<string[]>;
  condition_hosts: Optional<string[]>;
  condition_in: Optional<"issuer" | "ordered">;
  observe_hours: Optional<number>;
  silence_minutes: Optional<number>;
  agrees_to_check: Generated<boolean>;
  issued_by: PersonId;
  issued_at: Time;
  started_at: Time;
  acknowledged_at: OptionalTime;
  answer_id: Optional<Id<"order-answer">>;
  proof_id: Optional<Id<"order-proof">>;
  closed_at: OptionalTime;
  covered_until: OptionalTime;
  next_check_at: OptionalTime;
  changed_at: Time;
  version: Generated<number>;
}

export interface OrderAnswersTable extends OfOrder {
  id: Id<"order-answer">;
  acting_id: OrganisationId;
  person_id: PersonId;
  measure: string;
  done_at: Time;
  evidence_ids: Id<"evidence">[];
  created_at: Time;
}

export interface OrderChecksTable extends OfOrder {
  id: Id<"order-check">;
  acting_id: OrganisationId | null;
  person_id: PersonId | null;
  since: Time;
  created_at: Time;
  finished_at: OptionalTime;
  outcome: Optional<"gone" | "present" | "inconclusive">;
  coverage: DefaultJson;
}

export interface OrderProofsTable extends OfOrder {
  id: Id<"order-proof">;
  kind: "review" | "check";
  answer_id: Optional<Id<"order-answer">>;
  submitted_by: Optional<PersonId>;
  reviewed_by: Optional<PersonId>;
  check_id: Optional<Id<"order-check">>;
  outcome: Optional<string>;
  reason: string;
  created_at: Time;
}

export interface OrderExtensionsTable extends OfOrder {
  id: Id<"order-extension">;
  acting_id: OrganisationId;
  person_id: PersonId;
  until: Time;
  reason: string;
  created_at: Time;
  state: Generated<"asked" | "granted" | "refused">;
  granted_until: OptionalTime;
  decision_reason: Optional<string>;
  decided_by: Optional<PersonId>;
  decided_at: OptionalTime;
}

export interface OrderEntriesTable extends OfOrder {
  id: Id<"order-entry">;
  kind: string;
  acting_id: OrganisationId | null;
  person_id: PersonId | null;
  job: string | null;
  detail: DefaultJson;
  created_at: Time;
  is_mirrored: Generated<boolean>;
}

export interface OrderEscalationsTable extends OfOrder {
  deadline: Time;
  step: string;
  created_at: Time;
}

export interface CaseOrdersTable {
  case_id: Id<"case">;
  organisation_id: OrganisationId;
  audience_id: number;
  order_id: Id<"order">;
}

export interface NoticeTables {
  orders: OrdersTable;
  order_answers: OrderAnswersTable;
  order_checks: OrderChecksTable;
  order_proofs: OrderProofsTable;
  order_extensions: OrderExtensionsTable;
  order_entries: OrderEntriesTable;
  order_escalations: OrderEscalationsTable;
  case_orders: CaseOrdersTable;
}
