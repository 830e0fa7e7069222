// SPDX-License-Identifier: Apache-2.0
/** Who may call a route. A route says it; there is no default, and without it a route cannot be registered. */
import type { HubRole, OrganisationRole } from "../records/index.ts";

export type Policy =
  /** Anybody. The principal is anonymous, also where somebody is signed in. */
  | { readonly kind: "public" }
  /** A program on this machine, such as what collects the metrics; or an operator of the hub. */
  | { readonly kind: "local" }
  /** Anybody who is signed in. */
  | { readonly kind: "session" }
  /** Who has this role, or a higher one, in some organisation. In which, the service decides. */
  | { readonly kind: "role"; readonly lowest: OrganisationRole }
  /** Who has one of these roles of the hub. */
  | { readonly kind: "hubRole"; readonly roles: readonly HubRole[] }
  /** A source, by its key. */
  | { readonly kind: "ingestKey" };

export const PUBLIC: Policy = { kind: "public" };
export const LOCAL: Policy = { kind: "local" };
export const SESSION: Policy = { kind: "session" };
export const INGEST_KEY: Policy = { kind: "ingestKey" };

export function role(lowest: OrganisationRole): Policy {
  return { kind: "role", lowest };
}

export function hubRole(...roles: readonly HubRole[]): Policy {
  return { kind: "hubRole", roles };
}

const KINDS: Readonly<Record<Policy["kind"], true>> = {
  public: true,
  local: true,
  session: true,
  role: true,
  hubRole: true,
  ingestKey: true,
};

/** Types can be passed by; this cannot. */
export function isPolicy(value: unknown): value is Policy {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return typeof value.kind === "string" && Object.hasOwn(KINDS, value.kind);
}

/** Only who is signed in gets past it. */
export function isOfSessions({ kind }: Policy): boolean {
  return kind === "session" || kind === "role" || kind === "hubRole";
}

/** From the least to the most. */
const RANKS: readonly OrganisationRole[] = ["viewer", "analyst", "responder", "manager", "administrator"];

export function hasRole(held: OrganisationRole, lowest: OrganisationRole): boolean {
  return RANKS.indexOf(held) >= RANKS.indexOf(lowest);
}
