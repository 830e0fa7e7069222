// SPDX-License-Identifier: Apache-2.0
/**
 * The ends of an attempt: it is written down before anything leaves the hub, as one that failed, and again when it is
 * known how it went. A hub that ends in between leaves an attempt without an end, and the delivery to be tried again.
 */
import { DELIVERY_REASONS } from "@fengsui/contract";
import type { Id } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import type { MailFailure, MailOutcome } from "../../../platform/mail/index.ts";
import {
  type OrganisationId,
  type Records,
  systemPrincipal,
  type Tx,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import { type DeliveryRow, OPEN_STATES } from "./records.ts";
import { retryAt } from "./schedule.ts";

export type Outcome =
  | MailOutcome
  /** The receiver wants nothing any more. */
  | (MailFailure & { readonly isGone: true });

const SENDER = systemPrincipal("notifications.deliver");
const WHY = "how a delivery went is no one's act";
const LATER_MS = 60_000;
const MAX_REASON = 1000;

/** Undefined where it is not due any more: sent by another process, or held. */
export async function beginAttempt(records: Records, id: Id<"delivery">): Promise<DeliveryRow | undefined> {
  return await records.transaction(SENDER, (tx) =>
    unaudited(tx, WHY, async (write) => {
      const row = await lockDue(tx, write, id);
      if (row === undefined) return undefined;
      const number = row.attempts + 1;
      await write
        .insertInto("delivery_attempts")
        .values({ delivery_id: id, number, started_at: tx.now })
        .execute();
      const next = retryAt(row.tries + 1, tx.now);
      const change = {
        attempts: number,
        tries: row.tries + 1,
        changed_at: tx.now,
        reason: DELIVERY_REASONS.interrupted,
      } as const;
      await write
        .updateTable("deliveries")
        .set({
          ...change,
          ...(next === undefined ? { state: "given_up" } : { state: "failed", due_at: next }),
        })
        .where("id", "=", id)
        .execute();
      return { ...row, ...change };
    }),
  );
}

async function lockDue(tx: Tx, write: Writer, id: Id<"delivery">): Promise<DeliveryRow | undefined> {
  return await write
    .selectFrom("deliveries")
    .selectAll()
    .where("id", "=", id)
    .where("state", "in", OPEN_STATES)
    .where("due_at", "<=", tx.now)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export async function endAttempt(records: Records, row: DeliveryRow, outcome: Outcome): Promise<void> {
  const reason = outcome.reason.slice(0, MAX_REASON);
  await records.transaction(SENDER, (tx) =>
    unaudited(tx, WHY, async (write) => {
      await write
        .updateTable("delivery_attempts")
        .set({ finished_at: tx.now, outcome: outcome.kind, reason })
        .where("delivery_id", "=", row.id)
        .where("number", "=", row.attempts)
        .execute();
      await write
        .updateTable("deliveries")
        .set({ ...after(row, outcome, tx.now), reason, changed_at: tx.now })
        .where("id", "=", row.id)
        .where("attempts", "=", row.attempts)
        .execute();
      if ("isGone" in outcome && row.webhook_id !== null)
        await write
          .updateTable("webhooks")
          .set({ is_enabled: false, disabled_reason: reason, changed_at: tx.now })
          .where("id", "=", row.webhook_id)
          .execute();
      if (outcome.kind === "failed" && outcome.isTargetDown === true) await letOthersWait(write, row, tx.now);
      await tellNew(write, row.organisation_id);
    }),
  );
}

function after(row: DeliveryRow, outcome: Outcome, now: Date) {
  if (outcome.kind === "sent") return { state: "sent", sent_at: now } as const;
  const next = outcome.isFinal === true ? undefined : retryAt(row.tries, now);
  return next === undefined ? ({ state: "given_up" } as const) : ({ state: "failed", due_at: next } as const);
}

/** Untried: only this one failed. */
async function letOthersWait(write: Writer, { webhook_id }: DeliveryRow, now: Date): Promise<void> {
  const until = new Date(now.getTime() + LATER_MS);
  await write
    .updateTable("deliveries")
    .set({ due_at: until })
    .where("webhook_id", "is not distinct from", webhook_id)
    .where("state", "in", OPEN_STATES)
    .where("due_at", "<=", now)
    .execute();
}

/** Before any attempt: there is nothing to tell any more, or not yet. */
export async function settle(
  records: Records,
  row: DeliveryRow,
  change:
    | { readonly state: "withheld"; readonly reason: string }
    | { readonly state: "held"; readonly due_at: Date },
): Promise<void> {
  await records.transaction(SENDER, (tx) =>
    unaudited(tx, WHY, async (write) => {
      await write
        .updateTable("deliveries")
        .set({ ...change, changed_at: tx.now })
        .where("id", "=", row.id)
        .where("attempts", "=", row.attempts)
        .where("state", "in", OPEN_STATES)
        .execute();
      await tellNew(write, row.organisation_id);
    }),
  );
}

/** In which organisation there is something new; not for whom, and not what. */
export async function tellNew(write: Writer, organisationId: OrganisationId): Promise<void> {
  await tell(write, [{ topic: "notification.changed", organisationId, ids: [organisationId] }]);
}
