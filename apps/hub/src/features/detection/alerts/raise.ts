// SPDX-License-Identifier: Apache-2.0
/**
 * Matches to alerts. What an alert says is counted from all of its matches in the store, and each figure can only
 * move one way, so that batches may come in any order, at once and again: the outcome is one.
 */
import { sql } from "kysely";
import type { EventStore, MatchFigures } from "../../../platform/events/index.ts";
import type { Id } from "../../../platform/ids.ts";
import { type News, tell } from "../../../platform/live/index.ts";
import {
  announce,
  ensureAudience,
  type OrganisationId,
  type Records,
  systemPrincipal,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import type { FoundMatch } from "../matching.ts";
import { storedEntity, WINDOW_MS } from "./grouping.ts";

export interface RaiseParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
}

export interface Raise {
  readonly organisationId: OrganisationId;
  /** Already in the store. */
  readonly matches: readonly FoundMatch[];
  readonly isRetrospective: boolean;
  /** The pass that found them. */
  readonly retrospectionId?: Id<"retrospection"> | undefined;
}

const READER = { kind: "system", job: "raise-alerts" } as const;
const RAISER = systemPrincipal("raise-alerts");
const WHY = "an alert is what its matches come to, and nobody's act";
/** Rows of one statement: PostgreSQL binds at most 65,535 values. */
const CHUNK = 1000;

export async function raiseAlerts({ records, events }: RaiseParts, raise: Raise): Promise<void> {
  const { organisationId, matches, isRetrospective, retrospectionId = null } = raise;
  // In one order everywhere: two batches with the same alerts must not wait for each other's rows.
  const byAlert = Map.groupBy(matches, ({ group }) => group.alertId);
  const alertIds = [...byAlert.keys()].sort();
  for (let at = 0; at < alertIds.length; at += CHUNK) {
    const groups = alertIds.slice(at, at + CHUNK).flatMap((id) => byAlert.get(id)?.[0] ?? []);
    const figures = await events.readAs(READER).matchFigures({
      organisationId,
      windowMs: WINDOW_MS,
      groups: groups.map((match) => ({
        ruleId: match.ruleId,
        ruleVersion: match.ruleVersion,
        entity: storedEntity(match.group),
        windowStart: match.group.windowStart,
      })),
    });
    const known = new Map(figures.map((figure) => [keyOf(figure), figure]));
    const rows = groups.flatMap((match) => rowOf(byAlert.get(match.group.alertId), known) ?? []);
    if (rows.length === 0) continue;
    await records.transaction(RAISER, (tx) =>
      unaudited(tx, WHY, async (write) => {
        const audience = await ensureAudience(write, { owner: organisationId, marking: null });
        const common = { organisationId, audience, isRetrospective, retrospectionId, now: tx.now };
        const upserted = await upsert(write, common, rows);
        await tell(write, newsOf(organisationId, upserted));
        const alertIds = upserted.filter(isRaised).map(({ id }) => id);
        if (alertIds.length > 0) await announce(write, { topic: ALERT_RAISED, payload: { alertIds } });
      }),
    );
  }
}

interface Row {
  readonly match: FoundMatch;
  readonly figure: MatchFigures;
  readonly suppressionId: Id<"suppression"> | null;
}

type Group = Pick<MatchFigures, "ruleId" | "ruleVersion" | "entity" | "windowStart">;

function keyOf({ ruleId, ruleVersion, entity, windowStart }: Group) {
  return `${ruleId} ${ruleVersion} ${windowStart} ${entity}`;
}

/** A match that nothing silenced makes the alert heard. */
function rowOf(
  matches: readonly FoundMatch[] = [],
  figures: ReadonlyMap<string, MatchFigures>,
): Row | undefined {
  const match = matches.find(({ suppressionId }) => suppressionId === null) ?? matches[0];
  if (match === undefined) return undefined;
  const { ruleId, ruleVersion, group } = match;
  const { windowStart } = group;
  const figure = figures.get(keyOf({ ruleId, ruleVersion, entity: storedEntity(group), windowStart }));
  return figure === undefined ? undefined : { match, figure, suppressionId: match.suppressionId };
}

