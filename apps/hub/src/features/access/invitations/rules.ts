// SPDX-License-Identifier: Apache-2.0
/** Pure decisions about invitations. */
import type { Invitation } from "@fengsui/contract";

const DAY_MS = 24 * 60 * 60_000;
/** Long enough for somebody who is away for a weekend, and no open door for ever. */
export const INVITATION_MS = 7 * DAY_MS;
export const MAX_OPEN_INVITATIONS = 200;

export interface InvitationTimes {
  readonly expires_at: Date;
  readonly accepted_at: Date | null;
  readonly revoked_at: Date | null;
}

export function stateOf(
  { expires_at, accepted_at, revoked_at }: InvitationTimes,
  now: Date,
): Invitation["state"] {
  if (accepted_at !== null) return "accepted";
  if (revoked_at !== null) return "revoked";
  return expires_at <= now ? "expired" : "open";
}
