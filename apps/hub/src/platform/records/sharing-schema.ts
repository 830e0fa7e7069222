// SPDX-License-Identifier: Apache-2.0
/** The tables of sharing groups, and of the clients that organisations have. */
import type { Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { DefaultTime, Optional, OptionalText, OptionalTime, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export interface SharingGroupsTable {
  id: Id<"sharing-group">;
  organisation_id: OrganisationId;
  name: string;
  description: Generated<string>;
  /** Its members may pass AMBER on to their clients. */
  may_pass_on: Generated<boolean>;
  sector: OptionalText;
  is_listed: Generated<boolean>;
  created_at: DefaultTime;
  closed_at: OptionalTime;
}

export interface SharingGroupMembersTable {
  sharing_group_id: Id<"sharing-group">;
  organisation_id: OrganisationId;
  is_hidden: Generated<boolean>;
  added_by: Optional<PersonId>;
  created_at: DefaultTime;
}

export interface OrganisationClientsTable {
  id: Id<"organisation-client">;
  /** Who passes on. */
  organisation_id: OrganisationId;
  client_id: OrganisationId;
  declared_by: Optional<PersonId>;
  since: DefaultTime;
  confirmed_at: OptionalTime;
  confirmed_by: Optional<PersonId>;
  /** Counted, and not named, to those who share with the organisation. */
  is_hidden: Generated<boolean>;
  ended_at: OptionalTime;
  ended_by: Optional<PersonId>;
}

export interface GroupRequestsTable {
  id: Id<"sharing-request">;
  sharing_group_id: Id<"sharing-group">;
  /** Who asks. */
  organisation_id: OrganisationId;
  asked_by: PersonId;
  reason: string;
  asked_at: Time;
  answer: Optional<"granted" | "refused">;
  answer_reason: OptionalText;
  answered_by: Optional<PersonId>;
  answered_at: OptionalTime;
}

/** As who asked sees it. */
export interface AccessRequestsTable {
  id: Id<"sharing-request">;
  organisation_id: OrganisationId;
  asked_by: PersonId;
  reference: string;
  reason: string;
  asked_at: Time;
  expires_at: Time;
  looked_at: OptionalTime;
  answer: Optional<"granted" | "refused">;
  answer_reason: OptionalText;
  answered_at: OptionalTime;
}

/** As the owner of the record sees it. */
export interface AccessPetitionsTable {
  id: Id<"sharing-request">;
  organisation_id: OrganisationId;
  case_id: Id<"case">;
  asking_id: OrganisationId;
  reason: string;
  asked_at: Time;
  expires_at: Time;
  answer: Optional<"granted" | "refused" | "ignored">;
  answer_reason: OptionalText;
  answered_by: Optional<PersonId>;
  answered_at: OptionalTime;
}

export interface SharingTables {
  group_requests: GroupRequestsTable;
  access_requests: AccessRequestsTable;
  access_petitions: AccessPetitionsTable;
  sharing_groups: SharingGroupsTable;
  sharing_group_members: SharingGroupMembersTable;
  organisation_clients: OrganisationClientsTable;
}
