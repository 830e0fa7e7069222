// SPDX-License-Identifier: Apache-2.0
/** The routes of alerts. */
import {
  ALERT,
  ALERT_ASSIGN,
  ALERT_CLOSE,
  ALERT_COMMENT,
  ALERT_EVIDENCE,
  ALERT_EXPLANATION,
  ALERT_EXPLANATION_QUERY,
  ALERT_QUERY,
  ALERTS,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam, personIdOf } from "../../../platform/http/parameters.ts";
import type { AlertExplainer } from "./explainer.ts";
import type { Alerts } from "./service.ts";

const PATH = "/api/v1/alerts";
const PARAMS = z.object({ id: idParam<"alert">() });

export function alertRoutes(alerts: Alerts, explainer: AlertExplainer): RouteDefinition[] {
  return [...readingRoutes(alerts), explanationRoute(explainer), ...workingRoutes(alerts)];
}

function readingRoutes(alerts: Alerts): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "alerts:read",
      policy: role("viewer"),
      summary: "Alerts, those with the newest events first.",
      query: ALERT_QUERY,
      response: ALERTS,
      handler: async (ctx, { query }) => await alerts.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id`,
      key: "alerts:read",
      policy: role("viewer"),
      summary: "An alert with its evidence: what matched, in which events, and what was said of it.",
      params: PARAMS,
      response: ALERT_EVIDENCE,
      handler: async (ctx, { params: { id } }) => await alerts.evidence(sessionOf(ctx), id),
    }),
  ];
}

function explanationRoute(explainer: AlertExplainer): RouteDefinition {
  return defineRoute({
    method: "GET",
    path: `${PATH}/:id/explanation`,
    key: "alerts:read",
    policy: role("viewer"),
    summary:
      "Why the rule of an alert matches one of its events, in the version that matched: each part of it.",
    params: PARAMS,
    query: ALERT_EXPLANATION_QUERY,
    response: ALERT_EXPLANATION,
    handler: async (ctx, { params: { id }, query: { eventId } }) =>
      await explainer.explain(sessionOf(ctx), id, eventId),
  });
}

function workingRoutes(alerts: Alerts): RouteDefinition[] {
  const common = { policy: role("analyst"), params: PARAMS, response: ALERT } as const;
  return [
    defineRoute({
      ...common,
      method: "PUT",
      path: `${PATH}/:id/assignee`,
      key: "alerts:write",
      summary: "Give an alert to somebody of its organisation, or to nobody.",
      body: ALERT_ASSIGN,
      handler: async (ctx, { params: { id }, body: { personId } }) =>
        await alerts.assign(sessionOf(ctx), id, personId === null ? null : personIdOf(personId)),
    }),
    defineRoute({
      ...common,
      method: "POST",
      path: `${PATH}/:id/comments`,
      key: "alerts:write",
      summary: "Say something about an alert.",
      body: ALERT_COMMENT,
      handler: async (ctx, { params: { id }, body: { text } }) =>
        await alerts.comment(sessionOf(ctx), id, text),
    }),
    defineRoute({
      ...common,
      method: "POST",
      path: `${PATH}/:id/close`,
      key: "alerts:write",
      summary: "Close an alert with a verdict.",
      body: ALERT_CLOSE,
      handler: async (ctx, { params: { id }, body }) => await alerts.close(sessionOf(ctx), id, body),
    }),
    defineRoute({
      ...common,
      method: "POST",
      path: `${PATH}/:id/reopen`,
      key: "alerts:write",
      summary: "Open a closed alert again; its verdict goes.",
      handler: async (ctx, { params: { id } }) => await alerts.reopen(sessionOf(ctx), id),
    }),
  ];
}
