// SPDX-License-Identifier: Apache-2.0
/** The routes of case rules. */
import {
  CASE_RULE,
  CASE_RULE_CHANGE,
  CASE_RULE_PREVIEW,
  CASE_RULE_TRIAL,
  CASE_RULES,
  NEW_CASE_RULE,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { CaseRules } from "../case-rules/service.ts";

export function caseRuleRoutes(caseRules: CaseRules): RouteDefinition[] {
  const path = "/api/v1/case-rules";
  return [
    defineRoute({
      method: "GET",
      path,
      key: "cases:read",
      policy: role("viewer"),
      summary: "The case rules of one's organisations.",
      response: CASE_RULES,
      handler: async (ctx) => await caseRules.list(sessionOf(ctx)),
    }),
    defineRoute({
      method: "POST",
      path,
      key: "cases:write",
      policy: role("analyst"),
      summary: "Have alerts become cases by themselves from now on.",
      status: 201,
      body: NEW_CASE_RULE,
      response: CASE_RULE,
      handler: async (ctx, { body }) => await caseRules.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/preview`,
      key: "cases:read",
      policy: role("analyst"),
      summary: "What a case rule would do with the alerts of the last days; nothing is changed.",
      body: CASE_RULE_TRIAL,
      response: CASE_RULE_PREVIEW,
      handler: async (ctx, { body }) => await caseRules.preview(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "PATCH",
      path: `${path}/:id`,
      key: "cases:write",
      policy: role("analyst"),
      summary: "Change a case rule or switch it on or off; it is about alerts from then on.",
      params: z.object({ id: idParam<"case-rule">() }),
      body: CASE_RULE_CHANGE,
      response: CASE_RULE,
      handler: async (ctx, { params: { id }, body }) => await caseRules.change(sessionOf(ctx), id, body),
    }),
  ];
}
