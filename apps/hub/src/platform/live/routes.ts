// SPDX-License-Identifier: Apache-2.0
/** The route of live updates. */
import { defineRoute, type RouteDefinition, SESSION } from "../http/index.ts";
import type { LiveFeed } from "./live-feed.ts";

export function liveRoutes(feed: LiveFeed): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/stream",
      key: "live:read",
      policy: SESSION,
      summary:
        "What changes from now on, as server-sent events: topic and ids. With Last-Event-ID, what was missed as well, or `hub.refetch`.",
      handler: async (ctx) => feed.open(ctx),
    }),
  ];
}
