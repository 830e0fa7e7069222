// SPDX-License-Identifier: Apache-2.0
/** What the pages of orders ask of the hub. */
import { queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";

export const ORDERS_KEY = "orders";
/** What an act on an order may change. */
export const ORDER_CHANGES = [ORDERS_KEY, "cases", "evidence"] as const;

export function orderQuery(id: string) {
  return queryOptions({
    queryKey: [ORDERS_KEY, "one", id],
    queryFn: ({ signal }) => hub.orders.get(id, signal),
  });
}

/** All that there is, to name in an answer. */
export function orderEvidenceQuery(id: string) {
  return queryOptions({
    queryKey: ["evidence", "orders", "all", id],
    queryFn: async ({ signal }) =>
      (await hub.evidence.list({ kind: "orders", id }, { limit: 500 }, signal)).evidence,
  });
}

/** What a check of a case would look for: the rules of its alerts, by the ids in the rules themselves, and the hosts. */
export function conditionOfCaseQuery(caseId: string) {
  return queryOptions({
    queryKey: [ORDERS_KEY, "condition", caseId],
    queryFn: async ({ signal }) => {
      const { alerts } = await hub.cases.alerts(caseId, { limit: 500 }, signal);
      const hosts = alerts.flatMap(({ alert }) => (alert.entityKind === "host" ? [alert.entity] : []));
      const ruleIds = [...new Set(alerts.map(({ alert }) => alert.ruleId))].slice(0, 20);
      const rules = await Promise.all(ruleIds.map((id) => hub.rules.get(id, signal)));
      return { ruleKeys: rules.map(({ rule }) => rule.key), hosts: [...new Set(hosts)] };
    },
  });
}
