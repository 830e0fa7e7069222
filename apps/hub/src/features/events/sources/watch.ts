// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at every source each minute: one that has been silent for longer than is usual for it becomes an alert, and
 * one that is back ends its alert. No source is blamed for a time in which the hub itself could not have heard it.
 */
import { sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import type { EventStore } from "../../../platform/events/index.ts";
import type { Id } from "../../../platform/ids.ts";
import { defineJob, defineScheduledWorker, type Worker } from "../../../platform/jobs/index.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  type Records,
  systemPrincipal,
  type Tx,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import { endSourceSilence, raiseSourceSilence } from "../../detection/index.ts";
import { silencesOf } from "./records.ts";
import { BREAK_MS, MIN_GAP_MS, quietLimitMs } from "./rhythm.ts";

export interface SourceWatchParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "state">;
  readonly clock: Clock;
}

const WATCH = systemPrincipal("watch-sources");
const JOB = defineJob({
  name: "sources.watch",
  payload: z.object({}),
  isAlone: true,
  retries: 0,
  limitSeconds: 300,
});
const EVERY_MINUTE = "* * * * *";
const SHORTEST_LIMIT_MS = Math.min(60_000, MIN_GAP_MS);
const WHY = "whether a source is heard is no one's act";

export class SourceWatch {
  readonly #parts: SourceWatchParts;

  constructor(parts: SourceWatchParts) {
    this.#parts = parts;
  }

  get worker(): Worker {
    return defineScheduledWorker(JOB, EVERY_MINUTE, async (_payload, signal) => await this.look(signal));
  }

  async look(signal?: AbortSignal): Promise<void> {
    const reliableSince = await this.#noteLook();
    for (const row of await this.#returned()) {
      signal?.throwIfAborted();
      await this.#end(row);
    }
    for (const row of await this.#quiet(reliableSince)) {
      signal?.throwIfAborted();
      await this.#judge(row, reliableSince);
    }
  }

  /** Since when the hub has been there to hear. */
  async #noteLook(): Promise<Date> {
    const now = this.#parts.clock.now();
    const isUp = this.#parts.events.state.kind === "up";
    return await this.#parts.records.transaction(WATCH, (tx) =>
      unaudited(tx, WHY, async (write) => {
        const breakMs = `${BREAK_MS} milliseconds`;
        const { rows } = await sql<{ since: Date }>`
          insert into source_watch as last (looked_at, reliable_since) values (${now}, ${now})
          on conflict (id) do update set
            looked_at = ${now},
            reliable_since = case when ${isUp} and ${now}::timestamptz - last.looked_at
                between -${breakMs}::interval and ${breakMs}::interval
              then last.reliable_since else ${now} end
          returning reliable_since as since`.execute(write);
        return rows[0]?.since ?? now;
      }),
    );
  }

  async #returned() {
    return await this.#parts.records.read(WATCH, (tx) =>
      tx.read
        .selectFrom("sources")
        .select(["id", "organisation_id", "last_seen_at"])
        .where("silent_since", "is not", null)
        .whereRef("last_seen_at", ">", "silent_since")
        .execute(),
    );
  }

  async #quiet(reliableSince: Date) {
    const latest = new Date(this.#parts.clock.now().getTime() - SHORTEST_LIMIT_MS);
    if (reliableSince > latest) return [];
    return await this.#parts.records.read(WATCH, (tx) =>
      tx.read
        .selectFrom("sources")
        .innerJoin("organisations", "organisations.id", "sources.organisation_id")
        .select(["sources.id", "sources.organisation_id", "sources.name", "quiet_seconds"])
        .select(["first_seen_at", "last_seen_at", "watch_from"])
        .where("sources.disabled_at", "is", null)
        .where("organisations.disabled_at", "is", null)
        .where("is_watched", "=", true)
        .where("silent_since", "is", null)
        .where("last_seen_at", "<=", latest)
        .where((where) => where.or([where("watch_from", "is", null), where("watch_from", "<=", latest)]))
        .execute(),
    );
  }

  async #judge(row: QuietRow, reliableSince: Date): Promise<void> {
    const { id, last_seen_at: lastSeen, watch_from: watchFrom } = row;
    if (lastSeen === null) return;
    await this.#parts.records.transaction(WATCH, async (tx) => {
      const silences = await silencesOf(tx, [id]);
      const watched = { quietSeconds: row.quiet_seconds, firstSeen: row.first_seen_at, lastSeen };
      const limit = quietLimitMs(watched, silences.get(id) ?? [], tx.now);
      const since = Math.max(lastSeen.getTime(), watchFrom?.getTime() ?? 0, reliableSince.getTime());
      if (limit === undefined || tx.now.getTime() - since < limit) return;
      if (!(await this.#mark(tx, row, lastSeen))) return;
      const source = { id, name: row.name };
      await raiseSourceSilence(tx, { organisationId: row.organisation_id, source, since: lastSeen });
    });
  }

  /** False where it was heard in between. */
  async #mark(tx: Tx, { id, organisation_id }: QuietRow, lastSeen: Date): Promise<boolean> {
    return await unaudited(tx, WHY, async (write) => {
      const { numUpdatedRows } = await write
        .updateTable("sources")
        .set({ silent_since: lastSeen })
        .where("id", "=", id)
        .where("silent_since", "is", null)
        .where("last_seen_at", "=", lastSeen)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await tellOf(write, { id, organisation_id });
      return true;
    });
  }

  async #end({ id, organisation_id, last_seen_at }: ReturnedRow): Promise<void> {
    await this.#parts.records.transaction(WATCH, async (tx) => {
      await unaudited(tx, WHY, async (write) => {
        await write.updateTable("sources").set({ silent_since: null }).where("id", "=", id).execute();
        await tellOf(write, { id, organisation_id });
      });
      await endSourceSilence(tx, {
        organisationId: organisation_id,
        sourceId: id,
        at: last_seen_at ?? tx.now,
      });
    });
  }
}

interface ReturnedRow {
  readonly id: Id<"source">;
  readonly organisation_id: Parameters<typeof endSourceSilence>[1]["organisationId"];
  readonly last_seen_at: Date | null;
}

interface QuietRow extends ReturnedRow {
  readonly name: string;
  readonly quiet_seconds: number | null;
  readonly first_seen_at: Date | null;
  readonly watch_from: Date | null;
}

async function tellOf(write: Writer, { id, organisation_id }: Pick<ReturnedRow, "id" | "organisation_id">) {
  await tell(write, [{ topic: "source.changed", organisationId: organisation_id, ids: [id] }]);
}
