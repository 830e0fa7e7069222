// SPDX-License-Identifier: Apache-2.0
/** What the pages of notifications ask of the hub. */
import { queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";

export const settingsQuery = queryOptions({
  queryKey: ["notifications", "settings"],
  queryFn: ({ signal }) => hub.notifications.settings(signal),
});

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: async ({ signal }) => (await hub.webhooks.list(signal)).webhooks,
});

export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ["deliveries", "one", id],
    queryFn: ({ signal }) => hub.deliveries.get(id, signal),
  });
}

const LATEST = 10;

export function webhookDeliveriesQuery(webhookId: string) {
  return queryOptions({
    queryKey: ["deliveries", "webhook", webhookId],
    queryFn: async ({ signal }) =>
      (await hub.deliveries.list({ webhookId, limit: LATEST }, signal)).deliveries,
  });
}

/** How many, up to a page of them. */
export const givenUpQuery = queryOptions({
  queryKey: ["deliveries", "given-up"],
  queryFn: async ({ signal }) => (await hub.deliveries.list({ state: "given_up" }, signal)).deliveries.length,
});
