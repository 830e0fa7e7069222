// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about notifications and how they are delivered. */
import { defineError } from "./define-error.ts";

export const NOTIFICATION_ERRORS = {
  "mail.not_set_up": defineError(
    "mail.not_set_up",
    409,
    "The hub cannot send mail.",
    "Whoever runs the hub sets FENGSUI_SMTP_URL and FENGSUI_SMTP_FROM and starts it again; `npm run doctor` says whether it works.",
  ),
  "delivery.not_found": defineError(
    "delivery.not_found",
    404,
    "There is no such delivery.",
    "Look at the list of deliveries: it may be older than is kept, or another's.",
  ),
  "delivery.under_way": defineError(
    "delivery.under_way",
    409,
    "The delivery waits to be sent already.",
    "Wait for its time, which the list of deliveries says.",
  ),
  "webhook.not_found": defineError(
    "webhook.not_found",
    404,
    "There is no such webhook.",
    "Look at the list of webhooks: it may have been removed, or belong to an organisation that you do not administer.",
  ),
  "webhook.refused_address": defineError(
    "webhook.refused_address",
    422,
    "A webhook may not have this address.",
    "Give an https:// address that the internet can reach. For one in a network of your own, whoever runs the hub names that network in FENGSUI_WEBHOOK_NETWORKS.",
  ),
  "webhook.too_many": defineError(
    "webhook.too_many",
    409,
    "The organisation has as many webhooks as it may have.",
    "Remove one that is not needed.",
  ),
} as const;