interface Common {
  readonly organisationId: OrganisationId;
  readonly audience: number;
  readonly isRetrospective: boolean;
  readonly retrospectionId: Id<"retrospection"> | null;
  readonly now: Date;
}

export interface Upserted {
  readonly id: Id<"alert">;
  readonly audience_id: number;
  readonly suppression_id: Id<"suppression"> | null;
  readonly isNew: boolean;
}

/** In the outbox. */
export const ALERT_RAISED = "alert.raised";

/** What one alert is told from another by. */
export const GROUP = sql`organisation_id, rule_id, rule_version, entity_kind, text_digest(entity), window_start`;

async function upsert(write: Writer, common: Common, rows: readonly Row[]): Promise<Upserted[]> {
  const values = rows
    .toSorted((one, other) => (one.match.group.alertId < other.match.group.alertId ? -1 : 1))
    .map((row) => valuesOf(common, row));
  return await write
    .insertInto("alerts")
    .values(values)
    .onConflict((conflict) =>
      // Not on the id: a version of the hub may derive it otherwise, and the alert of before is the one that counts.
      conflict.expression(GROUP).doUpdateSet({
        match_count: sql<number>`greatest(alerts.match_count, excluded.match_count)`,
        first_event_at: sql<Date>`least(alerts.first_event_at, excluded.first_event_at)`,
        last_event_at: sql<Date>`greatest(alerts.last_event_at, excluded.last_event_at)`,
        // One match that was not silenced makes the alert heard, and one live match makes it live.
        suppression_id: sql<Id<"suppression"> | null>`case when excluded.suppression_id is null then null
          else alerts.suppression_id end`,
        is_retrospective: sql<boolean>`alerts.is_retrospective and excluded.is_retrospective`,
        changed_at: sql<Date>`case when excluded.match_count > alerts.match_count then excluded.changed_at
          else alerts.changed_at end`,
      }),
    )
    // Of a row that was there before, PostgreSQL notes who replaced it.
    .returning(["id", "audience_id", "suppression_id", sql<boolean>`xmax = 0`.as("isNew")])
    .execute();
}

/** An alert that is silenced is not raised to anybody, but it is there. */
export function isRaised({ isNew, suppression_id }: Upserted): boolean {
  return isNew && suppression_id === null;
}

export function newsOf(organisationId: OrganisationId, upserted: readonly Upserted[]): News[] {
  const topicOf = (alert: Upserted) => (isRaised(alert) ? "alert.raised" : "alert.changed");
  const groups = Map.groupBy(upserted, (alert) => `${topicOf(alert)} ${alert.audience_id}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const ids = group.map(({ id }) => id);
    return { topic: topicOf(first), organisationId, audienceId: first.audience_id, ids };
  });
}

function valuesOf(common: Common, row: Row) {
  const { organisationId, audience, isRetrospective, retrospectionId, now } = common;
  const { match, figure, suppressionId } = row;
  // A pass may meet a live match whose alert is not written yet.
  const isFromPass = isRetrospective && figure.isRetrospective;
  return {
    id: match.group.alertId,
    organisation_id: organisationId,
    audience_id: audience,
    rule_id: match.ruleId,
    rule_version: match.ruleVersion,
    title: match.title,
    level: match.level,
    entity_kind: match.group.entityKind,
    entity: match.group.entity,
    window_start: new Date(match.group.windowStart),
    window_end: new Date(match.group.windowEnd),
    first_event_at: figure.first,
    last_event_at: figure.last,
    match_count: figure.count,
    is_retrospective: isFromPass,
    suppression_id: suppressionId,
    retrospection_id: isFromPass ? retrospectionId : null,
    created_at: now,
    changed_at: now,
  };
}
