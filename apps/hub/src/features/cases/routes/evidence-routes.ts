// SPDX-License-Identifier: Apache-2.0
/** The routes of the evidence of a case. */
import {
  EVENTS_TO_PIN,
  EVIDENCE,
  EVIDENCE_LIST,
  EVIDENCE_QUERY,
  MAX_EVIDENCE_BYTES,
  NEW_EVIDENCE,
  PINNED,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  defineStreamRoute,
  type RouteDefinition,
  role,
  sessionOf,
} from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { CaseEvidence } from "../evidence/service.ts";

export function caseEvidenceRoutes(evidence: CaseEvidence): RouteDefinition[] {
  const path = "/api/v1/cases/:id/evidence";
  const params = z.object({ id: idParam<"case">() });
  return [
    defineRoute({
      method: "GET",
      path,
      key: "cases:read",
      policy: role("viewer"),
      summary: "The evidence of a case and of those merged into it, in the order in which it was added.",
      params,
      query: EVIDENCE_QUERY,
      response: EVIDENCE_LIST,
      handler: async (ctx, { params: { id }, query }) => await evidence.list(sessionOf(ctx), id, query),
    }),
    defineStreamRoute({
      method: "POST",
      path,
      key: "cases:write",
      policy: role("analyst"),
      summary: "Add a file: its bytes are the body, what it is stands in the query.",
      status: 201,
      bodyLimitBytes: MAX_EVIDENCE_BYTES,
      params,
      query: NEW_EVIDENCE,
      response: EVIDENCE,
      handler: async (ctx, { params: { id }, query, body }) =>
        await evidence.add(sessionOf(ctx), id, query, body),
    }),
    defineRoute({
      method: "POST",
      path: "/api/v1/cases/:id/events",
      key: "cases:write",
      policy: role("analyst"),
      summary: "Pin events: copies of them, with their raw text, that stay when the events themselves go.",
      status: 201,
      params,
      body: EVENTS_TO_PIN,
      response: PINNED,
      handler: async (ctx, { params: { id }, body }) => await evidence.pin(sessionOf(ctx), id, body),
    }),
  ];
}
