// SPDX-License-Identifier: Apache-2.0
/** Notifications on the wire: what a person wants to hear of, what they were told, and how it reached them. */
import { z } from "zod";
import { ALERT_LEVELS } from "./detection.ts";

const time = z.iso.datetime();
const level = z.enum(ALERT_LEVELS);
const after = z.string().max(200).optional();
const limit = z.coerce.number().int().min(1).max(200).default(50);
const next = z.string().nullable();

/** What is told of. A kind is part of the API: it is the type of the message that a webhook gets. */
export const NOTIFICATION_KINDS = [
  "alert.raised",
  "alert.assigned",
  "source.silent",
  "retrospection.found",
  "case.opened",
  "case.assigned",
  "case.decided",
  "order.issued",
  "order.acknowledged",
  "order.answered",
  "order.returned",
  "order.refused",
  "order.extension_asked",
  "order.extension_decided",
  "order.reminder",
  "order.overdue",
  "order.escalated",
  "order.closed",
  "order.reopened",
  "claim.lost",
  "claim.overlaps",
  "share.recalled",
  "sharing.asked",
  "sharing.answered",
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];
const kind = z.enum(NOTIFICATION_KINDS);

/** What concerns one's own account: it is told whatever was chosen, and its mail is a letter of its own. */
export const ACCOUNT_NOTIFICATION_KINDS = ["account.changed", "key.expiring"] as const;
export const TOLD_KINDS = [...NOTIFICATION_KINDS, ...ACCOUNT_NOTIFICATION_KINDS] as const;
export type ToldKind = (typeof TOLD_KINDS)[number];

/** `console`: shown in the console alone. */
export const NOTIFICATION_CHANNELS = ["now", "hourly", "daily", "console", "off"] as const;
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];

export const NOTIFICATION_CHOICE = z.object({
  channel: z.enum(NOTIFICATION_CHANNELS),
  /** Below it nothing is told. */
  lowestLevel: level,
});
export type NotificationChoice = z.infer<typeof NOTIFICATION_CHOICE>;

const minuteOfDay = z.int().min(0).max(1439);
/** In the person's time zone; one that begins later than it ends goes over midnight. */
export const QUIET_HOURS = z
  .object({ from: minuteOfDay, to: minuteOfDay })
  .refine(({ from, to }) => from !== to, { error: "begin and end at the same minute" });
export type QuietHours = z.infer<typeof QUIET_HOURS>;

export const NOTIFICATION_PREFERENCES = z.object({
  choices: z.record(kind, NOTIFICATION_CHOICE),
  /** When the daily mail comes: a minute of the day. */
  dailyAt: minuteOfDay,
  timeZone: z.string().min(1).max(100),
  quietHours: QUIET_HOURS.nullable(),
  /** From this level on it is sent in quiet hours, too. */
  urgentLevel: level,
});
export type NotificationPreferences = z.infer<typeof NOTIFICATION_PREFERENCES>;
export const NOTIFICATION_SETTINGS = z.object({
  /** Whether the hub can send mail at all. */
  mail: z.object({ isSetUp: z.boolean(), address: z.string() }),
  organisations: z.array(
    z.object({
      organisationId: z.uuid(),
      /** Nobody has chosen otherwise yet. */
      isDefault: z.boolean(),
      preferences: NOTIFICATION_PREFERENCES,
    }),
  ),
});
export type NotificationSettings = z.infer<typeof NOTIFICATION_SETTINGS>;

/** In the name of which organisation a mail comes to oneself. */
export const TEST_MAIL = z.object({ organisationId: z.uuid() });
export const DELIVERY_TESTED = z.object({ deliveryId: z.uuid() });

export const NOTIFICATION_SUBJECTS = [
  "alert",
  "case",
  "order",
  "retrospection",
  "organisation",
  "recall",
  "sharing_request",
  "account_notice",
] as const;
export type NotificationSubject = (typeof NOTIFICATION_SUBJECTS)[number];

