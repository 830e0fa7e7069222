// SPDX-License-Identifier: Apache-2.0
/**
 * Two assets that turn out to be one, and one that turns out to be two. No id is ever used again: that of the one
 * which became part of the other leads there, and what is split off gets a new one. The history of each stays.
 */
import { type Asset, FengsuiError } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  audited,
  type PersonId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
} from "../../../platform/records/index.ts";
import { aboutAsset, changeAssets, requireAsset } from "./change.ts";
import * as identifiers from "./identifier-records.ts";
import * as proposals from "./merge-proposals.ts";
import * as store from "./records.ts";
import { getAsset } from "./service.ts";

export interface MergingParts {
  readonly records: Records;
  readonly clock: Clock;
}

export class Merging {
  readonly #parts: MergingParts;

  constructor(parts: MergingParts) {
    this.#parts = parts;
  }

  async merge(
    signedIn: SignedIn,
    id: Id<"asset">,
    { otherId, reason }: { readonly otherId: Id<"asset">; readonly reason: string },
  ): Promise<Asset> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      await mergeAssets(tx, signedIn, { id, otherId, reason });
      return await getAsset(tx, id);
    });
  }

  /** The new asset, which is of the same system. */
  async split(
    signedIn: SignedIn,
    id: Id<"asset">,
    wanted: {
      readonly identifierIds: readonly Id<"identifier">[];
      readonly name: string;
      readonly reason: string;
    },
  ): Promise<Asset> {
    const { identifierIds, name, reason } = wanted;
    const newAssetId = newId<"asset">(this.#parts.clock);
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisation_id: organisationId } = await requireAsset(tx, id);
      requireRole(signedIn, organisationId, "analyst");
      const detail = { newAssetId, name, identifierIds, reason };
      await changeAssets(tx, aboutAsset({ id, organisationId }, "split", detail), async (write) => {
        const asset = await requireAsset(tx, id);
        const moved = await requireSome(tx, id, identifierIds);
        const { organisation_id, audience_id, system_id, kind } = asset;
        const split = { id: newAssetId, organisation_id, audience_id };
        const times = { created_at: tx.now, changed_at: tx.now };
        await store.insertAssets(write, [{ ...split, ...times, system_id, kind, name }]);
        await identifiers.moveIdentifiers(write, identifierIds, split);
        await store.updateAsset(write, id, { changed_at: tx.now });
        return {
          assets: [
            { id, organisation_id, audience_id, action: "split", detail },
            { ...split, action: "split_from", detail: { from: id, reason } },
          ],
          values: moved.map(({ value }) => value),
        };
      });
      return await getAsset(tx, newAssetId);
    });
  }

  async proposals(
    { person }: SignedIn,
    {
      organisationId,
      after,
      limit,
    }: { organisationId?: string | undefined; after?: string | undefined; limit: number },
  ) {
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      proposals.listProposals(tx, {
        organisationId: organisationId === undefined ? undefined : organisationIdOf(organisationId),
        after: after === undefined ? undefined : readCursor<"merge-proposal">(after),
        limit,
      }),
    );
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const next = last === undefined ? null : writeCursor({ time: last.created_at, id: last.id });
    return { proposals: rows.map(toProposal), next };
  }

  /** What was proposed is so: the one with the older id stays. */
  async accept(signedIn: SignedIn, id: Id<"merge-proposal">): Promise<Asset> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const proposal = await requireProposal(tx, id);
      const { asset_id, other_id, because } = proposal;
      await mergeAssets(tx, signedIn, { id: asset_id, otherId: other_id, reason: because });
      return await getAsset(tx, asset_id);
    });
  }

  async refuse(signedIn: SignedIn, id: Id<"merge-proposal">, reason: string): Promise<void> {
    const personId = signedIn.person.id;
    await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisation_id: organisationId, asset_id, other_id } = await requireProposal(tx, id);
      requireRole(signedIn, organisationId, "analyst");
      const subject = { kind: "merge_proposal", id };
      const detail = { assetId: asset_id, otherId: other_id, reason };
      const entry = { action: "merge_proposal.refuse", subject, organisationId, detail };
      await audited(tx, entry, async (write) => {
        if (!(await proposals.decideProposal(write, id, refusal(reason, personId, tx.now))))
          throw notFound(id);
        await tell(write, [{ topic: "merge_proposal.changed", organisationId, ids: [id] }]);
      });
    });
  }
}

function refusal(reason: string, personId: PersonId, now: Date): proposals.Decision {
  return { state: "refused", reason, personId, now };
}

async function mergeAssets(
  tx: Tx,
  signedIn: SignedIn,
  { id, otherId, reason }: { id: Id<"asset">; otherId: Id<"asset">; reason: string },
): Promise<void> {
  const { organisation_id: organisationId } = await requireAsset(tx, id);
  requireRole(signedIn, organisationId, "analyst");
  const detail = { otherId, reason };
  await changeAssets(tx, aboutAsset({ id, organisationId }, "merge", detail), async (write) => {
    const [asset, other] = [await requireAsset(tx, id), await requireAsset(tx, otherId)];
    requireMergeable(asset, other);
    const moved = await identifiers.listIdentifiers(tx, [otherId]);
    await identifiers.moveIdentifiers(
      write,
      moved.map((one) => one.id),
      asset,
    );
    await store.redirect(write, otherId, id);
    await store.updateAsset(write, otherId, { merged_into: id, changed_at: tx.now });
    await store.updateAsset(write, id, { changed_at: tx.now });
    const decision = { state: "merged", reason, personId: signedIn.person.id, now: tx.now } as const;
    await proposals.decidePair(write, id, otherId, decision);
    const { audience_id, organisation_id } = other;
    return {
      assets: [
        { id, organisation_id, audience_id: asset.audience_id, action: "merge", detail },
        { id: otherId, organisation_id, audience_id, action: "merge_into", detail: { into: id, reason } },
      ],
      values: moved.map(({ value }) => value),
    };
  });
}

function requireMergeable(asset: store.AssetRow, other: store.AssetRow): void {
  const isPossible =
    asset.id !== other.id && asset.kind === other.kind && asset.organisation_id === other.organisation_id;
  if (!isPossible) throw new FengsuiError("asset.cannot_merge", `${asset.id} and ${other.id}`);
}

async function requireSome(tx: ReadTx, id: Id<"asset">, wanted: readonly Id<"identifier">[]) {
  const all = await identifiers.listIdentifiers(tx, [id]);
  const moved = all.filter((one) => wanted.includes(one.id));
  if (moved.length !== new Set(wanted).size)
    throw new FengsuiError("identifier.not_found", "not all of them are of the asset");
  if (moved.length === all.length)
    throw new FengsuiError("asset.cannot_split", "nothing would be left that the asset is known by");
  return moved;
}

async function requireProposal(tx: ReadTx, id: Id<"merge-proposal">): Promise<proposals.ProposalRow> {
  const row = await proposals.findProposal(tx, id);
  if (row === undefined) throw notFound(id);
  return row;
}

function notFound(id: string): FengsuiError {
  return new FengsuiError("merge_proposal.not_found", `no proposal that waits has the id ${id}`);
}

function toProposal(row: proposals.ProposalRow) {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    asset: { id: row.asset_id, name: row.asset_name },
    other: { id: row.other_id, name: row.other_name },
    because: row.because,
    createdAt: row.created_at.toISOString(),
  };
}
