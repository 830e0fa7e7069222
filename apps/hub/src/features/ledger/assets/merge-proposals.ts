// SPDX-License-Identifier: Apache-2.0
/** The rows of what may be one asset. A pair that was decided does not come back. */
import type { MergeReason } from "@fengsui/contract";
import { sql } from "kysely";
import type { Cursor } from "../../../platform/cursor.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import type { OrganisationId, PersonId, ReadTx, Tx, Writer } from "../../../platform/records/index.ts";

export interface Pair {
  readonly id: Id<"asset">;
  readonly candidate: { readonly id: Id<"asset"> };
  readonly because: MergeReason;
}

export async function insertProposals(
  { now }: Pick<Tx, "now">,
  write: Writer,
  organisationId: OrganisationId,
  pairs: readonly Pair[],
): Promise<void> {
  if (pairs.length === 0) return;
  const rows = pairs.map(({ id, candidate, because }) => {
    const [asset_id, other_id] = id < candidate.id ? [id, candidate.id] : [candidate.id, id];
    return {
      id: newId<"merge-proposal">({ now: () => now }),
      organisation_id: organisationId,
      asset_id,
      other_id,
      because,
      created_at: now,
    };
  });
  await write
    .insertInto("merge_proposals")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["asset_id", "other_id"]).doNothing())
    .execute();
  await tell(write, [{ topic: "merge_proposal.changed", organisationId, ids: rows.map(({ id }) => id) }]);
}

function selectOpen(tx: ReadTx) {
  return tx.read
    .selectFrom("merge_proposals")
    .innerJoin("assets as one", "one.id", "merge_proposals.asset_id")
    .innerJoin("assets as other", "other.id", "merge_proposals.other_id")
    .select([
      "merge_proposals.id",
      "merge_proposals.organisation_id",
      "merge_proposals.asset_id",
      "merge_proposals.other_id",
      "merge_proposals.because",
      "merge_proposals.created_at",
      "one.name as asset_name",
      "other.name as other_name",
    ])
    .where("merge_proposals.state", "=", "open")
    .where("one.merged_into", "is", null)
    .where("other.merged_into", "is", null);
}

export interface ProposalFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly after?: Cursor<"merge-proposal"> | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function listProposals(tx: ReadTx, { organisationId, after, limit }: ProposalFilter) {
  let query = selectOpen(tx)
    .orderBy("merge_proposals.created_at", "desc")
    .orderBy("merge_proposals.id", "desc")
    .limit(limit);
  if (organisationId !== undefined)
    query = query.where("merge_proposals.organisation_id", "=", organisationId);
  if (after !== undefined)
    query = query.where(
      sql<boolean>`(merge_proposals.created_at, merge_proposals.id) < (${after.time}, ${after.id})`,
    );
  return await query.execute();
}

export async function findProposal(tx: ReadTx, id: Id<"merge-proposal">) {
  return await selectOpen(tx).where("merge_proposals.id", "=", id).executeTakeFirst();
}

export type ProposalRow = NonNullable<Awaited<ReturnType<typeof findProposal>>>;

export interface Decision {
  readonly state: "merged" | "refused";
  readonly reason: string;
  readonly personId: PersonId;
  readonly now: Date;
}

export async function decideProposal(
  write: Writer,
  id: Id<"merge-proposal">,
  decision: Decision,
): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("merge_proposals")
    .set(valuesOf(decision))
    .where("id", "=", id)
    .where("state", "=", "open")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A pair that became one by whatever way is decided. */
export async function decidePair(
  write: Writer,
  one: Id<"asset">,
  other: Id<"asset">,
  decision: Decision,
): Promise<void> {
  await write
    .updateTable("merge_proposals")
    .set(valuesOf(decision))
    .where("asset_id", "=", one < other ? one : other)
    .where("other_id", "=", one < other ? other : one)
    .where("state", "=", "open")
    .execute();
}

function valuesOf({ state, reason, personId, now }: Decision) {
  return { state, reason, decided_by: personId, decided_at: now };
}
