// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about sharing groups and clients. */
import { defineError } from "./define-error.ts";

export const SHARING_ERRORS = {
  "sharing_group.not_found": defineError(
    "sharing_group.not_found",
    404,
    "There is no such sharing group.",
    "Look at the list of groups: you may have left it, or it is not for your organisation to see.",
  ),
  "sharing_group.closed": defineError(
    "sharing_group.closed",
    409,
    "The sharing group is closed.",
    "It stays closed. Create another group and add its members.",
  ),
  "sharing_group.member_not_found": defineError(
    "sharing_group.member_not_found",
    404,
    "There is no such member of the sharing group.",
    "Look at the list of its members: the organisation may have left.",
  ),
  "sharing_group.limit": defineError(
    "sharing_group.limit",
    409,
    "The organisation runs as many sharing groups as it may.",
    "Close some that nobody uses.",
  ),
  "organisation_client.not_found": defineError(
    "organisation_client.not_found",
    404,
    "There is no such client.",
    "Look at the list of clients: it may have ended.",
  ),
  "organisation_client.exists": defineError(
    "organisation_client.exists",
    409,
    "The organisation is declared as a client already.",
    "Wait until it confirms, or end it and declare it again.",
  ),
  "organisation_client.ended": defineError(
    "organisation_client.ended",
    409,
    "It has ended.",
    "Have it declared again.",
  ),
} as const;
