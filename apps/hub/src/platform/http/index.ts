// SPDX-License-Identifier: Apache-2.0
/**
 * The door of HTTP. A feature describes its routes with `defineRoute` (JSON) or `defineStreamRoute` (any other body)
 * and gives them to the composition, which registers them; it sees requests only as a context and checked input.
 * Errors of the catalogue become problems of RFC 9457 in one place; everything else is opaque to the caller.
 */
export { Content, EventStream, type LiveEvent } from "./answer.ts";
export {
  type Authentication,
  type IngestSource,
  type KeyAsked,
  type KeyHolder,
  type Language,
  type RequestContext,
  type SignedIn,
  sessionOf,
  sourceOf,
} from "./context.ts";
export { invalidInput } from "./invalid-input.ts";
export type { KeyUse } from "./key-use.ts";
export { explainListening } from "./listen.ts";
export { Registry } from "./metrics.ts";
export { hasRole, hubRole, INGEST_KEY, LOCAL, type Policy, PUBLIC, role, SESSION } from "./policy.ts";
export { type Rate, RateLimiter } from "./rate-limit.ts";
export type { ReadinessCheck } from "./readiness.ts";
export { defineRoute, defineStreamRoute, type Method, type RouteDefinition } from "./route.ts";
export { HttpServer, type HttpServerParts } from "./server.ts";
