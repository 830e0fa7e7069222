// SPDX-License-Identifier: Apache-2.0
/** The routes of clients. */
import {
  CLIENT_CONFIRMATION,
  NEW_ORGANISATION_CLIENT,
  ORGANISATION_CLIENT,
  ORGANISATION_CLIENTS,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam, organisationIdOf } from "../../../platform/http/parameters.ts";
import type { OrganisationClients } from "./service.ts";

const OF_ORGANISATION = z.object({ id: idParam<"organisation">() });
const ONE = z.object({ id: idParam<"organisation-client">() });
const PATH = "/api/v1/organisation-clients/:id";

export function clientRoutes(clients: OrganisationClients): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/organisations/:id/clients",
      key: "sharing:read",
      policy: role("viewer"),
      summary: "The clients that the organisation declared, and the organisations whose client it is.",
      params: OF_ORGANISATION,
      query: z.object({ withEnded: z.stringbool().default(false) }),
      response: ORGANISATION_CLIENTS,
      handler: async (ctx, { params: { id }, query }) =>
        await clients.list(sessionOf(ctx), id, query.withEnded),
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/organisations/:id/clients",
      key: "never",
      stepUp: true,
      policy: role("manager"),
      summary: "Declare an organisation as a client; it is one once it has confirmed.",
      status: 201,
      params: OF_ORGANISATION,
      body: NEW_ORGANISATION_CLIENT,
      response: ORGANISATION_CLIENT,
      handler: async (ctx, { params: { id }, body }) =>
        await clients.declare(sessionOf(ctx), id, organisationIdOf(body.clientId)),
    }),
    defineRoute({
      method: "PUT",
      path: `${PATH}/confirmation`,
      key: "never",
      stepUp: true,
      policy: role("manager"),
      summary: "Confirm, as the client, and say whether one is named to those who share with the provider.",
      params: ONE,
      body: CLIENT_CONFIRMATION,
      response: ORGANISATION_CLIENT,
      handler: async (ctx, { params: { id }, body }) =>
        await clients.confirm(sessionOf(ctx), id, body.isHidden),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/end`,
      key: "sharing:write",
      policy: role("manager"),
      summary: "End it, as either of both: the client receives nothing through it any more.",
      params: ONE,
      response: ORGANISATION_CLIENT,
      handler: async (ctx, { params: { id } }) => await clients.end(sessionOf(ctx), id),
    }),
  ];
}
