// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about keys of the API and service accounts. */
import { defineError } from "./define-error.ts";

export const KEY_ERRORS = {
  "access.key_refused": defineError(
    "access.key_refused",
    401,
    "The key is not one that holds.",
    "Look at the page of keys: it may have expired or been revoked. Send it whole, in the header Authorization, after the word Bearer.",
  ),
  "access.key_scope": defineError(
    "access.key_scope",
    403,
    "The key is not for this.",
    "Make a key with the scope that is named; /api/v1/openapi.json says for each call which one it takes, and which are for people alone.",
  ),
  "access.key_and_session": defineError(
    "access.key_and_session",
    400,
    "A key and a session came with one request.",
    "Send the key without cookies, or the cookie without a key.",
  ),
  "access.key_not_found": defineError(
    "access.key_not_found",
    404,
    "There is no such key.",
    "Look at the list of keys: it may have been revoked already.",
  ),
  "access.key_limit": defineError(
    "access.key_limit",
    409,
    "There are as many keys as there may be.",
    "Revoke those that nobody uses; the list says when each was used last.",
  ),
  "access.key_expiry": defineError(
    "access.key_expiry",
    422,
    "A key cannot hold until then.",
    "Choose a time in the future, and at most a year from now.",
  ),
  "access.key_widens": defineError(
    "access.key_widens",
    403,
    "The key would be for more than its owner may do.",
    "Name only organisations that you are in. A service account has no roles of the hub, and nothing is named to it.",
  ),
  "access.service_not_found": defineError(
    "access.service_not_found",
    404,
    "There is no such service account.",
    "Look at the service accounts of the organisation: it may have been ended.",
  ),
  "access.service_role": defineError(
    "access.service_role",
    409,
    "Only a person can have this role.",
    "Make the service account a viewer, an analyst or a responder, and leave the rest to people.",
  ),
};
