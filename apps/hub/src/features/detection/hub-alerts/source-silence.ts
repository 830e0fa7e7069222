// SPDX-License-Identifier: Apache-2.0
/** The alert that a source has fallen silent: one for each source and day, which ends when the source is back. */
import { sql } from "kysely";
import { derivedId } from "../../../platform/derived-id.ts";
import type { Id } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  announce,
  audited,
  type OrganisationId,
  type Tx,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import { ALERT_RAISED } from "../alerts/raise.ts";
import { activeSuppressions } from "../suppressions/records.ts";
import { silences } from "../suppressions/rules.ts";
import { type EnsuredRule, ensureBuiltInRule } from "./built-in-rule.ts";

const RULE = {
  key: "fengsui:source-silent",
  title: "A source has fallen silent",
  level: "medium",
  description:
    "Built in: tells of a source that sends nothing for longer than is usual for it, or than was set.",
} as const;
const WHY = "that a source is silent is no one's act";
const DAY_MS = 24 * 60 * 60_000;

export interface SourceSilence {
  readonly organisationId: OrganisationId;
  readonly source: { readonly id: Id<"source">; readonly name: string };
  /** When it was last heard. */
  readonly since: Date;
}

export async function raiseSourceSilence(tx: Tx, silence: SourceSilence): Promise<void> {
  const { organisationId, source } = silence;
  const suppressions = await activeSuppressions(tx, organisationId);
  await unaudited(tx, WHY, async (write) => {
    const rule = await ensureBuiltInRule(write, organisationId, RULE);
    if (!rule.isEnabled) return;
    const event = { source: source.name, sourceId: source.id };
    const suppression = suppressions.find((one) => silences(one, { ruleId: rule.id, event, fields: [] }));
    const alert = await upsert(write, silence, { rule, suppressionId: suppression?.id ?? null, now: tx.now });
    if (alert === undefined) return;
    const topic = suppression === undefined ? "alert.raised" : "alert.changed";
    await tell(write, [{ topic, organisationId, audienceId: alert.audience_id, ids: [alert.id] }]);
    if (suppression === undefined)
      await announce(write, { topic: ALERT_RAISED, payload: { alertIds: [alert.id] } });
  });
}

interface How {
  readonly rule: EnsuredRule;
  readonly suppressionId: Id<"suppression"> | null;
  readonly now: Date;
}

/** Silent again on the same day, it is the same alert, open again. */
async function upsert(write: Writer, { organisationId, source, since }: SourceSilence, how: How) {
  const { rule, suppressionId, now } = how;
  const day = Math.floor(since.getTime() / DAY_MS) * DAY_MS;
  return await write
    .insertInto("alerts")
    .values({
      id: derivedId<"alert">(["source silent", source.id, `${day}`]),
      kind: "source_silent",
      source_id: source.id,
      organisation_id: organisationId,
      audience_id: rule.audienceId,
      rule_id: rule.id,
      rule_version: rule.version,
      title: `${RULE.title}: ${source.name}`,
      level: rule.level,
      entity_kind: "other",
      entity: source.name.toLowerCase(),
      window_start: since,
      window_end: new Date(day + DAY_MS),
      first_event_at: since,
      last_event_at: now,
      match_count: 1,
      suppression_id: suppressionId,
      created_at: now,
      changed_at: now,
    })
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({
        state: "open",
        verdict: null,
        resolved_at: null,
        suppression_id: suppressionId,
        match_count: sql<number>`alerts.match_count + 1`,
        last_event_at: now,
        changed_at: now,
      }),
    )
    .returning(["id", "audience_id"])
    .executeTakeFirst();
}

export interface SilenceEnd {
  readonly organisationId: OrganisationId;
  readonly sourceId: Id<"source">;
  /** When it was heard again. */
  readonly at: Date;
}

/** Closes its open alerts, except one that somebody works on: that says when the source was back. */
export async function endSourceSilence(tx: Tx, { organisationId, sourceId, at }: SilenceEnd): Promise<void> {
  const open = await tx.read
    .selectFrom("alerts")
    .select(["id", "audience_id", "assignee_id"])
    .where("source_id", "=", sourceId)
    .where("state", "=", "open")
    .execute();
  for (const { id, audience_id: audienceId, assignee_id } of open) {
    const state = assignee_id === null ? "closed" : "open";
    const action = state === "closed" ? "alert.close" : "alert.resolve";
    const detail = { resolvedAt: at.toISOString() };
    await audited(tx, { action, subject: { kind: "alert", id }, organisationId, detail }, async (write) => {
      await write
        .updateTable("alerts")
        .set({ state, resolved_at: at, changed_at: tx.now })
        .where("id", "=", id)
        .execute();
      await tell(write, [{ topic: "alert.changed", organisationId, audienceId, ids: [id] }]);
    });
  }
}
