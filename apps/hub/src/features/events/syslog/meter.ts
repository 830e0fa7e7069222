// SPDX-License-Identifier: Apache-2.0
/** Figures of syslog, for Prometheus. What becomes of its messages is counted with all the others. */
import { Counter, Gauge } from "prom-client";
import type { Registry } from "../../../platform/http/index.ts";

export class SyslogMeter {
  readonly connections: Gauge;
  readonly refused: Counter<"reason">;

  constructor(registry: Registry) {
    const registers = [registry];
    this.connections = new Gauge({
      name: "fengsui_syslog_connections",
      help: "Open connections of syslog.",
      registers,
    });
    this.refused = new Counter({
      name: "fengsui_syslog_refused_total",
      help: "Connections of syslog that were refused: the sender is unknown, or has too many.",
      labelNames: ["reason"],
      registers,
    });
  }
}
