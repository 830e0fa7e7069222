// SPDX-License-Identifier: Apache-2.0
/** Words of orders that pages of cases say, too. */
import type { ORDER_ENTRY_KINDS, Order } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";

export const ORDER_STATE_TEXT: Readonly<Record<Order["state"], TextKey>> = {
  issued: "orderState.issued",
  acknowledged: "orderState.acknowledged",
  answered: "orderState.answered",
  under_review: "orderState.underReview",
  closed: "orderState.closed",
  refused: "orderState.refused",
  withdrawn: "orderState.withdrawn",
};

export const ORDER_ENTRY_TEXT: Readonly<Record<(typeof ORDER_ENTRY_KINDS)[number], TextKey>> = {
  issued: "orderEntry.issued",
  acknowledged: "orderEntry.acknowledged",
  evidence_added: "orderEntry.evidenceAdded",
  answered: "orderEntry.answered",
  review_begun: "orderEntry.reviewBegun",
  returned: "orderEntry.returned",
  closed: "orderEntry.closed",
  refused: "orderEntry.refused",
  insisted: "orderEntry.insisted",
  withdrawn: "orderEntry.withdrawn",
  reopened: "orderEntry.reopened",
  extension_asked: "orderEntry.extensionAsked",
  extension_granted: "orderEntry.extensionGranted",
  extension_refused: "orderEntry.extensionRefused",
  check_asked: "orderEntry.checkAsked",
  check_finished: "orderEntry.checkFinished",
  reminder: "orderEntry.reminder",
  last_reminder: "orderEntry.lastReminder",
  overdue: "orderEntry.overdue",
  escalation: "orderEntry.escalation",
  second_escalation: "orderEntry.secondEscalation",
};
