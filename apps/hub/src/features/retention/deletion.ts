// SPDX-License-Identifier: Apache-2.0
/**
 * Deletes what is kept no longer, every night; and where the disk is filled to its high watermark, warns and, if the
 * hub is set so, takes the oldest day. What goes is in the audit log before it goes. Alerts, matches and copies of
 * events in cases stay.
 */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { DayGroup, Hold } from "../../platform/events/index.ts";
import { parseId } from "../../platform/ids.ts";
import { defineJob, defineScheduledWorker, type Worker } from "../../platform/jobs/index.ts";
import { audited, type OrganisationId, systemPrincipal } from "../../platform/records/index.ts";
import { endDiskHigh, raiseDiskHigh } from "../detection/index.ts";
import { activeHolds, readHubRetention, readKeptFor } from "./records.ts";
import {
  dayOf,
  daysFor,
  firstDayThatStays,
  isOlder,
  isoDayOf,
  type Plan,
  planRemoval,
  sumOf,
} from "./rules.ts";
import type { RetentionParts } from "./service.ts";

const DELETE = defineJob({ name: "retention.delete", payload: z.object({}), isAlone: true });
const WATCH = defineJob({ name: "retention.watch_disk", payload: z.object({}), isAlone: true });
const EVERY_NIGHT = "40 2 * * *";
/** What was dropped is off the disk some minutes later: until then a look would not see it. */
const EVERY_QUARTER = "*/15 * * * *";
const PRINCIPAL = systemPrincipal("retention.delete");

type Cause = "retention" | "disk";

export class Deletion {
  readonly #parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  get workers(): readonly Worker[] {
    return [
      defineScheduledWorker(DELETE, EVERY_NIGHT, (_, signal) => this.deleteOld(signal)),
      defineScheduledWorker(WATCH, EVERY_QUARTER, (_, signal) => this.watchDisk(signal)),
    ];
  }

  async deleteOld(signal?: AbortSignal): Promise<void> {
    const { records, events, clock } = this.#parts;
    const now = clock.now();
    const { kept, holds } = await records.read(PRINCIPAL, async (tx) => ({
      kept: await readKeptFor(tx),
      holds: await activeHolds(tx, now),
    }));
    const groups = await events.expiry.groupsBefore(firstDayThatStays(kept, now), holds);
    const plan = planRemoval(groups, (group) => isOlder(group.day, daysFor(kept, group), now));
    await this.#carryOut(plan, holds, "retention", signal);
  }

  async watchDisk(signal?: AbortSignal): Promise<void> {
    const { records, disk } = this.#parts;
    const settings = await records.read(PRINCIPAL, readHubRetention);
    disk.setWatermarks(settings);
    const { level, room } = disk;
    await records.transaction(PRINCIPAL, (tx) =>
      level === "ok" ? endDiskHigh(tx) : raiseDiskHigh(tx, { ...room, ...settings, level }),
    );
    if (level !== "ok" && settings.deletesOldest) await this.#deleteOldestDay(settings.minimumDays, signal);
  }

  /** Whatever organisation and log type it is of, down to the minimum. */
  async #deleteOldestDay(minimumDays: number, signal?: AbortSignal): Promise<void> {
    const { records, events, clock } = this.#parts;
    const now = clock.now();
    const holds = await records.read(PRINCIPAL, (tx) => activeHolds(tx, now));
    const groups = await events.expiry.groupsBefore(dayOf(now), holds);
    const { gone } = planRemoval(groups, ({ day }) => isOlder(day, minimumDays, now));
    const oldest = gone[0]?.day;
    if (oldest !== undefined)
      await this.#carryOut(
        planRemoval(groups, ({ day }) => day === oldest),
        holds,
        "disk",
        signal,
      );
  }

  async #carryOut(plan: Plan, holds: readonly Hold[], cause: Cause, signal?: AbortSignal): Promise<void> {
    for (const [organisationId, gone] of Map.groupBy(plan.gone, (group) => group.organisationId))
      await this.#note(organisationId, gone, cause);
    for (const removal of plan.removals) {
      signal?.throwIfAborted();
      const { now: held, isAll } = await this.#holdsNow(holds);
      await this.#parts.events.expiry.remove({ ...removal, isAll: removal.isAll && isAll }, held);
    }
  }

  /** One that was ordered since the plan was made counts, too; and then no day goes as a whole. */
  async #holdsNow(planned: readonly Hold[]) {
    const { records, clock } = this.#parts;
    const now = await records.read(PRINCIPAL, (tx) => activeHolds(tx, clock.now()));
    return { now, isAll: isDeepStrictEqual(now, planned) };
  }

  /** Before it goes: a run that ends in the middle is made again, and notes what was left. */
  async #note(organisation: string, gone: readonly DayGroup[], cause: Cause): Promise<void> {
    const organisationId: OrganisationId | null = parseId<"organisation">(organisation) ?? null;
    const days = gone.map(({ day }) => day).sort();
    const detail = {
      cause,
      ...sumOf(gone),
      from: isoDayOf(days[0] ?? ""),
      to: isoDayOf(days.at(-1) ?? ""),
      logTypes: Object.fromEntries(
        [...Map.groupBy(gone, ({ logType }) => logType)].map(([logType, own]) => [
          logType,
          sumOf(own).events,
        ]),
      ),
    };
    const entry = {
      action: "retention.delete",
      subject: { kind: "retention", id: organisation },
      organisationId,
      detail,
    };
    await this.#parts.records.transaction(PRINCIPAL, (tx) => audited(tx, entry, async () => undefined));
  }
}
