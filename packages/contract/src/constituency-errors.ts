// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about what organisations answer for. */
import { defineError } from "./define-error.ts";

export const CONSTITUENCY_ERRORS = {
  "claim.invalid": defineError(
    "claim.invalid",
    422,
    "This is no domain, network or autonomous system that can be claimed.",
    "Write a domain such as example.org, a network such as 192.0.2.0/24 or 2001:db8::/32, or a number such as AS64500.",
  ),
  "claim.exists": defineError(
    "claim.exists",
    409,
    "The organisation has claimed it already.",
    "Look at the list of what it claims.",
  ),
  "claim.not_found": defineError(
    "claim.not_found",
    404,
    "There is no such claim.",
    "Look at the list of what the organisation claims: it may have been withdrawn.",
  ),
  "claim.too_many": defineError(
    "claim.too_many",
    409,
    "The organisation claims as much as it may.",
    "Withdraw what is covered by something wider.",
  ),
} as const;
