// SPDX-License-Identifier: Apache-2.0
/** The tables of signing in with a provider of OpenID Connect. */
import type { Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { Optional, OptionalText, OptionalTime, OrganisationRole, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export interface IdentityProvidersTable {
  id: Id<"identity-provider">;
  name: string;
  issuer: string;
  client_id: string;
  /** Only the sign-in reads it. */
  client_secret: OptionalText;
  scopes: string;
  groups_claim: string;
  makes_accounts: boolean;
  trusts_second_factor: boolean;
  is_enabled: Generated<boolean>;
  created_by: PersonId;
  created_at: Time;
  changed_at: Time;
  removed_at: OptionalTime;
}

/** A role in an organisation, or one of the hub. */
export interface GroupRolesTable {
  id: Id<"group-role">;
  provider_id: Id<"identity-provider">;
  group_name: string;
  organisation_id: Optional<OrganisationId>;
  role: Optional<OrganisationRole>;
  hub_role: Optional<"coordinator">;
  created_by: PersonId;
  created_at: Time;
  accepted_by: Optional<PersonId>;
  accepted_at: OptionalTime;
}

export interface IdentitiesTable {
  id: Id<"identity">;
  person_id: PersonId;
  issuer: string;
  /** Only the sign-in reads it. */
  subject: string;
  /** What the provider calls them, for their owner to know it again. */
  label: string;
  created_at: Time;
  used_at: Time;
}

/** Of the sign-in alone. */
export interface ProviderSessionsTable {
  session_id: Id<"session">;
  provider_id: Id<"identity-provider">;
  subject: string;
  /** What the provider calls the session. */
  sid: OptionalText;
  id_token: string;
}

/** Of the sign-in alone: what a provider said of who signed out there, so that it counts once, and for ways under way. */
export interface ProviderLogoutsTable {
  provider_id: Id<"identity-provider">;
  token_hash: Buffer;
  until: Time;
  subject: Optional<string>;
  sid: Optional<string>;
  heard_at: Time;
}

/** `code`: the provider has said who it is, and a one-time code is waited for. */
export type FlowPurpose = "enter" | "connect" | "prove" | "code";

/** Of the sign-in alone. */
export interface ProviderFlowsTable {
  state_hash: Buffer;
  browser_hash: Buffer;
  provider_id: Id<"identity-provider">;
  purpose: FlowPurpose;
  person_id: Optional<PersonId>;
  session_id: Optional<Id<"session">>;
  invitation_hash: Optional<Buffer>;
  nonce: string;
  verifier: string;
  /** Where the provider sends the browser to. */
  return_to: string;
  grant_detail: Optional<string>;
  begun_at: Time;
  expires_at: Time;
}

export interface ProviderTables {
  identity_providers: IdentityProvidersTable;
  group_roles: GroupRolesTable;
  identities: IdentitiesTable;
  provider_sessions: ProviderSessionsTable;
  provider_logouts: ProviderLogoutsTable;
  provider_flows: ProviderFlowsTable;
}
