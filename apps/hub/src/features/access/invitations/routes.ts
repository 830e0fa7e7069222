// SPDX-License-Identifier: Apache-2.0
/** The routes of invitations: of those who invite, and of those who are invited. */
import {
  INVITATION_ACCEPTANCE,
  INVITATION_LINK,
  INVITATION_LOOK,
  INVITATION_TOKEN,
  INVITATIONS,
  NEW_INVITATION,
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
import type { Acceptance } from "./acceptance.ts";
import type { Invitations } from "./service.ts";

const PATH = "/api/v1/organisations/:id/invitations";
const PARAMS = z.object({ id: idParam<"organisation">() });
const ONE = z.object({ id: idParam<"organisation">(), invitationId: idParam<"invitation">() });

export function invitationRoutes(invitations: Invitations): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "never",
      policy: SESSION,
      summary: "Invitations into an organisation, to its administrators.",
      params: PARAMS,
      response: INVITATIONS,
      handler: async (ctx, { params: { id } }) => ({
        invitations: await invitations.list(sessionOf(ctx), id),
      }),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "never",
      policy: SESSION,
      stepUp: "sometimes",
      summary: "Invite somebody; the answer holds the token of the link, once.",
      status: 201,
      params: PARAMS,
      body: NEW_INVITATION,
      response: INVITATION_LINK,
      handler: async (ctx, { params: { id }, body }) => {
        if (body.role === "administrator") ctx.requireProof();
        return await invitations.invite(sessionOf(ctx), id, body);
      },
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:invitationId/link`,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "Make another link for an open invitation; the one before is void.",
      params: ONE,
      response: INVITATION_LINK,
      handler: async (ctx, { params: { id, invitationId } }) =>
        await invitations.renew(sessionOf(ctx), id, invitationId),
    }),
    defineRoute({
      method: "DELETE",
      path: `${PATH}/:invitationId`,
      key: "never",
      policy: SESSION,
      summary: "Withdraw an open invitation.",
      params: ONE,
      handler: async (ctx, { params: { id, invitationId } }) =>
        await invitations.revoke(sessionOf(ctx), id, invitationId),
    }),
  ];
}

/** The token comes in bodies alone: addresses are logged. */
export function invitedRoutes(acceptance: Acceptance, access: Access): RouteDefinition[] {
  const path = "/api/v1/invitations";
  return [
    defineRoute({
      method: "POST",
      path: `${path}/look`,
      key: "never",
      policy: PUBLIC,
      summary: "What the invitation of a token is about.",
      rate: SIGN_IN_RATE,
      body: INVITATION_TOKEN,
      response: INVITATION_LOOK,
      handler: async (_, { body: { token } }) => await acceptance.look(token),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/accept`,
      key: "never",
      policy: PUBLIC,
      summary: "Accept an invitation with a new account, and be signed in with it.",
      rate: SIGN_IN_RATE,
      status: 201,
      body: INVITATION_ACCEPTANCE,
      response: SESSION_ANSWER,
      handler: async (ctx, { body }) =>
        await begin(ctx, access, await acceptance.acceptAsNew(body, clientOf(ctx))),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/join`,
      key: "never",
      policy: SESSION,
      summary: "Accept an invitation with the account that is signed in.",
      rate: SIGN_IN_RATE,
      body: INVITATION_TOKEN,
      handler: async (ctx, { body: { token } }) => await acceptance.join(sessionOf(ctx), token),
    }),
  ];
}
