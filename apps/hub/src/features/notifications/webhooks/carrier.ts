// SPDX-License-Identifier: Apache-2.0
/** A letter to a program: one message of the Standard Webhooks specification, signed. */
import { DELIVERY_REASONS } from "@fengsui/contract";
import type { Id } from "../../../platform/ids.ts";
import type { Reach } from "../../../platform/reach/index.ts";
import { type Records, systemPrincipal } from "../../../platform/records/index.ts";
import type { Carrier, Letter } from "../deliveries/run.ts";
import type { Links } from "../links.ts";
import { post } from "./post.ts";
import { signedHeaders } from "./sign.ts";

export interface WebhookParts {
  readonly records: Records;
  readonly reach: Reach;
  readonly links: Links;
}

const SENDER = systemPrincipal("notifications.deliver");
const TEST_TYPE = "webhook.test";

export function webhookCarrier({ records, reach, links }: WebhookParts): Carrier {
  return async (letter) => {
    const { row } = letter;
    const target =
      row.webhook_id === null ? undefined : await targetOf(records, row.webhook_id, row.changed_at);
    if (target === undefined) return { kind: "failed", reason: DELIVERY_REASONS.webhookOff, isFinal: true };
    const body = JSON.stringify(messageOf(letter, links));
    const headers = signedHeaders({ id: `msg_${row.id}`, at: row.changed_at, body }, target.secrets);
    return await post(reach, { url: target.url, headers: { ...headers, "user-agent": "Fengsui" }, body });
  };
}

async function targetOf(records: Records, id: Id<"webhook">, now: Date) {
  return await records.read(SENDER, async ({ read }) => {
    const row = await read
      .selectFrom("webhooks")
      .select(["url", "secret", "previous_secret", "previous_secret_until"])
      .where("id", "=", id)
      .where("is_enabled", "=", true)
      .where("removed_at", "is", null)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { previous_secret: previous, previous_secret_until: until } = row;
    const isPreviousGood = previous !== null && until !== null && until > now;
    return { url: row.url, secrets: isPreviousGood ? [row.secret, previous] : [row.secret] };
  });
}

/** `data.title` is absent where the marking of the record does not let it travel. */
function messageOf({ row, items: [item] }: Letter, links: Links) {
  const organisationId = row.organisation_id;
  if (item === undefined)
    return { type: TEST_TYPE, timestamp: row.created_at.toISOString(), data: { organisationId } };
  const { kind, notification, readable } = item;
  const subject = { kind: notification.subject_kind, id: notification.subject_id };
  return {
    type: kind,
    timestamp: notification.created_at.toISOString(),
    data: {
      organisationId,
      level: notification.level,
      subject,
      ...(readable.mayTravel && { title: readable.title }),
      url: links.to(subject),
    },
  };
}
