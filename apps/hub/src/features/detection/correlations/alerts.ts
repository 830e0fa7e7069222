// SPDX-License-Identifier: Apache-2.0
/** What correlations found in an hour, as alerts with the events that they are made of. */
import type { CorrelationMatch, MatchedField } from "@fengsui/sigma";
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  announce,
  ensureAudience,
  type OrganisationId,
  type Records,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import {
  alertIdOf,
  type Grouped,
  MAX_TITLE,
  storedEntity,
  WINDOW_MS,
  windowStartOf,
} from "../alerts/grouping.ts";
import { ALERT_RAISED, GROUP, isRaised, newsOf, type Upserted } from "../alerts/raise.ts";
import type { DetectableEvent } from "../event.ts";
import { fieldsOf } from "../matching.ts";
import { type Suppression, silences } from "../suppressions/rules.ts";
import type { CompiledCorrelation } from "./compile.ts";
import { entityOfCorrelated } from "./entity.ts";
import { CORRELATOR, type DueWindow, type Finished, finishWindow } from "./windows.ts";

/** An event that a rule found. */
export interface Part {
  readonly event: DetectableEvent;
  readonly ruleId: Id<"rule">;
  readonly fields: readonly MatchedField[];
}

export type Correlated = CorrelationMatch<Part>;

export interface CorrelatedAlert extends Grouped {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly parts: readonly Part[];
  readonly suppressionId: Id<"suppression"> | null;
}

const WHY = "an alert is what its matches come to, and nobody's act";
const WITHDRAWN_WITHIN_MS = 24 * 60 * 60_000;
/** An alert names so many of its events: its earliest. */
const MAX_PARTS = 200;

export interface AlertsFrom {
  readonly window: DueWindow;
  readonly compiled: CompiledCorrelation;
  readonly suppressions: readonly Suppression[];
}

/** Those that have one entity are one alert. */
export function toCorrelatedAlerts(matches: readonly Correlated[], from: AlertsFrom): CorrelatedAlert[] {
  const byEntity = Map.groupBy(matches, (match) =>
    JSON.stringify(entityOfCorrelated(match, from.compiled.known.groupBy)),
  );
  return [...byEntity.values()].flatMap((group) => toAlert(group, from) ?? []);
}

function toAlert(
  matches: readonly Correlated[],
  { window, compiled: { known }, suppressions }: AlertsFrom,
): CorrelatedAlert | undefined {
  const [match] = matches;
  if (match === undefined) return undefined;
  const entity = entityOfCorrelated(match, known.groupBy);
  const { organisationId, windowStart } = window;
  const alertId = alertIdOf({
    organisationId,
    ruleId: known.id,
    ruleVersion: known.version,
    entity: storedEntity(entity),
    time: windowStart,
  });
  const occurrences = matches.flatMap((one) => one.occurrences);
  const times = occurrences.map(({ time }) => time);
  const parts = new Map(
    occurrences.map(({ reference }) => [`${reference.event.id} ${reference.ruleId}`, reference]),
  );
  return {
    ...entity,
    alertId,
    windowStart,
    windowEnd: windowStart + WINDOW_MS,
    first: times.reduce((one, other) => Math.min(one, other)),
    last: times.reduce((one, other) => Math.max(one, other)),
    count: matches.reduce((sum, { count }) => sum + count, 0),
    parts: [...parts.values()].slice(0, MAX_PARTS),
    suppressionId: suppressionOf(matches, known.id, suppressions),
  };
}

/** One that nothing silences makes the alert heard. */
function suppressionOf(
  matches: readonly Correlated[],
  ruleId: Id<"rule">,
  suppressions: readonly Suppression[],
): Id<"suppression"> | null {
  const found = matches.map(({ group, occurrences }) => {
    const event = occurrences.at(-1)?.reference.event.fields ?? {};
    return suppressions.find((one) => silences(one, { ruleId, event, fields: group }))?.id ?? null;
  });
  return found.includes(null) ? null : (found[0] ?? null);
}

/** With the window, so that who was overtaken writes nothing. */
export async function writeCorrelated(
  records: Records,
  { window, compiled }: Omit<AlertsFrom, "suppressions">,
  alerts: readonly CorrelatedAlert[],
  finished: Finished,
): Promise<void> {
  await records.transaction(CORRELATOR, (tx) =>
    unaudited(tx, WHY, async (write) => {
      const { now } = tx;
      if (!(await finishWindow(write, window, { ...finished, now }))) return;
      const { organisationId } = window;
      await withdraw(write, { window, compiled, now }, alerts);
      if (alerts.length === 0) return;
      const audience = await ensureAudience(write, { owner: organisationId, marking: null });
      const as = { window, compiled, audience, now, isCut: finished.isCut ?? false };
      const upserted = await upsert(write, as, alerts);
      await replaceParts(write, organisationId, upserted, alerts);
      await tell(write, newsOf(organisationId, upserted));
      const alertIds = upserted.filter(isRaised).map(({ id }) => id);
      if (alertIds.length > 0) await announce(write, { topic: ALERT_RAISED, payload: { alertIds } });
    }),
  );
}

