// SPDX-License-Identifier: Apache-2.0
/** The tables of whom to tell at an organisation, and of what it answers for. */
import type { Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { Optional, OptionalText, OptionalTime, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export interface OrganisationContactsTable {
  organisation_id: OrganisationId;
  position: number;
  role: "incident" | "security" | "technical" | "abuse" | "legal" | "executive" | "other";
  title: string;
  name: string;
  email: string;
  phone: string;
  hours: string;
  language: Optional<"zh-CN" | "en">;
}

export interface ClaimsTable {
  id: Id<"claim">;
  organisation_id: OrganisationId;
  kind: "domain" | "network" | "asn";
  value: string;
  /** Of a network, for the database to compare. */
  network: OptionalText;
  challenge: string;
  state: Generated<"claimed" | "proved" | "lost">;
  method: Optional<"dns" | "file" | "coordinator">;
  proved_at: OptionalTime;
  proved_by: Optional<PersonId>;
  note: OptionalText;
  file_address: OptionalText;
  outcome: OptionalText;
  checked_at: OptionalTime;
  failures: Generated<number>;
  next_check_at: OptionalTime;
  created_by: PersonId;
  created_at: Time;
  changed_at: Time;
}

export interface ConstituencyTables {
  organisation_contacts: OrganisationContactsTable;
  claims: ClaimsTable;
}
