// SPDX-License-Identifier: Apache-2.0
/**
 * What becomes of orders by themselves. Each step looks at what is stored and does what is still to be done, so that
 * it may run at any time, again and after a crash.
 */
import { sql } from "kysely";
import { announce, audited, systemPrincipal } from "../../../platform/records/index.ts";
import { insertOrderEntries } from "../../cases/index.ts";
import { conditionsMet } from "../../detection/index.ts";
import { actAsHub, type OrderServiceParts, tellOrder } from "../act.ts";
import { type CheckParts, closeByChecks, runChecks } from "../checks/run.ts";
import { reopened } from "../issuer.ts";
import { hangingOn, insertEntry } from "../parts.ts";
import * as store from "../records.ts";
import { LADDER, RUNNING, stepsDue } from "../rules.ts";

const JOB = "orders.supervise";
const SUPERVISOR = systemPrincipal(JOB);
const HOUR_MS = 3_600_000;
/** For so long after an order was closed its condition is looked for. */
const WATCH_MS = 180 * 24 * HOUR_MS;

export async function superviseOrders(parts: CheckParts, signal: AbortSignal): Promise<void> {
  await runChecks(parts, signal);
  await closeByChecks(parts);
  await reopenReturned(parts);
  await escalate(parts);
  await mirrorInCases(parts);
}

/** Closed, and what it was about is there again. */
async function reopenReturned(parts: OrderServiceParts): Promise<void> {
  const met = await parts.records.read(SUPERVISOR, async (tx) => {
    const rows = await tx.read
      .selectFrom("orders")
      .selectAll()
      .select(sql<null>`null`.as("case_id"))
      .where("state", "=", "closed")
      .where("condition_in", "is not", null)
      .where("covered_until", ">", new Date(tx.now.getTime() - WATCH_MS))
      .execute();
    const watches = rows.flatMap((row) => {
      const condition = store.conditionOf(row);
      const organisationId = store.watchedOrganisation(row);
      if (condition === undefined || organisationId === undefined || row.covered_until === null) return [];
      const { condition_rule_keys: ruleKeys, condition_hosts: hosts } = condition;
      return { key: row.id, organisationId, ruleKeys, hosts, since: row.covered_until };
    });
    return await conditionsMet(tx, watches);
  });
  for (const { key, alerts, first } of met)
    await actAsHub(parts, key, { job: JOB, act: "reopen" }, async ({ row, now, set }) => {
      set(reopened(row, now));
      const detail = { alerts, firstAt: first.toISOString(), round: row.round + 1 };
      return { kind: "reopened", detail };
    });
}

async function escalate({ records, clock }: OrderServiceParts): Promise<void> {
  const near = await records.read(SUPERVISOR, ({ read, now }) =>
    read
      .selectFrom("orders")
      .select(["id"])
      .where("state", "in", RUNNING)
      .where(
        "deadline",
        "<=",
        new Date(now.getTime() - Math.min(...LADDER.map((one) => one.afterHours)) * HOUR_MS),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("order_escalations")
              .select("step")
              .whereRef("order_escalations.order_id", "=", "orders.id")
              .whereRef("order_escalations.deadline", "=", "orders.deadline")
              .where("step", "=", LADDER[LADDER.length - 1]?.step ?? ""),
          ),
        ),
      )
      .execute(),
  );
  for (const { id } of near)
    await records.transaction(SUPERVISOR, async (tx) => {
      const row = await store.findOrder(tx, id);
      if (row === undefined) return;
      const taken = await takenSteps(tx, row);
      const due = stepsDue(row, { from: row.started_at, now: tx.now }).filter(({ step }) => !taken.has(step));
      for (const { step, hears } of due) {
        const subject = { kind: "order", id };
        const detail = { step, deadline: row.deadline.toISOString() };
        const entry = { action: "order.escalate", subject, organisationId: row.organisation_id, detail };
        await audited(tx, entry, async (write) => {
          const values = { ...hangingOn(row), deadline: row.deadline, step, created_at: tx.now };
          await write.insertInto("order_escalations").values(values).execute();
          const by = { principal: SUPERVISOR, actingId: null, now: tx.now, clock };
          await insertEntry(write, row, { kind: step, detail: { deadline: detail.deadline } }, by);
          await announce(write, { topic: "order.escalated", payload: { orderId: id, step, hears } });
          await tellOrder(write, row);
        });
      }
    });
}

async function takenSteps(
  tx: Parameters<typeof store.findOrder>[0],
  row: store.OrderRow,
): Promise<Set<string>> {
  const rows = await tx.read
    .selectFrom("order_escalations")
    .select("step")
    .where("order_id", "=", row.id)
    .where("round", "=", row.round)
    .where("deadline", "=", row.deadline)
    .execute();
  return new Set(rows.map(({ step }) => step));
}

/** What happened to an order stands in the timeline of the case behind it, too. */
async function mirrorInCases({ records }: OrderServiceParts): Promise<void> {
  await records.transaction(SUPERVISOR, async (tx) => {
    const entries = await tx.read
      .selectFrom("order_entries")
      .innerJoin("orders", "orders.id", "order_entries.order_id")
      .leftJoin("case_orders", "case_orders.order_id", "order_entries.order_id")
      .select([
        "order_entries.id",
        "order_entries.order_id",
        "order_entries.kind",
        "order_entries.acting_id",
        "order_entries.created_at",
        "orders.title",
        "orders.reference",
        "case_orders.case_id",
      ])
      .where("is_mirrored", "=", false)
      .orderBy("order_entries.id")
      .limit(500)
      .execute();
    if (entries.length === 0) return;
    const entry = { action: "order.mirror", subject: { kind: "order", id: "-" }, organisationId: null };
    await audited(tx, entry, async (write) => {
      for (const one of entries)
        if (one.case_id !== null)
          await insertOrderEntries(write, one.case_id, {
            id: one.id,
            orderId: one.order_id,
            happened: one.kind,
            detail: { title: one.title, reference: one.reference, organisationId: one.acting_id },
            at: one.created_at,
            job: JOB,
          });
      const ids = entries.map(({ id }) => id);
      await write.updateTable("order_entries").set({ is_mirrored: true }).where("id", "in", ids).execute();
    });
  });
}
