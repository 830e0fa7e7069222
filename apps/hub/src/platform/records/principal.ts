// SPDX-License-Identifier: Apache-2.0
/** In whose name something is done. There is no default: who opens a transaction says it. */
import type { Id } from "../ids.ts";

export type PersonId = Id<"person">;
export type OrganisationId = Id<"organisation">;

export type Principal =
  /** A person with an account: sees what the audiences of their organisations and their name allow. */
  | { readonly kind: "person"; readonly personId: PersonId }
  /** Anybody, without an account: sees what is marked TLP:CLEAR. */
  | { readonly kind: "anonymous" }
  /** The hub itself, for a job of this name: sees everything. Never for work that a request asks for in a person's name. */
  | { readonly kind: "system"; readonly job: string };

export function systemPrincipal(job: string): Principal {
  return { kind: "system", job };
}

export function personPrincipal(personId: PersonId): Principal {
  return { kind: "person", personId };
}

export const ANONYMOUS: Principal = { kind: "anonymous" };
