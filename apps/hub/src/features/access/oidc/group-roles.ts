// SPDX-License-Identifier: Apache-2.0
/**
 * What belonging to a group gives. An operator proposes it, as they know the provider; a role in an organisation
 * counts only from when one of its administrators accepted it, so that no operator gives themself one unseen.
 */
import { FengsuiError, type GroupRole, type NewGroupRole } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { isUniqueViolation } from "../../../platform/records/failures.ts";
import {
  type AuditEntry,
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
} from "../../../platform/records/index.ts";
import { findOrganisation } from "../organisations/records.ts";
import * as store from "./provider-records.ts";

const MAX_OF_PROVIDER = 1_000;

export class GroupRoles {
  readonly #records: Records;
  readonly #clock: Clock;

  constructor({ records, clock }: { readonly records: Records; readonly clock: Clock }) {
    this.#records = records;
    this.#clock = clock;
  }

  /** To an operator all; to an administrator those into the own organisations. */
  async list({ person }: SignedIn): Promise<GroupRole[]> {
    const rows = await this.#records.read(personPrincipal(person), store.listGroupRoles);
    return rows.map(toWire);
  }

  async propose(
    signedIn: SignedIn,
    providerId: Id<"identity-provider">,
    wanted: NewGroupRole,
  ): Promise<GroupRole> {
    const id = newId<"group-role">(this.#clock);
    const into = "role" in wanted ? organisationIdOf(wanted.organisationId) : null;
    const [role, hubRole] = "role" in wanted ? [wanted.role, null] : [null, wanted.hubRole];
    const detail = { providerId, group: wanted.group, role, hubRole };
    return await this.#transaction(signedIn, async (tx) => {
      await requirePlace(tx, providerId, into);
      await audited(tx, entryOf(signedIn, { action: "group_role.propose", id, into, detail }), (write) =>
        store.insertGroupRole(write, {
          id,
          provider_id: providerId,
          group_name: wanted.group,
          organisation_id: into,
          role,
          hub_role: hubRole,
          created_by: signedIn.person.id,
          created_at: tx.now,
        }),
      );
      return toWire(await requireOne(tx, id));
    });
  }

  async accept(signedIn: SignedIn, id: Id<"group-role">): Promise<GroupRole> {
    return await this.#transaction(signedIn, async (tx) => {
      const row = await requireOne(tx, id);
      const { organisation_id: into } = row;
      if (into === null) throw notFound();
      requireRole(signedIn, into, "administrator");
      await audited(tx, entryOf(signedIn, { ...about(row), action: "group_role.accept" }), (write) =>
        store.acceptGroupRole(write, id, { by: signedIn.person.id, now: tx.now }),
      );
      return toWire(await requireOne(tx, id));
    });
  }

  /** By either side. Whoever has the role by it loses it when they come by the provider next. */
  async remove(signedIn: SignedIn, id: Id<"group-role">): Promise<void> {
    await this.#transaction(signedIn, async (tx) => {
      const row = await requireOne(tx, id);
      await audited(tx, entryOf(signedIn, { ...about(row), action: "group_role.remove" }), (write) =>
        store.deleteGroupRole(write, id),
      );
    });
  }

  async #transaction<Result>({ person }: SignedIn, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    try {
      return await this.#records.transaction(personPrincipal(person), work);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new FengsuiError("provider.group_role_exists", "there is one", { cause: error });
    }
  }
}

async function requirePlace(
  tx: ReadTx,
  providerId: Id<"identity-provider">,
  into: OrganisationId | null,
): Promise<void> {
  if ((await store.findProvider(tx, providerId)) === undefined)
    throw new FengsuiError("provider.not_found", `no provider has the id ${providerId}`);
  if (into !== null && (await findOrganisation(tx, into)) === undefined)
    throw new FengsuiError("organisation.not_found", `no organisation has the id ${into}`);
  if ((await store.countGroupRoles(tx, providerId)) >= MAX_OF_PROVIDER)
    throw new FengsuiError("provider.too_many", `its groups have ${MAX_OF_PROVIDER} roles`);
}

interface Act {
  readonly action: string;
  readonly id: Id<"group-role">;
  readonly into: OrganisationId | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

function about(row: store.GroupRoleRow): Omit<Act, "action"> {
  const {
    id,
    organisation_id: into,
    provider_id: providerId,
    group_name: group,
    role,
    hub_role: hubRole,
  } = row;
  return { id, into, detail: { providerId, group, role, hubRole } };
}

/** An operator who is not of the organisation writes into the record of the hub. */
function entryOf({ organisations }: SignedIn, { action, id, into, detail }: Act): AuditEntry {
  const isOfIt = organisations.some((own) => own.id === into);
  return {
    action,
    subject: { kind: "group_role", id },
    organisationId: isOfIt ? into : null,
    detail: isOfIt ? detail : { ...detail, organisationId: into },
  };
}

async function requireOne(tx: ReadTx, id: Id<"group-role">): Promise<store.GroupRoleRow> {
  const row = await store.findGroupRole(tx, id);
  if (row === undefined) throw notFound();
  return row;
}

function notFound(): FengsuiError {
  return new FengsuiError("provider.group_role_not_found", "none that you may see has this id");
}

function toWire(row: store.GroupRoleRow): GroupRole {
  return {
    id: row.id,
    providerId: row.provider_id,
    providerName: row.providerName,
    issuer: row.issuer,
    group: row.group_name,
    organisationId: row.organisation_id,
    organisation: row.organisation,
    role: row.role,
    hubRole: row.hub_role,
    createdAt: row.created_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
  };
}
