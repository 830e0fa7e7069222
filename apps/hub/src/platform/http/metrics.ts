// SPDX-License-Identifier: Apache-2.0
/** Figures for Prometheus. A feature registers its own in the registry; no label names a person. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

export { Registry } from "prom-client";

export interface HttpMetrics {
  readonly registry: Registry;
  /** The route as it was registered, never the address: that would be a label for each address. */
  observe(request: { method: string; route: string; status: number; durationMs: number }): void;
  stop(): void;
}

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(registry: Registry = new Registry()): HttpMetrics {
  collectDefaultMetrics({ register: registry });
  const count = new Counter({
    name: "fengsui_http_requests_total",
    help: "Requests answered.",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  const duration = new Histogram({
    name: "fengsui_http_request_duration_seconds",
    help: "Time from the request to the end of its answer.",
    labelNames: ["method", "route"],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  return {
    registry,
    observe: ({ method, route, status, durationMs }) => {
      count.inc({ method, route, status: String(status) });
      duration.observe({ method, route }, durationMs / 1000);
    },
    stop: () => registry.clear(),
  };
}
