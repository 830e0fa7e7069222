// SPDX-License-Identifier: Apache-2.0
/** The tables of invitations, and of what is known of an account's sign-ins. */
import type { Id } from "../ids.ts";
import type { DefaultTime, Optional, OptionalTime, OrganisationRole, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export interface InvitationsTable {
  id: Id<"invitation">;
  organisation_id: OrganisationId;
  email: string;
  role: OrganisationRole;
  token_hash: Buffer;
  invited_by: PersonId;
  created_at: DefaultTime;
  expires_at: Time;
  accepted_at: OptionalTime;
  accepted_by: Optional<PersonId>;
  revoked_at: OptionalTime;
}

/** Of the sign-in alone. */
export interface KnownNetworksTable {
  person_id: PersonId;
  network: string;
  seen_at: Time;
}

/** Of the sign-in alone. */
export interface SecondFactorsTable {
  person_id: PersonId;
  /** In base 32, as apps take it. */
  secret: string;
  created_at: DefaultTime;
  /** Null until a code of it was shown; until then none is asked for. */
  confirmed_at: OptionalTime;
  /** Of the last code that was used: no code is good twice. */
  last_step: Optional<number>;
}

/** Of the sign-in alone. */
export interface RecoveryCodesTable {
  person_id: PersonId;
  code_hash: Buffer;
}

export interface PeopleTables {
  second_factors: SecondFactorsTable;
  recovery_codes: RecoveryCodesTable;
  invitations: InvitationsTable;
  known_networks: KnownNetworksTable;
}
