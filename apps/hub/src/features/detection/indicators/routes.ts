// SPDX-License-Identifier: Apache-2.0
/** The routes of indicators. */
import {
  INDICATOR_IMPORT_QUERY,
  INDICATOR_LIST,
  INDICATOR_LIST_CHANGE,
  INDICATOR_LISTS,
  INDICATOR_LOOKUP,
  INDICATORS,
  INDICATORS_IMPORTED,
  INDICATORS_QUERY,
  INDICATORS_REMOVED,
  INDICATORS_TO_REMOVE,
  MAX_INDICATOR_IMPORT_BYTES,
  NEW_INDICATOR_LIST,
  VALUE_QUERY,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  defineStreamRoute,
  type RouteDefinition,
  role,
  sessionOf,
} from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { IndicatorLists } from "./service.ts";

const PATH = "/api/v1/indicators";
const params = z.object({ id: idParam<"rule">() });

export function indicatorRoutes(lists: IndicatorLists): RouteDefinition[] {
  return [...listRoutes(lists), ...contentRoutes(lists)];
}

function listRoutes(lists: IndicatorLists): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: `${PATH}/lists`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "The lists of indicators that one may see.",
      response: INDICATOR_LISTS,
      handler: async (ctx) => await lists.list(sessionOf(ctx)),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/lists`,
      key: "rules:write",
      policy: role("analyst"),
      summary: "Make an empty list of indicators. It is a rule, by whose id it is known.",
      status: 201,
      body: NEW_INDICATOR_LIST,
      response: INDICATOR_LIST,
      handler: async (ctx, { body }) => await lists.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/lists/:id`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "A list of indicators, with what came of its last import.",
      params,
      response: INDICATOR_LIST,
      handler: async (ctx, { params: { id } }) => await lists.get(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "PATCH",
      path: `${PATH}/lists/:id`,
      key: "rules:write",
      policy: role("analyst"),
      summary: "Another title or level. On and off a list is switched as a rule is.",
      params,
      body: INDICATOR_LIST_CHANGE,
      response: INDICATOR_LIST,
      handler: async (ctx, { params: { id }, body }) => await lists.change(sessionOf(ctx), id, body),
    }),
  ];
}

function contentRoutes(lists: IndicatorLists): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: `${PATH}/lists/:id/indicators`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "The indicators of a list, the last added first.",
      params,
      query: INDICATORS_QUERY,
      response: INDICATORS,
      handler: async (ctx, { params: { id }, query }) => await lists.indicators(sessionOf(ctx), id, query),
    }),
    defineStreamRoute({
      method: "POST",
      path: `${PATH}/lists/:id/import`,
      key: "rules:write",
      policy: role("analyst"),
      summary:
        "Import a feed, which is the body: values line by line, CSV, NDJSON, a STIX bundle or MISP events. All of it, or nothing.",
      bodyLimitBytes: MAX_INDICATOR_IMPORT_BYTES,
      params,
      query: INDICATOR_IMPORT_QUERY,
      response: INDICATORS_IMPORTED,
      handler: async (ctx, { params: { id }, query, body }) =>
        await lists.import(sessionOf(ctx), id, query, body),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/lists/:id/remove`,
      key: "rules:write",
      policy: role("analyst"),
      summary: "Remove indicators of a list; those that are not in it are passed over.",
      params,
      body: INDICATORS_TO_REMOVE,
      response: INDICATORS_REMOVED,
      handler: async (ctx, { params: { id }, body: { ids } }) => await lists.remove(sessionOf(ctx), id, ids),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/lookup`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "The indicators that a value meets: its own, the domains above it, the networks around it.",
      query: VALUE_QUERY,
      response: INDICATOR_LOOKUP,
      handler: async (ctx, { query }) => await lists.lookUp(sessionOf(ctx), query),
    }),
  ];
}
