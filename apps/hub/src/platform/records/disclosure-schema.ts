// SPDX-License-Identifier: Apache-2.0
/** The tables of what becomes of a record once it is shared. */
import type { Id } from "../ids.ts";
import type { DefaultTime, Marking, OptionalTime, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

/** What can be recalled, and whose readers are known. */
export type SharedKind = "case" | "publication";
export type ReadWay = "page" | "list" | "export" | "notification" | "mail";

/** By the people of other organisations than its own. */
export interface SharedReadsTable {
  subject_kind: SharedKind;
  subject_id: string;
  organisation_id: OrganisationId;
  person_id: PersonId;
  ways: ReadWay[];
  first_at: Time;
  last_at: Time;
}

export interface RecallsTable {
  id: Id<"recall">;
  organisation_id: OrganisationId;
  subject_kind: SharedKind;
  subject_id: string;
  shared_audience_id: number;
  marking: Marking;
  title: string;
  reason: string;
  person_id: PersonId;
  at: DefaultTime;
}

export interface RecallNoticesTable {
  recall_id: Id<"recall">;
  person_id: PersonId;
  organisation_id: OrganisationId;
  acknowledged_at: OptionalTime;
}

export interface DisclosureTables {
  shared_reads: SharedReadsTable;
  recalls: RecallsTable;
  recall_notices: RecallNoticesTable;
}
