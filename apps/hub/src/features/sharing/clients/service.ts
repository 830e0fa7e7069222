// SPDX-License-Identifier: Apache-2.0
/** Clients: declared by an organisation, of effect once the client has confirmed, ended by either. */
import { FengsuiError, type OrganisationClient } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { isUniqueViolation, violates } from "../../../platform/records/failures.ts";
import {
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Writer,
} from "../../../platform/records/index.ts";
import type { SharingParts } from "../groups/service.ts";
import * as store from "./records.ts";

type Side = "provider" | "client";

export class OrganisationClients {
  readonly #parts: SharingParts;

  constructor(parts: SharingParts) {
    this.#parts = parts;
  }

  async list(signedIn: SignedIn, organisationId: OrganisationId, withEnded: boolean) {
    requireRole(signedIn, organisationId, "viewer");
    const rows = await this.#parts.records.read(personPrincipal(signedIn.person), (tx) =>
      store.listClients(tx, organisationId, withEnded),
    );
    return { clients: rows.map(toWire) };
  }

  async declare(signedIn: SignedIn, organisationId: OrganisationId, clientId: OrganisationId) {
    const { records, clock } = this.#parts;
    requireRole(signedIn, organisationId, "manager");
    const id = newId<"organisation-client">(clock);
    const entry = {
      action: "organisation_client.declare",
      subject: { kind: "organisation_client", id },
      organisationId,
      detail: { clientId },
    };
    const declared_by = signedIn.person.id;
    try {
      return await records.transaction(personPrincipal(signedIn.person), async (tx) => {
        await audited(tx, entry, async (write) => {
          const row = { id, organisation_id: organisationId, client_id: clientId, declared_by };
          await store.insertClient(write, { ...row, since: tx.now });
          await tellBoth(write, row);
        });
        return toWire(await requireClient(tx, id));
      });
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** From now on it is one; also to say otherwise whether it is named to those who share with the provider. */
  async confirm(signedIn: SignedIn, id: store.ClientId, isHidden: boolean): Promise<OrganisationClient> {
    return await this.#act(signedIn, id, ["client"], "organisation_client.confirm", (row, now) => ({
      is_hidden: isHidden,
      ...(row.confirmed_at === null && { confirmed_at: now, confirmed_by: signedIn.person.id }),
    }));
  }

  async end(signedIn: SignedIn, id: store.ClientId): Promise<OrganisationClient> {
    return await this.#act(signedIn, id, ["client", "provider"], "organisation_client.end", (_row, now) => ({
      ended_at: now,
      ended_by: signedIn.person.id,
    }));
  }

  async #act(
    signedIn: SignedIn,
    id: store.ClientId,
    sides: readonly Side[],
    action: string,
    change: (row: store.ClientRow, now: Date) => Parameters<typeof store.updateClient>[2],
  ): Promise<OrganisationClient> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const row = await requireClient(tx, id);
      const organisationId = sideOf(signedIn, row, sides);
      if (row.ended_at !== null) throw new FengsuiError("organisation_client.ended", `${id} has ended`);
      const subject = { kind: "organisation_client", id };
      const values = change(row, tx.now);
      const detail = { isHidden: values.is_hidden ?? row.is_hidden };
      await audited(tx, { action, subject, organisationId, detail }, async (write) => {
        await store.updateClient(write, id, values);
        await tellBoth(write, row);
      });
      return toWire(await requireClient(tx, id));
    });
  }
}

/** In whose name: the organisation of which one is a manager. */
function sideOf(signedIn: SignedIn, row: store.ClientRow, sides: readonly Side[]): OrganisationId {
  const ids = sides.map((side) => (side === "client" ? row.client_id : row.organisation_id));
  const managed = ids.find((id) =>
    signedIn.organisations.some((own) => own.id === id && ["manager", "administrator"].includes(own.role)),
  );
  const first = managed ?? ids[0];
  if (first === undefined) throw new TypeError("nobody may do it");
  requireRole(signedIn, first, "manager");
  return first;
}

async function tellBoth(
  write: Writer,
  row: Pick<store.ClientRow, "id" | "organisation_id" | "client_id">,
): Promise<void> {
  await tell(
    write,
    [row.organisation_id, row.client_id].map((organisationId) => ({
      topic: "organisation_client.changed",
      organisationId,
      ids: [row.id],
    })),
  );
}

function refusalOf(cause: unknown): unknown {
  if (violates(cause, "organisation_clients_client_id_fkey"))
    return new FengsuiError("organisation.not_found", "there is no such organisation", { cause });
  if (violates(cause, "organisation_clients_check"))
    return new FengsuiError("http.invalid", "clientId: is the organisation itself", { cause });
  if (isUniqueViolation(cause))
    return new FengsuiError("organisation_client.exists", "it is declared already", { cause });
  return cause;
}

async function requireClient(tx: ReadTx, id: store.ClientId): Promise<store.ClientRow> {
  const row = await store.findClient(tx, id);
  if (row === undefined)
    throw new FengsuiError("organisation_client.not_found", `no client has the id ${id}`);
  return row;
}

function toWire(row: store.ClientRow): OrganisationClient {
  const confirmed = row.confirmed_at === null ? "declared" : "confirmed";
  return {
    id: row.id,
    providerId: row.organisation_id,
    providerName: row.provider_name,
    clientId: row.client_id,
    clientName: row.client_name,
    state: row.ended_at === null ? confirmed : "ended",
    isHidden: row.is_hidden,
    since: row.since.toISOString(),
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
