// SPDX-License-Identifier: Apache-2.0
/** The routes of accounts, for operators of the hub. */
import { ACCOUNT_DISABLING, ACCOUNT_QUERY, ACCOUNTS } from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, hubRole, type RouteDefinition, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { Accounts } from "./service.ts";

const PATH = "/api/v1/accounts";
const ONE = z.object({ personId: idParam<"person">() });
const OPERATOR = hubRole("operator");

export function accountRoutes(accounts: Accounts): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "never",
      policy: OPERATOR,
      summary: "The accounts of the hub, by name.",
      query: ACCOUNT_QUERY,
      response: ACCOUNTS,
      handler: async (ctx, { query }) => await accounts.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:personId/disable`,
      key: "never",
      policy: OPERATOR,
      stepUp: true,
      summary: "Disable an account: its sessions, links, invitations and webhooks end at once.",
      params: ONE,
      body: ACCOUNT_DISABLING,
      handler: async (ctx, { params: { personId }, body }) =>
        await accounts.disable(sessionOf(ctx), personId, body),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:personId/enable`,
      key: "never",
      policy: OPERATOR,
      stepUp: true,
      summary: "Let a disabled account be used again.",
      params: ONE,
      handler: async (ctx, { params: { personId } }) => await accounts.enable(sessionOf(ctx), personId),
    }),
  ];
}
