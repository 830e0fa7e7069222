// SPDX-License-Identifier: Apache-2.0
/** Figures of the hub as a whole, asked for when Prometheus asks. What cannot be told now is left out. */
import { Gauge } from "prom-client";
import type { DiskWatch } from "../platform/disk/disk-watch.ts";
import type { EventStore } from "../platform/events/index.ts";
import type { Registry } from "../platform/http/index.ts";
import type { Jobs } from "../platform/jobs/index.ts";
import type { LiveFeed } from "../platform/live/index.ts";
import { type Records, systemPrincipal } from "../platform/records/index.ts";
import type { Logger } from "../platform/telemetry/logger.ts";

export interface FiguresParts {
  readonly registry: Registry;
  readonly logger: Logger;
  readonly records: Records;
  readonly events: Pick<EventStore, "state">;
  readonly jobs: Pick<Jobs, "figures">;
  readonly feed: Pick<LiveFeed, "streams">;
  readonly disk: Pick<DiskWatch, "room">;
}

const METRICS = systemPrincipal("metrics");
/** Beyond this they are only said to be many: counting each would cost more than it tells. */
const MAX_COUNTED = 10_000;

type Values<Label extends string> = readonly {
  readonly labels: Record<Label, string>;
  readonly value: number;
}[];

export function addFigures(parts: FiguresParts): void {
  const { events, feed, disk } = parts;
  const one = (value: number) => [{ labels: {}, value }];
  gauge(parts, "fengsui_event_store_up", "1 while the event store can be used.", [], () =>
    one(events.state.kind === "up" ? 1 : 0),
  );
  gauge(parts, "fengsui_live_streams", "Open streams of live updates.", [], () => one(feed.streams));
  gauge(parts, "fengsui_disk_free_bytes", "Room on the disk of the data directory.", [], () =>
    one(disk.room.freeBytes),
  );
  gauge(parts, "fengsui_jobs_waiting", "Jobs that wait to be done.", ["job"], async () =>
    (await parts.jobs.figures()).map(({ name, waiting }) => ({ labels: { job: name }, value: waiting })),
  );
  gauge(parts, "fengsui_jobs_failed", "Jobs that failed for good in the last day.", ["job"], async () =>
    (await parts.jobs.figures()).map(({ name, failed }) => ({ labels: { job: name }, value: failed })),
  );
  gauge(parts, "fengsui_alerts_open", "Open alerts, without those that are silenced.", ["level"], () =>
    openAlerts(parts),
  );
  gauge(parts, "fengsui_dead_letters", `Dead letters, up to ${MAX_COUNTED}.`, [], async () =>
    one(await deadLetters(parts)),
  );
  gauge(parts, "fengsui_sources_silent", "Sources that have been silent for too long.", [], async () =>
    one(await silentSources(parts)),
  );
  gauge(
    parts,
    "fengsui_deliveries",
    `Mails and calls of webhooks that did not arrive yet, or never will; up to ${MAX_COUNTED} of each.`,
    ["state"],
    () => undelivered(parts),
  );
}

function gauge<Label extends string>(
  { registry, logger }: FiguresParts,
  name: string,
  help: string,
  labelNames: readonly Label[],
  ask: () => Values<Label> | Promise<Values<Label>>,
): void {
  new Gauge<Label>({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      this.reset();
      try {
        for (const { labels, value } of await ask()) this.set(labels, value);
      } catch (error) {
        logger.debug({ figure: name, error }, "a figure cannot be told now");
      }
    },
  });
}

async function openAlerts({ records }: FiguresParts): Promise<Values<"level">> {
  const rows = await records.read(METRICS, ({ read }) =>
    read
      .selectFrom("alerts")
      .select(({ fn }) => ["level", fn.countAll<string>().as("count")])
      .where("state", "=", "open")
      .where("suppression_id", "is", null)
      .groupBy("level")
      .execute(),
  );
  return rows.map(({ level, count }) => ({ labels: { level }, value: Number(count) }));
}

async function deadLetters({ records }: FiguresParts): Promise<number> {
  const rows = await records.read(METRICS, ({ read }) =>
    read
      .selectFrom(read.selectFrom("dead_letters").select("id").limit(MAX_COUNTED).as("some"))
      .select(({ fn }) => fn.countAll<string>().as("count"))
      .execute(),
  );
  return Number(rows[0]?.count ?? 0);
}

async function silentSources({ records }: FiguresParts): Promise<number> {
  const rows = await records.read(METRICS, ({ read }) =>
    read
      .selectFrom("sources")
      .select(({ fn }) => fn.countAll<string>().as("count"))
      .where("silent_since", "is not", null)
      .where("disabled_at", "is", null)
      .execute(),
  );
  return Number(rows[0]?.count ?? 0);
}

async function undelivered({ records }: FiguresParts): Promise<Values<"state">> {
  return await records.read(METRICS, async ({ read }) => {
    const values: { labels: { state: string }; value: number }[] = [];
    for (const state of ["waiting", "held", "failed", "given_up"] as const) {
      const some = read.selectFrom("deliveries").select("id").where("state", "=", state).limit(MAX_COUNTED);
      const row = await read
        .selectFrom(some.as("some"))
        .select(({ fn }) => fn.countAll<string>().as("count"))
        .executeTakeFirstOrThrow();
      values.push({ labels: { state }, value: Number(row.count) });
    }
    return values;
  });
}
