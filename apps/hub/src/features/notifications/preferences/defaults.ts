// SPDX-License-Identifier: Apache-2.0
/** What somebody hears of who has chosen nothing: what is theirs to do at once, the rest where it disturbs nobody. */
import {
  NOTIFICATION_CHOICE,
  NOTIFICATION_KINDS,
  type NotificationChoice,
  type NotificationKind,
  type NotificationPreferences,
} from "@fengsui/contract";
import { z } from "zod";
import { hasRole } from "../../../platform/http/policy.ts";
import type { OrganisationRole } from "../../../platform/records/index.ts";

export type Choices = Record<NotificationKind, NotificationChoice>;

interface Default {
  /** From this role on it comes by mail. */
  readonly role: OrganisationRole;
  readonly channel: "now" | "daily";
  readonly lowestLevel: NotificationChoice["lowestLevel"];
}

const OWN: Default = { role: "viewer", channel: "now", lowestLevel: "informational" };
const OF_ORDER: Default = { role: "responder", channel: "now", lowestLevel: "informational" };

const DEFAULTS: Readonly<Record<NotificationKind, Default>> = {
  "alert.raised": { role: "analyst", channel: "now", lowestLevel: "high" },
  "alert.assigned": OWN,
  "source.silent": { role: "manager", channel: "now", lowestLevel: "informational" },
  "retrospection.found": { role: "analyst", channel: "now", lowestLevel: "high" },
  "case.opened": { role: "analyst", channel: "daily", lowestLevel: "informational" },
  "case.assigned": OWN,
  "case.decided": { role: "analyst", channel: "daily", lowestLevel: "informational" },
  "order.issued": OF_ORDER,
  "order.acknowledged": { ...OF_ORDER, channel: "daily" },
  "order.answered": OF_ORDER,
  "order.returned": OF_ORDER,
  "order.refused": OF_ORDER,
  "order.extension_asked": OF_ORDER,
  "order.extension_decided": OF_ORDER,
  "order.reminder": OF_ORDER,
  "order.overdue": OF_ORDER,
  "order.escalated": OF_ORDER,
  "order.closed": OF_ORDER,
  "order.reopened": OF_ORDER,
  "claim.lost": { role: "administrator", channel: "now", lowestLevel: "informational" },
  "claim.overlaps": { role: "viewer", channel: "now", lowestLevel: "informational" },
  // Who saw it is asked to do something, whatever their role.
  "share.recalled": OWN,
  "sharing.asked": { role: "manager", channel: "now", lowestLevel: "informational" },
  "sharing.answered": { role: "analyst", channel: "daily", lowestLevel: "informational" },
};

/** Half past eight. */
const DAILY_AT = 8 * 60 + 30;

export function defaultPreferences(role: OrganisationRole): NotificationPreferences {
  return {
    choices: choicesOf(role, {}),
    dailyAt: DAILY_AT,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    quietHours: null,
    urgentLevel: "critical",
  };
}

const STORED = z.record(z.string(), z.unknown());

/** What is stored, and for a kind that came after it the default. */
export function choicesOf(role: OrganisationRole, stored: unknown): Choices {
  const chosen = STORED.safeParse(stored).data ?? {};
  const of = (kind: NotificationKind) =>
    NOTIFICATION_CHOICE.safeParse(chosen[kind]).data ?? defaultChoice(role, DEFAULTS[kind]);
  const entries = NOTIFICATION_KINDS.map((kind): [NotificationKind, NotificationChoice] => [kind, of(kind)]);
  return CHOICES.parse(Object.fromEntries(entries));
}

const CHOICES: z.ZodType<Choices> = z.record(z.enum(NOTIFICATION_KINDS), NOTIFICATION_CHOICE);

function defaultChoice(held: OrganisationRole, { role, channel, lowestLevel }: Default): NotificationChoice {
  return { channel: hasRole(held, role) ? channel : "console", lowestLevel };
}
