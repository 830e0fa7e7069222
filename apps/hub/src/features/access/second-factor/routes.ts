// SPDX-License-Identifier: Apache-2.0
/** The routes of one's own second factor. Setting it up needs the password, everything after that a code, too. */
import {
  NEW_SECOND_FACTOR,
  OWN_PASSWORD,
  RECOVERY_CODES,
  SECOND_FACTOR_CODE,
  SECOND_FACTOR_PROOF,
  SECOND_FACTOR_STATE,
} from "@fengsui/contract";
import { defineRoute, type RouteDefinition, SESSION, sessionOf } from "../../../platform/http/index.ts";
import { SIGN_IN_RATE } from "../routes.ts";
import type { Access } from "../service.ts";
import { clientOf } from "../start-session.ts";

const PATH = "/api/v1/session/second-factor";

export function secondFactorRoutes(access: Access): RouteDefinition[] {
  const { secondFactor } = access;
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      policy: SESSION,
      summary: "Whether one-time codes are asked for when one signs in.",
      response: SECOND_FACTOR_STATE,
      handler: async (ctx) => await secondFactor.state(sessionOf(ctx).person),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      policy: SESSION,
      summary: "Begin to set up one-time codes: a secret for an app.",
      rate: SIGN_IN_RATE,
      body: OWN_PASSWORD,
      response: NEW_SECOND_FACTOR,
      status: 201,
      handler: async (ctx, { body }) => {
        const { person } = sessionOf(ctx);
        await access.requirePassword(person, body.password, clientOf(ctx));
        return await secondFactor.begin(person);
      },
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/confirm`,
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
    ...changeRoutes(access),
  ];
}

function changeRoutes(access: Access): RouteDefinition[] {
  const { secondFactor } = access;
  return [
    defineRoute({
      method: "POST",
      path: `${PATH}/recovery-codes`,
      policy: SESSION,
      summary: "New recovery codes; those of before are void.",
      rate: SIGN_IN_RATE,
      body: SECOND_FACTOR_PROOF,
      response: RECOVERY_CODES,
      handler: async (ctx, { body }) => {
        const { person } = sessionOf(ctx);
        await access.requirePassword(person, body.password, clientOf(ctx));
        return { recoveryCodes: await secondFactor.renewRecoveryCodes(person, body.code) };
      },
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/removal`,
      policy: SESSION,
      summary: "Ask for one-time codes no more.",
      rate: SIGN_IN_RATE,
      body: SECOND_FACTOR_PROOF,
      handler: async (ctx, { body }) => {
        const { person } = sessionOf(ctx);
        await access.requirePassword(person, body.password, clientOf(ctx));
        await secondFactor.remove(person, body.code);
      },
    }),
  ];
}
