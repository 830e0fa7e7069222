// SPDX-License-Identifier: Apache-2.0
/**
 * Whose account it is that somebody has elsewhere. Told by issuer and subject alone: an address is nobody's proof, as
 * who gives addresses at a provider could then take over any account here.
 */
import { FengsuiError } from "@fengsui/contract";
import { newId } from "../../../platform/ids.ts";
import { isUniqueViolation } from "../../../platform/records/failures.ts";
import { audited, type PersonId, type Tx, unaudited } from "../../../platform/records/index.ts";
import { createAccount, invalidInvitation } from "../invitations/acceptance.ts";
import { findByToken } from "../invitations/records.ts";
import { tellOwner } from "../notices/tell-owner.ts";
import { applyGroups, giveAnyRole } from "./apply-groups.ts";
import * as store from "./identity-records.ts";
import type { Provider } from "./provider-records.ts";

/** What is left of a provider's answer, as far as the hub goes by it. */
export interface Visitor {
  readonly subject: string;
  readonly email: string | null;
  readonly name: string;
  readonly label: string;
  readonly groups: readonly string[];
}

export interface Coming {
  readonly provider: Provider;
  readonly visitor: Visitor;
  readonly invitationHash: Buffer | null;
}

/** The person who came, with the roles that their groups give them now. */
export async function comeIn(tx: Tx, coming: Coming): Promise<PersonId> {
  const { provider, visitor } = coming;
  const { issuer } = provider;
  const { subject, label, groups } = visitor;
  const identity = await store.findIdentity(tx, { issuer, subject });
  if (identity?.isOff) throw noAccount();
  const personId = identity?.personId ?? (await makeAccount(tx, coming));
  if (identity === undefined) await connect(tx, { personId, provider, visitor });
  else
    await unaudited(tx, "the time of the last use is no act of its own", (write) =>
      store.touchIdentity(write, identity.id, { label, now: tx.now }),
    );
  await applyGroups(tx, { personId, providerId: provider.id, groups });
  return personId;
}

export interface Connecting {
  readonly personId: PersonId;
  readonly provider: Provider;
  readonly visitor: Visitor;
}

/** To an account that there was before. */
export async function connectAsOwner(tx: Tx, connecting: Connecting): Promise<void> {
  await connect(tx, connecting);
  const { personId, provider, visitor } = connecting;
  const detail = { provider: provider.name, account: visitor.label };
  await unaudited(tx, "the entry of the connection is above", (write) =>
    tellOwner(write, { personId, what: "provider_connected", detail, now: tx.now }),
  );
}

async function connect(tx: Tx, { personId, provider, visitor }: Connecting): Promise<void> {
  const id = newId<"identity">({ now: () => tx.now });
  const { issuer } = provider;
  const { subject, label } = visitor;
  const entry = {
    action: "person.connect_provider",
    subject: { kind: "person", id: personId },
    organisationId: null,
    detail: { personId, issuer, label },
  };
  await audited(tx, entry, (write) =>
    store.insertIdentity(write, { id, personId, issuer, subject, label, now: tx.now }),
  );
}

async function makeAccount(tx: Tx, { provider, visitor, invitationHash }: Coming): Promise<PersonId> {
  const { name, groups } = visitor;
  const id = newId<"person">({ now: () => tx.now });
  const account = { id, name, language: "zh-CN" };
  if (invitationHash !== null) {
    const invitation = await findByToken(tx, invitationHash, tx.now);
    if (invitation === undefined) throw invalidInvitation();
    await orElse(createAccount(tx, invitation, { ...account, email: invitation.email }), (cause) =>
      invalidInvitation({ cause }),
    );
    return id;
  }
  if (!provider.makesAccounts) throw noAccount();
  if (!(await giveAnyRole(tx, { providerId: provider.id, groups })))
    throw new FengsuiError("provider.no_role", "no group of theirs gives a role");
  const { email } = visitor;
  if (email === null) throw new FengsuiError("provider.email_missing", "there is no verified address");
  const entry = {
    action: "person.create",
    subject: { kind: "person", id },
    organisationId: null,
    detail: { providerId: provider.id },
  };
  const created = audited(tx, entry, (write) =>
    write
      .insertInto("people")
      .values({ ...account, email })
      .execute(),
  );
  await orElse(created, (cause) => new FengsuiError("provider.email_taken", "an account has it", { cause }));
  return id;
}

/** The address is another account's. */
async function orElse(making: Promise<unknown>, refusal: (cause: unknown) => FengsuiError): Promise<void> {
  try {
    await making;
  } catch (error) {
    throw isUniqueViolation(error) ? refusal(error) : error;
  }
}

function noAccount(): FengsuiError {
  return new FengsuiError("provider.no_account", "nobody here is connected with it");
}
