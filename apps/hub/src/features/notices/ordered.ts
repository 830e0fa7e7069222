// SPDX-License-Identifier: Apache-2.0
/** What the ordered organisation does: acknowledge, answer, ask for time, refuse. */
import { FengsuiError, type NewExtension, type NewOrderAnswer } from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import { type Id, newId, parseId } from "../../platform/ids.ts";
import { actOnOrder, type OrderServiceParts, type OrderWork } from "./act.ts";
import { deadlineOf } from "./deadlines.ts";
import { evidenceOf, hangingOn, insertAnswer, openCheck, openExtension } from "./parts.ts";
import { conditionOf, watchedOrganisation } from "./records.ts";

const HOUR_MS = 3_600_000;

export class OrderedActs {
  readonly #parts: OrderServiceParts;

  constructor(parts: OrderServiceParts) {
    this.#parts = parts;
  }

  async acknowledge(signedIn: SignedIn, id: Id<"order">, agreesToCheck: boolean): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act: "acknowledge" }, async ({ now, set }) => {
      set({ acknowledged_at: now, agrees_to_check: agreesToCheck });
      return { kind: "acknowledged", detail: { agreesToCheck } };
    });
  }

  async answer(signedIn: SignedIn, id: Id<"order">, wanted: NewOrderAnswer): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act: "answer" }, async (work) => {
      const { write, row, actingId, personId, now, set } = work;
      const doneAt = wanted.doneAt === undefined ? now : new Date(wanted.doneAt);
      if (doneAt > now) throw new FengsuiError("http.invalid", "doneAt: is still to come");
      const evidenceIds = await requireEvidence(work, wanted.evidenceIds);
      const answerId = newId<"order-answer">(this.#parts.clock);
      const { measure } = wanted;
      await insertAnswer(write, row, { id: answerId, actingId, personId, measure, doneAt, evidenceIds, now });
      const agrees = wanted.agreesToCheck ?? row.agrees_to_check;
      set({
        answer_id: answerId,
        agrees_to_check: agrees,
        acknowledged_at: row.acknowledged_at ?? now,
        next_check_at: firstCheck({ ...row, agrees_to_check: agrees }, doneAt, now),
      });
      return {
        kind: "answered",
        detail: { answerId, evidence: evidenceIds.length, isLate: now >= row.deadline },
      };
    });
  }

  async refuse(signedIn: SignedIn, id: Id<"order">, reason: string): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act: "refuse" }, async () => ({
      kind: "refused",
      detail: { reason },
    }));
  }

  async askExtension(signedIn: SignedIn, id: Id<"order">, { until, reason }: NewExtension): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act: "ask_extension" }, async (work) => {
      const { write, row, actingId, personId, now } = work;
      if ((await openExtension({ read: write }, row)) !== undefined)
        throw new FengsuiError("order.extension_open", "the one from before is not decided yet");
      const after = row.deadline > now ? row.deadline : now;
      const wanted = deadlineOf(until, { timeZone: row.time_zone, after, field: "until" });
      const extensionId = newId<"order-extension">(this.#parts.clock);
      await write
        .insertInto("order_extensions")
        .values({
          id: extensionId,
          ...hangingOn(row),
          acting_id: actingId,
          person_id: personId,
          until: wanted,
          reason,
          created_at: now,
        })
        .execute();
      return { kind: "extension_asked", detail: { extensionId, until: wanted.toISOString(), reason } };
    });
  }

  /** Either side may ask. The hub does it, and says in the order what it found. */
  async askCheck(signedIn: SignedIn, id: Id<"order">): Promise<void> {
    await actOnOrder(this.#parts, signedIn, id, { act: "ask_check" }, async (work) => {
      const { write, row, actingId, personId, now } = work;
      if (conditionOf(row) === undefined)
        throw new FengsuiError("order.check_impossible", "the order names no condition to look for");
      if (watchedOrganisation(row) === undefined)
        throw new FengsuiError("order.check_impossible", "the ordered organisation does not agree to it");
      if ((await openCheck({ read: write }, id)) !== undefined)
        throw new FengsuiError("order.check_impossible", "one is under way");
      const checkId = newId<"order-check">(this.#parts.clock);
      await write
        .insertInto("order_checks")
        .values({
          id: checkId,
          ...hangingOn(row),
          acting_id: actingId,
          person_id: personId,
          since: await doneAtOf(work),
          created_at: now,
        })
        .execute();
      return { kind: "check_asked", detail: { checkId } };
    });
  }
}

/** When it has been gone long enough, if it is. */
function firstCheck(row: OrderWork["row"], doneAt: Date, now: Date): Date | null {
  const condition = conditionOf(row);
  if (condition === undefined || watchedOrganisation(row) === undefined) return null;
  return new Date(Math.max(now.getTime(), doneAt.getTime() + condition.observe_hours * HOUR_MS));
}

async function doneAtOf({ write, row }: OrderWork): Promise<Date> {
  const answer = await write
    .selectFrom("order_answers")
    .select("done_at")
    .where("id", "=", row.answer_id)
    .executeTakeFirstOrThrow();
  return answer.done_at;
}

async function requireEvidence({ write, row }: OrderWork, wanted: readonly string[]) {
  const ids = [...new Set(wanted.flatMap((text) => parseId<"evidence">(text) ?? []))];
  const found = await evidenceOf({ read: write }, row.id, ids);
  if (found.length !== ids.length)
    throw new FengsuiError("http.invalid", "evidenceIds: names what is no evidence of this order");
  if (ids.length === 0 && conditionOf(row) === undefined)
    throw new FengsuiError("http.invalid", "evidenceIds: without a condition, evidence alone proves it");
  return ids;
}
