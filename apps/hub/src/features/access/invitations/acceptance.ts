// SPDX-License-Identifier: Apache-2.0
/**
 * The other end of an invitation: who holds its token looks at it, and accepts it with a new account or with the own
 * one. To look says nothing of whether the address has an account; accepting as somebody new where it has one is
 * answered as a link that is not valid.
 */
import { FengsuiError, type InvitationAcceptance, type InvitationLook } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { isUniqueViolation } from "../../../platform/records/failures.ts";
import {
  type ActingPerson,
  audited,
  type OrganisationId,
  type PersonId,
  personPrincipal,
  type Records,
  systemPrincipal,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { hashPassword, requireStrong } from "../passwords.ts";
import { type SessionClient, type StartedSession, startSession } from "../start-session.ts";
import { hashToken } from "../tokens.ts";
import * as store from "./records.ts";

/** Before somebody is signed in, it is the hub that looks. */
const INVITED = systemPrincipal("invitation");

interface Joining extends ActingPerson {
  readonly email: string;
}

export class Acceptance {
  readonly #records: Records;
  readonly #clock: Clock;

  constructor({ records, clock }: { readonly records: Records; readonly clock: Clock }) {
    this.#records = records;
    this.#clock = clock;
  }

  async look(token: string): Promise<InvitationLook> {
    const { organisation, email, role, invitedBy, expires_at } = await this.#find(hashToken(token));
    return { organisation, email, role, invitedBy, expiresAt: expires_at.toISOString() };
  }

  /** A new account, and signed in with it. */
  async acceptAsNew(
    { token, name, password, language = "zh-CN" }: InvitationAcceptance,
    client: SessionClient,
  ): Promise<StartedSession> {
    const invitation = await this.#find(hashToken(token));
    requireStrong(password, [invitation.email, name, invitation.organisation]);
    const secret = await hashPassword(password);
    const id: PersonId = newId<"person">(this.#clock);
    const account = { id, email: invitation.email, name, language, secret };
    try {
      return await this.#records.transaction(INVITED, async (tx) => {
        await createAccount(tx, invitation, account);
        return await startSession(tx, id, client);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw invalidInvitation({ cause: error });
    }
  }

  /** Into the organisation with the account that is signed in. */
  async join({ person }: SignedIn, token: string): Promise<void> {
    await this.joinAs(person, hashToken(token));
  }

  /** By who has proved to be the person, and holds the link. */
  async joinAs(person: Joining, tokenHash: Buffer): Promise<void> {
    const { id, email, role, organisation_id: organisationId } = await this.#find(tokenHash);
    if (email.toLowerCase() !== person.email.toLowerCase())
      throw new FengsuiError("access.invitation_for_another", "the addresses differ");
    const subject = { kind: "invitation", id };
    const entry = { action: "invitation.accept", subject, organisationId, detail: { role } };
    await this.#records.transaction(personPrincipal(person), (tx) =>
      audited(tx, entry, async (write) => {
        if (!(await store.acceptAsMyself(write, tokenHash, tx.now))) throw invalidInvitation();
        await tellOfMember(write, organisationId, { personId: person.id, invitationId: id });
      }),
    );
  }

  async #find(tokenHash: Buffer) {
    const found = await this.#records.read(INVITED, (tx) =>
      store.findByToken(tx, tokenHash, this.#clock.now()),
    );
    if (found === undefined) throw invalidInvitation();
    return found;
  }
}

export type OpenInvitation = NonNullable<Awaited<ReturnType<typeof store.findByToken>>>;

export async function createAccount(
  tx: Tx,
  { id, organisation_id: organisationId, role }: OpenInvitation,
  account: store.NewAccount,
): Promise<void> {
  const entry = {
    action: "person.create",
    subject: { kind: "person", id: account.id },
    organisationId,
    detail: { role, invitationId: id },
  };
  await audited(tx, entry, async (write) => {
    if (!(await store.acceptAsNew(write, id, { account, now: tx.now }))) throw invalidInvitation();
    await tellOfMember(write, organisationId, { personId: account.id, invitationId: id });
  });
}

async function tellOfMember(
  write: Writer,
  organisationId: OrganisationId,
  { personId, invitationId }: { readonly personId: PersonId; readonly invitationId: string },
): Promise<void> {
  await tell(write, [
    { topic: "member.changed", organisationId, ids: [personId] },
    { topic: "invitation.changed", organisationId, ids: [invitationId], for: "administrators" },
  ]);
}

export function invalidInvitation(options: { readonly cause?: unknown } = {}): FengsuiError {
  return new FengsuiError("access.invitation_invalid", "the token opens nothing", options);
}
