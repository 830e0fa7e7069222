// SPDX-License-Identifier: Apache-2.0
/** Assets: entered, changed, and known by what identifies them. What the ledger has already is not entered twice. */
import {
  type Asset,
  type AssetChange,
  type AssetQuery,
  type BulkOutcome,
  FengsuiError,
  type GivenIdentifier,
  type NewAsset,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { readNameCursor, writeNameCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf, systemIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { personPrincipal, type ReadTx, type Records, type Tx } from "../../../platform/records/index.ts";
import { atPresent } from "../identity/identifiers.ts";
import { type Described, resolve } from "../identity/rules.ts";
import { oneByOne } from "../one-by-one.ts";
import { aboutAsset, audienceFor, changeAssets, requireAsset } from "./change.ts";
import { beginWhereTaken, claimsOf, nameOf } from "./claims.ts";
import * as identifiers from "./identifier-records.ts";
import { insertProposals } from "./merge-proposals.ts";
import * as store from "./records.ts";
import { toAssets } from "./view.ts";

export interface AssetsParts {
  readonly records: Records;
  readonly clock: Clock;
}

export class Assets {
  readonly #parts: AssetsParts;

  constructor(parts: AssetsParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, query: AssetQuery): Promise<{ assets: Asset[]; next: string | null }> {
    const { after, organisationId, systemId, ...rest } = query;
    return await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const rows = await store.listAssets(tx, {
        ...rest,
        organisationId: organisationId === undefined ? undefined : organisationIdOf(organisationId),
        systemId: systemId === undefined || systemId === "none" ? systemId : systemIdOf(systemId),
        after: after === undefined ? undefined : readNameCursor<"asset">(after),
      });
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      const next = last === undefined ? null : writeNameCursor(last);
      return { assets: await toAssets(tx, rows), next };
    });
  }

  /** What became part of another is answered as that other. */
  async get({ person }: SignedIn, id: Id<"asset">): Promise<Asset> {
    return await this.#parts.records.read(personPrincipal(person), (tx) => getAsset(tx, id));
  }

  async create(signedIn: SignedIn, wanted: NewAsset): Promise<Asset> {
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "analyst");
    const claims = claimsOf(wanted.kind, wanted.identifiers);
    if (claims.length === 0)
      throw new FengsuiError("identifier.invalid", "nothing is left that identifies it");
    const { note, kind } = wanted;
    const name = wanted.name ?? nameOf(claims);
    const id = newId<"asset">(this.#parts.clock);
    const detail = { kind, name, systemId: wanted.systemId, identifiers: claims };
    return await this.#transaction(signedIn, async (tx) => {
      await changeAssets(tx, aboutAsset({ id, organisationId }, "create", detail), async (write) => {
        const system_id = wanted.systemId === null ? null : systemIdOf(wanted.systemId);
        const audience_id = await audienceFor(tx, write, organisationId, system_id);
        const { perhaps, known } = await requireNew(tx, organisationId, { kind, claims });
        const asset = { id, organisation_id: organisationId, audience_id };
        const times = { created_at: tx.now, changed_at: tx.now };
        await store.insertAssets(write, [{ ...asset, ...times, system_id, kind, name, note }]);
        await identifiers.insertIdentifiers(
          write,
          beginWhereTaken(claims, known, tx.now.getTime()).map((claim) =>
            identifiers.identifierRow(asset, claim, { origin: "person", now: tx.now }),
          ),
        );
        await insertProposals(
          tx,
          write,
          organisationId,
          perhaps.map((one) => ({ ...one, id })),
        );
        return { assets: [{ ...asset, action: "create", detail }], values: claims.map(({ value }) => value) };
      });
      return await getAsset(tx, id);
    });
  }

  async change(signedIn: SignedIn, id: Id<"asset">, wanted: AssetChange): Promise<Asset> {
    const { name, note, systemId, isRetired } = wanted;
    return await this.#change(
      signedIn,
      id,
      { action: "change", detail: { ...wanted } },
      async (asset, tx, write) => {
        const system_id = systemId === undefined || systemId === null ? null : systemIdOf(systemId);
        const moved = systemId !== undefined && {
          system_id,
          audience_id: await audienceFor(tx, write, asset.organisation_id, system_id),
        };
        await store.updateAsset(write, id, {
          ...(name !== undefined && { name }),
          ...(note !== undefined && { note }),
          ...moved,
          ...(isRetired !== undefined && { retired_at: isRetired ? tx.now : null }),
          changed_at: tx.now,
        });
        return { values: [], audience_id: moved === false ? asset.audience_id : moved.audience_id };
      },
    );
  }

  async changeMany(
    signedIn: SignedIn,
    ids: readonly Id<"asset">[],
    wanted: AssetChange,
  ): Promise<BulkOutcome> {
    return await oneByOne(ids, async (id) => {
      await this.change(signedIn, id, wanted);
    });
  }

  /** It is known by this as well. What another asset is known by for good is that other's. */
  async identify(signedIn: SignedIn, id: Id<"asset">, given: GivenIdentifier): Promise<Asset> {
    return await this.#change(
      signedIn,
      id,
      { action: "identify", detail: { ...given } },
      async (asset, tx, write) => {
        const claims = claimsOf(asset.kind, [given]);
        const values = claims.map(({ value }) => value);
        const known = await identifiers.findKnown(tx, asset.organisation_id, { values });
        const others = known.filter((one) => one.id !== id);
        const found = resolve({ kind: asset.kind, claims }, others);
        if (found.kind === "same" && found.candidate.kind !== "host") throw exists(found.candidate);
        await identifiers.insertIdentifiers(
          write,
          beginWhereTaken(claims, others, tx.now.getTime()).map((claim) =>
            identifiers.identifierRow(asset, claim, { origin: "person", now: tx.now }),
          ),
        );
        await store.updateAsset(write, id, { changed_at: tx.now });
        return { values };
      },
    );
  }

  /** It stays in the history until then. */
  async endIdentifier(
    signedIn: SignedIn,
    id: Id<"asset">,
    { identifierId, to }: { readonly identifierId: Id<"identifier">; readonly to: Date | undefined },
  ): Promise<Asset> {
    const about = { action: "end_identifier", detail: { identifierId, to: to?.toISOString() ?? null } };
    return await this.#change(signedIn, id, about, async (_asset, tx, write) => {
      const known = await identifiers.listIdentifiers(tx, [id]);
      const found = known.find((one) => one.id === identifierId);
      if (found === undefined)
        throw new FengsuiError("identifier.not_found", `the asset has no identifier ${identifierId}`);
      await identifiers.endIdentifiers(write, [identifierId], to ?? tx.now);
      await store.updateAsset(write, id, { changed_at: tx.now });
      return { values: [found.value] };
    });
  }

  async history({ person }: SignedIn, id: Id<"asset">) {
    const rows = await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const asset = await followAsset(tx, id);
      return await store.listHistory(tx, [asset.id, ...asset.merged_ids]);
    });
    return {
      entries: rows.map(({ asset_id, person_id, at, detail, ...row }) => ({
        ...row,
        assetId: asset_id,
        personId: person_id,
        at: at.toISOString(),
        detail: Object.fromEntries(Object.entries(Object(detail))),
      })),
    };
  }

  async #change(
    signedIn: SignedIn,
    id: Id<"asset">,
    about: { readonly action: string; readonly detail: Readonly<Record<string, unknown>> },
    decide: (
      asset: store.AssetRow,
      tx: Tx,
      write: Parameters<Parameters<typeof changeAssets>[2]>[0],
    ) => Promise<{ readonly values: readonly string[]; readonly audience_id?: number }>,
  ): Promise<Asset> {
    return await this.#transaction(signedIn, async (tx) => {
      const { organisation_id: organisationId } = await requireAsset(tx, id);
      requireRole(signedIn, organisationId, "analyst");
      await changeAssets(
        tx,
        aboutAsset({ id, organisationId }, about.action, about.detail),
        async (write) => {
          const asset = await requireAsset(tx, id);
          const { values, audience_id = asset.audience_id } = await decide(asset, tx, write);
          return { assets: [{ id, organisation_id: organisationId, audience_id, ...about }], values };
        },
      );
      return await getAsset(tx, id);
    });
  }

  async #transaction<Result>({ person }: SignedIn, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return await this.#parts.records.transaction(personPrincipal(person), work);
  }
}

