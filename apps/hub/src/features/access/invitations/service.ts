// SPDX-License-Identifier: Apache-2.0
/**
 * Inviting into an organisation: by its administrators, and the first administrator of one that has none by a role of
 * the hub. No answer depends on whether the address has an account; who accepts says so by signing in, or not.
 */
import { FengsuiError, type Invitation, type InvitationLink, type NewInvitation } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { hasRole, RateLimiter, type SignedIn } from "../../../platform/http/index.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { isUniqueViolation } from "../../../platform/records/failures.ts";
import {
  type AuditEntry,
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { findOrganisation } from "../organisations/records.ts";
import { newToken } from "../tokens.ts";
import * as store from "./records.ts";
import { INVITATION_MS, MAX_OPEN_INVITATIONS, stateOf } from "./rules.ts";

export interface InvitationsParts {
  readonly records: Records;
  readonly clock: Clock;
}

/** Of one person: a whole team at once, and then no flood. */
const INVITING = { burst: 100, everyMs: 10_000 };

export class Invitations {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #rate: RateLimiter;

  constructor({ records, clock }: InvitationsParts) {
    this.#records = records;
    this.#clock = clock;
    this.#rate = new RateLimiter(INVITING, clock);
  }

  async list({ person }: SignedIn, organisationId: OrganisationId): Promise<Invitation[]> {
    return await this.#records.read(personPrincipal(person), async (tx) =>
      (await store.listInvitations(tx, organisationId)).map((row) => toWire(row, tx.now)),
    );
  }

  async invite(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    { email, role }: NewInvitation,
  ): Promise<InvitationLink> {
    const { person } = signedIn;
    this.#rate.take(person.id);
    const id = newId<"invitation">(this.#clock);
    const { text: token, hash } = newToken();
    const entry = entryOf(signedIn, {
      action: "invitation.create",
      id,
      organisationId,
      detail: { email, role },
    });
    return await this.#transaction(signedIn, async (tx) => {
      await requireMayInvite(tx, signedIn, organisationId, role);
      await requireRoom(tx, organisationId, email);
      await audited(tx, entry, async (write) => {
        await store.insertInvitation(write, {
          id,
          organisation_id: organisationId,
          email,
          role,
          token_hash: hash,
          invited_by: person.id,
          created_at: tx.now,
          expires_at: new Date(tx.now.getTime() + INVITATION_MS),
        });
        await tellAdministrators(write, organisationId, id);
      });
      return { invitation: toWire(await requireOne(tx, organisationId, id), tx.now), token };
    });
  }

  /** Another link, which holds as long as a new one; the one before is void. */
  async renew(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    id: Id<"invitation">,
  ): Promise<InvitationLink> {
    this.#rate.take(signedIn.person.id);
    const { text: token, hash } = newToken();
    const invitation = await this.#change(
      signedIn,
      { action: "invitation.renew", organisationId, id },
      (now) => ({
        token_hash: hash,
        expires_at: new Date(now.getTime() + INVITATION_MS),
      }),
    );
    return { invitation, token };
  }

  async revoke(signedIn: SignedIn, organisationId: OrganisationId, id: Id<"invitation">): Promise<void> {
    await this.#change(signedIn, { action: "invitation.revoke", organisationId, id }, (now) => ({
      revoked_at: now,
    }));
  }

  async #change(
    signedIn: SignedIn,
    what: { readonly action: string; readonly organisationId: OrganisationId; readonly id: Id<"invitation"> },
    change: (now: Date) => Parameters<typeof store.changeOpen>[2],
  ): Promise<Invitation> {
    const { organisationId, id } = what;
    return await this.#transaction(signedIn, async (tx) => {
      const { email } = await requireOne(tx, organisationId, id);
      await audited(tx, entryOf(signedIn, { ...what, detail: { email } }), async (write) => {
        if (!(await store.changeOpen(write, id, change(tx.now)))) throw notOpen();
        await tellAdministrators(write, organisationId, id);
      });
      return toWire(await requireOne(tx, organisationId, id), tx.now);
    });
  }

  async #transaction<Result>({ person }: SignedIn, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    try {
      return await this.#records.transaction(personPrincipal(person), work);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new FengsuiError("access.invitation_exists", "there is an open one", { cause: error });
    }
  }
}

interface Act {
  readonly action: string;
  readonly id: Id<"invitation">;
  readonly organisationId: OrganisationId;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A role of the hub that is not of the organisation writes into the record of the hub. */
function entryOf({ organisations }: SignedIn, { action, id, organisationId, detail }: Act): AuditEntry {
  const isOfIt = organisations.some((own) => own.id === organisationId);
  return {
    action,
    subject: { kind: "invitation", id },
    organisationId: isOfIt ? organisationId : null,
    detail: isOfIt ? detail : { ...detail, organisationId },
  };
}

async function tellAdministrators(
  write: Writer,
  organisationId: OrganisationId,
  id: Id<"invitation">,
): Promise<void> {
  await tell(write, [{ topic: "invitation.changed", organisationId, ids: [id], for: "administrators" }]);
}

async function requireMayInvite(
  tx: ReadTx,
  { organisations, hubRoles }: SignedIn,
  organisationId: OrganisationId,
  role: NewInvitation["role"],
): Promise<void> {
  const held = organisations.find(({ id }) => id === organisationId)?.role;
  if (held !== undefined && hasRole(held, "administrator")) return;
  const organisation = await findOrganisation(tx, organisationId);
  if (organisation === undefined)
    throw new FengsuiError("organisation.not_found", `no organisation has the id ${organisationId}`);
  if (hubRoles.length === 0 || !organisation.is_vacant)
    throw new FengsuiError("access.forbidden", "its administrators invite into an organisation");
  if (role !== "administrator")
    throw new FengsuiError("access.forbidden", "the first to be invited is its administrator");
}

async function requireRoom(tx: ReadTx, organisationId: OrganisationId, email: string): Promise<void> {
  if (await store.hasMember(tx, organisationId, email))
    throw new FengsuiError("access.member_exists", `${email} is in the organisation`);
  if ((await store.countOpen(tx, organisationId)) >= MAX_OPEN_INVITATIONS)
    throw new FengsuiError("access.invitation_limit", `${MAX_OPEN_INVITATIONS} invitations are open`);
}

async function requireOne(tx: ReadTx, organisationId: OrganisationId, id: Id<"invitation">) {
  const row = await store.findInvitation(tx, id);
  if (row === undefined || row.organisation_id !== organisationId) throw notOpen();
  return row;
}

function notOpen(): FengsuiError {
  return new FengsuiError("access.invitation_not_found", "no open invitation has this id");
}

function toWire(row: store.InvitationRow, now: Date): Invitation {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    email: row.email,
    role: row.role,
    state: stateOf(row, now),
    invitedBy: row.invited_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
