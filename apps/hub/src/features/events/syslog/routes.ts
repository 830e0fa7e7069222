// SPDX-License-Identifier: Apache-2.0
/** What people are told of syslog: where the hub listens, and who was not let in. */
import { SYSLOG_DOORS, SYSLOG_REFUSALS } from "@fengsui/contract";
import { defineRoute, hubRole, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import type { SyslogPorts } from "./listener.ts";
import type { Refusals } from "./refusals.ts";

export function syslogRoutes(refusals: Refusals, portsOf: () => SyslogPorts): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/syslog",
      key: "sources:read",
      policy: role("viewer"),
      summary: "The ports on which the hub listens for syslog.",
      response: SYSLOG_DOORS,
      handler: async () => portsOf(),
    }),
    defineRoute({
      method: "GET",
      path: "/api/v1/syslog/refusals",
      key: "sources:read",
      policy: hubRole("operator"),
      summary: "Senders of syslog that were refused, the latest first.",
      response: SYSLOG_REFUSALS,
      handler: async (ctx) => ({ refusals: await refusals.list(sessionOf(ctx)) }),
    }),
  ];
}
