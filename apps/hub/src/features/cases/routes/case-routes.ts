// SPDX-License-Identifier: Apache-2.0
/** The routes of cases as such: list, make, change, share, decide, merge, split; their alerts and timelines. */
import {
  CASE_ALERT_IDS,
  CASE_ALERTS,
  CASE_ALERTS_QUERY,
  CASE_CHANGE,
  CASE_DECISION,
  CASE_DETAIL,
  CASE_MERGE,
  CASE_QUERY,
  CASE_REASON,
  CASE_SPLIT,
  CASES,
  NEW_CASE,
  RECALL_REASON,
  SHARE,
  TIMELINE,
  TIMELINE_QUERY,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { caseIdOf, idParam } from "../../../platform/http/parameters.ts";
import type { CaseAlerts } from "../alerts.ts";
import type { CaseMerging } from "../merge.ts";
import type { Cases } from "../service.ts";
import type { Timelines } from "../timeline/service.ts";

export interface CaseServices {
  readonly cases: Cases;
  readonly alerts: CaseAlerts;
  readonly merging: CaseMerging;
  readonly timelines: Timelines;
}

export const CASES_PATH = "/api/v1/cases";
const PATH = CASES_PATH;
const PARAMS = z.object({ id: idParam<"case">() });
const VIEWING = { policy: role("viewer"), params: PARAMS } as const;
const WORKING = { policy: role("analyst"), params: PARAMS, response: CASE_DETAIL } as const;

export function caseRoutes(services: CaseServices): RouteDefinition[] {
  return [
    ...listRoutes(services),
    ...changeRoutes(services),
    ...alertRoutes(services),
    ...mergeRoutes(services),
  ];
}

function listRoutes({ cases, timelines }: CaseServices): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "cases:read",
      policy: role("viewer"),
      summary: "Cases, those that changed last first.",
      query: CASE_QUERY,
      response: CASES,
      handler: async (ctx, { query }) => await cases.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "cases:write",
      policy: role("analyst"),
      summary: "Make a case of alerts, or without any.",
      status: 201,
      body: NEW_CASE,
      response: CASE_DETAIL,
      handler: async (ctx, { body }) => await cases.create(sessionOf(ctx), body),
    }),
    defineRoute({
      ...VIEWING,
      method: "GET",
      path: `${PATH}/:id`,
      key: "cases:read",
      summary: "A case. Of one that was merged, mergedIntoId says where it is worked on.",
      response: CASE_DETAIL,
      handler: async (ctx, { params: { id } }) => await cases.get(sessionOf(ctx), id),
    }),
    defineRoute({
      ...VIEWING,
      method: "GET",
      path: `${PATH}/:id/timeline`,
      key: "cases:read",
      summary:
        "Everything that happened in a case and in those merged into it, by its own time or by when it was entered.",
      query: TIMELINE_QUERY,
      response: TIMELINE,
      handler: async (ctx, { params: { id }, query }) => await timelines.list(sessionOf(ctx), id, query),
    }),
  ];
}

