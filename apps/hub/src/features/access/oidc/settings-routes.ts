// SPDX-License-Identifier: Apache-2.0
/** The routes of providers, by operators; and of what their groups give, by them and by administrators. */
import {
  GROUP_ROLE,
  GROUP_ROLES,
  IDENTITY_PROVIDER,
  IDENTITY_PROVIDER_CHANGE,
  IDENTITY_PROVIDERS,
  NEW_GROUP_ROLE,
  NEW_IDENTITY_PROVIDER,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  hubRole,
  type RouteDefinition,
  role,
  SESSION,
  sessionOf,
} from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { GroupRoles } from "./group-roles.ts";
import type { Providers } from "./providers.ts";

const PATH = "/api/v1/identity-providers";
const GROUPS = "/api/v1/group-roles";
const PARAMS = z.object({ id: idParam<"identity-provider">() });
const OF_GROUP = z.object({ id: idParam<"group-role">() });
const OPERATOR = hubRole("operator");

export function providerSettingRoutes(providers: Providers, groupRoles: GroupRoles): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "never",
      policy: OPERATOR,
      summary: "The providers that one can sign in with, without their secrets.",
      response: IDENTITY_PROVIDERS,
      handler: async (ctx) => ({ providers: await providers.list(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "never",
      policy: OPERATOR,
      stepUp: true,
      summary: "Add a provider of OpenID Connect.",
      status: 201,
      body: NEW_IDENTITY_PROVIDER,
      response: IDENTITY_PROVIDER,
      handler: async (ctx, { body }) => await providers.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "PATCH",
      path: `${PATH}/:id`,
      key: "never",
      policy: OPERATOR,
      stepUp: true,
      summary: "Change a provider, or switch it off or on. Its issuer and its claim of groups stay.",
      params: PARAMS,
      body: IDENTITY_PROVIDER_CHANGE,
      response: IDENTITY_PROVIDER,
      handler: async (ctx, { params: { id }, body }) => await providers.change(sessionOf(ctx), id, body),
    }),
    defineRoute({
      method: "DELETE",
      path: `${PATH}/:id`,
      key: "never",
      policy: OPERATOR,
      stepUp: true,
      summary: "Remove a provider, and what its groups would give.",
      params: PARAMS,
      handler: async (ctx, { params: { id } }) => await providers.remove(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:id/check`,
      key: "never",
      policy: OPERATOR,
      summary: "Ask the provider whether it is one.",
      rate: { burst: 20, everyMs: 3_000 },
      params: PARAMS,
      handler: async (_, { params: { id } }) => await providers.check(id),
    }),
    ...groupRoutes(groupRoles),
  ];
}

function groupRoutes(groupRoles: GroupRoles): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: GROUPS,
      key: "never",
      policy: SESSION,
      summary: "What groups of providers give: to operators all, to administrators in their organisations.",
      response: GROUP_ROLES,
      handler: async (ctx) => ({ groupRoles: await groupRoles.list(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:id/groups`,
      key: "never",
      policy: OPERATOR,
      stepUp: true,
      summary: "Propose what a group gives. In an organisation, one of its administrators has to accept it.",
      status: 201,
      params: PARAMS,
      body: NEW_GROUP_ROLE,
      response: GROUP_ROLE,
      handler: async (ctx, { params: { id }, body }) => await groupRoles.propose(sessionOf(ctx), id, body),
    }),
    defineRoute({
      method: "POST",
      path: `${GROUPS}/:id/acceptance`,
      key: "never",
      policy: role("administrator"),
      stepUp: true,
      summary: "Accept that a group gives a role in one's organisation.",
      params: OF_GROUP,
      response: GROUP_ROLE,
      handler: async (ctx, { params: { id } }) => await groupRoles.accept(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "DELETE",
      path: `${GROUPS}/:id`,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "Remove what a group gives, as an operator or as an administrator of the organisation.",
      params: OF_GROUP,
      handler: async (ctx, { params: { id } }) => await groupRoles.remove(sessionOf(ctx), id),
    }),
  ];
}
