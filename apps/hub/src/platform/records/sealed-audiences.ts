// SPDX-License-Identifier: Apache-2.0
/**
 * The lists of audiences that the database sealed for readers (migration 0046), to be offered to it again. Nothing is
 * decided here: the database believes a list only by its seal, for the reader that it is of, as long as nothing changed
 * that the rule is made from.
 */
import type { Principal } from "./principal.ts";

/** In hexadecimal digits, before the list. */
const SEAL_LENGTH = 64;

/** A list has some five characters for each audience: about a kilobyte for most readers. */
const MOST_READERS = 1000;

export class SealedAudiences {
  readonly #lists = new Map<string, string>();

  /** Empty where there is none. */
  of(principal: Principal): string {
    const reader = nameOf(principal);
    const list = this.#lists.get(reader);
    if (list === undefined) return "";
    this.#lists.delete(reader); // and to the end, as the last that was used
    this.#lists.set(reader, list);
    return list;
  }

  keep(principal: Principal, list: string): void {
    const reader = nameOf(principal);
    this.#lists.delete(reader);
    this.#lists.set(reader, list);
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > MOST_READERS && oldest !== undefined) this.#lists.delete(oldest);
  }
}

export function listIn(sealed: string): string {
  return sealed.slice(SEAL_LENGTH);
}

/** Whoever has the same name sees the same, as far as a list goes. */
function nameOf(principal: Principal): string {
  if (principal.kind !== "person") return principal.kind;
  const { personId, key } = principal;
  return JSON.stringify([personId, key && [key.organisationIds.toSorted(), key.seesNamed, key.usesHubRoles]]);
}
