// SPDX-License-Identifier: Apache-2.0
/**
 * Changed rules to passes over stored events: what was announced with the changes, gathered for each organisation
 * into the pass that has not begun, or into a new one.
 */
import { sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  audited,
  type OrganisationId,
  type Records,
  type RuleKind,
  systemPrincipal,
  type Tx,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import { EVERYWHERE, insertMarks } from "../correlations/windows.ts";
import { isFor } from "../rules/records.ts";
import { RULE_CHANGED } from "../rules/switch.ts";
import { addRules, insertRetrospection, type PassRule } from "./records.ts";

export interface PlanParts {
  readonly records: Records;
  readonly clock: Clock;
  /** Events that came within this time are looked at; none where it is 0. */
  readonly horizonMs: number;
  /** So long others may join. */
  readonly waitMs: number;
  /** There is a correlation to work out. */
  readonly wakeCorrelation?: () => void;
}

const PLANNER = systemPrincipal("retrospections.plan");
const PAYLOAD = z.object({ ruleIds: z.array(z.uuid()) });
const WHY_MARKED = "what is to be worked out follows from the change of a rule, which has its entry";
const WHY_TAKEN = "a message that was delivered goes; what follows from it has entries of its own";

/** Until nothing is announced any more. */
export async function planRetrospections(parts: PlanParts): Promise<void> {
  let isMore = true;
  while (isMore) isMore = await planOnce(parts);
  parts.wakeCorrelation?.();
}

const MESSAGES = 100;

async function planOnce(parts: PlanParts): Promise<boolean> {
  return await parts.records.transaction(PLANNER, async (tx) => {
    const messages = await unaudited(tx, WHY_TAKEN, takeMessages);
    if (messages.length === 0) return false;
    const ruleIds = messages.flatMap(({ payload }) => PAYLOAD.safeParse(payload).data?.ruleIds ?? []);
    if (parts.horizonMs === 0) return true;
    const news = await readNews(tx, ruleIds);
    for (const [organisationId, rules] of await byOrganisation(tx, [...new Set(ruleIds)])) {
      const detections = rules.filter(({ kind }) => kind === "detection");
      await join(tx, parts, { organisationId, cause: "rules_changed" }, detections);
      const lists = rules.filter(({ kind }) => kind === "indicators");
      await join(tx, parts, { organisationId, cause: "indicators_changed" }, withNews(lists, news));
      await markCorrelations(tx, organisationId, rules);
    }
    await unaudited(tx, WHY_LOOKED_BACK, (write) => noteLookedBack(write, news));
    return true;
  });
}

const WHY_LOOKED_BACK = "up to where passes are planned follows from the passes, which have entries";

/** Of a list of indicators: what of it was not looked back for. */
interface News {
  readonly since: string;
  readonly upTo: string;
}

async function readNews({ read }: Tx, ruleIds: readonly string[]): Promise<ReadonlyMap<string, News>> {
  const rows = await read
    .selectFrom("indicator_lists")
    .select(["rule_id as id", "looked_back_revision as since", "revision as upTo"])
    .where("rule_id", "=", sql<Id<"rule">>`any(${[...ruleIds]}::uuid[])`)
    .whereRef("looked_back_revision", "<", "revision")
    .execute();
  return new Map(rows.map(({ id, ...news }) => [id, news]));
}

function withNews(lists: readonly PassRule[], news: ReadonlyMap<string, News>): PassRule[] {
  return lists.flatMap((list) => {
    const sinceRevision = news.get(list.id)?.since;
    return sinceRevision === undefined ? [] : [{ ...list, sinceRevision }];
  });
}

/**
 * Also of a list that is off: when it is switched on, all of it is looked back for. Who switched it meanwhile has set
 * it back, and announced that.
 */
async function noteLookedBack(write: Writer, news: ReadonlyMap<string, News>): Promise<void> {
  for (const [id, { since, upTo }] of news)
    await sql`
      update indicator_lists set looked_back_revision = ${upTo}
      where rule_id = ${id} and looked_back_revision = ${since}`.execute(write);
}

/** What the rules found is stored already: a new correlation is worked out from it. */
async function markCorrelations(
  tx: Tx,
  organisationId: OrganisationId,
  rules: readonly (PassRule & { readonly kind: RuleKind })[],
): Promise<void> {
  const marks = rules
    .filter(({ kind }) => kind === "correlation")
    .map(({ id }) => ({ ruleId: id, windowStart: EVERYWHERE }));
  if (marks.length === 0) return;
  const as = { organisationId, isRetrospective: true, now: tx.now };
  await unaudited(tx, WHY_MARKED, (write) => insertMarks(write, as, marks));
}

async function takeMessages(write: Writer) {
  const oldest = write
    .selectFrom("outbox")
    .select("id")
    .where("topic", "=", RULE_CHANGED)
    .orderBy("id")
    .limit(MESSAGES);
  return await write.deleteFrom("outbox").where("id", "in", oldest).returning("payload").execute();
}

/** Those that are on: of the named ones, or all. A rule of the hub is about the events of every organisation. */
export async function byOrganisation(
  { read }: Tx,
  ruleIds?: readonly string[],
): Promise<Map<OrganisationId, (PassRule & { kind: RuleKind })[]>> {
  let query = read
    .selectFrom("rules")
    .innerJoin("organisations", (join) => join.on(isFor(sql`organisations.id`)))
    .select(["organisations.id as organisationId", "rules.id", "rules.version", "rules.title", "rules.kind"])
    .where("rules.is_enabled", "=", true)
    .where("rules.origin", "!=", "built_in")
    .where("organisations.disabled_at", "is", null)
    .orderBy("organisations.id")
    .orderBy("rules.id");
  if (ruleIds !== undefined)
    query = query.where("rules.id", "=", sql<Id<"rule">>`any(${[...ruleIds]}::uuid[])`);
  const rows = await query.execute();
  return Map.groupBy(rows, ({ organisationId }) => organisationId);
}

interface Planned {
  readonly organisationId: OrganisationId;
  readonly cause: "rules_changed" | "indicators_changed";
}

async function join(tx: Tx, parts: PlanParts, planned: Planned, rules: readonly PassRule[]): Promise<void> {
  if (rules.length === 0) return;
  const { organisationId } = planned;
  const waiting = await findWaiting(tx, planned);
  const id = waiting ?? newId<"retrospection">(parts.clock);
  const entry = {
    action: waiting === undefined ? "retrospection.plan" : "retrospection.join",
    subject: { kind: "retrospection", id },
    organisationId,
    detail: { rules: rules.length },
  };
  await audited(tx, entry, async (write) => {
    if (waiting === undefined) await insertPlanned(write, parts, { ...planned, id, now: tx.now });
    await addRules(write, { id, organisationId }, rules, { isJoining: true });
    await countRules(write, id);
    await tell(write, [{ topic: "retrospection.changed", organisationId, ids: [id] }]);
  });
}

/** Locked: it does not begin before its new rules are in it. */
async function findWaiting(
  tx: Tx,
  { organisationId, cause }: Planned,
): Promise<Id<"retrospection"> | undefined> {
  const row = await unaudited(tx, "a lock changes nothing", (write) =>
    write
      .selectFrom("retrospections")
      .select("id")
      .where("organisation_id", "=", organisationId)
      .where("cause", "=", cause)
      .where("state", "=", "waiting")
      .forUpdate()
      .executeTakeFirst(),
  );
  return row?.id;
}

async function insertPlanned(
  write: Writer,
  { horizonMs, waitMs }: PlanParts,
  { id, organisationId, cause, now }: Planned & { readonly id: Id<"retrospection">; readonly now: Date },
): Promise<void> {
  const row = {
    id,
    organisationId,
    cause,
    receivedSince: new Date(now.getTime() - horizonMs),
    from: null,
    to: null,
    requestedBy: null,
    createdAt: now,
    notBefore: new Date(now.getTime() + waitMs),
  };
  await insertRetrospection(write, row, 0);
}

async function countRules(write: Writer, id: Id<"retrospection">): Promise<void> {
  await sql`
    update retrospections
    set rule_count = (select count(*) from retrospection_rules where retrospection_id = ${id})
    where id = ${id}`.execute(write);
}