/** Where an id leads to by now. */
export async function followAsset(tx: ReadTx, id: Id<"asset">): Promise<store.AssetRow> {
  const row = await store.findAsset(tx, id);
  const merged = row?.merged_into ?? null;
  const found = merged === null ? row : await store.findAsset(tx, merged);
  if (found === undefined) throw new FengsuiError("asset.not_found", `no asset has the id ${id}`);
  return found;
}

export async function getAsset(tx: ReadTx, id: Id<"asset">): Promise<Asset> {
  const [asset] = await toAssets(tx, [await followAsset(tx, id)]);
  if (asset === undefined) throw new TypeError("an asset has no form");
  return asset;
}

/** What is known that has something in common with it, and which of that it may be. */
async function requireNew(tx: ReadTx, organisationId: Asset["organisationId"], described: Described) {
  const values = described.claims.map(({ value }) => value);
  const known = await identifiers.findKnown(tx, organisationIdOf(organisationId), { values });
  const present = { ...described, claims: atPresent(described.claims, tx.now.getTime()) };
  const resolution = resolve(present, known);
  if (resolution.kind === "same") throw exists(resolution.candidate);
  if (resolution.kind === "ambiguous") throw exists(...resolution.candidates);
  return { known, perhaps: resolution.perhaps };
}

export function exists(...known: readonly identifiers.KnownAsset[]): FengsuiError {
  const named = known.map(({ id, name }) => `${name} (${id})`).join(", ");
  return new FengsuiError("asset.exists", `it is ${named}`);
}
