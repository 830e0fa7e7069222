// SPDX-License-Identifier: Apache-2.0
/** The routes of notifications. */
import {
  DELIVERIES,
  DELIVERY,
  DELIVERY_DETAIL,
  DELIVERY_QUERY,
  DELIVERY_TESTED,
  NEW_WEBHOOK,
  NOTIFICATION_PREFERENCES,
  NOTIFICATION_QUERY,
  NOTIFICATION_SETTINGS,
  NOTIFICATIONS,
  NOTIFICATIONS_READ,
  TEST_MAIL,
  WEBHOOK,
  WEBHOOK_CHANGE,
  WEBHOOK_SECRET,
  WEBHOOKS,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, SESSION, sessionOf } from "../../platform/http/index.ts";
import { idParam, organisationIdOf } from "../../platform/http/parameters.ts";
import type { Deliveries } from "./deliveries/service.ts";
import type { Inbox } from "./inbox/service.ts";
import type { Preferences } from "./preferences/service.ts";
import type { Webhooks } from "./webhooks/service.ts";

const API = "/api/v1";
const ofOrganisation = z.object({ organisationId: idParam<"organisation">() });
const ofDelivery = z.object({ id: idParam<"delivery">() });
const ofWebhook = z.object({ id: idParam<"webhook">() });

export interface NotificationServices {
  readonly inbox: Inbox;
  readonly preferences: Preferences;
  readonly deliveries: Deliveries;
  readonly webhooks: Webhooks;
}

export function notificationRoutes(services: NotificationServices): RouteDefinition[] {
  return [...inboxRoutes(services), ...deliveryRoutes(services), ...webhookRoutes(services)];
}

function inboxRoutes({ inbox, preferences }: NotificationServices): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: `${API}/notifications`,
      key: "never",
      policy: SESSION,
      summary: "What one was told, the newest first, and how much of it is unread.",
      query: NOTIFICATION_QUERY,
      response: NOTIFICATIONS,
      handler: async (ctx, { query }) => await inbox.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "POST",
      path: `${API}/notifications/read`,
      key: "never",
      policy: SESSION,
      summary: "One has read these; without ids, all.",
      body: NOTIFICATIONS_READ,
      handler: async (ctx, { body }) => await inbox.markRead(sessionOf(ctx), body.ids),
    }),
    defineRoute({
      method: "GET",
      path: `${API}/notification-preferences`,
      key: "never",
      policy: SESSION,
      summary: "What one wants to hear of, how and when, in each organisation.",
      response: NOTIFICATION_SETTINGS,
      handler: async (ctx) => await preferences.get(sessionOf(ctx)),
    }),
    defineRoute({
      method: "PUT",
      path: `${API}/notification-preferences/:organisationId`,
      key: "never",
      policy: SESSION,
      summary: "Chooses what one wants to hear of as a member of the organisation.",
      params: ofOrganisation,
      body: NOTIFICATION_PREFERENCES,
      response: NOTIFICATION_SETTINGS,
      handler: async (ctx, { params, body }) =>
        await preferences.set(sessionOf(ctx), params.organisationId, body),
    }),
    defineRoute({
      method: "POST",
      path: `${API}/notification-preferences/test`,
      key: "never",
      policy: SESSION,
      summary: "Sends a mail to oneself, to see whether it comes.",
      body: TEST_MAIL,
      response: DELIVERY_TESTED,
      status: 202,
      handler: async (ctx, { body }) => ({
        deliveryId: await preferences.test(sessionOf(ctx), organisationIdOf(body.organisationId)),
      }),
    }),
  ];
}

function deliveryRoutes({ deliveries }: NotificationServices): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: `${API}/deliveries`,
      key: "never",
      policy: SESSION,
      summary: "One's own mails, and the calls of the webhooks that one administers, the newest first.",
      query: DELIVERY_QUERY,
      response: DELIVERIES,
      handler: async (ctx, { query }) => await deliveries.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "GET",
      path: `${API}/deliveries/:id`,
      key: "never",
      policy: SESSION,
      summary: "A delivery with every attempt and how it went.",
      params: ofDelivery,
      response: DELIVERY_DETAIL,
      handler: async (ctx, { params }) => await deliveries.get(sessionOf(ctx), params.id),
    }),
    defineRoute({
      method: "POST",
      path: `${API}/deliveries/:id/resend`,
      key: "never",
      policy: SESSION,
      summary: "Sends it again, with the identifiers of before.",
      params: ofDelivery,
      response: DELIVERY,
      status: 202,
      handler: async (ctx, { params }) => await deliveries.resend(sessionOf(ctx), params.id),
    }),
  ];
}

function webhookRoutes({ webhooks }: NotificationServices): RouteDefinition[] {
  const path = `${API}/webhooks`;
  const policy = role("administrator");
  return [
    defineRoute({
      method: "GET",
      path,
      key: "never",
      policy,
      summary: "The webhooks of the organisations that one administers.",
      response: WEBHOOKS,
      handler: async (ctx) => ({ webhooks: await webhooks.list(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "POST",
      path,
      key: "never",
      policy,
      stepUp: true,
      summary: "Adds a webhook. Its secret is told this once.",
      body: NEW_WEBHOOK,
      response: WEBHOOK_SECRET,
      status: 201,
      handler: async (ctx, { body }) => await webhooks.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "PATCH",
      path: `${path}/:id`,
      key: "never",
      policy,
      stepUp: true,
      summary: "Changes a webhook, or switches it off or on.",
      params: ofWebhook,
      body: WEBHOOK_CHANGE,
      response: WEBHOOK,
      handler: async (ctx, { params, body }) => await webhooks.change(sessionOf(ctx), params.id, body),
    }),
    ...webhookCareRoutes(webhooks),
  ];
}

function webhookCareRoutes(webhooks: NotificationServices["webhooks"]): RouteDefinition[] {
  const path = `${API}/webhooks`;
  const policy = role("administrator");
  return [
    defineRoute({
      method: "DELETE",
      path: `${path}/:id`,
      key: "never",
      policy,
      summary: "Removes a webhook. What was sent stays to be read of.",
      params: ofWebhook,
      handler: async (ctx, { params }) => await webhooks.remove(sessionOf(ctx), params.id),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:id/secret`,
      key: "never",
      policy,
      stepUp: true,
      summary: "Gives it a new secret; for a day, the one of before signs, too.",
      params: ofWebhook,
      response: WEBHOOK_SECRET,
      handler: async (ctx, { params }) => await webhooks.rotate(sessionOf(ctx), params.id),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/:id/test`,
      key: "never",
      policy,
      summary: "Calls it with a message that tells of nothing.",
      params: ofWebhook,
      response: DELIVERY_TESTED,
      status: 202,
      handler: async (ctx, { params }) => ({ deliveryId: await webhooks.test(sessionOf(ctx), params.id) }),
    }),
  ];
}
