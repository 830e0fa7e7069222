// SPDX-License-Identifier: Apache-2.0
/** The routes of what comes with sharing. */
import {
  READERS,
  RECALL_NOTICES,
  RECALLS,
  SHARED_SUBJECT,
  SHARING_PREVIEW,
  SHARING_PREVIEW_REQUEST,
  SHARING_QUESTION,
  SHARING_REASON,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, SESSION, sessionOf } from "../../platform/http/index.ts";
import { idParam } from "../../platform/http/parameters.ts";
import type { Records } from "../../platform/records/index.ts";
import { explainSharing, listReaders } from "./explain.ts";
import { previewSharing } from "./preview.ts";
import type { Recalls } from "./recalls.ts";

const PATH = "/api/v1/sharing";

export function disclosureRoutes(records: Records, recalls: Recalls): RouteDefinition[] {
  return [...askingRoutes(records), ...recallRoutes(recalls)];
}

function askingRoutes(records: Records): RouteDefinition[] {
  return [
    defineRoute({
      method: "POST",
      path: `${PATH}/preview`,
      key: "sharing:read",
      policy: role("analyst"),
      summary: "Who would receive a record if it were shared like this; nothing is changed.",
      body: SHARING_PREVIEW_REQUEST,
      response: SHARING_PREVIEW,
      handler: async (ctx, { body }) => await previewSharing(records, sessionOf(ctx), body),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/reason`,
      key: "sharing:read",
      policy: role("manager"),
      summary: "Why a person, or the people of an organisation, see a record of one's organisation or not.",
      body: SHARING_QUESTION,
      response: SHARING_REASON,
      handler: async (ctx, { body }) => await explainSharing(records, sessionOf(ctx), body),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/readers`,
      key: "sharing:read",
      policy: role("manager"),
      summary: "Who of other organisations saw a record: by organisation and role, as numbers of people.",
      query: SHARED_SUBJECT,
      response: READERS,
      handler: async (ctx, { query }) => await listReaders(records, sessionOf(ctx), query),
    }),
  ];
}

function recallRoutes(recalls: Recalls): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: `${PATH}/recalls`,
      key: "sharing:read",
      policy: role("responder"),
      summary: "What one's organisations recalled, and who has acknowledged that.",
      response: RECALLS,
      handler: async (ctx) => await recalls.list(sessionOf(ctx)),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/recall-notices`,
      key: "sharing:read",
      policy: SESSION,
      summary: "What one saw and was recalled since.",
      response: RECALL_NOTICES,
      handler: async (ctx) => await recalls.notices(sessionOf(ctx)),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/recall-notices/:id/acknowledgement`,
      key: "sharing:write",
      policy: SESSION,
      summary: "Acknowledge a recall: one knows of it, and has deleted one's copies.",
      params: z.object({ id: idParam<"recall">() }),
      handler: async (ctx, { params: { id } }) => await recalls.acknowledge(sessionOf(ctx), id),
    }),
  ];
}
