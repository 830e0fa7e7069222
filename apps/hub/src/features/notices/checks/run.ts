// SPDX-License-Identifier: Apache-2.0
/** Checks: whether the condition of an order is gone, from both stores. What is gone by a check is closed by it. */
import type { EventStore } from "../../../platform/events/index.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import {
  audited,
  type OrganisationId,
  type Records,
  systemPrincipal,
} from "../../../platform/records/index.ts";
import { alertsMeeting, rulesThatAreOff } from "../../detection/index.ts";
import { actAsHub, type OrderServiceParts, tellOrder } from "../act.ts";
import { findAnswer, hangingOn, insertEntry, insertProof } from "../parts.ts";
import * as store from "../records.ts";
import { judge, longestSilence, MINUTE_MS, type Seen, type Span } from "./coverage.ts";

export interface CheckParts extends OrderServiceParts {
  readonly events: Pick<EventStore, "readAs">;
}

const JOB = "orders.check";
const CHECKER = systemPrincipal(JOB);
/** A source that told of the host in this time before is expected to go on. */
const LOOK_BACK_MS = 7 * 24 * 60 * MINUTE_MS;
/** After one that proved nothing. */
const AGAIN_MS = 6 * 60 * MINUTE_MS;

/** Those that were asked for, and those whose time has come. */
export async function runChecks(parts: CheckParts, signal: AbortSignal): Promise<void> {
  await queueDue(parts);
  const waiting = await parts.records.read(CHECKER, ({ read }) =>
    read
      .selectFrom("order_checks")
      .select(["id", "order_id", "since"])
      .where("outcome", "is", null)
      .orderBy("id")
      .limit(100)
      .execute(),
  );
  for (const check of waiting) {
    if (signal.aborted) return;
    await runCheck(parts, check);
  }
}

async function queueDue({ records, clock }: CheckParts): Promise<void> {
  const due = await records.read(CHECKER, ({ read, now }) =>
    read.selectFrom("orders").select("id").where("next_check_at", "<=", now).limit(100).execute(),
  );
  for (const { id } of due)
    await records.transaction(CHECKER, async (tx) => {
      const found = await store.findOrder(tx, id);
      if (found === undefined) return;
      const entry = {
        action: "order.check",
        subject: { kind: "order", id },
        organisationId: found.organisation_id,
      };
      await audited(tx, entry, async (write) => {
        const row = await store.lockOrder(write, id);
        const answer = row && (await findAnswer({ read: write }, row.answer_id));
        await store.updateOrder(write, id, { next_check_at: null, now: tx.now });
        if (row === undefined || answer === undefined) return;
        const ids = { id: newId<"order-check">(clock), ...hangingOn(row) };
        const values = {
          ...ids,
          acting_id: null,
          person_id: null,
          since: answer.done_at,
          created_at: tx.now,
        };
        await write.insertInto("order_checks").values(values).execute();
      });
    });
}

interface Waiting {
  readonly id: Id<"order-check">;
  readonly order_id: Id<"order">;
  readonly since: Date;
}

async function runCheck(parts: CheckParts, check: Waiting): Promise<void> {
  const row = await parts.records.read(CHECKER, (tx) => store.findOrder(tx, check.order_id));
  const condition = row && store.conditionOf(row);
  const organisationId = row && store.watchedOrganisation(row);
  if (row === undefined || condition === undefined) return;
  const span = { from: check.since, to: parts.clock.now() };
  const seen =
    organisationId === undefined
      ? nothingOf(condition, span)
      : await look(parts, organisationId, condition, span);
  const demand = { observeHours: condition.observe_hours, silenceMinutes: condition.silence_minutes };
  const { outcome, coverage } = judge(seen, demand);
  await parts.records.transaction(CHECKER, (tx) => {
    const subject = { kind: "order", id: row.id };
    const entry = {
      action: "order.check",
      subject,
      organisationId: row.organisation_id,
      detail: { outcome },
    };
    return audited(tx, entry, async (write) => {
      const locked = (await store.lockOrder(write, row.id)) ?? row;
      await write
        .updateTable("order_checks")
        .set({ outcome, coverage: JSON.stringify(coverage), finished_at: tx.now })
        .where("id", "=", check.id)
        .execute();
      const isOpen = locked.state === "answered" || locked.state === "under_review";
      const again = outcome === "inconclusive" && isOpen ? new Date(tx.now.getTime() + AGAIN_MS) : null;
      await store.updateOrder(write, row.id, { next_check_at: again, now: tx.now });
      const detail = { checkId: check.id, outcome, explanation: coverage.explanation };
      const by = { principal: CHECKER, actingId: null, now: tx.now, clock: parts.clock };
      await insertEntry(write, locked, { kind: "check_finished", detail }, by);
      await tellOrder(write, locked);
    });
  });
  if (outcome === "gone") await close(parts, check, { to: span.to, explanation: coverage.explanation });
}

