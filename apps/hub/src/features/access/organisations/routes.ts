// SPDX-License-Identifier: Apache-2.0
/** The routes of the directory of organisations. */
import {
  NEW_ORGANISATION,
  ORGANISATION,
  ORGANISATION_CHANGE,
  ORGANISATION_QUERY,
  ORGANISATIONS,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  hubRole,
  type RouteDefinition,
  SESSION,
  sessionOf,
} from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { Organisations } from "./service.ts";

const PATH = "/api/v1/organisations";
const PARAMS = z.object({ id: idParam<"organisation">() });

export function organisationRoutes(organisations: Organisations): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "organisations:read",
      policy: SESSION,
      summary: "The organisations on this hub, by name.",
      query: ORGANISATION_QUERY,
      response: ORGANISATIONS,
      handler: async (ctx, { query }) => await organisations.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "organisations:write",
      policy: hubRole("operator", "coordinator"),
      summary: "Add an organisation to the hub.",
      status: 201,
      body: NEW_ORGANISATION,
      response: ORGANISATION,
      handler: async (ctx, { body }) => await organisations.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id`,
      key: "organisations:read",
      policy: SESSION,
      summary: "An organisation of the directory.",
      params: PARAMS,
      response: ORGANISATION,
      handler: async (ctx, { params: { id } }) => await organisations.get(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "PATCH",
      path: `${PATH}/:id`,
      key: "organisations:write",
      policy: SESSION,
      summary: "Change an organisation, as its administrator or with a role of the hub.",
      params: PARAMS,
      body: ORGANISATION_CHANGE,
      response: ORGANISATION,
      handler: async (ctx, { params: { id }, body }) => await organisations.change(sessionOf(ctx), id, body),
    }),
  ];
}
