// SPDX-License-Identifier: Apache-2.0
/**
 * Programs of an organisation. A service account is a person to the rule of who sees what, so that the rule knows one
 * kind of principal; but it has no password and no session, a role at most of a responder, no role of the hub, and
 * belongs to the organisation: who made it may leave.
 */
import {
  type CreatedKey,
  FengsuiError,
  type NewServiceAccount,
  type NewServiceKey,
  type ServiceAccount,
} from "@fengsui/contract";
import { sql } from "kysely";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { newId } from "../../../platform/ids.ts";
import {
  audited,
  type OrganisationId,
  type PersonId,
  personPrincipal,
  type ReadTx,
} from "../../../platform/records/index.ts";
import * as store from "./records.ts";
import { createKey, type KeyParts, toWire } from "./service.ts";

/** Programs, each with a purpose; who needs more has another problem. */
const MAX_ACCOUNTS = 100;

export class ServiceAccounts {
  readonly #parts: KeyParts;

  constructor(parts: KeyParts) {
    this.#parts = parts;
  }

  async list(signedIn: SignedIn, organisationId: OrganisationId): Promise<ServiceAccount[]> {
    requireRole(signedIn, organisationId, "administrator");
    return await this.#parts.records.read(personPrincipal(signedIn.person), (tx) =>
      listIn(tx, organisationId),
    );
  }

  async create(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    { name, role }: NewServiceAccount,
  ): Promise<ServiceAccount[]> {
    requireRole(signedIn, organisationId, "administrator");
    const id = newId<"person">(this.#parts.clock);
    const subject = { kind: "person", id };
    const entry = { action: "service_account.create", subject, organisationId, detail: { name, role } };
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      if ((await listIn(tx, organisationId)).length >= MAX_ACCOUNTS)
        throw new FengsuiError("access.key_limit", `there are ${MAX_ACCOUNTS} service accounts`);
      await audited(tx, entry, (write) =>
        sql`select create_service_account(${id}::uuid, ${organisationId}::uuid, ${name}, ${role})`.execute(
          write,
        ),
      );
      return await listIn(tx, organisationId);
    });
  }

  /** For good: its keys hold no more, and what it did keeps its name. */
  async end(signedIn: SignedIn, organisationId: OrganisationId, id: PersonId): Promise<void> {
    requireRole(signedIn, organisationId, "administrator");
    const entry = { action: "service_account.end", subject: { kind: "person", id }, organisationId };
    await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      await requireAccount(tx, organisationId, id);
      await audited(tx, entry, (write) => sql`select end_service_account(${id}::uuid)`.execute(write));
    });
  }

  async createKey(
    signedIn: SignedIn,
    { organisationId, id }: { readonly organisationId: OrganisationId; readonly id: PersonId },
    wanted: NewServiceKey,
  ): Promise<CreatedKey> {
    requireRole(signedIn, organisationId, "administrator");
    const extra = wanted.scopes.find((scope) => scope === "named:read" || scope === "hub:roles");
    if (extra !== undefined)
      throw new FengsuiError("access.key_widens", `a service account has nothing for the scope ${extra}`);
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      await requireAccount(tx, organisationId, id);
      return await createKey(
        tx,
        { personId: id, organisationId },
        { ...wanted, organisationIds: [organisationId] },
      );
    });
  }
}

async function requireAccount(tx: ReadTx, organisationId: OrganisationId, id: PersonId): Promise<void> {
  if ((await findAccounts(tx, organisationId)).some((account) => account.id === id)) return;
  throw new FengsuiError("access.service_not_found", "the organisation has no such service account");
}

async function findAccounts({ read }: ReadTx, organisationId: OrganisationId) {
  return await read
    .selectFrom("people")
    .innerJoin("memberships", "memberships.person_id", "people.id")
    .where("memberships.organisation_id", "=", organisationId)
    .where("people.kind", "=", "service")
    .where("people.disabled_at", "is", null)
    .select(["people.id", "people.name", "people.created_at", "memberships.role"])
    .orderBy("people.name")
    .orderBy("people.id")
    .execute();
}

async function listIn(tx: ReadTx, organisationId: OrganisationId): Promise<ServiceAccount[]> {
  const accounts = await findAccounts(tx, organisationId);
  const keys = await store.listKeysOf(
    tx,
    accounts.map(({ id }) => id),
  );
  return accounts.map(({ id, name, created_at, role }) => ({
    id,
    name,
    role,
    createdAt: created_at.toISOString(),
    keys: keys.filter(({ person_id }) => person_id === id).map((row) => toWire(row, tx.now)),
  }));
}
