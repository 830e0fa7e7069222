// SPDX-License-Identifier: Apache-2.0
/** Figures of the ingest, for Prometheus: what came, what became of it, and where the time goes. */
import { Counter, Histogram } from "prom-client";
import type { Registry } from "../../../platform/http/index.ts";

export type Stage = "parse" | "match" | "store" | "alerts" | "note";

export interface BatchCounts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly bytes: number;
}

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class IngestMeter {
  readonly #events: Counter<"outcome">;
  readonly #batches: Counter<"outcome">;
  readonly #bytes: Counter;
  readonly #matches: Counter;
  readonly #stages: Histogram<"stage">;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#events = new Counter({
      name: "fengsui_ingest_events_total",
      help: "Records delivered: accepted, duplicate, or rejected to the dead letters.",
      labelNames: ["outcome"],
      registers,
    });
    this.#batches = new Counter({
      name: "fengsui_ingest_batches_total",
      help: "Batches delivered: acknowledged, or failed and to be sent again.",
      labelNames: ["outcome"],
      registers,
    });
    this.#bytes = new Counter({
      name: "fengsui_ingest_bytes_total",
      help: "Bytes of the records of acknowledged batches.",
      registers,
    });
    this.#matches = new Counter({
      name: "fengsui_matches_total",
      help: "Matches of rules with events as they came.",
      registers,
    });
    this.#stages = new Histogram({
      name: "fengsui_ingest_stage_duration_seconds",
      help: "Time of a batch in each stage on its way to the acknowledgement.",
      labelNames: ["stage"],
      buckets: BUCKETS_SECONDS,
      registers,
    });
  }

  async stage<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    const begin = performance.now();
    try {
      return await work();
    } finally {
      this.took(stage, performance.now() - begin);
    }
  }

  took(stage: Stage, milliseconds: number): void {
    this.#stages.observe({ stage }, milliseconds / 1000);
  }

  acknowledged({ accepted, duplicate, rejected, bytes }: BatchCounts): void {
    this.#batches.inc({ outcome: "acknowledged" });
    this.#bytes.inc(bytes);
    for (const [outcome, count] of Object.entries({ accepted, duplicate, rejected }))
      this.#events.inc({ outcome }, count);
  }

  failed(): void {
    this.#batches.inc({ outcome: "failed" });
  }

  matched(count: number): void {
    this.#matches.inc(count);
  }
}
