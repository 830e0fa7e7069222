// SPDX-License-Identifier: Apache-2.0
/** The routes of passkeys: to sign in with one, and to keep one's own. */
import {
  NEW_PASSKEY,
  PASSKEY_ASSERTION,
  PASSKEY_CHANGE,
  PASSKEY_CREATION,
  PASSKEY_QUESTION,
  PASSKEYS,
  SESSION as SESSION_ANSWER,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  PUBLIC,
  type RouteDefinition,
  SESSION,
  sessionOf,
} from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import { begin, SIGN_IN_RATE } from "../routes.ts";
import type { Access } from "../service.ts";
import { clientOf } from "../start-session.ts";
import type { Passkeys } from "./service.ts";

const PATH = "/api/v1/passkeys";
const ONE = z.object({ id: idParam<"passkey">() });

export function passkeyRoutes(passkeys: Passkeys, access: Access): RouteDefinition[] {
  return [...signInRoutes(passkeys, access), ...ownPasskeyRoutes(passkeys)];
}

function signInRoutes(passkeys: Passkeys, access: Access): RouteDefinition[] {
  const path = "/api/v1/session/passkey";
  return [
    defineRoute({
      method: "POST",
      path: `${path}/question`,
      key: "never",
      policy: PUBLIC,
      summary: "What a passkey has to answer to sign in; good once, for five minutes.",
      rate: SIGN_IN_RATE,
      response: PASSKEY_QUESTION,
      handler: async () => await passkeys.ask(null),
    }),
    defineRoute({
      method: "POST",
      path,
      key: "never",
      policy: PUBLIC,
      summary: "Sign in with a passkey.",
      rate: SIGN_IN_RATE,
      body: PASSKEY_ASSERTION,
      response: SESSION_ANSWER,
      status: 201,
      handler: async (ctx, { body }) => {
        const personId = await passkeys.verify(body, null);
        return await begin(ctx, access, await access.start(personId, clientOf(ctx)));
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/session/proof/question",
      key: "never",
      policy: SESSION,
      summary: "What a passkey of one's own has to answer to prove that one is there.",
      rate: SIGN_IN_RATE,
      response: PASSKEY_QUESTION,
      handler: async (ctx) => await passkeys.ask(sessionOf(ctx).person),
    }),
  ];
}

function ownPasskeyRoutes(passkeys: Passkeys): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "never",
      policy: SESSION,
      summary: "One's own passkeys, with when each was last used.",
      response: PASSKEYS,
      handler: async (ctx) => await passkeys.list(sessionOf(ctx).person),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/question`,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "What a device needs to make a passkey for the account.",
      rate: SIGN_IN_RATE,
      response: PASSKEY_CREATION,
      handler: async (ctx) => await passkeys.beginToAdd(sessionOf(ctx).person),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "Add a passkey to the account.",
      rate: SIGN_IN_RATE,
      body: NEW_PASSKEY,
      handler: async (ctx, { body }) => await passkeys.add(sessionOf(ctx).person, body),
    }),
    defineRoute({
      method: "PATCH",
      path: `${PATH}/:id`,
      key: "never",
      policy: SESSION,
      summary: "Give a passkey another name.",
      params: ONE,
      body: PASSKEY_CHANGE,
      handler: async (ctx, { params, body }) =>
        await passkeys.rename(sessionOf(ctx).person, params.id, body.name),
    }),
    defineRoute({
      method: "DELETE",
      path: `${PATH}/:id`,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "Remove a passkey; never the last way into the account.",
      params: ONE,
      handler: async (ctx, { params }) => await passkeys.remove(sessionOf(ctx).person, params.id),
    }),
  ];
}
