// SPDX-License-Identifier: Apache-2.0
/** Deliveries for who they were for: how they went, and sending one again. */

import type { DELIVERY_DETAIL } from "@fengsui/contract";
import { type Delivery, type DeliveryQuery, FengsuiError, NOTIFICATION_KINDS } from "@fengsui/contract";
import { sql } from "kysely";
import type { z } from "zod";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { type Id, parseId } from "../../../platform/ids.ts";
import { audited, personPrincipal, type ReadTx, type Records } from "../../../platform/records/index.ts";
import { tellNew } from "./attempt.ts";
import { type DeliveryRow, OPEN_STATES } from "./records.ts";

export class Deliveries {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  async list(
    { person }: SignedIn,
    query: DeliveryQuery,
  ): Promise<{ deliveries: Delivery[]; next: string | null }> {
    return await this.#records.read(personPrincipal(person), async (tx) => {
      const rows = await listDeliveries(tx, query);
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      const next = last === undefined ? null : writeCursor({ time: last.created_at, id: last.id });
      return { deliveries: rows.map(toWire), next };
    });
  }

  async get({ person }: SignedIn, id: Id<"delivery">): Promise<z.infer<typeof DELIVERY_DETAIL>> {
    return await this.#records.read(personPrincipal(person), async (tx) => {
      const delivery = toWire(await requireDelivery(tx, id));
      const attempts = await tx.read
        .selectFrom("delivery_attempts")
        .selectAll()
        .where("delivery_id", "=", id)
        .orderBy("number")
        .execute();
      return {
        delivery,
        attempts: attempts.map(({ number, started_at, finished_at, outcome, reason }) => ({
          number,
          startedAt: started_at.toISOString(),
          finishedAt: finished_at?.toISOString() ?? null,
          outcome,
          reason,
        })),
      };
    });
  }

  /** With the identifiers of before, so that who got it already knows it for the same. */
  async resend(signedIn: SignedIn, id: Id<"delivery">): Promise<Delivery> {
    await this.#records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const row = await requireDelivery(tx, id);
      if (row.state === "waiting" || row.state === "held")
        throw new FengsuiError("delivery.under_way", `it is to be sent at ${row.due_at.toISOString()}`);
      const { organisation_id: organisationId } = row;
      const entry = { action: "delivery.resend", subject: { kind: "delivery", id }, organisationId };
      await audited(tx, entry, async (write) => {
        await write
          .updateTable("deliveries")
          .set({ state: "waiting", due_at: tx.now, tries: 0, changed_at: tx.now })
          .where("id", "=", id)
          .execute();
        await tellNew(write, organisationId);
      });
    });
    return (await this.get(signedIn, id)).delivery;
  }
}

function select({ read }: Pick<ReadTx, "read">) {
  return read
    .selectFrom("deliveries")
    .selectAll()
    .select([
      sql<string[]>`array(select distinct kind from notifications where delivery_id = deliveries.id)`.as(
        "kinds",
      ),
      sql<string>`(select count(*) from notifications where delivery_id = deliveries.id)`.as("named"),
    ]);
}

type Row = DeliveryRow & { readonly kinds: string[]; readonly named: string };

async function listDeliveries(
  tx: ReadTx,
  { state, channel, webhookId, after, limit }: DeliveryQuery,
): Promise<Row[]> {
  let query = select(tx).orderBy("created_at", "desc").orderBy("id", "desc").limit(limit);
  if (state !== undefined) query = query.where("state", "in", [state].flat());
  if (channel !== undefined) query = query.where("webhook_id", channel === "mail" ? "is" : "is not", null);
  if (webhookId !== undefined) query = query.where("webhook_id", "=", parseId<"webhook">(webhookId) ?? null);
  const before = after === undefined ? undefined : readCursor<"delivery">(after);
  if (before !== undefined)
    query = query.where((where) =>
      where(where.refTuple("created_at", "id"), "<", where.tuple(before.time, before.id)),
    );
  return await query.execute();
}

async function requireDelivery(tx: ReadTx, id: Id<"delivery">): Promise<Row> {
  const row = await select(tx).where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new FengsuiError("delivery.not_found", `no delivery has the id ${id}`);
  return row;
}

const OPEN: readonly string[] = OPEN_STATES;

function toWire(row: Row): Delivery {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    channel: row.webhook_id === null ? "mail" : "webhook",
    webhookId: row.webhook_id,
    mode: row.mode,
    state: row.state,
    kinds: NOTIFICATION_KINDS.filter((kind) => row.kinds.includes(kind)),
    count: Number(row.named) + row.more,
    attempts: row.attempts,
    reason: row.reason,
    dueAt: OPEN.includes(row.state) ? row.due_at.toISOString() : null,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
  };
}
