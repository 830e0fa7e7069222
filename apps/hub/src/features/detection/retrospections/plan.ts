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
    for (const [organisationId, rules] of await byOrganisation(tx, [...new Set(ruleIds)])) {
      const detections = rules.filter(({ kind }) => kind === "detection");
      if (detections.length > 0) await join(tx, parts, organisationId, detections);
      await markCorrelations(tx, organisationId, rules);
    }
    return true;
  });
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

async function join(
  tx: Tx,
  parts: PlanParts,
  organisationId: OrganisationId,
  rules: readonly PassRule[],
): Promise<void> {
  const waiting = await findWaiting(tx, organisationId);
  const id = waiting ?? newId<"retrospection">(parts.clock);
  const entry = {
    action: waiting === undefined ? "retrospection.plan" : "retrospection.join",
    subject: { kind: "retrospection", id },
    organisationId,
    detail: { rules: rules.length },
  };
  await audited(tx, entry, async (write) => {
    if (waiting === undefined) await insertPlanned(write, parts, { id, organisationId, now: tx.now });
    await addRules(write, { id, organisationId }, rules, { isJoining: true });
    await countRules(write, id);
    await tell(write, [{ topic: "retrospection.changed", organisationId, ids: [id] }]);
  });
}

/** Locked: it does not begin before its new rules are in it. */
async function findWaiting(tx: Tx, organisationId: OrganisationId): Promise<Id<"retrospection"> | undefined> {
  const row = await unaudited(tx, "a lock changes nothing", (write) =>
    write
      .selectFrom("retrospections")
      .select("id")
      .where("organisation_id", "=", organisationId)
      .where("cause", "=", "rules_changed")
      .where("state", "=", "waiting")
      .forUpdate()
      .executeTakeFirst(),
  );
  return row?.id;
}

async function insertPlanned(
  write: Writer,
  { horizonMs, waitMs }: PlanParts,
  {
    id,
    organisationId,
    now,
  }: { readonly id: Id<"retrospection">; readonly organisationId: OrganisationId; readonly now: Date },
): Promise<void> {
  const row = {
    id,
    organisationId,
    cause: "rules_changed",
    receivedSince: new Date(now.getTime() - horizonMs),
    from: null,
    to: null,
    requestedBy: null,
    createdAt: now,
    notBefore: new Date(now.getTime() + waitMs),
  } as const;
  await insertRetrospection(write, row, 0);
}

async function countRules(write: Writer, id: Id<"retrospection">): Promise<void> {
  await sql`
    update retrospections
    set rule_count = (select count(*) from retrospection_rules where retrospection_id = ${id})
    where id = ${id}`.execute(write);
}