/** Also where the hub was stopped after the check was written: a check that is gone closes what it is of. */
export async function closeByChecks(parts: CheckParts): Promise<void> {
  const gone = await parts.records.read(CHECKER, ({ read }) =>
    read
      .selectFrom("order_checks")
      .innerJoin("orders", (join) =>
        join
          .onRef("orders.id", "=", "order_checks.order_id")
          .onRef("orders.round", "=", "order_checks.round"),
      )
      .select(["order_checks.id", "order_checks.order_id", "order_checks.since", "finished_at"])
      .where("order_checks.outcome", "=", "gone")
      .where("orders.state", "in", ["answered", "under_review"])
      .execute(),
  );
  for (const { finished_at, ...check } of gone)
    if (finished_at !== null)
      await close(parts, check, { to: finished_at, explanation: "The condition is gone." });
}

async function close(
  parts: CheckParts,
  check: Waiting,
  { to, explanation }: { readonly to: Date; readonly explanation: string },
): Promise<void> {
  const proof = { kind: "check", outcome: "gone" } as const;
  const act = { job: JOB, act: "close_by_check", proof } as const;
  await actAsHub(parts, check.order_id, act, async ({ write, row, now, set }) => {
    const proofId = newId<"order-proof">(parts.clock);
    const by = { kind: "check", checkId: check.id } as const;
    await insertProof(write, row, { id: proofId, by, reason: explanation, now });
    set({ proof_id: proofId, closed_at: now, covered_until: to, next_check_at: null });
    return { kind: "closed", detail: { by: "check", proofId, checkId: check.id, explanation } };
  });
}

async function look(
  { records, events }: { readonly records: Records; readonly events: Pick<EventStore, "readAs"> },
  organisationId: OrganisationId,
  condition: store.StoredCondition,
  span: Span,
): Promise<Seen> {
  const { condition_rule_keys: ruleKeys, condition_hosts: hosts } = condition;
  const found = await records.read(CHECKER, async (tx) => ({
    ...(await alertsMeeting(tx, { organisationId, ruleKeys, hosts, since: span.from })),
    rulesOff: await rulesThatAreOff(tx, organisationId, ruleKeys),
  }));
  const reader = events.readAs({ kind: "system", job: JOB });
  const presence = await reader.presence({
    organisationId,
    hosts,
    from: new Date(span.from.getTime() - LOOK_BACK_MS),
    to: span.to,
    countFrom: span.from,
    intervalMs: MINUTE_MS,
  });
  const byHost = Map.groupBy(presence, ({ host }) => host);
  return {
    ...span,
    ...found,
    hosts: hosts.map((host) => ({
      host,
      sources: (byHost.get(host) ?? []).map(({ sourceId, count, starts }) => ({
        sourceId,
        events: count,
        longestSilenceMinutes: longestSilence(starts, span),
      })),
    })),
  };
}

/** It may not look, any more: it saw nothing. */
function nothingOf({ condition_hosts }: store.StoredCondition, span: Span): Seen {
  const hosts = condition_hosts.map((host) => ({ host, sources: [] }));
  return { ...span, alerts: 0, falsePositives: 0, rulesOff: [], hosts };
}
