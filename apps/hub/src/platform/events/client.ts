// SPDX-License-Identifier: Apache-2.0
/** ClickHouse's own client, on the socket of the embedded engine or to a served ClickHouse: the only path to events. */
import { Agent } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { LaneName } from "./engine/lanes.ts";
import { LANE_HEADER } from "./engine/statement.ts";

export type Target =
  | { readonly kind: "embedded"; readonly socketPath: string }
  | { readonly kind: "served"; readonly url: string };

/** Longer than any statement may take. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;
const MAX_CONNECTIONS = 16;

class SocketAgent extends Agent {
  readonly #path: string;

  constructor(path: string) {
    super({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
    this.#path = path;
  }

  override createConnection(): Duplex {
    return connect(this.#path);
  }
}

export function createEventsClient(target: Target): ClickHouseClient {
  const common = {
    application: "fengsui",
    request_timeout: REQUEST_TIMEOUT_MS,
    // What it logs holds the values that somebody searched for.
    log: { level: ClickHouseLogLevel.OFF },
  };
  if (target.kind === "served")
    return createClient({ ...common, url: target.url, max_open_connections: MAX_CONNECTIONS });
  return createClient({ ...common, url: "http://localhost", http_agent: new SocketAgent(target.socketPath) });
}

/** A served ClickHouse does not know the header and has pools of its own. */
export function inLane(lane: LaneName): { http_headers: Record<string, string> } {
  return { http_headers: { [LANE_HEADER]: lane } };
}
