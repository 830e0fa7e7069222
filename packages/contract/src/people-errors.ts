// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about people, invitations and roles. */
import { defineError } from "./define-error.ts";

export const PEOPLE_ERRORS = {
  "access.code_required": defineError(
    "access.code_required",
    401,
    "The account asks for a one-time code, too.",
    "Send the code that your app shows, or one of the recovery codes.",
  ),
  "access.code_wrong": defineError(
    "access.code_wrong",
    403,
    "The code does not hold, or no longer.",
    "Take the code that the app shows now; each holds half a minute, and once. If it never does, check the clock of the telephone.",
  ),
  "access.password_wrong": defineError(
    "access.password_wrong",
    403,
    "The password is not that of the account.",
    "Type the password with which you sign in. Who has forgotten it signs out and asks for a link.",
  ),
  "access.step_up_required": defineError(
    "access.step_up_required",
    403,
    "This needs a fresh proof that it is you.",
    "Confirm it with your password or a passkey (POST /api/v1/session/proof), then send the same request again. A proof holds for ten minutes; a key of a program has none.",
  ),
  "access.passkey_refused": defineError(
    "access.passkey_refused",
    403,
    "The passkey was not accepted.",
    "Try once more; a question is answered within five minutes, and once. If it is refused again, sign in another way and add the passkey anew.",
  ),
  "access.passkeys_unavailable": defineError(
    "access.passkeys_unavailable",
    409,
    "Passkeys need an address with a name.",
    "Whoever runs the hub sets FENGSUI_PUBLIC_URL to the https address that people open, with a host name and not a number.",
  ),
  "access.passkey_not_found": defineError(
    "access.passkey_not_found",
    404,
    "You have no such passkey.",
    "Look at the list of your passkeys: it may have been removed.",
  ),
  "access.passkey_exists": defineError(
    "access.passkey_exists",
    409,
    "This passkey is added already.",
    "Use it, or take another device.",
  ),
  "access.passkey_limit": defineError(
    "access.passkey_limit",
    409,
    "The account has as many passkeys as it may have.",
    "Remove one that is not used any more.",
  ),
  "access.last_way_in": defineError(
    "access.last_way_in",
    409,
    "It is the only thing that the account signs in with.",
    "Add another passkey first, or set a password.",
  ),
  "access.second_factor_exists": defineError(
    "access.second_factor_exists",
    409,
    "One-time codes are asked for already.",
    "Turn them off first, to set them up with another app.",
  ),
  "access.second_factor_missing": defineError(
    "access.second_factor_missing",
    409,
    "The account has no one-time codes for this.",
    "Begin to set them up, then show a code of the app.",
  ),
  "access.invitation_invalid": defineError(
    "access.invitation_invalid",
    403,
    "The invitation cannot be used like this.",
    "If you have an account here, sign in first and open the link again. Otherwise the link was used, replaced or withdrawn, or is too old: ask for a new one.",
  ),
  "access.invitation_for_another": defineError(
    "access.invitation_for_another",
    403,
    "The invitation is for another address than yours.",
    "Sign out, then open the link again; or ask for an invitation to your own address.",
  ),
  "access.invitation_exists": defineError(
    "access.invitation_exists",
    409,
    "The address has an open invitation to the organisation.",
    "Make a new link for it, or withdraw it and invite again.",
  ),
  "access.invitation_not_found": defineError(
    "access.invitation_not_found",
    404,
    "There is no such open invitation.",
    "Look at the list of invitations: it may have been accepted or withdrawn.",
  ),
  "access.invitation_limit": defineError(
    "access.invitation_limit",
    409,
    "The organisation has as many open invitations as it may have.",
    "Withdraw some that nobody will use.",
  ),
  "access.member_exists": defineError(
    "access.member_exists",
    409,
    "Somebody with this address is in the organisation already.",
    "Change that person's role instead.",
  ),
  "access.member_not_found": defineError(
    "access.member_not_found",
    404,
    "There is nobody with this id in the organisation.",
    "Look at the list of its people.",
  ),
  "access.last_administrator": defineError(
    "access.last_administrator",
    409,
    "An organisation keeps at least one administrator.",
    "Make somebody else an administrator first.",
  ),
  "access.last_operator": defineError(
    "access.last_operator",
    409,
    "The hub keeps at least one operator.",
    "Make somebody else an operator first.",
  ),
  "access.link_invalid": defineError(
    "access.link_invalid",
    403,
    "The link sets no password any more.",
    "It was used, or is older than an hour. Ask for a new one.",
  ),
  "access.recovery_elsewhere": defineError(
    "access.recovery_elsewhere",
    403,
    "The account is not yours alone to recover.",
    "An administrator makes a link where they administer everything that the account opens, and where it has a password. Ask an operator of the hub.",
  ),
  "access.account_not_found": defineError(
    "access.account_not_found",
    404,
    "There is no such account, or its state is that already.",
    "Look at the list of accounts.",
  ),
  "access.disable_oneself": defineError(
    "access.disable_oneself",
    409,
    "Nobody disables their own account.",
    "Ask another operator of the hub.",
  ),
  "access.session_not_found": defineError(
    "access.session_not_found",
    404,
    "You have no such session.",
    "Look at the list of your sessions: it may have ended.",
  ),
  "organisation.centre_cycle": defineError(
    "organisation.centre_cycle",
    409,
    "An organisation cannot be below itself.",
    "Choose a centre that is not below this organisation.",
  ),
} as const;
