// SPDX-License-Identifier: Apache-2.0
/**
 * What can act in an organisation by a key, for its administrators. A key of a person is theirs, and may be for other
 * organisations as well: an administrator takes from it what it may do in this one, down to nothing.
 */
import { FengsuiError, KEY_SCOPES, type KeyScope, type OrganisationKey } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import type { Id } from "../../../platform/ids.ts";
import {
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
} from "../../../platform/records/index.ts";
import * as store from "./records.ts";
import { notFound, toWire } from "./service.ts";

export class OrganisationKeys {
  readonly #records: Records;

  constructor({ records }: { readonly records: Records }) {
    this.#records = records;
  }

  async list(signedIn: SignedIn, organisationId: OrganisationId): Promise<OrganisationKey[]> {
    requireRole(signedIn, organisationId, "administrator");
    return await this.#records.read(personPrincipal(signedIn.person), (tx) => listIn(tx, organisationId));
  }

  async limit(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    { id, scopes }: { readonly id: Id<"api-key">; readonly scopes: readonly KeyScope[] },
  ): Promise<OrganisationKey[]> {
    requireRole(signedIn, organisationId, "administrator");
    return await this.#records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const key = (await store.listKeysIn(tx, organisationId)).find((one) => one.id === id);
      if (key === undefined) throw notFound();
      const extra = scopes.find((scope) => !key.scopes.includes(scope));
      if (extra !== undefined)
        throw new FengsuiError("access.key_widens", `the key itself is not for ${extra}`);
      const left = KEY_SCOPES.filter((scope) => scopes.includes(scope));
      const subject = { kind: "api_key", id };
      const entry = { action: "api_key.limit", subject, organisationId, detail: { scopes: left } };
      await audited(tx, entry, (write) =>
        store.putLimit(write, {
          keyId: id,
          organisationId,
          scopes: left,
          by: signedIn.person.id,
          now: tx.now,
        }),
      );
      return await listIn(tx, organisationId);
    });
  }
}

async function listIn(tx: ReadTx, organisationId: OrganisationId): Promise<OrganisationKey[]> {
  const rows = await store.listKeysIn(tx, organisationId);
  return rows.map((row) => {
    const { organisationIds: _, lastAddress: __, ...key } = toWire(row, tx.now);
    return {
      ...key,
      owner: { id: row.person_id, name: row.ownerName, kind: row.ownerKind },
      allowedScopes: key.scopes.filter((scope) => row.left?.includes(scope) ?? true),
    };
  });
}
