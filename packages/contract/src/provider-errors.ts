// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about signing in with a provider of OpenID Connect. */
import { defineError } from "./define-error.ts";

export const PROVIDER_ERRORS = {
  "provider.not_found": defineError(
    "provider.not_found",
    404,
    "There is no such provider to sign in with.",
    "Go back to the sign-in page: it shows those that there are.",
  ),
  "provider.exists": defineError(
    "provider.exists",
    409,
    "The hub knows a provider with this issuer.",
    "Change that one, or remove it first.",
  ),
  "provider.too_many": defineError(
    "provider.too_many",
    409,
    "There are as many providers, or groups of one, as there may be.",
    "Remove what is not needed.",
  ),
  "provider.refused_address": defineError(
    "provider.refused_address",
    422,
    "The hub does not call this address.",
    "Give an https:// address that the internet can reach. For a provider in a network of your own, whoever runs the hub names that network in FENGSUI_PROVIDER_NETWORKS.",
  ),
  "provider.unreachable": defineError(
    "provider.unreachable",
    502,
    "The provider does not answer as one of OpenID Connect should.",
    "Try again in a while, or sign in with your password. An operator of the hub can have the provider checked in the settings; the log of the hub says what was wrong.",
  ),
  "provider.way_lost": defineError(
    "provider.way_lost",
    403,
    "This sign-in was not begun in this browser, was used, or took longer than ten minutes.",
    "Begin again on the sign-in page, and stay in the same browser.",
  ),
  "provider.answer_refused": defineError(
    "provider.answer_refused",
    403,
    "What the provider answered cannot be trusted.",
    "Begin again. If it stays so, tell an operator of the hub: the log of the hub says what was wrong.",
  ),
  "provider.logout_refused": defineError(
    "provider.logout_refused",
    400,
    "What the provider says of somebody who signed out cannot be trusted.",
    "Nothing was ended. Those who run the provider find in the answer what was wrong; the token has to be of an issuer that is known here, for this hub, new, and sent once.",
  ),
  "provider.declined": defineError(
    "provider.declined",
    403,
    "The provider did not sign you in.",
    "Begin again, or ask those who run the provider whether you may use this hub.",
  ),
  "provider.proof_refused": defineError(
    "provider.proof_refused",
    403,
    "What the provider answered does not prove that you are there.",
    "Confirm again, and sign in there anew when it asks, with the account that yours is connected with. A provider that does not say when you signed in cannot be used for this.",
  ),
  "provider.no_account": defineError(
    "provider.no_account",
    403,
    "No account here is connected with who you are at the provider.",
    "If you have an account, sign in with it and connect the provider in your profile. Otherwise ask an administrator of your organisation for an invitation.",
  ),
  "provider.no_role": defineError(
    "provider.no_role",
    403,
    "None of your groups has a role here.",
    "Ask those who run the provider for the right group, or an administrator of your organisation for an invitation.",
  ),
  "provider.email_taken": defineError(
    "provider.email_taken",
    409,
    "An account with your address is here, and is not connected with the provider.",
    "Sign in to that account as before, and connect the provider in your profile. If it is not yours, tell an operator of the hub.",
  ),
  "provider.email_missing": defineError(
    "provider.email_missing",
    422,
    "The provider names no address of yours that it has verified.",
    "Ask those who run the provider to give the hub the claim `email`.",
  ),
  "provider.identity_taken": defineError(
    "provider.identity_taken",
    409,
    "Who you are at the provider is connected with another account here.",
    "Sign in with the provider to see which; disconnect it there first.",
  ),
  "provider.identity_not_found": defineError(
    "provider.identity_not_found",
    404,
    "Your account has no such connection.",
    "Look at the connections in your profile: it may have been removed.",
  ),
  "provider.last_way_in": defineError(
    "provider.last_way_in",
    409,
    "You would have no way left to sign in.",
    "Connect another provider first.",
  ),
  "provider.group_role_exists": defineError(
    "provider.group_role_exists",
    409,
    "The group has a role there already.",
    "Remove that first: what was accepted is never changed.",
  ),
  "provider.group_role_not_found": defineError(
    "provider.group_role_not_found",
    404,
    "There is no such role of a group.",
    "Look at the list: it may have been removed, or be of an organisation that you do not administer.",
  ),
} as const;
