// SPDX-License-Identifier: Apache-2.0
/** The routes of what rules were asked, found and cost. */
import { RULE_FIGURES, RULE_FIGURES_QUERY, RULES_FIGURES, RULES_FIGURES_QUERY } from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { RuleFigures } from "./service.ts";

export function figureRoutes(figures: RuleFigures): RouteDefinition[] {
  const path = "/api/v1/rules";
  return [
    defineRoute({
      method: "GET",
      path: `${path}/figures`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "Which rules cost or matched most in the last days, could not be decided, or matched nothing.",
      query: RULES_FIGURES_QUERY,
      response: RULES_FIGURES,
      handler: async (ctx, { query }) => await figures.ofRules(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/:id/figures`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "What a rule was asked, found and cost in the last days, by day.",
      params: z.object({ id: idParam<"rule">() }),
      query: RULE_FIGURES_QUERY,
      response: RULE_FIGURES,
      handler: async (ctx, { params: { id }, query }) => await figures.ofRule(sessionOf(ctx), id, query),
    }),
  ];
}
