// SPDX-License-Identifier: Apache-2.0
/** The routes of retrospections. */
import {
  NEW_RETROSPECTION,
  RETROSPECTION,
  RETROSPECTION_DETAIL,
  RETROSPECTION_QUERY,
  RETROSPECTIONS,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { Retrospections } from "./service.ts";

const PATH = "/api/v1/retrospections";
const PARAMS = z.object({ id: idParam<"retrospection">() });
const BODY_BYTES = 1024 * 1024;

export function retrospectionRoutes(retrospections: Retrospections): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "rules:read",
      policy: role("viewer"),
      summary: "Passes of rules over stored events, the newest first, with their progress.",
      query: RETROSPECTION_QUERY,
      response: RETROSPECTIONS,
      handler: async (ctx, { query }) => await retrospections.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id`,
      key: "rules:read",
      policy: role("viewer"),
      summary: "A retrospection with its rules.",
      params: PARAMS,
      response: RETROSPECTION_DETAIL,
      handler: async (ctx, { params: { id } }) => await retrospections.get(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "rules:write",
      policy: role("analyst"),
      summary: "Match rules with the stored events of a time, or with all of them.",
      status: 201,
      bodyLimitBytes: BODY_BYTES,
      body: NEW_RETROSPECTION,
      response: RETROSPECTION,
      handler: async (ctx, { body }) => await retrospections.ask(sessionOf(ctx), body),
    }),
    ...steeringRoutes(retrospections),
  ];
}

function steeringRoutes(retrospections: Retrospections): RouteDefinition[] {
  const common = {
    method: "POST",
    key: "rules:write",
    policy: role("analyst"),
    params: PARAMS,
    response: RETROSPECTION,
  } as const;
  return [
    defineRoute({
      ...common,
      path: `${PATH}/:id/pause`,
      summary: "Let a retrospection rest.",
      handler: async (ctx, { params: { id } }) => await retrospections.pause(sessionOf(ctx), id),
    }),
    defineRoute({
      ...common,
      path: `${PATH}/:id/resume`,
      summary: "Let a retrospection that was paused, or that failed, go on where it was.",
      handler: async (ctx, { params: { id } }) => await retrospections.resume(sessionOf(ctx), id),
    }),
    defineRoute({
      ...common,
      path: `${PATH}/:id/cancel`,
      summary: "End a retrospection; what it found stays.",
      handler: async (ctx, { params: { id } }) => await retrospections.cancel(sessionOf(ctx), id),
    }),
  ];
}
