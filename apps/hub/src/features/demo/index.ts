// SPDX-License-Identifier: Apache-2.0
/** The door of the demo's slice: it tells the console whether this hub shows the demo. It owns nothing. */
import { DEMO, type DemoState } from "@fengsui/contract";
import { defineRoute, type RouteDefinition, SESSION } from "../../platform/http/index.ts";

export function demoRoutes(describe: (() => DemoState) | undefined): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/demo",
      key: "never",
      policy: SESSION,
      summary: "Whether this hub shows the demo, how far it has played, and who is who in it.",
      response: DEMO,
      handler: async () => ({ demo: describe?.() ?? null }),
    }),
  ];
}
