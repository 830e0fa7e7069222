// SPDX-License-Identifier: Apache-2.0
/** The providers of the hub, by its operators. */
import {
  FengsuiError,
  type IdentityProvider,
  type IdentityProviderChange,
  type NewIdentityProvider,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import type { Reach } from "../../../platform/reach/index.ts";
import { isUniqueViolation } from "../../../platform/records/failures.ts";
import {
  audited,
  personPrincipal,
  type ReadTx,
  type Records,
  systemPrincipal,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import type { ProviderClient } from "./client.ts";
import * as store from "./provider-records.ts";

export interface ProvidersParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly reach: Reach;
  readonly client: ProviderClient;
}

type ProviderId = Id<"identity-provider">;

const CHECK = systemPrincipal("provider.check");
const MAX_PROVIDERS = 20;

export class Providers {
  readonly #parts: ProvidersParts;

  constructor(parts: ProvidersParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn): Promise<IdentityProvider[]> {
    const rows = await this.#parts.records.read(personPrincipal(person), store.listProviders);
    return rows.map(toWire);
  }

  async create(signedIn: SignedIn, wanted: NewIdentityProvider): Promise<IdentityProvider> {
    this.#requireReach(wanted.issuer);
    const id = newId<"identity-provider">(this.#parts.clock);
    const { name, issuer, clientId, clientSecret = null, scopes, groupsClaim } = wanted;
    const { makesAccounts, trustsSecondFactor } = wanted;
    const detail = { name, issuer, clientId, scopes, groupsClaim, makesAccounts, trustsSecondFactor };
    return await this.#write(
      signedIn,
      { id, action: "identity_provider.create", detail },
      async (write, tx) => {
        if ((await store.listProviders(tx)).length >= MAX_PROVIDERS)
          throw new FengsuiError("provider.too_many", `there are ${MAX_PROVIDERS}`);
        await store.insertProvider(write, {
          id,
          name,
          issuer,
          client_id: clientId,
          client_secret: clientSecret,
          scopes,
          groups_claim: groupsClaim,
          makes_accounts: makesAccounts,
          trusts_second_factor: trustsSecondFactor,
          created_by: signedIn.person.id,
          created_at: tx.now,
          changed_at: tx.now,
        });
      },
    );
  }

  async change(
    signedIn: SignedIn,
    id: ProviderId,
    wanted: IdentityProviderChange,
  ): Promise<IdentityProvider> {
    const { clientSecret, clientId, makesAccounts, trustsSecondFactor, isEnabled, name, scopes } = wanted;
    const { clientSecret: _, ...told } = wanted;
    const detail = { ...told, hasNewSecret: clientSecret !== undefined };
    return await this.#write(
      signedIn,
      { id, action: "identity_provider.change", detail },
      async (write, tx) => {
        await requireOne(tx, id);
        await store.updateProvider(write, id, {
          now: tx.now,
          ...(name !== undefined && { name }),
          ...(clientId !== undefined && { client_id: clientId }),
          ...(clientSecret !== undefined && { client_secret: clientSecret }),
          ...(scopes !== undefined && { scopes }),
          ...(makesAccounts !== undefined && { makes_accounts: makesAccounts }),
          ...(trustsSecondFactor !== undefined && { trusts_second_factor: trustsSecondFactor }),
          ...(isEnabled !== undefined && { is_enabled: isEnabled }),
        });
      },
    );
  }

  /** What its groups gave goes with it; whoever came by it stays where they are. */
  async remove(signedIn: SignedIn, id: ProviderId): Promise<void> {
    await this.#transaction(signedIn, async (tx) => {
      const { name, issuer } = await requireOne(tx, id);
      const entry = entryOf({ id, action: "identity_provider.remove", detail: { name, issuer } });
      await audited(tx, entry, async (write) => {
        await store.deleteGroupRolesOf(write, id);
        await store.updateProvider(write, id, { removed_at: tx.now, now: tx.now });
      });
    });
  }

  /** Whether it answers as a provider does; refused with why, where it does not. */
  async check(id: ProviderId): Promise<void> {
    const provider = await this.#parts.records.read(CHECK, (tx) =>
      store.findUsable(tx, id, { isOffToo: true }),
    );
    if (provider === undefined) throw notFound(id);
    await this.#parts.client.check(provider);
  }

  #requireReach(issuer: string): void {
    const refusal = this.#parts.reach.refusal(new URL(issuer));
    if (refusal !== undefined) throw new FengsuiError("provider.refused_address", refusal);
  }

  async #write(
    signedIn: SignedIn,
    act: Act,
    change: (write: Writer, tx: Tx) => Promise<void>,
  ): Promise<IdentityProvider> {
    return await this.#transaction(signedIn, async (tx) => {
      await audited(tx, entryOf(act), (write) => change(write, tx));
      return toWire(await requireOne(tx, act.id));
    });
  }

  async #transaction<Result>({ person }: SignedIn, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    try {
      return await this.#parts.records.transaction(personPrincipal(person), work);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new FengsuiError("provider.exists", "the issuer is known", { cause: error });
    }
  }
}

interface Act {
  readonly id: ProviderId;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

function entryOf({ id, action, detail }: Act) {
  return { action, subject: { kind: "identity_provider", id }, organisationId: null, detail };
}

async function requireOne(tx: ReadTx, id: ProviderId): Promise<store.ProviderRow> {
  const row = await store.findProvider(tx, id);
  if (row === undefined) throw notFound(id);
  return row;
}

function notFound(id: ProviderId): FengsuiError {
  return new FengsuiError("provider.not_found", `no provider has the id ${id}`);
}

function toWire(row: store.ProviderRow): IdentityProvider {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    scopes: row.scopes,
    groupsClaim: row.groups_claim,
    makesAccounts: row.makes_accounts,
    trustsSecondFactor: row.trusts_second_factor,
    isEnabled: row.is_enabled,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}
