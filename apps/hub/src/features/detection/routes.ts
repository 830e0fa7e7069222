// SPDX-License-Identifier: Apache-2.0
/** The routes of detection: rules, and suppressions. */
import {
  MAX_RULE_UPLOAD_BYTES,
  NEW_SUPPRESSION,
  RULE,
  RULE_CHANGE,
  RULE_COUNTS,
  RULE_COUNTS_QUERY,
  RULE_DETAIL,
  RULE_QUERY,
  RULE_REFUSALS,
  RULE_REFUSALS_QUERY,
  RULE_UPLOAD,
  RULE_UPLOADED,
  RULE_VERSIONS,
  RULES,
  RULES_LOADED,
  RULES_SWITCH,
  RULES_SWITCHED,
  SHIPPED_RULES,
  SHIPPED_RULES_CHANGE,
  SUPPRESSION,
  SUPPRESSION_PREVIEW,
  SUPPRESSION_PREVIEW_REQUEST,
  SUPPRESSIONS,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, hubRole, type RouteDefinition, role, sessionOf } from "../../platform/http/index.ts";
import { idParam, organisationIdOf, ruleIdOf } from "../../platform/http/parameters.ts";
import type { RuleFolder } from "./rules/load.ts";
import type { Rules } from "./rules/service.ts";
import type { ShippedRules } from "./rules/shipped.ts";
import type { Suppressions } from "./suppressions/service.ts";

export function ruleRoutes(rules: Rules, folder: RuleFolder): RouteDefinition[] {
  const path = "/api/v1/rules";
  const params = z.object({ id: idParam<"rule">() });
  return [
    defineRoute({
      method: "GET",
      path,
      key: "rules:read",
      policy: role("viewer"),
      summary: "The rules one may see.",
      query: RULE_QUERY,
      response: RULES,
      handler: async (ctx, { query }) => await rules.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "POST",
      path,
      key: "rules:write",
      policy: role("analyst"),
      summary: "Upload rule files. A rule that is there already gets a new version where its text changed.",
      bodyLimitBytes: MAX_RULE_UPLOAD_BYTES,
      body: RULE_UPLOAD,
      response: RULE_UPLOADED,
      handler: async (ctx, { body: { organisationId, files } }) =>
        await rules.upload(sessionOf(ctx), organisationIdOf(organisationId), files),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/:id`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "A rule with its source and diagnostics.",
      params,
      response: RULE_DETAIL,
      handler: async (ctx, { params: { id } }) => await rules.get(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/:id/versions`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "Every version of a rule, the newest first, with its diagnostics.",
      params,
      response: RULE_VERSIONS,
      handler: async (ctx, { params: { id } }) => await rules.versions(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "PATCH",
      path: `${path}/:id`,
      key: "rules:write",
      policy: role("analyst"),
      summary: "Switch a rule on or off, or say what its alerts are about.",
      params,
      body: RULE_CHANGE,
      response: RULE,
      handler: async (ctx, { params: { id }, body }) => await rules.change(sessionOf(ctx), id, body),
    }),
    ...rulesRoutes(rules, folder),
  ];
}

/** About many rules at once. */
function rulesRoutes(rules: Rules, folder: RuleFolder): RouteDefinition[] {
  const path = "/api/v1/rules";
  return [
    defineRoute({
      method: "POST",
      path: `${path}/load`,
      key: "rules:write",
      policy: hubRole("operator"),
      summary: "Load the hub's folder of rules now.",
      response: RULES_LOADED,
      handler: async (ctx) => await folder.load(sessionOf(ctx).person.id),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/switch`,
      key: "rules:write",
      policy: role("analyst"),
      summary: "Switch many rules on or off: all of them, or none.",
      body: RULES_SWITCH,
      response: RULES_SWITCHED,
      handler: async (ctx, { body: { ids, isEnabled } }) =>
        await rules.switch(sessionOf(ctx), ids.map(ruleIdOf), isEnabled),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/counts`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "How often rules matched events of the last days.",
      query: RULE_COUNTS_QUERY,
      response: RULE_COUNTS,
      handler: async (ctx, { query }) => await rules.counts(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/refusals`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "Documents that are no rule that can be used, and why.",
      query: RULE_REFUSALS_QUERY,
      response: RULE_REFUSALS,
      handler: async (ctx, { query }) => await rules.refusals(sessionOf(ctx), query),
    }),
  ];
}

export function shippedRuleRoutes(shipped: ShippedRules): RouteDefinition[] {
  const path = "/api/v1/rules/shipped";
  return [
    defineRoute({
      method: "GET",
      path,
      key: "rules:read",
      policy: role("viewer"),
      summary: "Whether the rules that come with the hub are on.",
      response: SHIPPED_RULES,
      handler: async (ctx) => await shipped.state(sessionOf(ctx)),
    }),
    defineRoute({
      method: "PUT",
      path,
      key: "rules:write",
      policy: hubRole("operator"),
      summary: "Switch the rules that come with the hub on or off, for every organisation.",
      body: SHIPPED_RULES_CHANGE,
      response: SHIPPED_RULES,
      handler: async (ctx, { body: { isOn } }) => await shipped.switch(sessionOf(ctx), isOn),
    }),
  ];
}

export function suppressionRoutes(suppressions: Suppressions): RouteDefinition[] {
  const path = "/api/v1/suppressions";
  return [
    defineRoute({
      method: "GET",
      path,
      key: "rules:read",
      policy: role("viewer"),
      summary: "The suppressions of one's organisations, those that ended among them.",
      response: SUPPRESSIONS,
      handler: async (ctx) => ({ suppressions: await suppressions.list(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "POST",
      path,
      key: "rules:write",
      policy: role("analyst"),
      summary: "Keep matches silent from now on, with a reason and an end.",
      status: 201,
      body: NEW_SUPPRESSION,
      response: SUPPRESSION,
      handler: async (ctx, { body }) => await suppressions.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/preview`,
      key: "rules:read",
      policy: role("analyst"),
      summary: "What a suppression would have silenced.",
      body: SUPPRESSION_PREVIEW_REQUEST,
      response: SUPPRESSION_PREVIEW,
      handler: async (ctx, { body }) => await suppressions.preview(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "DELETE",
      path: `${path}/:id`,
      key: "rules:write",
      policy: role("analyst"),
      summary: "End a suppression before its time.",
      params: z.object({ id: idParam<"suppression">() }),
      handler: async (ctx, { params: { id } }) => await suppressions.end(sessionOf(ctx), id),
    }),
  ];
}
