// SPDX-License-Identifier: Apache-2.0
/** The routes of systems. */
import { NEW_SYSTEM, SYSTEM, SYSTEM_CHANGE, SYSTEM_QUERY, SYSTEMS } from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { Systems } from "./service.ts";

const PATH = "/api/v1/ledger/systems";
const PARAMS = z.object({ id: idParam<"system">() });

export function systemRoutes(systems: Systems): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "ledger:read",
      policy: role("viewer"),
      summary: "The protected systems that one may see, by name.",
      query: SYSTEM_QUERY,
      response: SYSTEMS,
      handler: async (ctx, { query }) => await systems.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "ledger:write",
      policy: role("manager"),
      summary: "Enter a system, with its level and who answers for it.",
      status: 201,
      body: NEW_SYSTEM,
      response: SYSTEM,
      handler: async (ctx, { body }) => await systems.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id`,
      key: "ledger:read",
      policy: role("viewer"),
      summary: "A system.",
      params: PARAMS,
      response: SYSTEM,
      handler: async (ctx, { params: { id } }) => await systems.get(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "PATCH",
      path: `${PATH}/:id`,
      key: "ledger:write",
      policy: role("manager"),
      summary: "Change a system, retire it, or take it back. Only one without assets can be retired.",
      params: PARAMS,
      body: SYSTEM_CHANGE,
      response: SYSTEM,
      handler: async (ctx, { params: { id }, body }) => await systems.change(sessionOf(ctx), id, body),
    }),
  ];
}
