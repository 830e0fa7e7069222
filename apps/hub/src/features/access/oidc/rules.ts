// SPDX-License-Identifier: Apache-2.0
/** Pure decisions about what a provider says of somebody. */

import { FengsuiError } from "@fengsui/contract";
import { hasRole } from "../../../platform/http/index.ts";
import type { OrganisationId, OrganisationRole } from "../../../platform/records/index.ts";

export const FLOW_MS = 10 * 60_000;
/** Clocks differ. */
const CLOCK_SKEW_MS = 30_000;
/** More groups than anybody is in; what is beyond gives nothing. */
const MAX_GROUPS = 2_000;
const MAX_NAME = 200;

export type Claims = Readonly<Record<string, unknown>>;

/** What the claim of this name holds; with dots, where no claim is named so, what is inside of others. */
export function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Object.entries(value).find(([key]) => key === part)?.[1];
  }
  return value;
}

export function groupsOf(claims: Claims, name: string): string[] {
  const value = claimAt(claims, name);
  const listed: unknown[] = Array.isArray(value) ? value : [value];
  return listed.filter((group): group is string => typeof group === "string").slice(0, MAX_GROUPS);
}

/** The address, unless the provider says that nobody has verified it. */
export function emailOf(claims: Claims): string | undefined {
  const { email, email_verified: isVerified } = {
    email: claims["email"],
    email_verified: claims["email_verified"],
  };
  if (typeof email !== "string" || isVerified === false || isVerified === "false") return undefined;
  return /^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 320 ? email : undefined;
}

export function nameOf(claims: Claims, otherwise: string): string {
  for (const claim of ["name", "preferred_username"]) {
    const value = claims[claim];
    if (typeof value === "string" && value.trim() !== "")
      return value.trim().slice(0, MAX_NAME).toWellFormed();
  }
  return otherwise.slice(0, MAX_NAME);
}

/** What their owner knows an account elsewhere by. */
export function labelOf(claims: Claims, otherwise: string): string {
  for (const claim of ["email", "preferred_username", "name"]) {
    const value = claims[claim];
    if (typeof value === "string" && value.trim() !== "") return value.trim().slice(0, 320).toWellFormed();
  }
  return otherwise.slice(0, 320);
}

/** Of what somebody has or is, beside what they know (RFC 8176). */
const SECOND_METHODS = new Set([
  "otp",
  "hwk",
  "swk",
  "pop",
  "sc",
  "sms",
  "tel",
  "fpt",
  "face",
  "iris",
  "retina",
  "vbm",
]);
const MULTI_FACTOR_CLASSES = new Set([
  "phr",
  "phrh",
  "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
  "http://schemas.openid.net/pape/policies/2007/06/phishing-resistant",
  "https://refeds.org/profile/mfa",
]);

/** As far as the provider says it in words that are the same everywhere; a level that is a number says nothing. */
export function isMultiFactor(claims: Claims): boolean {
  const methods = groupsOf(claims, "amr");
  if (methods.includes("mfa")) return true;
  const knows = methods.some((method) => method === "pwd" || method === "pin");
  if (knows && methods.some((method) => SECOND_METHODS.has(method))) return true;
  const acr = claims["acr"];
  return typeof acr === "string" && MULTI_FACTOR_CLASSES.has(acr);
}

/** Whether somebody signed in at the provider since we asked for it. */
export function isFresh(claims: Claims, begunAt: Date): boolean {
  const at = claims["auth_time"];
  return typeof at === "number" && at * 1000 >= begunAt.getTime() - CLOCK_SKEW_MS;
}

export interface Grant {
  readonly organisationId: OrganisationId;
  readonly role: OrganisationRole;
  readonly group: string;
  readonly isAccepted: boolean;
  /** Nobody administers the organisation. */
  readonly isVacant: boolean;
}

/**
 * Of each organisation the highest role that counts: an accepted one; or administering, where nobody does. An
 * organisation is there without a role where nobody accepted one: what somebody has from before stays until then.
 */
export function rolesOf(grants: readonly Grant[]): Map<OrganisationId, Grant | undefined> {
  const roles = new Map<OrganisationId, Grant | undefined>();
  for (const grant of grants) {
    const before = roles.get(grant.organisationId);
    const counts = grant.isAccepted || (grant.isVacant && grant.role === "administrator");
    const isHigher = before === undefined || hasRole(grant.role, before.role);
    roles.set(grant.organisationId, counts && isHigher ? grant : before);
  }
  return roles;
}

/** So old a logout token may be. */
export const LOGOUT_MS = 10 * 60_000;
/**
 * So long what it said is known: longer than its token could hold, by clocks that differ, and than a way to the provider
 * and one back that waits for a code.
 */
export const LOGOUT_KEPT_MS = Math.max(LOGOUT_MS, 2 * FLOW_MS) + 4 * CLOCK_SKEW_MS;
export const LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";
const MAX_SUBJECT = 255;

/** Who signed out: everywhere, or in one session of the provider. */
export interface Logout {
  readonly subject: string | null;
  readonly sid: string | null;
  readonly tokenId: string;
}

/** Of a token whose signature, issuer, audience and time hold (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
export function logoutOf(claims: Claims): Logout {
  const { events, jti, sub, sid } = {
    events: claims["events"],
    jti: claims["jti"],
    sub: claims["sub"],
    sid: claims["sid"],
  };
  const event = isObject(events)
    ? Object.entries(events).find(([name]) => name === LOGOUT_EVENT)?.[1]
    : undefined;
  if (!isObject(event)) throw logoutRefused("it says of nothing that somebody signed out");
  if (claims["nonce"] !== undefined) throw logoutRefused("it holds a nonce, as what is of a sign-in does");
  const [subject, session] = [shortText(sub), shortText(sid)];
  const tokenId = shortText(jti);
  if (tokenId === null || (subject === null && session === null))
    throw logoutRefused("it does not say who, or which token it is");
  return { subject, sid: session, tokenId };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shortText(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= MAX_SUBJECT ? value : null;
}

export function logoutRefused(detail: string, cause?: unknown): FengsuiError {
  return new FengsuiError("provider.logout_refused", detail, { cause });
}
