// SPDX-License-Identifier: Apache-2.0
/** The routes of one's own second factor. Whoever changes it must have proved lately to be there. */
import {
  NEW_SECOND_FACTOR,
  RECOVERY_CODES,
  SECOND_FACTOR_CODE,
  SECOND_FACTOR_STATE,
} from "@fengsui/contract";
import { defineRoute, type RouteDefinition, SESSION, sessionOf } from "../../../platform/http/index.ts";
import { SIGN_IN_RATE } from "../routes.ts";
import type { Access } from "../service.ts";

const PATH = "/api/v1/session/second-factor";

export function secondFactorRoutes(access: Access): RouteDefinition[] {
  const { secondFactor } = access;
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "never",
      policy: SESSION,
      summary: "Whether one-time codes are asked for when one signs in.",
      response: SECOND_FACTOR_STATE,
      handler: async (ctx) => await secondFactor.state(sessionOf(ctx).person),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "never",
      policy: SESSION,
      summary: "Begin to set up one-time codes: a secret for an app.",
      stepUp: true,
      response: NEW_SECOND_FACTOR,
      status: 201,
      handler: async (ctx) => await secondFactor.begin(sessionOf(ctx).person),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/confirm`,
      key: "never",
      policy: SESSION,
      summary:
        "Show a code of the app: from now on one is asked for. Answers with the recovery codes, this once.",
      rate: SIGN_IN_RATE,
      body: SECOND_FACTOR_CODE,
      response: RECOVERY_CODES,
      handler: async (ctx, { body }) => ({
        recoveryCodes: await secondFactor.confirm(sessionOf(ctx).person, body.code),
      }),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/recovery-codes`,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "New recovery codes; those of before are void.",
      response: RECOVERY_CODES,
      handler: async (ctx) => ({
        recoveryCodes: await secondFactor.renewRecoveryCodes(sessionOf(ctx).person),
      }),
    }),
    defineRoute({
      method: "DELETE",
      path: PATH,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "Ask for one-time codes no more.",
      handler: async (ctx) => await secondFactor.remove(sessionOf(ctx).person),
    }),
  ];
}