function changeRoutes({ cases }: CaseServices): RouteDefinition[] {
  return [
    defineRoute({
      ...WORKING,
      method: "PATCH",
      path: `${PATH}/:id`,
      key: "cases:write",
      summary: "Change title, summary, severity, assignee or state.",
      body: CASE_CHANGE,
      handler: async (ctx, { params: { id }, body }) => await cases.change(sessionOf(ctx), id, body),
    }),
    defineRoute({
      ...WORKING,
      method: "PUT",
      path: `${PATH}/:id/sharing`,
      key: "cases:write",
      summary: "Share a case, with all that is in it, with exactly those who are named, or take that back.",
      stepUp: "sometimes",
      body: SHARE,
      handler: async (ctx, { params: { id }, body }) =>
        await cases.share(sessionOf(ctx), id, body, () => ctx.requireProof()),
    }),
    defineRoute({
      ...WORKING,
      policy: role("responder"),
      method: "POST",
      path: `${PATH}/:id/recall`,
      key: "cases:write",
      summary: "Take back a shared case: it is its organisation's alone, and who saw it is told.",
      body: RECALL_REASON,
      handler: async (ctx, { params: { id }, body: { reason } }) =>
        await cases.recall(sessionOf(ctx), id, reason),
    }),
    defineRoute({
      ...WORKING,
      method: "POST",
      path: `${PATH}/:id/decision`,
      key: "cases:write",
      summary: "Close a case, and the organisation's alerts in it, with a verdict and a reason.",
      body: CASE_DECISION,
      handler: async (ctx, { params: { id }, body }) => await cases.decide(sessionOf(ctx), id, body),
    }),
    defineRoute({
      ...WORKING,
      method: "POST",
      path: `${PATH}/:id/reopen`,
      key: "cases:write",
      summary: "Open a closed case again; its alerts stay closed.",
      body: CASE_REASON,
      handler: async (ctx, { params: { id }, body: { reason } }) =>
        await cases.reopen(sessionOf(ctx), id, reason),
    }),
  ];
}

function alertRoutes({ cases, alerts }: CaseServices): RouteDefinition[] {
  return [
    defineRoute({
      ...VIEWING,
      method: "GET",
      path: `${PATH}/:id/alerts`,
      key: "cases:read",
      summary: "The alerts in a case and in those merged into it, by the time of their first event.",
      query: CASE_ALERTS_QUERY,
      response: CASE_ALERTS,
      handler: async (ctx, { params: { id }, query }) => await alerts.list(sessionOf(ctx), id, query),
    }),
    defineRoute({
      ...WORKING,
      method: "POST",
      path: `${PATH}/:id/alerts`,
      key: "cases:write",
      summary: "Put alerts into a case.",
      body: CASE_ALERT_IDS,
      handler: async (ctx, { params: { id }, body: { alertIds } }) => {
        await alerts.join(sessionOf(ctx), id, alertIds);
        return await cases.get(sessionOf(ctx), id);
      },
    }),
    defineRoute({
      ...WORKING,
      params: PARAMS.extend({ alertId: idParam<"alert">() }),
      method: "DELETE",
      path: `${PATH}/:id/alerts/:alertId`,
      key: "cases:write",
      summary: "Take an alert out of a case. Case rules leave it alone from then on.",
      handler: async (ctx, { params: { id, alertId } }) => {
        await alerts.leave(sessionOf(ctx), id, alertId);
        return await cases.get(sessionOf(ctx), id);
      },
    }),
  ];
}

function mergeRoutes({ merging }: CaseServices): RouteDefinition[] {
  return [
    defineRoute({
      ...WORKING,
      method: "POST",
      path: `${PATH}/:id/merge`,
      key: "cases:write",
      summary: "Merge a case into another, which is answered. Nothing moves: it can be undone.",
      body: CASE_MERGE,
      handler: async (ctx, { params: { id }, body: { intoId, reason } }) =>
        await merging.merge(sessionOf(ctx), id, { intoId: caseIdOf(intoId), reason }),
    }),
    defineRoute({
      ...WORKING,
      method: "POST",
      path: `${PATH}/:id/unmerge`,
      key: "cases:write",
      summary: "Undo the merge of a case.",
      body: CASE_REASON,
      handler: async (ctx, { params: { id }, body: { reason } }) =>
        await merging.unmerge(sessionOf(ctx), id, reason),
    }),
    defineRoute({
      ...WORKING,
      method: "POST",
      path: `${PATH}/:id/split`,
      key: "cases:write",
      summary: "Move alerts and tasks of a case into a new one, which is answered.",
      status: 201,
      body: CASE_SPLIT,
      handler: async (ctx, { params: { id }, body }) => await merging.split(sessionOf(ctx), id, body),
    }),
  ];
}
