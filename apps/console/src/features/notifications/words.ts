// SPDX-License-Identifier: Apache-2.0
/** Words of notifications: kinds, ways, and how a delivery went. */
import type {
  Delivery,
  DeliveryState,
  NotificationChannel,
  NotificationKind,
  NotificationSubject,
  ToldKind,
} from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";

export const KIND_TEXT: Readonly<Record<ToldKind, TextKey>> = {
  "alert.raised": "told.alertRaised",
  "alert.assigned": "told.alertAssigned",
  "source.silent": "told.sourceSilent",
  "retrospection.found": "told.retrospectionFound",
  "case.opened": "told.caseOpened",
  "case.assigned": "told.caseAssigned",
  "case.decided": "told.caseDecided",
  "order.issued": "told.orderIssued",
  "order.acknowledged": "told.orderAcknowledged",
  "order.answered": "told.orderAnswered",
  "order.returned": "told.orderReturned",
  "order.refused": "told.orderRefused",
  "order.extension_asked": "told.extensionAsked",
  "order.extension_decided": "told.extensionDecided",
  "order.reminder": "told.orderReminder",
  "order.overdue": "told.orderOverdue",
  "order.escalated": "told.orderEscalated",
  "order.closed": "told.orderClosed",
  "order.reopened": "told.orderReopened",
  "claim.lost": "told.claimLost",
  "claim.overlaps": "told.claimOverlaps",
  "share.recalled": "told.shareRecalled",
  "sharing.asked": "told.sharingAsked",
  "sharing.answered": "told.sharingAnswered",
  "account.changed": "told.accountChanged",
  "key.expiring": "told.keyExpiring",
};

/** As they stand together where one chooses among them. */
export const KIND_GROUPS: readonly { readonly text: TextKey; readonly kinds: readonly NotificationKind[] }[] =
  [
    {
      text: "told.group.alerts",
      kinds: ["alert.raised", "alert.assigned", "source.silent", "retrospection.found"],
    },
    { text: "told.group.cases", kinds: ["case.opened", "case.assigned", "case.decided"] },
    {
      text: "told.group.orders",
      kinds: [
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
      ],
    },
    { text: "told.group.organisation", kinds: ["claim.lost", "claim.overlaps"] },
    { text: "told.group.sharing", kinds: ["share.recalled", "sharing.asked", "sharing.answered"] },
  ];

export const CHANNEL_TEXT: Readonly<Record<NotificationChannel, TextKey>> = {
  now: "channel.now",
  hourly: "channel.hourly",
  daily: "channel.daily",
  console: "channel.console",
  off: "channel.off",
};

export const STATE_TEXT: Readonly<Record<DeliveryState, TextKey>> = {
  waiting: "delivery.waiting",
  held: "delivery.held",
  sent: "delivery.sent",
  failed: "delivery.failed",
  given_up: "delivery.givenUp",
  withheld: "delivery.withheld",
};

export const MODE_TEXT: Readonly<Record<Delivery["mode"], TextKey>> = {
  now: "channel.now",
  held: "delivery.mode.held",
  hourly: "channel.hourly",
  daily: "channel.daily",
  each: "delivery.mode.each",
  test: "delivery.mode.test",
};

/** Where one reads more of it. */
export function pageOf(subject: { readonly kind: NotificationSubject; readonly id: string }): string {
  switch (subject.kind) {
    case "account_notice":
      return "/account";
    case "alert":
      return `/alerts/${subject.id}`;
    case "case":
      return `/cases/${subject.id}`;
    case "order":
      return `/orders/${subject.id}`;
    case "organisation":
      return `/organisations?open=${subject.id}`;
    case "recall":
      return `/sharing?recall=${subject.id}`;
    case "retrospection":
      return `/retrospections?open=${subject.id}`;
    case "sharing_request":
      return "/sharing?view=requests";
  }
}
