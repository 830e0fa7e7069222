// SPDX-License-Identifier: Apache-2.0
/** The rows of suppressions. */
import { z } from "zod";
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";
import type { Suppression } from "./rules.ts";

const CONDITIONS = z.array(z.object({ field: z.string(), equals: z.string() }));

export interface StoredSuppression extends Suppression {
  readonly organisationId: OrganisationId;
  readonly reason: string;
  readonly expiresAt: Date;
  readonly createdBy: PersonId | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

function select(tx: ReadTx) {
  return tx.read
    .selectFrom("suppressions")
    .select([
      "id",
      "organisation_id",
      "rule_id",
      "conditions",
      "reason",
      "expires_at",
      "created_by",
      "created_at",
      "ended_at",
    ])
    .orderBy("id");
}

type Row = Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number];

function fromRow(row: Row): StoredSuppression {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    ruleId: row.rule_id,
    conditions: CONDITIONS.parse(row.conditions),
    reason: row.reason,
    expiresAt: row.expires_at,
    createdBy: row.created_by,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}

/** Those that hold at the time of the transaction, oldest first. */
export async function activeSuppressions(
  tx: ReadTx,
  organisationId: OrganisationId,
): Promise<StoredSuppression[]> {
  const rows = await select(tx)
    .where("organisation_id", "=", organisationId)
    .where("ended_at", "is", null)
    .where("expires_at", ">", tx.now)
    .execute();
  return rows.map(fromRow);
}

export async function listSuppressions(tx: ReadTx): Promise<StoredSuppression[]> {
  return (await select(tx).execute()).map(fromRow);
}

export async function findSuppression(
  tx: ReadTx,
  id: Id<"suppression">,
): Promise<StoredSuppression | undefined> {
  const row = await select(tx).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : fromRow(row);
}

export async function insertSuppression(
  write: Writer,
  {
    id,
    organisationId,
    ruleId,
    conditions,
    reason,
    expiresAt,
    createdBy,
  }: Omit<StoredSuppression, "createdAt" | "endedAt">,
): Promise<void> {
  await write
    .insertInto("suppressions")
    .values({
      id,
      organisation_id: organisationId,
      rule_id: ruleId,
      conditions: JSON.stringify(conditions),
      reason,
      expires_at: expiresAt,
      created_by: createdBy,
    })
    .execute();
}
