// SPDX-License-Identifier: Apache-2.0
/** The routes of sharing groups. */
import {
  NEW_SHARING_GROUP,
  SHARING_GROUP_CHANGE,
  SHARING_GROUP_DETAIL,
  SHARING_GROUP_MEMBERSHIP,
  SHARING_GROUP_QUERY,
  SHARING_GROUPS,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { SharingGroups } from "./service.ts";

const PATH = "/api/v1/sharing-groups";
const PARAMS = z.object({ id: idParam<"sharing-group">() });
const MEMBER_PARAMS = z.object({
  id: idParam<"sharing-group">(),
  organisationId: idParam<"organisation">(),
});
/** Who left may no longer see it. */
const CHANGED = z.object({ group: SHARING_GROUP_DETAIL.nullable() });

export function groupRoutes(groups: SharingGroups): RouteDefinition[] {
  return [...readingRoutes(groups), ...runningRoutes(groups), ...memberRoutes(groups)];
}

function readingRoutes(groups: SharingGroups): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "sharing:read",
      policy: role("viewer"),
      summary: "The sharing groups of one's organisations, or those that they can ask to join, by name.",
      query: SHARING_GROUP_QUERY,
      response: SHARING_GROUPS,
      handler: async (ctx, { query }) => await groups.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id`,
      key: "sharing:read",
      policy: role("viewer"),
      summary: "A sharing group with its members; of hidden ones how many there are.",
      params: PARAMS,
      response: SHARING_GROUP_DETAIL,
      handler: async (ctx, { params: { id } }) => await groups.get(sessionOf(ctx), id),
    }),
  ];
}

function runningRoutes(groups: SharingGroups): RouteDefinition[] {
  return [
    defineRoute({
      method: "POST",
      path: PATH,
      key: "sharing:write",
      policy: role("manager"),
      summary: "Create a sharing group.",
      status: 201,
      body: NEW_SHARING_GROUP,
      response: SHARING_GROUP_DETAIL,
      handler: async (ctx, { body }) => await groups.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "PATCH",
      path: `${PATH}/:id`,
      key: "sharing:write",
      policy: role("manager"),
      summary: "Change a sharing group: its name, who finds it, whether members pass AMBER on to clients.",
      params: PARAMS,
      body: SHARING_GROUP_CHANGE,
      response: CHANGED,
      handler: async (ctx, { params: { id }, body }) => ({
        group: (await groups.change(sessionOf(ctx), id, body)) ?? null,
      }),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:id/closure`,
      key: "sharing:write",
      policy: role("manager"),
      summary: "Close a sharing group, for good: nobody sees anything through it any more.",
      params: PARAMS,
      response: CHANGED,
      handler: async (ctx, { params: { id } }) => ({
        group: (await groups.close(sessionOf(ctx), id)) ?? null,
      }),
    }),
  ];
}

function memberRoutes(groups: SharingGroups): RouteDefinition[] {
  const path = `${PATH}/:id/members/:organisationId`;
  return [
    defineRoute({
      method: "PUT",
      path,
      key: "never",
      stepUp: "sometimes",
      policy: role("manager"),
      summary: "Add an organisation to a sharing group, or say whether a member is hidden from the others.",
      params: MEMBER_PARAMS,
      body: SHARING_GROUP_MEMBERSHIP,
      response: CHANGED,
      handler: async (ctx, { params: { id, organisationId }, body }) => ({
        group:
          (await groups.putMember(sessionOf(ctx), { groupId: id, organisationId }, body.isHidden, () =>
            ctx.requireProof(),
          )) ?? null,
      }),
    }),
    defineRoute({
      method: "DELETE",
      path,
      key: "sharing:write",
      policy: role("manager"),
      summary: "Remove an organisation from a sharing group, or leave it.",
      params: MEMBER_PARAMS,
      handler: async (ctx, { params: { id, organisationId } }) =>
        await groups.removeMember(sessionOf(ctx), { groupId: id, organisationId }),
    }),
  ];
}