export const NOTIFICATION = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  kind: z.enum(TOLD_KINDS),
  level,
  subject: z.object({ kind: z.enum(NOTIFICATION_SUBJECTS), id: z.uuid() }),
  title: z.string(),
  createdAt: time,
  readAt: time.nullable(),
});
export type Notification = z.infer<typeof NOTIFICATION>;
export const NOTIFICATIONS = z.object({
  notifications: z.array(NOTIFICATION),
  /** Counted up to 100. */
  unread: z.int(),
  next,
});
export const NOTIFICATION_QUERY = z.object({ isUnread: z.stringbool().optional(), after, limit });
export type NotificationQuery = z.output<typeof NOTIFICATION_QUERY>;
/** Without ids, all of them. */
export const NOTIFICATIONS_READ = z.object({ ids: z.array(z.uuid()).max(500).optional() });

export const DELIVERY_STATES = ["waiting", "held", "sent", "failed", "given_up", "withheld"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export const DELIVERY_MODES = ["now", "held", "hourly", "daily", "each", "test"] as const;

/**
 * A mail, or a call of a webhook. `held`: until quiet hours end. `failed`: it is tried again at `dueAt`. `given_up`: it
 * is not. `withheld`: nothing that it would tell of may be told any more.
 */
export const DELIVERY = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  channel: z.enum(["mail", "webhook"]),
  webhookId: z.uuid().nullable(),
  mode: z.enum(DELIVERY_MODES),
  state: z.enum(DELIVERY_STATES),
  kinds: z.array(kind),
  /** How many notifications are in it. */
  count: z.int(),
  attempts: z.int(),
  /** Of the last attempt, in plain words. */
  reason: z.string().nullable(),
  dueAt: time.nullable(),
  createdAt: time,
  sentAt: time.nullable(),
});
export type Delivery = z.infer<typeof DELIVERY>;
export const DELIVERIES = z.object({ deliveries: z.array(DELIVERY), next });
export const DELIVERY_QUERY = z.object({
  state: z.union([z.enum(DELIVERY_STATES), z.array(z.enum(DELIVERY_STATES))]).optional(),
  channel: z.enum(["mail", "webhook"]).optional(),
  webhookId: z.uuid().optional(),
  after,
  limit,
});
export type DeliveryQuery = z.output<typeof DELIVERY_QUERY>;
export const DELIVERY_DETAIL = z.object({
  delivery: DELIVERY,
  /** Without an outcome where the hub ended meanwhile: it may have arrived. */
  attempts: z.array(
    z.object({
      number: z.int(),
      startedAt: time,
      finishedAt: time.nullable(),
      outcome: z.enum(["sent", "failed"]).nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

const name = z.string().trim().min(1).max(200);
const webhookUrl = z
  .string()
  .trim()
  .max(2000)
  .refine(
    (text) => {
      const url = URL.parse(text);
      return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
    },
    { error: "is not an address that begins with https://, without a user in it" },
  );
const WEBHOOK_FIELDS = {
  name,
  url: webhookUrl,
  kinds: z.array(kind).min(1),
  lowestLevel: level,
};
export const WEBHOOK = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  ...WEBHOOK_FIELDS,
  isEnabled: z.boolean(),
  /** Why the hub switched it off by itself. */
  disabledReason: z.string().nullable(),
  /** The secret of before is signed with, too, until then. */
  previousSecretUntil: time.nullable(),
  createdBy: z.uuid(),
  /** Who switched it on last. When they administer the organisation no longer, it is switched off. */
  responsibleId: z.uuid(),
  createdAt: time,
  changedAt: time,
});
export type Webhook = z.infer<typeof WEBHOOK>;
export const WEBHOOKS = z.object({ webhooks: z.array(WEBHOOK) });
export const NEW_WEBHOOK = z.object({
  organisationId: z.uuid(),
  ...WEBHOOK_FIELDS,
  lowestLevel: level.default("informational"),
});
export type NewWebhook = z.output<typeof NEW_WEBHOOK>;
export const WEBHOOK_CHANGE = z.object({
  name: name.optional(),
  url: webhookUrl.optional(),
  kinds: z.array(kind).min(1).optional(),
  lowestLevel: level.optional(),
  isEnabled: z.boolean().optional(),
});
export type WebhookChange = z.output<typeof WEBHOOK_CHANGE>;
/** The only time that the secret is told. */
export const WEBHOOK_SECRET = z.object({ webhook: WEBHOOK, secret: z.string() });
