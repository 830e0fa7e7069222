// SPDX-License-Identifier: Apache-2.0
/** The routes of who is in an organisation, and of the roles of the hub. */
import { HUB_ROLE_HOLDERS, HUB_ROLES_CHANGE, MEMBER_CHANGE, MEMBERS } from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, hubRole, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { Members } from "./service.ts";

const PATH = "/api/v1/organisations/:id/people";
const PARAMS = z.object({ id: idParam<"organisation">() });
const ONE = z.object({ id: idParam<"organisation">(), personId: idParam<"person">() });

export function memberRoutes(members: Members): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "organisations:read",
      policy: role("viewer"),
      summary: "The people of one of one's organisations, and their roles.",
      params: PARAMS,
      response: MEMBERS,
      handler: async (ctx, { params: { id } }) => ({ people: await members.list(sessionOf(ctx), id) }),
    }),
    defineRoute({
      method: "PATCH",
      path: `${PATH}/:personId`,
      key: "never",
      policy: role("administrator"),
      stepUp: true,
      summary: "Give somebody of the organisation another role.",
      params: ONE,
      body: MEMBER_CHANGE,
      handler: async (ctx, { params: { id, personId }, body }) =>
        await members.changeRole(sessionOf(ctx), { organisationId: id, personId }, body.role),
    }),
    defineRoute({
      method: "DELETE",
      path: `${PATH}/:personId`,
      key: "never",
      policy: role("administrator"),
      stepUp: true,
      summary: "Remove somebody from the organisation; the account stays.",
      params: ONE,
      handler: async (ctx, { params: { id, personId } }) =>
        await members.remove(sessionOf(ctx), { organisationId: id, personId }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/v1/hub-roles",
      key: "never",
      policy: hubRole("operator"),
      summary: "Who has a role of the hub.",
      response: HUB_ROLE_HOLDERS,
      handler: async (ctx) => ({ people: await members.listHubRoles(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "PUT",
      path: "/api/v1/hub-roles/:personId",
      key: "never",
      policy: hubRole("operator"),
      stepUp: true,
      summary: "Give and take roles of the hub.",
      params: z.object({ personId: idParam<"person">() }),
      body: HUB_ROLES_CHANGE,
      handler: async (ctx, { params: { personId }, body }) =>
        await members.changeHubRoles(sessionOf(ctx), personId, body.hubRoles),
    }),
  ];
}
