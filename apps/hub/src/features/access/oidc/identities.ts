// SPDX-License-Identifier: Apache-2.0
/** Who one is elsewhere, by oneself; and signing out there, too. */
import { FengsuiError, type Identity } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import type { Id } from "../../../platform/ids.ts";
import { audited, personPrincipal, type Records, systemPrincipal } from "../../../platform/records/index.ts";
import { tellOwner } from "../notices/tell-owner.ts";
import { lockWaysIn, requireWayIn } from "../ways-in.ts";
import type { ProviderClient } from "./client.ts";
import * as store from "./identity-records.ts";
import { findUsable } from "./provider-records.ts";

const SIGN_IN = systemPrincipal("sign_in");

export interface IdentitiesParts {
  readonly records: Records;
  readonly client: ProviderClient;
}

export class Identities {
  readonly #parts: IdentitiesParts;

  constructor(parts: IdentitiesParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn): Promise<Identity[]> {
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.listIdentities(tx, person.id),
    );
    return rows.map(({ created_at, used_at, is_enabled, providerId, ...row }) => ({
      ...row,
      providerId: is_enabled === true ? providerId : null,
      createdAt: created_at.toISOString(),
      usedAt: used_at.toISOString(),
    }));
  }

  /** Never the last way in. */
  async remove({ person }: SignedIn, id: Id<"identity">): Promise<void> {
    await this.#parts.records.transaction(SIGN_IN, async (tx) => {
      const entry = {
        action: "person.disconnect_provider",
        subject: { kind: "person", id: person.id },
        organisationId: null,
        detail: { personId: person.id, identityId: id },
      };
      await audited(tx, entry, async (write) => {
        await lockWaysIn(write, person.id);
        if (!(await store.deleteIdentity(write, id, person.id)))
          throw new FengsuiError("provider.identity_not_found", "none of yours has this id");
        await requireWayIn(tx, person.id, (detail) => new FengsuiError("provider.last_way_in", detail));
        await tellOwner(write, { personId: person.id, what: "provider_disconnected", now: tx.now });
      });
    });
  }

  async providerOf({ sessionId }: SignedIn): Promise<string | null> {
    const found = await this.#parts.records.read(SIGN_IN, (tx) => store.findProviderSession(tx, sessionId));
    return found?.providerName ?? null;
  }

  /** Where to sign out at the provider, too; undefined where there is no such place. Asked before the session ends. */
  async signOutAddress({ sessionId }: SignedIn, returnTo: string): Promise<string | undefined> {
    const found = await this.#parts.records.read(SIGN_IN, async (tx) => {
      const session = await store.findProviderSession(tx, sessionId);
      const provider = session && (await findUsable(tx, session.providerId));
      return session && provider && { provider, idToken: session.idToken };
    });
    if (found === undefined) return undefined;
    return await this.#parts.client.signOutAddressOf(found.provider, found.idToken, returnTo);
  }
}
