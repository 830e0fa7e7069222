// SPDX-License-Identifier: Apache-2.0
/** What who ordered does: review, return, accept, decide about more time, insist, withdraw, reopen. */
import { type ExtensionDecision, FengsuiError, type OrderReturn } from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import { type Id, newId } from "../../platform/ids.ts";
import type { ReadTx } from "../../platform/records/index.ts";
import { actOnOrder, type OrderServiceParts, type OrderWork } from "./act.ts";
import { deadlineOf } from "./deadlines.ts";
import { findAnswer, findExtension, insertProof, type OrderEntryKind } from "./parts.ts";
import type { OrderRow, OrderUpdate } from "./records.ts";
import { reviewOf } from "./review.ts";
import type { Act } from "./rules.ts";

export class IssuerActs {
  readonly #parts: OrderServiceParts;

  constructor(parts: OrderServiceParts) {
    this.#parts = parts;
  }

  async beginReview(signedIn: SignedIn, id: Id<"order">): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act: "begin_review" }, async () => ({
      kind: "review_begun",
    }));
  }

  /** The answer does not prove it: back to who was ordered, by the same time or another. */
  async return(signedIn: SignedIn, id: Id<"order">, wanted: OrderReturn): Promise<void> {
    await this.#demandAgain(signedIn, id, wanted, { act: "return", kind: "returned" });
  }

  /** The reason for the refusal does not hold. */
  async insist(signedIn: SignedIn, id: Id<"order">, wanted: OrderReturn): Promise<void> {
    await this.#demandAgain(signedIn, id, wanted, { act: "insist", kind: "insisted" });
  }

  async #demandAgain(
    signedIn: SignedIn,
    id: Id<"order">,
    { reason, deadline }: OrderReturn,
    { act, kind }: { readonly act: Act; readonly kind: OrderEntryKind },
  ): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act }, async ({ row, now, set }) => {
      const later = deadline && deadlineOf(deadline, { timeZone: row.time_zone, after: now });
      set({ next_check_at: null, ...(later !== undefined && { deadline: later }) });
      return { kind, detail: { reason, deadline: (later ?? row.deadline).toISOString() } };
    });
  }

  /** By somebody who had no part in the answer: the rules ask, and the database once more. */
  async accept(signedIn: SignedIn, id: Id<"order">, reason: string): Promise<void> {
    const proof = (tx: ReadTx, row: OrderRow) => reviewOf(tx, row, signedIn.person.id);
    await actOnOrder(this.#parts, signedIn, id, { act: "accept", proof }, async (work) => {
      const { write, row, personId, now, set } = work;
      const answer = await findAnswer({ read: write }, row.answer_id);
      if (answer === undefined) throw new FengsuiError("order.not_proven", "there is no answer");
      const proofId = newId<"order-proof">(this.#parts.clock);
      const by = { kind: "review", answer, reviewedBy: personId } as const;
      await insertProof(write, row, { id: proofId, by, reason, now });
      set({ proof_id: proofId, closed_at: now, covered_until: now, next_check_at: null });
      return { kind: "closed", detail: { by: "review", proofId, reason } };
    });
  }

  async withdraw(signedIn: SignedIn, id: Id<"order">, reason: string): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act: "withdraw" }, async ({ set }) => {
      set({ next_check_at: null });
      return { kind: "withdrawn", detail: { reason } };
    });
  }

  async reopen(signedIn: SignedIn, id: Id<"order">, reason: string): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act: "reopen" }, async ({ row, now, set }) => {
      set(reopened(row, now));
      return { kind: "reopened", detail: { reason, round: row.round + 1 } };
    });
  }

  async decideExtension(
    signedIn: SignedIn,
    id: Id<"order">,
    extensionId: Id<"order-extension">,
    wanted: ExtensionDecision,
  ): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act: "decide_extension" }, async (work) => {
      const asked = await findExtension({ read: work.write }, id, extensionId);
      if (asked === undefined || asked.state !== "asked" || asked.round !== work.row.round)
        throw new FengsuiError("order.extension_open", "it was decided before, or nobody asked for it");
      return await settle(work, asked, wanted);
    });
  }
}

type Extension = NonNullable<Awaited<ReturnType<typeof findExtension>>>;

async function settle(
  { write, row, personId, now, set }: OrderWork,
  asked: Extension,
  { isGranted, until, reason }: ExtensionDecision,
) {
  const { time_zone: timeZone } = row;
  const after = row.deadline > now ? row.deadline : now;
  const later = until ?? { at: asked.until.toISOString() };
  // What was asked for may have passed meanwhile: then another time is to be named.
  const granted = isGranted ? deadlineOf(later, { timeZone, after, field: "until" }) : null;
  if (granted !== null) set({ deadline: granted });
  await write
    .updateTable("order_extensions")
    .set({
      state: isGranted ? "granted" : "refused",
      granted_until: granted,
      decision_reason: reason,
      decided_by: personId,
      decided_at: now,
    })
    .where("id", "=", asked.id)
    .execute();
  const detail = { extensionId: asked.id, reason };
  if (granted === null) return { kind: "extension_refused", detail } as const;
  return { kind: "extension_granted", detail: { ...detail, until: granted.toISOString() } } as const;
}

/** A new round, with as much time as there was at first. */
export function reopened(row: OrderRow, now: Date): OrderUpdate {
  return {
    round: row.round + 1,
    started_at: now,
    deadline: new Date(now.getTime() + row.term_seconds * 1000),
    acknowledged_at: null,
    answer_id: null,
    proof_id: null,
    closed_at: null,
    covered_until: null,
    next_check_at: null,
  };
}
