// SPDX-License-Identifier: Apache-2.0
/** The calls of notifications: what one was told, what one wants to hear of, deliveries, webhooks. */
import {
  DELIVERIES,
  DELIVERY,
  DELIVERY_DETAIL,
  DELIVERY_TESTED,
  type DeliveryState,
  type NEW_WEBHOOK,
  NOTIFICATION_SETTINGS,
  NOTIFICATIONS,
  type NotificationPreferences,
  WEBHOOK,
  WEBHOOK_SECRET,
  WEBHOOKS,
  type WebhookChange,
} from "@fengsui/contract";
import { z } from "zod";
import type { Transport } from "./transport.ts";

const API = "/api/v1";
/** Nothing is read from it. */
const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export interface NotificationFilter {
  readonly isUnread?: boolean;
  readonly after?: string | undefined;
  readonly limit?: number;
}

export interface DeliveryFilter {
  readonly state?: DeliveryState | readonly DeliveryState[];
  readonly channel?: "mail" | "webhook";
  readonly webhookId?: string;
  readonly after?: string | undefined;
  readonly limit?: number;
}

export function notificationCalls(transport: Transport) {
  const path = `${API}/notifications`;
  const preferences = `${API}/notification-preferences`;
  return {
    list: (query: NotificationFilter, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: NOTIFICATIONS, signal }),
    /** All of them, without ids. */
    markRead: (ids?: readonly string[]) =>
      transport.call({ method: "POST", path: `${path}/read`, body: { ids }, answer: DONE }),
    settings: (signal?: Signal) =>
      transport.call({ path: preferences, answer: NOTIFICATION_SETTINGS, signal }),
    choose: (organisationId: string, body: NotificationPreferences) =>
      transport.call({
        method: "PUT",
        path: `${preferences}/${organisationId}`,
        body,
        answer: NOTIFICATION_SETTINGS,
      }),
    testMail: (organisationId: string) =>
      transport.call({
        method: "POST",
        path: `${preferences}/test`,
        body: { organisationId },
        answer: DELIVERY_TESTED,
      }),
  };
}

export function deliveryCalls(transport: Transport) {
  const path = `${API}/deliveries`;
  return {
    list: (query: DeliveryFilter, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: DELIVERIES, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: DELIVERY_DETAIL, signal }),
    resend: (id: string) =>
      transport.call({ method: "POST", path: `${path}/${id}/resend`, answer: DELIVERY }),
  };
}

export function webhookCalls(transport: Transport) {
  const path = `${API}/webhooks`;
  return {
    list: (signal?: Signal) => transport.call({ path, answer: WEBHOOKS, signal }),
    /** The secret is told this once. */
    create: (body: z.input<typeof NEW_WEBHOOK>) =>
      transport.call({ method: "POST", path, body, answer: WEBHOOK_SECRET }),
    change: (id: string, body: WebhookChange) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: WEBHOOK }),
    rotate: (id: string) =>
      transport.call({ method: "POST", path: `${path}/${id}/secret`, answer: WEBHOOK_SECRET }),
    remove: (id: string) => transport.call({ method: "DELETE", path: `${path}/${id}`, answer: DONE }),
    test: (id: string) =>
      transport.call({ method: "POST", path: `${path}/${id}/test`, answer: DELIVERY_TESTED }),
  };
}
