// SPDX-License-Identifier: Apache-2.0
/** In whose name something is done. There is no default: who opens a transaction says it. */
import type { Id } from "../ids.ts";

export type PersonId = Id<"person">;
export type OrganisationId = Id<"organisation">;

/**
 * A program acts in the name of a person by a key. It may do at most what the person may, and of that only this; the
 * database sees to it, whatever a query asks.
 */
export interface KeyInHand {
  readonly id: Id<"api-key">;
  /** Nothing of other organisations of the person. */
  readonly organisationIds: readonly OrganisationId[];
  /** Also what is marked TLP:RED, which is for people by name. */
  readonly seesNamed: boolean;
  /** Also by the person's roles of the hub. */
  readonly usesHubRoles: boolean;
}

/** Who asks. Without a key it is the person, who is signed in. */
export interface ActingPerson {
  readonly id: PersonId;
  readonly key: KeyInHand | undefined;
}

export type Principal =
  /** A person with an account: sees what the audiences of their organisations and their name allow. */
  | { readonly kind: "person"; readonly personId: PersonId; readonly key?: KeyInHand }
  /** Anybody, without an account: sees what is marked TLP:CLEAR. */
  | { readonly kind: "anonymous" }
  /** The hub itself, for a job of this name: sees everything. Never for work that a request asks for in a person's name. */
  | { readonly kind: "system"; readonly job: string };

export function systemPrincipal(job: string): Principal {
  return { kind: "system", job };
}

/** For what a request asks for: with the limits of the key that it came by, if any. */
export function personPrincipal({ id, key }: ActingPerson): Principal {
  return { kind: "person", personId: id, ...(key !== undefined && { key }) };
}

/** All that the person may, for what no request asks for: what somebody could read, whom to tell. */
export function wholePerson(personId: PersonId): Principal {
  return { kind: "person", personId };
}

export const ANONYMOUS: Principal = { kind: "anonymous" };
