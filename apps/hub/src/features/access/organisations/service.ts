// SPDX-License-Identifier: Apache-2.0
/** The directory of organisations: everybody with an account reads it, roles of the hub add to it. */
import {
  FengsuiError,
  type NewOrganisation,
  ORGANISATION,
  type Organisation,
  type OrganisationChange,
  type OrganisationQuery,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { readNameCursor, writeNameCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { isUniqueViolation, violates } from "../../../platform/records/failures.ts";
import {
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Writer,
} from "../../../platform/records/index.ts";
import * as store from "./records.ts";

export interface OrganisationsParts {
  readonly records: Records;
  readonly clock: Clock;
}

export class Organisations {
  readonly #parts: OrganisationsParts;

  constructor(parts: OrganisationsParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, { after, centreId, ...query }: OrganisationQuery) {
    const below = centreId === undefined ? undefined : organisationIdOf(centreId);
    const cursor = after === undefined ? undefined : readNameCursor<"organisation">(after);
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.listOrganisations(tx, { ...query, centreId: below, after: cursor }),
    );
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    return { organisations: rows.map(toWire), next: last === undefined ? null : writeNameCursor(last) };
  }

  async get({ person }: SignedIn, id: OrganisationId): Promise<Organisation> {
    const row = await this.#parts.records.read(personPrincipal(person), (tx) => requireOne(tx, id));
    return toWire(row);
  }

  async create(signedIn: SignedIn, wanted: NewOrganisation): Promise<Organisation> {
    const id: OrganisationId = newId<"organisation">(this.#parts.clock);
    const { centreId, ...plain } = wanted;
    const values = { ...plain, centre_id: centreOf(centreId) };
    return await this.#write(signedIn, { id, action: "organisation.create", detail: wanted }, (write) =>
      store.insertOrganisation(write, id, values),
    );
  }

  async change(signedIn: SignedIn, id: OrganisationId, wanted: OrganisationChange): Promise<Organisation> {
    const { name, sector, region, kind, centreId } = wanted;
    if (signedIn.hubRoles.length === 0) {
      requireRole(signedIn, id, "administrator");
      if (centreId !== undefined)
        throw new FengsuiError("access.forbidden", "its centre is set by a role of the hub");
    }
    const values = {
      ...(name !== undefined && { name }),
      ...(sector !== undefined && { sector }),
      ...(region !== undefined && { region }),
      ...(kind !== undefined && { kind }),
      ...(centreId !== undefined && { centre_id: centreOf(centreId) }),
    };
    return await this.#write(signedIn, { id, action: "organisation.change", detail: wanted }, (write) =>
      store.updateOrganisation(write, id, values),
    );
  }

  async #write(
    { person, organisations }: SignedIn,
    { id, action, detail }: { readonly id: OrganisationId; readonly action: string; readonly detail: object },
    change: (write: Writer) => Promise<void>,
  ): Promise<Organisation> {
    // A role of the hub that is not of it writes into the record of the hub.
    const organisationId = organisations.some((own) => own.id === id) ? id : null;
    const entry = { action, subject: { kind: "organisation", id }, organisationId, detail: { ...detail } };
    try {
      return await this.#parts.records.transaction(personPrincipal(person), async (tx) => {
        if (action === "organisation.change") await requireOne(tx, id);
        await audited(tx, entry, async (write) => {
          await change(write);
          await tell(write, [{ topic: "organisation.changed", organisationId: id, ids: [id] }]);
        });
        return toWire(await requireOne(tx, id));
      });
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

function centreOf(centreId: string | null): OrganisationId | null {
  return centreId === null ? null : organisationIdOf(centreId);
}

function refusalOf(cause: unknown): unknown {
  if (violates(cause, "organisations_centre_cycle", "organisations_centre_self"))
    return new FengsuiError("organisation.centre_cycle", "the centre is below the organisation", { cause });
  if (violates(cause, "organisations_centre_id_fkey"))
    return new FengsuiError("organisation.not_found", "there is no such centre", { cause });
  if (isUniqueViolation(cause))
    return new FengsuiError("organisation.name_taken", "the name is taken", { cause });
  return cause;
}

async function requireOne(tx: ReadTx, id: OrganisationId): Promise<store.OrganisationRow> {
  const row = await store.findOrganisation(tx, id);
  if (row === undefined) throw new FengsuiError("organisation.not_found", `no organisation has the id ${id}`);
  return row;
}

function toWire({ created_at, centre_id, is_vacant, ...row }: store.OrganisationRow): Organisation {
  return ORGANISATION.parse({
    ...row,
    centreId: centre_id,
    isVacant: is_vacant,
    createdAt: created_at.toISOString(),
  });
}
