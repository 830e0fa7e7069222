// SPDX-License-Identifier: Apache-2.0
/** The routes of retention and of legal holds. */
import {
  HUB_RETENTION,
  HUB_RETENTION_CHANGE,
  LEGAL_HOLD,
  LEGAL_HOLD_QUERY,
  LEGAL_HOLDS,
  NEW_LEGAL_HOLD,
  RELEASE_LEGAL_HOLD,
  RETENTION,
  RETENTION_CHANGE,
  RETENTION_PREVIEW,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  hubRole,
  type RouteDefinition,
  role,
  SESSION,
  sessionOf,
} from "../../platform/http/index.ts";
import { idParam } from "../../platform/http/parameters.ts";
import type { LegalHolds } from "./holds.ts";
import type { RetentionService } from "./service.ts";

const OF_ORGANISATION = "/api/v1/organisations/:id/retention";
const HOLDS = "/api/v1/legal-holds";
const organisation = z.object({ id: idParam<"organisation">() });

export function hubRetentionRoutes(retention: RetentionService): RouteDefinition[] {
  const path = "/api/v1/retention";
  return [
    defineRoute({
      method: "GET",
      path,
      key: "retention:read",
      policy: SESSION,
      summary: "How long the hub keeps events where an organisation says nothing, and how full its disk is.",
      response: HUB_RETENTION,
      handler: async (ctx) => await retention.hub(sessionOf(ctx)),
    }),
    defineRoute({
      method: "PUT",
      path,
      key: "never",
      policy: hubRole("operator"),
      stepUp: true,
      summary: "Set the hub's retention and the watermarks of its disk.",
      body: HUB_RETENTION_CHANGE,
      response: HUB_RETENTION,
      handler: async (ctx, { body }) => await retention.changeHub(sessionOf(ctx), body),
    }),
  ];
}

export function retentionRoutes(retention: RetentionService): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: OF_ORGANISATION,
      key: "retention:read",
      policy: role("viewer"),
      summary: "How long events of an organisation are kept, by log type.",
      params: organisation,
      response: RETENTION,
      handler: async (ctx, { params: { id } }) => await retention.get(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "PUT",
      path: OF_ORGANISATION,
      key: "never",
      policy: role("administrator"),
      stepUp: true,
      summary:
        "Set how long events of an organisation are kept; these rules take the place of all from before.",
      params: organisation,
      body: RETENTION_CHANGE,
      response: RETENTION,
      handler: async (ctx, { params: { id }, body }) => await retention.change(sessionOf(ctx), id, body),
    }),
    defineRoute({
      method: "POST",
      path: `${OF_ORGANISATION}/preview`,
      key: "never",
      policy: role("manager"),
      summary: "What the next run would delete by these rules, in events and bytes. Changes nothing.",
      params: organisation,
      body: RETENTION_CHANGE,
      response: RETENTION_PREVIEW,
      handler: async (ctx, { params: { id }, body }) => await retention.preview(sessionOf(ctx), id, body),
    }),
  ];
}

export function legalHoldRoutes(holds: LegalHolds): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: HOLDS,
      key: "retention:read",
      policy: role("viewer"),
      summary: "Legal holds, the newest first, those that ended among them.",
      query: LEGAL_HOLD_QUERY,
      response: LEGAL_HOLDS,
      handler: async (ctx, { query }) => await holds.list(sessionOf(ctx), query.organisationId),
    }),
    defineRoute({
      method: "POST",
      path: HOLDS,
      key: "never",
      policy: role("administrator"),
      summary: "Keep events of an organisation from any deletion.",
      status: 201,
      body: NEW_LEGAL_HOLD,
      response: LEGAL_HOLD,
      handler: async (ctx, { body }) => await holds.make(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "POST",
      path: `${HOLDS}/:id/release`,
      key: "never",
      policy: role("administrator"),
      stepUp: true,
      summary: "End a legal hold, with a reason.",
      params: z.object({ id: idParam<"legal-hold">() }),
      body: RELEASE_LEGAL_HOLD,
      response: LEGAL_HOLD,
      handler: async (ctx, { params: { id }, body }) => await holds.release(sessionOf(ctx), id, body.reason),
    }),
  ];
}
