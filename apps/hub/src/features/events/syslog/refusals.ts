// SPDX-License-Identifier: Apache-2.0
/** Who wanted to deliver and was not let in: counted by address, for an operator to see. */
import { sql } from "kysely";
import type { SignedIn } from "../../../platform/http/index.ts";
import {
  personPrincipal,
  type Records,
  systemPrincipal,
  unaudited,
} from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import type { Peer } from "../sources/senders.ts";

export type RefusalReason = "unknown_sender" | "too_many_connections";

export interface RefusalsParts {
  readonly records: Records;
  readonly logger: Logger;
}

const KEEPER = systemPrincipal("syslog");
/** Addresses can be as many as there are: the oldest go. */
const MAX_KEPT = 1000;
const MAX_SHOWN = 200;
const WHY = "who was not let in is no one's act";

interface Pending {
  readonly peer: Peer;
  readonly reason: RefusalReason;
  count: number;
}

export class Refusals {
  readonly #parts: RefusalsParts;
  #pending = new Map<string, Pending>();
  #writing: Promise<void> | undefined;

  constructor(parts: RefusalsParts) {
    this.#parts = parts;
  }

  /** While one write is under way, all that come are the next: a flood of connections is no flood of writes. */
  note(peer: Peer, reason: RefusalReason): void {
    const key = JSON.stringify([peer.address, peer.fingerprint, reason]);
    const known = this.#pending.get(key);
    if (known !== undefined) known.count++;
    else if (this.#pending.size < MAX_KEPT) this.#pending.set(key, { peer, reason, count: 1 });
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** When all that was noted is kept. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async list({ person }: Pick<SignedIn, "person">) {
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      tx.read.selectFrom("syslog_refusals").selectAll().orderBy("last_at", "desc").limit(MAX_SHOWN).execute(),
    );
    return rows.map((row) => ({
      address: row.address,
      fingerprint: row.fingerprint === "" ? null : `sha256:${row.fingerprint}`,
      reason: row.reason,
      count: Number(row.count),
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
    }));
  }

  async #write(): Promise<void> {
    while (this.#pending.size > 0) {
      const pending = [...this.#pending.values()];
      this.#pending = new Map();
      try {
        await this.#keep(pending);
      } catch (error) {
        this.#parts.logger.warn(
          { error, refusals: pending.length },
          "refused connections could not be noted",
        );
      }
    }
  }

  async #keep(pending: readonly Pending[]): Promise<void> {
    await this.#parts.records.transaction(KEEPER, (tx) =>
      unaudited(tx, WHY, async (write) => {
        const values = pending.map(({ peer, reason, count }) => ({
          address: peer.address,
          fingerprint: peer.fingerprint ?? "",
          reason,
          count,
          first_at: tx.now,
          last_at: tx.now,
        }));
        await write
          .insertInto("syslog_refusals")
          .values(values)
          .onConflict((conflict) =>
            conflict.columns(["address", "fingerprint", "reason"]).doUpdateSet({
              count: sql<number>`syslog_refusals.count + excluded.count`,
              last_at: tx.now,
            }),
          )
          .execute();
        await sql`delete from syslog_refusals where ctid = any (array(
          select ctid from syslog_refusals order by last_at desc offset ${MAX_KEPT}))`.execute(write);
      }),
    );
  }
}
