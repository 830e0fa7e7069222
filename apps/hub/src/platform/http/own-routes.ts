// SPDX-License-Identifier: Apache-2.0
/** Routes of the server itself: is it alive, is it ready, its figures, and the description of the API. */
import { z } from "zod";
import { Content } from "./answer.ts";
import type { Registry } from "./metrics.ts";
import { LOCAL, PUBLIC } from "./policy.ts";
import type { Readiness } from "./readiness.ts";
import { defineRoute, type RouteDefinition } from "./route.ts";

export interface OwnRoutesParts {
  readonly registry: Registry;
  readonly askReadiness: () => Promise<Readiness>;
  readonly describe: () => string;
}

const ALIVE = z.object({ status: z.literal("ok") });

export function ownRoutes({ registry, askReadiness, describe }: OwnRoutesParts): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/healthz",
      key: "never",
      policy: PUBLIC,
      summary: "The program runs and answers.",
      response: ALIVE,
      handler: async () => ({ status: "ok" as const }),
    }),
    defineRoute({
      method: "GET",
      path: "/readyz",
      key: "never",
      policy: PUBLIC,
      summary: "The parts of the hub can do their work now: 200, else 503.",
      handler: async () => {
        const { isReady, checks } = await askReadiness();
        const text = JSON.stringify({ status: isReady ? "ready" : "not ready", checks });
        return new Content(text, { "content-type": "application/json" }, isReady ? 200 : 503);
      },
    }),
    defineRoute({
      method: "GET",
      path: "/metrics",
      key: "metrics:read",
      policy: LOCAL,
      summary: "Figures in the text format of Prometheus.",
      handler: async () => new Content(await registry.metrics(), { "content-type": registry.contentType }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/v1/openapi.json",
      key: "never",
      policy: PUBLIC,
      summary: "This description.",
      handler: async () => new Content(describe(), { "content-type": "application/json" }),
    }),
  ];
}
