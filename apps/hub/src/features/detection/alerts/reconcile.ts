// SPDX-License-Identifier: Apache-2.0
/**
 * Matches that were stored and whose alerts were not, as the hub ended in between and nobody sent the batch again. They
 * are looked for among the matches since the last point of which it is known that none was before it.
 */
import { parseRules } from "@fengsui/sigma";
import { z } from "zod";
import type { EventStore, StoredMatch, WrittenGroup } from "../../../platform/events/index.ts";
import { type Id, parseId } from "../../../platform/ids.ts";
import { defineJob, defineScheduledWorker, type Worker } from "../../../platform/jobs/index.ts";
import {
  type OrganisationId,
  type ReadTx,
  type Records,
  systemPrincipal,
  unaudited,
} from "../../../platform/records/index.ts";
import type { Detection } from "../detection.ts";
import type { FoundMatch } from "../matching.ts";
import { findRule, findVersion } from "../rules/records.ts";
import { readStoredEvent } from "../stored-event.ts";
import { activeSuppressions } from "../suppressions/records.ts";
import { type Suppression, silences } from "../suppressions/rules.ts";
import { alertIdOf, readEntity, WINDOW_MS } from "./grouping.ts";
import { raiseAlerts } from "./raise.ts";

export interface ReconcileParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
  readonly detection: Pick<Detection, "rulesets" | "correlations">;
}

const JOB = "alerts.reconcile";
const RECONCILE_ALERTS = defineJob({ name: JOB, payload: z.object({}) });
const EVERY_FIVE_MINUTES = "*/5 * * * *";
const READER = { kind: "system", job: JOB } as const;
const PRINCIPAL = systemPrincipal(JOB);
const POINT = "alerts";
/** A match has its time before it is written, and a write is tried again for a while. */
const MARGIN_MS = 5 * 60_000;
const PAGE = 500;
const MAX_MATCHES = 1000;
const WHY_POINT = "how far something was checked, is no one's act";

/** When the hub starts and, for a sender that gave up while a store was down, every few minutes. */
export function reconcilingWorker(parts: ReconcileParts): Worker {
  const reconcile = defineScheduledWorker(RECONCILE_ALERTS, EVERY_FIVE_MINUTES, async (_, signal) => {
    await reconcileAlerts(parts, signal);
  });
  return async (jobs) => {
    await reconcile(jobs);
    await jobs.send(RECONCILE_ALERTS, {});
  };
}

/** How many alerts were raised or brought up to their matches. */
export async function reconcileAlerts(parts: ReconcileParts, signal?: AbortSignal): Promise<number> {
  const { since, now } = await parts.records.read(PRINCIPAL, async (tx) => ({
    since: await cleanPoint(tx),
    now: tx.now,
  }));
  let raised = 0;
  let after: WrittenGroup | undefined;
  do {
    const page: readonly WrittenGroup[] = await parts.events.readAs(READER).matchGroupsSince({
      matchedSince: since,
      windowMs: WINDOW_MS,
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    for (const group of await unfinished(parts, page)) {
      await raiseGroup(parts, group);
      raised++;
    }
    after = page.length < PAGE ? undefined : page.at(-1);
    if (signal?.aborted) return raised;
  } while (after !== undefined);
  await moveCleanPoint(parts.records, new Date(now.getTime() - MARGIN_MS));
  return raised;
}

async function cleanPoint({ read }: ReadTx): Promise<Date> {
  const row = await read.selectFrom("clean_points").select("at").where("name", "=", POINT).executeTakeFirst();
  return row?.at ?? new Date(0);
}

async function moveCleanPoint(records: Records, at: Date): Promise<void> {
  await records.transaction(PRINCIPAL, (tx) =>
    unaudited(tx, WHY_POINT, (write) =>
      write
        .insertInto("clean_points")
        .values({ name: POINT, at })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ at }))
        .execute(),
    ),
  );
}

/** Those that are to have an alert and have none; whatever may be made of them is worked out again. */
async function unfinished(parts: ReconcileParts, page: readonly WrittenGroup[]): Promise<WrittenGroup[]> {
  const { rulesets, correlations } = parts.detection;
  const missing = new Set(await groupsWithoutAlert(parts, page));
  for (const [organisation, groups] of Map.groupBy(page, ({ organisationId }) => organisationId)) {
    const organisationId = parseId<"organisation">(organisation);
    if (organisationId === undefined) continue;
    const rules = await rulesets.current(organisationId);
    const { partsOnly } = rules.correlations;
    const isPart = (group: WrittenGroup) => {
      const ruleId = parseId<"rule">(group.ruleId);
      return ruleId !== undefined && partsOnly.has(ruleId);
    };
    const touched = groups.filter((group) => isPart(group) || missing.has(group));
    const matches = touched.flatMap(({ ruleId: id, windowStart }) => {
      const ruleId = parseId<"rule">(id);
      if (ruleId === undefined) return [];
      return [windowStart, windowStart + WINDOW_MS - 1].map((time) => ({ ruleId, time }));
    });
    await correlations.note(rules, { organisationId, isRetrospective: false }, matches);
    for (const group of groups) if (isPart(group)) missing.delete(group);
  }
  return [...missing];
}