interface WriteAs {
  readonly window: DueWindow;
  readonly compiled: CompiledCorrelation;
  readonly now: Date;
}

interface UpsertAs extends WriteAs {
  readonly audience: number;
  readonly isCut: boolean;
}

/**
 * An event that came late may show that what was raised was not so: it goes, unless somebody has taken it in hand. Not
 * after a day: then the events that it was made of may have been deleted.
 */
async function withdraw(
  write: Writer,
  { window, compiled, now }: WriteAs,
  alerts: readonly CorrelatedAlert[],
): Promise<void> {
  const { organisationId } = window;
  const { rows } = await sql<Pick<Upserted, "id" | "audience_id">>`
    delete from alerts where organisation_id = ${organisationId} and rule_id = ${compiled.known.id}
      and rule_version = ${compiled.known.version} and window_start = ${new Date(window.windowStart)}
      and not id = any(${alerts.map(({ alertId }) => alertId)}::uuid[])
      and state = 'open' and assignee_id is null and created_at > ${new Date(now.getTime() - WITHDRAWN_WITHIN_MS)}
      and not exists (select from alert_comments where alert_id = alerts.id)
      and not exists (select from case_alerts where alert_id = alerts.id)
    returning id, audience_id`.execute(write);
  const gone = rows.map((row) => ({ ...row, suppression_id: null, isNew: false }));
  await tell(write, newsOf(organisationId, gone));
}

/** All that is known of the hour is in it: what it says takes the place of what was said before. */
async function upsert(
  write: Writer,
  { window, compiled, audience, now, isCut }: UpsertAs,
  alerts: readonly CorrelatedAlert[],
): Promise<Upserted[]> {
  const values = alerts
    .toSorted((one, other) => (one.alertId < other.alertId ? -1 : 1))
    .map((alert) => ({
      id: alert.alertId,
      organisation_id: window.organisationId,
      audience_id: audience,
      rule_id: compiled.known.id,
      rule_version: compiled.known.version,
      title: compiled.correlation.title.slice(0, MAX_TITLE),
      level: compiled.level,
      entity_kind: alert.entityKind,
      entity: alert.entity,
      window_start: new Date(alert.windowStart),
      window_end: new Date(alert.windowEnd),
      first_event_at: new Date(alert.first),
      last_event_at: new Date(alert.last),
      match_count: alert.count,
      is_retrospective: window.isRetrospective,
      suppression_id: alert.suppressionId,
      is_cut: isCut,
      created_at: now,
      changed_at: now,
    }));
  return await write
    .insertInto("alerts")
    .values(values)
    .onConflict((conflict) =>
      conflict.expression(GROUP).doUpdateSet({
        match_count: sql<number>`excluded.match_count`,
        first_event_at: sql<Date>`excluded.first_event_at`,
        last_event_at: sql<Date>`excluded.last_event_at`,
        suppression_id: sql<Id<"suppression"> | null>`case when excluded.suppression_id is null then null
          else alerts.suppression_id end`,
        is_cut: sql<boolean>`excluded.is_cut`,
        is_retrospective: sql<boolean>`alerts.is_retrospective and excluded.is_retrospective`,
        changed_at: sql<Date>`case when excluded.match_count is distinct from alerts.match_count
          then excluded.changed_at else alerts.changed_at end`,
      }),
    )
    .returning(["id", "audience_id", "suppression_id", sql<boolean>`xmax = 0`.as("isNew")])
    .execute();
}

/** Rows of one statement: PostgreSQL binds at most 65,535 values. */
const CHUNK = 1000;

async function replaceParts(
  write: Writer,
  organisationId: OrganisationId,
  upserted: readonly Upserted[],
  alerts: readonly CorrelatedAlert[],
): Promise<void> {
  const ids = upserted.map(({ id }) => id);
  await write.deleteFrom("alert_parts").where("alert_id", "in", ids).execute();
  const audiences = new Map(upserted.map(({ id, audience_id }) => [id, audience_id]));
  const rows = alerts.flatMap(({ alertId, parts }) => {
    const audience = audiences.get(alertId);
    if (audience === undefined) return [];
    return parts.map(({ event, ruleId, fields }) => ({
      alert_id: alertId,
      organisation_id: organisationId,
      audience_id: audience,
      event_id: event.id,
      event_at: new Date(event.time),
      rule_id: ruleId,
      fields: JSON.stringify(fieldsOf(fields)),
    }));
  });
  for (let at = 0; at < rows.length; at += CHUNK)
    await write
      .insertInto("alert_parts")
      .values(rows.slice(at, at + CHUNK))
      .execute();
}

/** In which hour a correlation matched. */
export function isOfWindow({ time }: Correlated, { windowStart }: DueWindow): boolean {
  return windowStartOf(time) === windowStart;
}
