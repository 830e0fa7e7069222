// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about sharing groups, clients and requests. */
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
  "sharing_request.not_found": defineError(
    "sharing_request.not_found",
    404,
    "There is no such request.",
    "Look at the list of requests.",
  ),
  "sharing_request.exists": defineError(
    "sharing_request.exists",
    409,
    "The organisation has asked already, or is in the group.",
    "Wait for the answer; it stands in the list of requests.",
  ),
  "sharing_request.answered": defineError(
    "sharing_request.answered",
    409,
    "The request waits for no answer any more.",
    "Look at the list of requests: it was answered, or it expired.",
  ),
  "sharing_request.limit": defineError(
    "sharing_request.limit",
    409,
    "The organisation has as many requests waiting as it may.",
    "Wait until some are answered or expire.",
  ),
  "sharing_request.not_grantable": defineError(
    "sharing_request.not_grantable",
    409,
    "What is RED is for the people it names; no organisation is added to it.",
    "Share it otherwise first, or refuse the request.",
  ),
} as const;
