// SPDX-License-Identifier: Apache-2.0
/**
 * A forgotten password: asked for by mail, or by a one-time link of somebody who may make one, and set anew. Whoever
 * sets it is not signed in by that: the sign-in that follows asks for the second factor as ever.
 */
import { FengsuiError, type NewPassword, type PasswordLink } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { RateLimiter, type SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { newId } from "../../../platform/ids.ts";
import {
  audited,
  type OrganisationId,
  type PersonId,
  personPrincipal,
  type Records,
  systemPrincipal,
  type Tx,
  unaudited,
} from "../../../platform/records/index.ts";
import { findRole } from "../members/records.ts";
import { tellOwner } from "../notices/tell-owner.ts";
import { hashPassword, requireStrong } from "../passwords.ts";
import { deleteSessionsOf, forgetNetworks } from "../records.ts";
import { hashToken, newToken } from "../tokens.ts";
import * as store from "./records.ts";
import { PASSWORD_LINK_MS } from "./rules.ts";

export interface RecoveryParts {
  readonly records: Records;
  readonly clock: Clock;
  /** Whether the hub sends mail. */
  readonly hasMail: boolean;
  /** Has the letters sent now and not in a minute. */
  readonly wakeLetters: () => void;
}

/** Nobody is signed in: it is the hub that looks. */
const RECOVERY = systemPrincipal("recovery");
const LINKS = { burst: 20, everyMs: 60_000 };

export class Recovery {
  readonly #parts: RecoveryParts;
  readonly #rate: RateLimiter;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
    this.#rate = new RateLimiter(LINKS, parts.clock);
  }

  /** Looks nothing up: what is done is the same for an address with an account and one without. */
  async ask(email: string): Promise<{ isMailed: boolean }> {
    const { records, clock, hasMail, wakeLetters } = this.#parts;
    if (!hasMail) return { isMailed: false };
    const id = newId<"account-letter">(clock);
    await records.transaction(RECOVERY, (tx) =>
      unaudited(tx, "what comes of it is audited when there is an account", (write) =>
        store.askByMail(write, { id, email: email.toLowerCase(), now: tx.now }),
      ),
    );
    wakeLetters();
    return { isMailed: true };
  }

  async setPassword({ token, password }: NewPassword): Promise<void> {
    const { records, clock, wakeLetters } = this.#parts;
    const hash = hashToken(token);
    const found = await records.read(RECOVERY, (tx) => store.findOpenLink(tx, hash));
    if (found === undefined) throw invalid();
    requireStrong(password, [found.email, found.name]);
    const secret = await hashPassword(password);
    const { id, personId } = found;
    const subject = { kind: "person", id: personId };
    await records.transaction(RECOVERY, (tx) =>
      audited(tx, { action: "person.set_password", subject, organisationId: null }, async (write) => {
        if ((await store.findOpenLink(tx, hash)) === undefined) throw invalid();
        if (!(await store.useLink(write, { id, personId, now: tx.now }))) throw invalid();
        await store.putPassword(write, personId, { secret, now: tx.now });
        await deleteSessionsOf(write, personId);
        await forgetNetworks(write, personId);
        const letter = newId<"account-letter">(clock);
        await store.insertLetter(write, { id: letter, kind: "password_set", personId, now: tx.now });
        await tellOwner(write, { personId, what: "password_set", now: tx.now });
      }),
    );
    wakeLetters();
  }

  /** By an administrator, of somebody of theirs whose account opens nothing else. */
  async makeLinkAsAdministrator(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    personId: PersonId,
  ): Promise<PasswordLink> {
    requireRole(signedIn, organisationId, "administrator");
    return await this.#makeLink(signedIn, personId, organisationId, async (tx) => {
      if ((await findRole(tx, organisationId, personId)) === undefined)
        throw new FengsuiError("access.member_not_found", "nobody there has this id");
    });
  }

  /** By an operator of the hub, of any account. */
  async makeLinkAsOperator(signedIn: SignedIn, personId: PersonId): Promise<PasswordLink> {
    return await this.#makeLink(signedIn, personId, null, async () => undefined);
  }

  async #makeLink(
    { person }: SignedIn,
    personId: PersonId,
    organisationId: OrganisationId | null,
    requireThere: (tx: Tx) => Promise<void>,
  ): Promise<PasswordLink> {
    const { records, clock, wakeLetters } = this.#parts;
    this.#rate.take(person.id);
    const { text: token, hash } = newToken();
    const subject = { kind: "person", id: personId };
    const entry = { action: "person.password_link", subject, organisationId, detail: { by: "hand" } };
    const expiresAt = await records.transaction(personPrincipal(person), async (tx) => {
      await requireThere(tx);
      if (!(await store.mayRecover(tx, personId))) throw refusalOf(organisationId);
      const expires = new Date(tx.now.getTime() + PASSWORD_LINK_MS);
      await audited(tx, entry, async (write) => {
        await store.insertLink(write, {
          id: newId<"password-link">(clock),
          person_id: personId,
          token_hash: hash,
          made_by: person.id,
          created_at: tx.now,
          expires_at: expires,
        });
        const letter = newId<"account-letter">(clock);
        await store.insertLetter(write, { id: letter, kind: "link_made", personId, now: tx.now });
        await tellOwner(write, { personId, what: "link_made", now: tx.now });
      });
      return expires;
    });
    wakeLetters();
    return { token, expiresAt: expiresAt.toISOString() };
  }
}

function refusalOf(organisationId: OrganisationId | null): FengsuiError {
  return organisationId === null
    ? new FengsuiError("access.account_not_found", "no account in use that is not yours has this id")
    : new FengsuiError(
        "access.recovery_elsewhere",
        "it is of other organisations, too, or has a role of the hub",
      );
}

function invalid(): FengsuiError {
  return new FengsuiError("access.link_invalid", "the token sets nothing");
}
