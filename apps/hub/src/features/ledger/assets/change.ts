// SPDX-License-Identifier: Apache-2.0
/** What every change of assets does besides: its audit entry, its line of history, its news, and whose hosts are whose. */
import { FengsuiError } from "@fengsui/contract";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  type AuditEntry,
  audited,
  ensureAudience,
  type OrganisationId,
  type ReadTx,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { linkSeenHosts } from "../proposals/link.ts";
import { requireSystem } from "../systems/service.ts";
import { type AssetRow, findAsset, insertHistory, lockLedger } from "./records.ts";

export interface AssetChanged {
  readonly id: Id<"asset">;
  readonly organisation_id: OrganisationId;
  readonly audience_id: number;
  /** Dotted words without the first: `create`. */
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface LedgerChange {
  /** A line of history for each. */
  readonly assets: readonly AssetChanged[];
  /** Names and addresses that may now be another's. */
  readonly values: readonly string[];
}

export interface LedgerEntry extends AuditEntry {
  readonly organisationId: OrganisationId;
}

export function aboutAsset(
  { id, organisationId }: { readonly id: Id<"asset">; readonly organisationId: OrganisationId },
  action: string,
  detail: Readonly<Record<string, unknown>>,
): LedgerEntry {
  return { action: `asset.${action}`, subject: { kind: "asset", id }, organisationId, detail };
}

/** `decide` runs when nobody else changes the ledger of the organisation. */
export async function changeAssets(
  tx: Tx,
  entry: LedgerEntry,
  decide: (write: Writer) => Promise<LedgerChange>,
): Promise<void> {
  await audited(tx, entry, async (write) => {
    await lockLedger(write, entry.organisationId);
    const { assets, values } = await decide(write);
    await recordChange(tx, write, assets);
    await linkSeenHosts(tx, write, entry.organisationId, values);
  });
}

export async function recordChange(tx: Tx, write: Writer, assets: readonly AssetChanged[]): Promise<void> {
  const { principal, now } = tx;
  await insertHistory(
    write,
    assets.map((asset) => ({
      id: newId<"asset-history">({ now: () => now }),
      asset_id: asset.id,
      organisation_id: asset.organisation_id,
      audience_id: asset.audience_id,
      at: now,
      person_id: principal.kind === "person" ? principal.personId : null,
      action: asset.action,
      detail: JSON.stringify(asset.detail),
    })),
  );
  const byAudience = Map.groupBy(assets, ({ audience_id }) => audience_id);
  for (const [audienceId, changed] of byAudience) {
    const [first] = changed;
    if (first === undefined) continue;
    const organisationId = first.organisation_id;
    await tell(write, [
      { topic: "asset.changed", organisationId, audienceId, ids: changed.map(({ id }) => id) },
    ]);
  }
}

/** An asset that can be worked on: what became part of another is that other. */
export async function requireAsset(tx: ReadTx, id: Id<"asset">): Promise<AssetRow> {
  const row = await findAsset(tx, id);
  if (row === undefined) throw new FengsuiError("asset.not_found", `no asset has the id ${id}`);
  if (row.merged_into !== null)
    throw new FengsuiError("asset.merged", `the asset is part of ${row.merged_into} now`);
  return row;
}

/** The audience of an asset of this system; of one without a system, the members of the organisation. */
export async function audienceFor(
  tx: ReadTx,
  write: Writer,
  organisationId: OrganisationId,
  systemId: Id<"system"> | null,
): Promise<number> {
  if (systemId === null) return await ensureAudience(write, { owner: organisationId, marking: null });
  const system = await requireSystem(tx, systemId);
  if (system.organisation_id !== organisationId || system.retired_at !== null)
    throw new FengsuiError("system.not_found", "the system is another organisation's, or retired");
  return system.audience_id;
}
