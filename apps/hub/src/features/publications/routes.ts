// SPDX-License-Identifier: Apache-2.0
/** The routes of publications and of the requests for them. */
import {
  CONSENT,
  CONSENT_QUESTION,
  CONSENT_REFUSAL,
  NEW_PUBLICATION,
  NEW_PUBLICATION_REQUEST,
  PUBLICATION_CHANGE,
  PUBLICATION_DETAIL,
  PUBLICATION_QUERY,
  PUBLICATION_REQUEST,
  PUBLICATION_REQUESTS,
  PUBLICATIONS,
  PUBLISHING,
  RECALL_REASON,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../platform/http/index.ts";
import { idParam } from "../../platform/http/parameters.ts";
import type { PublicationExports } from "./exports.ts";
import type { PublicationRequests } from "./requests.ts";
import type { Publications } from "./service.ts";

const PATH = "/api/v1/publications";
const REQUESTS = "/api/v1/publication-requests";
const PARAMS = z.object({ id: idParam<"publication">() });
const OF_REQUEST = z.object({ id: idParam<"publication-request">() });
const WORKING = { policy: role("analyst"), params: PARAMS, response: PUBLICATION_DETAIL } as const;

export function publicationRoutes(
  publications: Publications,
  exports: PublicationExports,
): RouteDefinition[] {
  return [...readingRoutes(publications, exports), ...workRoutes(publications)];
}

function readingRoutes(publications: Publications, exports: PublicationExports): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "sharing:read",
      policy: role("viewer"),
      summary: "Publications, the newest first; before them one's own drafts.",
      query: PUBLICATION_QUERY,
      response: PUBLICATIONS,
      handler: async (ctx, { query }) => await publications.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id`,
      key: "sharing:read",
      policy: role("viewer"),
      summary: "A publication.",
      params: PARAMS,
      response: PUBLICATION_DETAIL,
      handler: async (ctx, { params: { id } }) => await publications.get(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id/export`,
      key: "sharing:read",
      policy: role("viewer"),
      summary: "A publication as a file: JSON, or Markdown with its markings.",
      params: PARAMS,
      query: z.object({ format: z.enum(["json", "markdown"]).default("json") }),
      handler: async (ctx, { params: { id }, query: { format } }) =>
        await exports.file(sessionOf(ctx), id, format),
    }),
  ];
}

function workRoutes(publications: Publications): RouteDefinition[] {
  return [
    defineRoute({
      method: "POST",
      path: PATH,
      key: "sharing:write",
      policy: role("analyst"),
      summary: "Draft a publication, also on behalf of an organisation that is not to be known.",
      status: 201,
      body: NEW_PUBLICATION,
      response: PUBLICATION_DETAIL,
      handler: async (ctx, { body }) => await publications.create(sessionOf(ctx), body),
    }),
    defineRoute({
      ...WORKING,
      method: "PUT",
      path: `${PATH}/:id`,
      key: "sharing:write",
      summary: "Write a draft anew. What the source consented to before, it is asked for again.",
      body: PUBLICATION_CHANGE,
      handler: async (ctx, { params: { id }, body }) => await publications.change(sessionOf(ctx), id, body),
    }),
    defineRoute({
      ...WORKING,
      policy: role("responder"),
      method: "POST",
      path: `${PATH}/:id/publish`,
      key: "never",
      stepUp: true,
      summary: "Publish a draft as it stands, with those it names.",
      body: PUBLISHING,
      handler: async (ctx, { params: { id }, body }) => await publications.publish(sessionOf(ctx), id, body),
    }),
    defineRoute({
      ...WORKING,
      policy: role("responder"),
      method: "POST",
      path: `${PATH}/:id/recall`,
      key: "sharing:write",
      summary: "Take back a publication; who saw it is told.",
      body: RECALL_REASON,
      handler: async (ctx, { params: { id }, body: { reason } }) =>
        await publications.recall(sessionOf(ctx), id, reason),
    }),
  ];
}

/** For people alone: a program has no part in whose behalf it is. */
export function requestRoutes(requests: PublicationRequests): RouteDefinition[] {
  return [...askingRoutes(requests), ...consentRoutes(requests)];
}

function askingRoutes(requests: PublicationRequests): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: REQUESTS,
      key: "never",
      policy: role("analyst"),
      summary: "Requests to publish on behalf of others, as far as one has a part in them.",
      response: PUBLICATION_REQUESTS,
      handler: async (ctx) => await requests.list(sessionOf(ctx)),
    }),
    defineRoute({
      method: "POST",
      path: REQUESTS,
      key: "never",
      policy: role("manager"),
      summary: "Ask an organisation to publish something on behalf of one's own, without naming it.",
      status: 201,
      body: NEW_PUBLICATION_REQUEST,
      response: PUBLICATION_REQUEST,
      handler: async (ctx, { body }) => await requests.ask(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "POST",
      path: `${REQUESTS}/:id/take`,
      key: "never",
      policy: role("responder"),
      summary: "Take a request on: nobody else of the publisher sees it from then on.",
      params: OF_REQUEST,
      response: PUBLICATION_REQUEST,
      handler: async (ctx, { params: { id } }) => await requests.take(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "POST",
      path: `${REQUESTS}/:id/submit`,
      key: "never",
      policy: role("analyst"),
      summary: "Ask the source for its consent to the draft.",
      params: OF_REQUEST,
      response: PUBLICATION_REQUEST,
      handler: async (ctx, { params: { id } }) => await requests.submit(sessionOf(ctx), id),
    }),
  ];
}

function consentRoutes(requests: PublicationRequests): RouteDefinition[] {
  const answering = {
    method: "POST",
    policy: role("manager"),
    params: OF_REQUEST,
    response: PUBLICATION_REQUEST,
  } as const;
  return [
    defineRoute({
      method: "GET",
      path: `${REQUESTS}/:id/question`,
      key: "never",
      policy: role("manager"),
      summary: "For the source: the draft, with whom it will be shared, and what in it may tell whose it is.",
      params: OF_REQUEST,
      response: CONSENT_QUESTION,
      handler: async (ctx, { params: { id } }) => await requests.question(sessionOf(ctx), id),
    }),
    defineRoute({
      ...answering,
      path: `${REQUESTS}/:id/consent`,
      key: "never",
      stepUp: true,
      summary: "Consent to this version of the draft, and to each of one's own words in it.",
      body: CONSENT,
      handler: async (ctx, { params: { id }, body }) => await requests.consent(sessionOf(ctx), id, body),
    }),
    defineRoute({
      ...answering,
      path: `${REQUESTS}/:id/refusal`,
      key: "never",
      summary: "Refuse a draft, or withdraw the consent to it, with what has to be another.",
      body: CONSENT_REFUSAL,
      handler: async (ctx, { params: { id }, body: { reason } }) =>
        await requests.refuse(sessionOf(ctx), id, reason),
    }),
  ];
}
