// SPDX-License-Identifier: Apache-2.0
/**
 * The alert that the disk of the hub is filled to its high watermark: one a day, for the organisation of its oldest
 * operator, which ends when there is room again.
 */
import { derivedId } from "../../../platform/derived-id.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  audited,
  type OrganisationId,
  type ReadTx,
  type Tx,
  unaudited,
} from "../../../platform/records/index.ts";
import { activeSuppressions } from "../suppressions/records.ts";
import { silences } from "../suppressions/rules.ts";
import { ensureBuiltInRule } from "./built-in-rule.ts";

const RULE = {
  key: "fengsui:disk-high",
  title: "The disk of the hub becomes full",
  level: "high",
  description: "Built in: tells that the disk of the hub is filled to its high watermark.",
} as const;
const WHY = "that a disk is full is no one's act";
const DAY_MS = 24 * 60 * 60_000;
const ENTITY = "disk of the hub";

export interface DiskHigh {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly level: "high" | "critical";
}

export async function raiseDiskHigh(tx: Tx, { freeBytes, totalBytes, level }: DiskHigh): Promise<void> {
  const organisationId = await organisationOfOperator(tx);
  if (organisationId === undefined) return;
  const suppressions = await activeSuppressions(tx, organisationId);
  await unaudited(tx, WHY, async (write) => {
    const rule = await ensureBuiltInRule(write, organisationId, RULE);
    if (!rule.isEnabled) return;
    const event = { freeBytes, totalBytes, level };
    const suppression = suppressions.find((one) => silences(one, { ruleId: rule.id, event, fields: [] }));
    const day = new Date(Math.floor(tx.now.getTime() / DAY_MS) * DAY_MS);
    const id = derivedId<"alert">(["disk high", organisationId, day.toISOString()]);
    const { numInsertedOrUpdatedRows = 0n } = await write
      .insertInto("alerts")
      .values({
        id,
        kind: "disk_high",
        organisation_id: organisationId,
        audience_id: rule.audienceId,
        rule_id: rule.id,
        rule_version: rule.version,
        title: RULE.title,
        level: level === "critical" ? "critical" : rule.level,
        entity_kind: "other",
        entity: ENTITY,
        window_start: day,
        window_end: new Date(day.getTime() + DAY_MS),
        first_event_at: tx.now,
        last_event_at: tx.now,
        match_count: 1,
        suppression_id: suppression?.id ?? null,
        created_at: tx.now,
        changed_at: tx.now,
      })
      // What somebody has closed today stays closed.
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return;
    const topic = suppression === undefined ? "alert.raised" : "alert.changed";
    await tell(write, [{ topic, organisationId, audienceId: rule.audienceId, ids: [id] }]);
  });
}

/** Nobody but an operator can mend it. */
async function organisationOfOperator({ read }: ReadTx): Promise<OrganisationId | undefined> {
  const row = await read
    .selectFrom("hub_roles")
    .innerJoin("memberships", "memberships.person_id", "hub_roles.person_id")
    .select("memberships.organisation_id")
    .where("hub_roles.role", "=", "operator")
    .orderBy("hub_roles.created_at")
    .orderBy("memberships.created_at")
    .limit(1)
    .executeTakeFirst();
  return row?.organisation_id;
}

/** Closes what is open of it, except where somebody works on it. */
export async function endDiskHigh(tx: Tx): Promise<void> {
  const open = await tx.read
    .selectFrom("alerts")
    .select(["id", "audience_id", "organisation_id"])
    .where("kind", "=", "disk_high")
    .where("state", "=", "open")
    .where("assignee_id", "is", null)
    .execute();
  for (const { id, audience_id: audienceId, organisation_id: organisationId } of open) {
    const detail = { resolvedAt: tx.now.toISOString() };
    const entry = { action: "alert.close", subject: { kind: "alert", id }, organisationId, detail };
    await audited(tx, entry, async (write) => {
      await write
        .updateTable("alerts")
        .set({ state: "closed", resolved_at: tx.now, changed_at: tx.now })
        .where("id", "=", id)
        .execute();
      await tell(write, [{ topic: "alert.changed", organisationId, audienceId, ids: [id] }]);
    });
  }
}
