// SPDX-License-Identifier: Apache-2.0
/** Does what a plan says, in bulk where it can be. */
import type { SystemChange } from "@fengsui/contract";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  ensureAudience,
  type OrganisationId,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { type AssetChanged, recordChange } from "../assets/change.ts";
import * as identifiers from "../assets/identifier-records.ts";
import { insertProposals } from "../assets/merge-proposals.ts";
import { insertAssets, updateAsset } from "../assets/records.ts";
import { linkSeenHosts } from "../proposals/link.ts";
import { findSystem, insertSystems, updateSystem } from "../systems/records.ts";
import { systemValues } from "../systems/service.ts";
import type { Plan } from "./make-plan.ts";
import type { AssetAction } from "./plan-assets.ts";
import type { SystemAction } from "./plan-systems.ts";

export interface ApplyContext {
  readonly tx: Tx;
  readonly write: Writer;
  readonly organisationId: OrganisationId;
  readonly importId: Id<"ledger-import">;
}

export async function applyPlan(context: ApplyContext, plan: Plan): Promise<void> {
  if (plan.kind === "systems")
    await applySystems(
      context,
      plan.rows.flatMap(({ action }) => action ?? []),
    );
  else
    await applyAssets(
      context,
      plan.rows.flatMap(({ action }) => action ?? []),
    );
}

async function applySystems(context: ApplyContext, actions: readonly SystemAction[]): Promise<void> {
  const { tx, write, organisationId } = context;
  const audience_id = await ensureAudience(write, { owner: organisationId, marking: null });
  const times = { created_at: tx.now, changed_at: tx.now };
  const created = actions.flatMap((action) =>
    action.kind === "create"
      ? [
          {
            ...systemValues(action.system),
            ...times,
            id: newId<"system">({ now: () => tx.now }),
            organisation_id: organisationId,
            audience_id,
            name: action.system.name,
          },
        ]
      : [],
  );
  await insertSystems(write, created);
  const ids = created.map(({ id }) => id);
  if (ids.length > 0)
    await tell(write, [{ topic: "system.changed", organisationId, audienceId: audience_id, ids }]);
  for (const action of actions)
    if (action.kind === "change") await changeSystem(context, action.id, action.change);
}

async function changeSystem(
  { tx, write, organisationId }: ApplyContext,
  id: Id<"system">,
  change: SystemChange,
) {
  const { name } = change;
  const system = await findSystem(tx, id);
  const values = { ...systemValues(change), ...(name !== undefined && { name }), changed_at: tx.now };
  await updateSystem(write, id, values);
  const audienceId = system?.audience_id;
  await tell(write, [{ topic: "system.changed", organisationId, audienceId, ids: [id] }]);
}

async function applyAssets(context: ApplyContext, actions: readonly AssetAction[]): Promise<void> {
  const { tx, write, organisationId } = context;
  const audiences = await audiencesOf(context);
  const created = actions.flatMap((action) => (action.kind === "create" ? [action] : []));
  const origin = { origin: "import", now: tx.now } as const;
  const ownerOf = (id: Id<"asset">, systemId: Id<"system"> | null) => ({
    id,
    organisation_id: organisationId,
    audience_id: audiences(systemId),
  });
  const changes: AssetChanged[] = created.map(({ asset: { id, systemId, kind, name } }) => ({
    ...ownerOf(id, systemId),
    action: "create",
    detail: { importId: context.importId, kind, name, systemId },
  }));
  await insertAssets(
    write,
    created.map(({ asset: { claims: _, systemId, ...asset } }) => ({
      ...asset,
      ...ownerOf(asset.id, systemId),
      system_id: systemId,
      created_at: tx.now,
      changed_at: tx.now,
    })),
  );
  const added = created.flatMap(({ asset }) =>
    asset.claims.map((claim) => identifiers.identifierRow(ownerOf(asset.id, asset.systemId), claim, origin)),
  );
  for (const action of actions) {
    if (action.kind !== "change") continue;
    const { asset, set, add, end } = action;
    const moved = set.systemId !== undefined && {
      system_id: set.systemId,
      audience_id: audiences(set.systemId),
    };
    const owner = { id: asset.id, organisation_id: organisationId, audience_id: asset.audienceId, ...moved };
    await updateAsset(write, asset.id, {
      ...(set.name !== undefined && { name: set.name }),
      ...(set.note !== undefined && { note: set.note }),
      ...moved,
      changed_at: tx.now,
    });
    await identifiers.endIdentifiers(write, end, tx.now);
    added.push(...add.map((claim) => identifiers.identifierRow(owner, claim, origin)));
    const detail = { importId: context.importId, ...set, add, end };
    changes.push({
      id: asset.id,
      organisation_id: organisationId,
      audience_id: owner.audience_id,
      action: "change",
      detail,
    });
  }
  await identifiers.insertIdentifiers(write, added);
  const pairs = created.flatMap(({ asset, perhaps }) => perhaps.map((one) => ({ ...one, id: asset.id })));
  await insertProposals(tx, write, organisationId, pairs);
  await recordChange(tx, write, changes);
  await linkSeenHosts(tx, write, organisationId, valuesOf(actions));
}

function valuesOf(actions: readonly AssetAction[]): string[] {
  const claims = actions.flatMap((action) =>
    action.kind === "create" ? action.asset.claims : [...action.add, ...action.asset.claims],
  );
  return [...new Set(claims.map(({ value }) => value))];
}

async function audiencesOf({ tx, write, organisationId }: ApplyContext) {
  const own = await ensureAudience(write, { owner: organisationId, marking: null });
  const rows = await tx.read
    .selectFrom("systems")
    .select(["id", "audience_id"])
    .where("organisation_id", "=", organisationId)
    .execute();
  const known = new Map(rows.map(({ id, audience_id }) => [id, audience_id]));
  return (systemId: Id<"system"> | null): number => (systemId === null ? own : (known.get(systemId) ?? own));
}
