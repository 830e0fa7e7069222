// SPDX-License-Identifier: Apache-2.0
/** What the pages of people decide. */
import type { Invitation } from "@fengsui/contract";

/** The token stands after the `#`, so that no server or proxy logs it. */
export function invitationLink(origin: string, token: string): string {
  return `${origin}/invitation#token=${token}`;
}

const ORDER: readonly Invitation["state"][] = ["open", "expired", "accepted", "revoked"];

/** Those that somebody waits for first. */
export function byState(invitations: readonly Invitation[]): readonly Invitation[] {
  return invitations.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

/** The organisation whose people are shown: the chosen one, else the first that one administers, else the first. */
export function shownOrganisation<O extends { readonly id: string; readonly role: string }>(
  organisations: readonly O[],
  chosen: string | undefined,
): O | undefined {
  return (
    organisations.find(({ id }) => id === chosen) ??
    organisations.find(({ role }) => role === "administrator") ??
    organisations[0]
  );
}
