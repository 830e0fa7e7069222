// SPDX-License-Identifier: Apache-2.0
/** The tables of invitations, and of what is known of an account's sign-ins. */

import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type {
  DefaultTime,
  Json,
  Optional,
  OptionalText,
  OptionalTime,
  OrganisationRole,
  Time,
} from "./column-types.ts";
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

/** Of the hub alone, but that a person who may recover an account adds one. */
export interface PasswordLinksTable {
  id: Id<"password-link">;
  person_id: PersonId;
  token_hash: Buffer;
  made_by: Optional<PersonId>;
  created_at: Time;
  expires_at: Time;
  used_at: OptionalTime;
  ended_at: OptionalTime;
}

export interface AccountLettersTable {
  id: Id<"account-letter">;
  kind: "forgotten" | "link_made" | "password_set" | "disabled" | "enabled" | "notice";
  /** As it was asked for: whether it has an account is found out later. */
  email: OptionalText;
  person_id: Optional<PersonId>;
  notice_id: Optional<Id<"account-notice">>;
  created_at: Time;
  due_at: Time;
  tries: Generated<number>;
}

/** What the owner of an account was told of it. */
export interface AccountNoticesTable {
  id: Id<"account-notice">;
  person_id: PersonId;
  what: string;
  detail: Json;
  created_at: Time;
}

export interface ApiKeysTable {
  id: Id<"api-key">;
  person_id: PersonId;
  name: string;
  secret_hash: Buffer;
  scopes: string[];
  /** Null for all of the owner's. */
  organisation_ids: OrganisationId[] | null;
  rate_per_minute: number;
  created_by: PersonId;
  created_at: DefaultTime;
  expires_at: Time;
  revoked_at: OptionalTime;
  revoked_by: Optional<PersonId>;
  /** To the minute. */
  last_used_at: OptionalTime;
  last_address: OptionalText;
  /** Of its end, which is near. */
  warned_at: OptionalTime;
}

/** What is left of a key in an organisation, by its administrators. */
export interface ApiKeyLimitsTable {
  key_id: Id<"api-key">;
  organisation_id: OrganisationId;
  scopes: string[];
  set_by: PersonId;
  set_at: Time;
}

/** Of the sign-in alone. */
export interface PasskeysTable {
  id: Id<"passkey">;
  person_id: PersonId;
  credential_id: Buffer;
  /** In COSE's form. */
  public_key: Buffer;
  counter: ColumnType<string, number, number>;
  transports: string[];
  is_backup_eligible: boolean;
  is_backed_up: boolean;
  name: string;
  created_at: DefaultTime;
  last_used_at: OptionalTime;
}

export type PasskeyPurpose = "sign_in" | "prove" | "add";

/** Of the sign-in alone. */
export interface PasskeyChallengesTable {
  challenge_hash: Buffer;
  purpose: PasskeyPurpose;
  /** Whose answer it must be; null where one is about to sign in. */
  person_id: PersonId | null;
  expires_at: Time;
}

export interface PeopleTables {
  passkeys: PasskeysTable;
  passkey_challenges: PasskeyChallengesTable;
  password_links: PasswordLinksTable;
  account_letters: AccountLettersTable;
  account_notices: AccountNoticesTable;
  api_keys: ApiKeysTable;
  api_key_limits: ApiKeyLimitsTable;
  second_factors: SecondFactorsTable;
  recovery_codes: RecoveryCodesTable;
  invitations: InvitationsTable;
  known_networks: KnownNetworksTable;
}
