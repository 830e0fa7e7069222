// SPDX-License-Identifier: Apache-2.0
/** The routes of requests. */
import {
  ACCESS_REQUEST_ANSWER,
  ACCESS_REQUEST_RECEIPT,
  GROUP_REQUEST_ANSWER,
  NEW_ACCESS_REQUEST,
  NEW_GROUP_REQUEST,
  SHARING_REQUEST,
  SHARING_REQUESTS,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  type RequestContext,
  type RouteDefinition,
  role,
  sessionOf,
} from "../../../platform/http/index.ts";
import { idParam, organisationIdOf } from "../../../platform/http/parameters.ts";
import type { SharingRequests } from "./service.ts";

const GROUP = z.object({ id: idParam<"sharing-group">() });
const REQUEST = z.object({ id: idParam<"sharing-request">() });
const ASKING_RATE = { burst: 20, everyMs: 30_000 };

export function requestRoutes(requests: SharingRequests): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/sharing-requests",
      policy: role("analyst"),
      key: "sharing:read",
      summary: "What one's organisations asked for, and what they are asked.",
      response: SHARING_REQUESTS,
      handler: async (ctx) => await requests.list(sessionOf(ctx)),
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/sharing-groups/:id/requests",
      policy: role("manager"),
      key: "sharing:write",
      summary: "Ask to join a sharing group that can be found.",
      status: 201,
      rate: ASKING_RATE,
      params: GROUP,
      body: NEW_GROUP_REQUEST,
      response: SHARING_REQUEST,
      handler: async (ctx, { params: { id }, body: { organisationId, reason } }) =>
        await requests.askToJoin(sessionOf(ctx), id, {
          organisationId: organisationIdOf(organisationId),
          reason,
        }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/group-requests/:id/answer",
      policy: role("manager"),
      key: "never",
      stepUp: "sometimes",
      summary: "Let an organisation into the sharing group that it asked to join, or refuse it.",
      params: REQUEST,
      body: GROUP_REQUEST_ANSWER,
      handler: async (ctx, { params: { id }, body }) => {
        requireProofToGrant(ctx, body);
        await requests.answerJoining(sessionOf(ctx), id, body);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/access-requests",
      policy: role("analyst"),
      key: "sharing:write",
      summary: "Ask to see a record that one knows of. The answer does not tell whether there is one.",
      status: 202,
      rate: ASKING_RATE,
      body: NEW_ACCESS_REQUEST,
      response: ACCESS_REQUEST_RECEIPT,
      handler: async (ctx, { body }) => await requests.askForAccess(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/access-requests/:id/answer",
      policy: role("manager"),
      key: "never",
      stepUp: "sometimes",
      summary: "Share the record with who asked, refuse with a reason, or keep silent.",
      params: REQUEST,
      body: ACCESS_REQUEST_ANSWER,
      handler: async (ctx, { params: { id }, body }) => {
        requireProofToGrant(ctx, body);
        await requests.answerAccess(sessionOf(ctx), id, body);
      },
    }),
  ];
}

/** More will see what was shared before, as if it were shared more widely by hand. */
function requireProofToGrant(ctx: RequestContext, { answer }: { readonly answer: string }): void {
  if (answer === "granted") ctx.requireProof();
}
