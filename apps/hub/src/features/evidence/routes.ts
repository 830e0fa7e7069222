// SPDX-License-Identifier: Apache-2.0
/** The routes of a piece of evidence, whatever it is of. */
import { CONTENT_QUERY, CUSTODY } from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../platform/http/index.ts";
import { idParam } from "../../platform/http/parameters.ts";
import type { EvidenceRoom } from "./service.ts";

export function evidenceRoutes(room: EvidenceRoom): RouteDefinition[] {
  const common = { policy: role("viewer"), params: z.object({ id: idParam<"evidence">() }) } as const;
  return [
    defineRoute({
      ...common,
      method: "GET",
      path: "/api/v1/evidence/:id/content",
      key: "cases:read",
      summary: "The content as it was added; its custody says from now on who asked for it.",
      query: CONTENT_QUERY,
      response: z.never(),
      handler: async (ctx, { params: { id }, query: { purpose } }) =>
        await room.open(sessionOf(ctx), id, purpose),
    }),
    defineRoute({
      ...common,
      method: "GET",
      path: "/api/v1/evidence/:id/custody",
      key: "cases:read",
      summary:
        "The chain of custody: who added, viewed and downloaded it, and when; readers of others by organisation, for its owner alone.",
      response: CUSTODY,
      handler: async (ctx, { params: { id } }) => await room.custody(sessionOf(ctx), id),
    }),
  ];
}
