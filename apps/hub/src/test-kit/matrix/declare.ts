// SPDX-License-Identifier: Apache-2.0
/**
 * What a new route has to say of itself here, so that the matrix can call it as everybody: `gate`, who passes to the
 * handler at all; `allowed`, who is answered when it is about a record of the owner; `make`, how such a record comes
 * to be; and `query` and `body`, what is sent, so that who is refused is refused for who they are.
 */
import type { HubRole, OrganisationRole } from "../../platform/records/index.ts";
import { type CallerName, from, MEMBERS, SIGNED_IN } from "./callers.ts";
import type { Ids } from "./maker.ts";
import type { Site } from "./site.ts";

export type Gate =
  | "public"
  | "local"
  | "session"
  | "key"
  | { readonly role: OrganisationRole }
  | { readonly hub: readonly HubRole[] };

export interface Declaration {
  /** As the route itself has it; two say it, so that neither is changed unseen. */
  readonly gate: Gate;
  /** Who is answered about a record of the owner, or anything at all where there is no record. */
  readonly allowed: readonly CallerName[];
  /** Who may see the record, and is told that they may not do this. */
  readonly refused?: readonly CallerName[];
  /** What everybody else is told who passes the gate; the same as of a record that does not exist. */
  readonly unseen?: 400 | 403 | 404 | 200;
  /** A new record of the owner. The names of its ids are those of the parameters of the path; others are for the body. */
  readonly make?: (site: Site) => Promise<Ids>;
  readonly query?: (ids: Ids, site: Site) => Readonly<Record<string, string>>;
  readonly body?: (ids: Ids, site: Site) => unknown;
  /** Where it is not the first that the description names. */
  readonly answers?: number;
  /** The caller is not fit for another call after it. */
  readonly endsCaller?: true;
  /** Of an id whose record the owner may name though it is another's: why. */
  readonly mayBeForeign?: Readonly<Record<string, string>>;
  /** Ids that are only looked for: that nothing is found is an answer, and no error. */
  readonly lookedFor?: readonly string[];
  /** Why everybody may see that it was done: it is no secret (see ../interference). */
  readonly isForEverybody?: string;
  /** Why it tells its few readers of all organisations: what it says is no secret to them (see ../interference). */
  readonly isOfTheWholeHub?: string;
  /** Why what stands beside each other in its list may stand the other way round. */
  readonly isOrderedByChance?: string;
  /** Whom it tells of all organisations, and why: what it says is no secret to them (see ../interference). */
  readonly tellsAll?: Partial<Readonly<Record<HubRole, string>>>;
  /** The answer never ends by itself. */
  readonly isEndless?: true;
}

export type Declarations = Readonly<Record<string, Declaration>>;

type Rest = Omit<Declaration, "gate" | "allowed"> & Partial<Pick<Declaration, "allowed">>;

/** For members with this role; of the owner's record, for those of the owner. */
export function members(lowest: OrganisationRole, rest: Rest = {}): Declaration {
  return { gate: { role: lowest }, allowed: from(lowest), ...rest };
}

/** Without a record: every organisation has its own answer. */
export function anyMember(lowest: OrganisationRole, rest: Rest = {}): Declaration {
  const allowed = MEMBERS.filter((name) =>
    from(lowest).some((own) => own.split(".")[1] === name.split(".")[1]),
  );
  return members(lowest, { allowed, ...rest });
}

export function signedIn(rest: Rest = {}): Declaration {
  return { gate: "session", allowed: SIGNED_IN, ...rest };
}

export function hubRoles(roles: readonly HubRole[], rest: Rest = {}): Declaration {
  return { gate: { hub: roles }, allowed: roles, ...rest };
}

export const BYTES: unique symbol = Symbol("bytes");
