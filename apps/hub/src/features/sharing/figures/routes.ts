// SPDX-License-Identifier: Apache-2.0
/** The route of the figures. */
import { SHARING_FIGURES, SHARING_FIGURES_QUERY } from "@fengsui/contract";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { personPrincipal } from "../../../platform/records/index.ts";
import type { SharingParts } from "../groups/service.ts";
import { countShared } from "./records.ts";
import { lastMonths } from "./rules.ts";

export function figureRoutes({ records }: Pick<SharingParts, "records">): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/sharing/figures",
      key: "never",
      policy: role("viewer"),
      summary: "How many cases and publications were shared and received, by marking and month.",
      query: SHARING_FIGURES_QUERY,
      response: SHARING_FIGURES,
      handler: async (ctx, { query }) => {
        const { person, organisations } = sessionOf(ctx);
        const own = organisations.map(({ id }) => id);
        return await records.read(personPrincipal(person), async (tx) => {
          const starts = lastMonths(tx.now, query);
          const iso = starts.map((start) => start.toISOString());
          const months = iso.slice(1).map((to, index) => ({ from: iso[index] ?? to, to }));
          return { months, counts: await countShared(tx, own, starts) };
        });
      },
    }),
  ];
}
