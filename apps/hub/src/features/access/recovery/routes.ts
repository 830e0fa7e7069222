// SPDX-License-Identifier: Apache-2.0
/** The routes of forgotten passwords: of those who forgot one, and of those who may help. */
import {
  FORGOTTEN_PASSWORD,
  FORGOTTEN_PASSWORD_ANSWER,
  NEW_PASSWORD,
  PASSWORD_LINK,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  hubRole,
  PUBLIC,
  type RouteDefinition,
  role,
  sessionOf,
} from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import { SIGN_IN_RATE } from "../routes.ts";
import type { Recovery } from "./service.ts";

/** From one address: each is a mail to somebody. */
const ASKING_RATE = { burst: 5, everyMs: 60_000 };
const ONE_OF = z.object({ id: idParam<"organisation">(), personId: idParam<"person">() });

export function recoveryRoutes(recovery: Recovery): RouteDefinition[] {
  return [
    defineRoute({
      method: "POST",
      path: "/api/v1/password/forgotten",
      key: "never",
      policy: PUBLIC,
      summary: "Ask for a link that sets a new password, by mail. The answer is the same for every address.",
      rate: ASKING_RATE,
      status: 202,
      body: FORGOTTEN_PASSWORD,
      response: FORGOTTEN_PASSWORD_ANSWER,
      handler: async (_, { body: { email } }) => await recovery.ask(email),
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/password/set",
      key: "never",
      policy: PUBLIC,
      summary: "Set a new password with the token of a link. Every session of the account ends.",
      rate: SIGN_IN_RATE,
      body: NEW_PASSWORD,
      handler: async (_, { body }) => await recovery.setPassword(body),
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/organisations/:id/people/:personId/password-link",
      key: "never",
      policy: role("administrator"),
      stepUp: true,
      summary:
        "Make a one-time link that sets a password, for somebody whose account opens nothing of others.",
      status: 201,
      params: ONE_OF,
      response: PASSWORD_LINK,
      handler: async (ctx, { params: { id, personId } }) =>
        await recovery.makeLinkAsAdministrator(sessionOf(ctx), id, personId),
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/accounts/:personId/password-link",
      key: "never",
      policy: hubRole("operator"),
      stepUp: true,
      summary: "Make a one-time link that sets a password, for any account of the hub.",
      status: 201,
      params: z.object({ personId: idParam<"person">() }),
      response: PASSWORD_LINK,
      handler: async (ctx, { params: { personId } }) =>
        await recovery.makeLinkAsOperator(sessionOf(ctx), personId),
    }),
  ];
}