/** Or with one that counts fewer matches than there are. */
async function groupsWithoutAlert(
  { records, events }: ReconcileParts,
  groups: readonly WrittenGroup[],
): Promise<WrittenGroup[]> {
  if (groups.length === 0) return [];
  const ids = groups.map(alertOf);
  const rows = await records.read(PRINCIPAL, ({ read }) =>
    read.selectFrom("alerts").select(["id", "match_count"]).where("id", "in", ids).execute(),
  );
  const counted = new Map(rows.map(({ id, match_count }) => [id, match_count]));
  const counts = new Map<string, number>();
  for (const [organisationId, own] of Map.groupBy(groups, (group) => group.organisationId)) {
    const query = { organisationId, windowMs: WINDOW_MS, groups: own };
    for (const figure of await events.readAs(READER).matchFigures(query))
      counts.set(alertOf({ ...figure, organisationId }), figure.count);
  }
  return groups.filter((group) => (counted.get(alertOf(group)) ?? 0) < (counts.get(alertOf(group)) ?? 0));
}

function alertOf(group: Omit<WrittenGroup, "isRetrospective">): Id<"alert"> {
  return alertIdOf({ ...group, time: group.windowStart });
}

async function raiseGroup(parts: ReconcileParts, group: WrittenGroup): Promise<void> {
  const organisationId = parseId<"organisation">(group.organisationId);
  const ruleId = parseId<"rule">(group.ruleId);
  if (organisationId === undefined || ruleId === undefined) return;
  const known = await parts.records.read(PRINCIPAL, (tx) => readKnown(tx, organisationId, ruleId, group));
  if (known === undefined) return;
  const matches = await parts.events.readAs(READER).matches({
    organisationId,
    ruleId,
    ruleVersion: group.ruleVersion,
    entity: group.entity,
    from: new Date(group.windowStart),
    to: new Date(group.windowStart + WINDOW_MS),
    limit: MAX_MATCHES,
  });
  const found: FoundMatch[] = [];
  for (const match of matches) {
    const one = toFound(group, ruleId, match, known);
    const suppressionId = await suppressionOf(parts, one, match, known.suppressions);
    found.push({ ...one, suppressionId });
    // One match that nothing silences makes the alert heard, and the rest is counted in the store.
    if (suppressionId === null) break;
  }
  const { isRetrospective } = group;
  const retrospectionId = isRetrospective ? known.retrospectionId : undefined;
  await raiseAlerts(parts, { organisationId, matches: found, isRetrospective, retrospectionId });
}

interface Known {
  readonly title: string;
  readonly level: FoundMatch["level"];
  readonly suppressions: readonly Suppression[];
  readonly retrospectionId: Id<"retrospection"> | undefined;
}

/** Of the version that matched. */
async function readTitled(
  tx: ReadTx,
  ruleId: Id<"rule">,
  version: number,
): Promise<Pick<Known, "title" | "level"> | undefined> {
  const row = await findRule(tx, ruleId);
  if (row?.kind === "indicators") return row;
  const source = await findVersion(tx, { id: ruleId, version });
  return source === undefined ? undefined : parseRules(source.source, ruleId).rules[0];
}

async function readKnown(
  tx: ReadTx,
  organisationId: OrganisationId,
  ruleId: Id<"rule">,
  { ruleVersion }: WrittenGroup,
): Promise<Known | undefined> {
  const rule = await readTitled(tx, ruleId, ruleVersion);
  if (rule === undefined) return undefined;
  const pass = await tx.read
    .selectFrom("retrospection_rules")
    .innerJoin("retrospections", "retrospections.id", "retrospection_rules.retrospection_id")
    .select("retrospections.id")
    .where("retrospections.organisation_id", "=", organisationId)
    .where("retrospection_rules.rule_id", "=", ruleId)
    .where("retrospection_rules.rule_version", "=", ruleVersion)
    .orderBy("retrospections.created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const suppressions = await activeSuppressions(tx, organisationId);
  return { title: rule.title, level: rule.level, suppressions, retrospectionId: pass?.id };
}

function toFound(
  group: WrittenGroup,
  ruleId: Id<"rule">,
  match: StoredMatch,
  { title, level }: Known,
): FoundMatch {
  const { ruleVersion, windowStart } = group;
  return {
    ruleId,
    ruleVersion,
    group: {
      ...readEntity(group.entity),
      alertId: alertOf(group),
      windowStart,
      windowEnd: windowStart + WINDOW_MS,
    },
    eventId: match.eventId,
    time: match.time.getTime(),
    fields: Object.entries(match.fields).map(([field, value]) => ({ field, value })),
    suppressionId: null,
    title,
    level,
  };
}

async function suppressionOf(
  { events }: ReconcileParts,
  { ruleId, fields }: FoundMatch,
  match: StoredMatch,
  suppressions: readonly Suppression[],
): Promise<Id<"suppression"> | null> {
  if (suppressions.length === 0) return null;
  const stored = await events.readAs(READER).event({ id: match.eventId, time: match.time });
  const event = (stored === undefined ? undefined : await readStoredEvent(stored.raw, stored.ingested)) ?? {};
  return suppressions.find((one) => silences(one, { ruleId, event, fields }))?.id ?? null;
}
