// SPDX-License-Identifier: Apache-2.0
/** What is kept of each request: a line in the log and a count. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "../telemetry/logger.ts";
import type { HttpMetrics } from "./metrics.ts";

/** Asked all the time by machines: a line each would bury the rest. Their figures tell how they fare. */
const QUIET = /^\/(healthz|readyz|metrics)$|_bulk$|^\/ingest\//;

export interface AccessLogParts {
  readonly logger: Logger;
  readonly metrics: HttpMetrics;
}

export function recordRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  { logger, metrics }: AccessLogParts,
): void {
  const route = request.routeOptions.url ?? "other";
  const { method } = request;
  const status = reply.statusCode;
  const durationMs = Math.round(reply.elapsedTime * 10) / 10;
  // A stream is open for hours; that is no figure of how fast we are.
  const isStream = String(reply.raw.getHeader("content-type") ?? "").startsWith("text/event-stream");
  if (!isStream) metrics.observe({ method, route, status, durationMs });
  // The address without its query: that may hold what people search for.
  const path = request.url.split("?", 1)[0]?.slice(0, 200);
  const line = { requestId: request.id, method, route, path, status, durationMs, client: request.ip };
  if (QUIET.test(route)) logger.debug(line, "answered");
  else logger.info(line, "answered");
}
