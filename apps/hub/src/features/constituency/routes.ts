// SPDX-License-Identifier: Apache-2.0
/** The routes of contacts and claims. */
import {
  ANSWERING,
  ANSWERING_QUERY,
  CLAIM,
  CLAIM_CHECK,
  CLAIM_CONFIRMATION,
  CLAIMS,
  CONTACTS,
  NEW_CLAIM,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, hubRole, type RouteDefinition, SESSION, sessionOf } from "../../platform/http/index.ts";
import { idParam } from "../../platform/http/parameters.ts";
import type { Constituency } from "./service.ts";

const OF = z.object({ id: idParam<"organisation">() });
const ONE = z.object({ id: idParam<"organisation">(), claimId: idParam<"claim">() });
const CONTACTS_PATH = "/api/v1/organisations/:id/contacts";
const PATH = "/api/v1/organisations/:id/claims";

export function constituencyRoutes(constituency: Constituency): RouteDefinition[] {
  return [...contactRoutes(constituency), ...claimRoutes(constituency), ...proofRoutes(constituency)];
}

function contactRoutes(constituency: Constituency): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: CONTACTS_PATH,
      key: "organisations:read",
      policy: SESSION,
      summary: "Whom to tell at an organisation, to its people, those of its centre, and coordinators.",
      params: OF,
      response: CONTACTS,
      handler: async (ctx, { params: { id } }) => ({
        contacts: await constituency.listContacts(sessionOf(ctx), id),
      }),
    }),
    defineRoute({
      method: "PUT",
      path: CONTACTS_PATH,
      key: "organisations:write",
      policy: SESSION,
      summary: "Say whom to tell, as its administrator or a coordinator; what was said before goes.",
      params: OF,
      body: CONTACTS,
      handler: async (ctx, { params: { id }, body }) =>
        await constituency.setContacts(sessionOf(ctx), id, body.contacts),
    }),
  ];
}

function claimRoutes(constituency: Constituency): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "organisations:read",
      policy: SESSION,
      summary: "The domains, networks and autonomous systems that an organisation says are its own.",
      params: OF,
      response: CLAIMS,
      handler: async (ctx, { params: { id } }) => ({ claims: await constituency.list(sessionOf(ctx), id) }),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "organisations:write",
      policy: SESSION,
      summary: "Say that something is the organisation's own; the answer says how to prove it.",
      status: 201,
      params: OF,
      body: NEW_CLAIM,
      response: CLAIM,
      handler: async (ctx, { params: { id }, body }) => await constituency.claim(sessionOf(ctx), id, body),
    }),
    defineRoute({
      method: "DELETE",
      path: `${PATH}/:claimId`,
      key: "organisations:write",
      policy: SESSION,
      summary: "Withdraw a claim.",
      params: ONE,
      handler: async (ctx, { params: { id, claimId } }) =>
        await constituency.withdraw(sessionOf(ctx), id, claimId),
    }),
  ];
}

function proofRoutes(constituency: Constituency): RouteDefinition[] {
  return [
    defineRoute({
      method: "POST",
      path: `${PATH}/:claimId/check`,
      key: "organisations:write",
      policy: SESSION,
      summary: "Look now whether a claim is proved, by its record or its file.",
      params: ONE,
      body: CLAIM_CHECK,
      response: CLAIM,
      handler: async (ctx, { params: { id, claimId }, body: { address } }) =>
        await constituency.check(sessionOf(ctx), id, { id: claimId, address }),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:claimId/confirm`,
      key: "never",
      policy: hubRole("coordinator"),
      stepUp: true,
      summary: "Confirm a claim that cannot be looked up, with the reason.",
      params: ONE,
      body: CLAIM_CONFIRMATION,
      response: CLAIM,
      handler: async (ctx, { params: { id, claimId }, body: { note } }) =>
        await constituency.confirm(sessionOf(ctx), id, { id: claimId, note }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/v1/constituency",
      key: "organisations:read",
      policy: hubRole("coordinator"),
      summary: "Which organisations answer for an address, a domain or an autonomous system.",
      query: ANSWERING_QUERY,
      response: ANSWERING,
      handler: async (ctx, { query: { value } }) => await constituency.answering(sessionOf(ctx), value),
    }),
  ];
}
