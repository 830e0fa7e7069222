// SPDX-License-Identifier: Apache-2.0
/** What the tour asks of the hub. */
import { queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import type { TourFacts } from "./view.ts";

/** The tour is about everything, so that it hears of no topic; a few questions now and then do. */
const LOOK_EVERY_MS = 4_000;
const ALERTS = 500;

export type AskedFacts = Omit<TourFacts, "address">;

export const tourFactsQuery = queryOptions({
  queryKey: ["tour"],
  queryFn: async ({ signal }): Promise<AskedFacts> => {
    const [{ alerts }, { cases }, { orders }] = await Promise.all([
      hub.alerts.list({ limit: ALERTS }, signal),
      hub.cases.list({ limit: 50 }, signal),
      hub.orders.list({ sort: "changed", limit: 50 }, signal),
    ]);
    const [newest] = cases;
    const { evidence } =
      newest === undefined
        ? { evidence: [] }
        : await hub.evidence.list({ kind: "cases", id: newest.id }, { limit: 1 }, signal);
    return { alerts, cases, orders, evidenceCount: evidence.length };
  },
  refetchInterval: LOOK_EVERY_MS,
});
