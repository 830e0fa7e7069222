// SPDX-License-Identifier: Apache-2.0
/** What is due is sent: several receivers at once, for one receiver one after the other, and not on where it is down. */
import { DELIVERY_REASONS, NOTIFICATION_KINDS, type NotificationKind } from "@fengsui/contract";
import { type OrganisationRole, type Records, systemPrincipal } from "../../../platform/records/index.ts";
import { keyOf, type Readable, type Recipient, readableBy } from "../content.ts";
import { toPreferences } from "../preferences/records.ts";
import { beginAttempt, endAttempt, type Outcome, settle } from "./attempt.ts";
import { type DeliveryRow, dueDeliveries, type NotificationRow, notificationsIn } from "./records.ts";
import { highest, isAtLeast, quietUntil } from "./schedule.ts";

/** What is told of one thing. */
export interface Item {
  readonly notification: NotificationRow;
  readonly kind: NotificationKind;
  readonly readable: Readable;
}

export interface Letter {
  readonly row: DeliveryRow;
  readonly items: readonly Item[];
}

/** Brings a letter to its recipient. It does not throw for what the world does. */
export type Carrier = (letter: Letter) => Promise<Outcome>;

export interface DeliverParts {
  readonly records: Records;
  readonly carriers: { readonly mail: Carrier; readonly webhook: Carrier };
}

const SENDER = systemPrincipal("notifications.deliver");
const PAGE = 500;
const OF_EACH = 100;
const AT_ONCE = 8;
/** Then a slow receiver lets the others go on, and its turn comes again. */
const TURN_MS = 10_000;

export async function deliverDue(parts: DeliverParts, signal: AbortSignal): Promise<void> {
  let isMore = true;
  while (isMore && !signal.aborted) {
    const page = { ofEach: OF_EACH, limit: PAGE };
    const due = await parts.records.read(SENDER, (tx) => dueDeliveries(tx, page));
    const all = [...Map.groupBy(due, (row) => row.webhook_id ?? "mail").values()];
    isMore = due.length === PAGE || all.some((queue) => queue.length === OF_EACH);
    const queues = all.values();
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (const queue of queues) if (!(await deliverQueue(parts, queue, signal))) isMore = true;
    });
    await Promise.all(workers);
  }
}

/** False where its turn ended before all was tried. */
async function deliverQueue(
  parts: DeliverParts,
  queue: readonly DeliveryRow[],
  signal: AbortSignal,
): Promise<boolean> {
  const begin = performance.now();
  for (const row of queue) {
    if (signal.aborted || performance.now() - begin > TURN_MS) return false;
    const outcome = await deliver(parts, row);
    if (outcome?.kind === "failed" && outcome.isTargetDown === true) return true;
  }
  return true;
}

async function deliver({ records, carriers }: DeliverParts, row: DeliveryRow): Promise<Outcome | undefined> {
  const notifications = await records.read(SENDER, (tx) => notificationsIn(tx, row.id));
  const until = await heldUntil(records, row, notifications);
  if (until !== undefined) {
    await settle(records, row, { state: "held", due_at: until });
    return undefined;
  }
  const items = await itemsOf(records, row, notifications);
  if (items.length === 0 && row.mode !== "test") {
    await settle(records, row, { state: "withheld", reason: DELIVERY_REASONS.nothingLeft });
    return undefined;
  }
  const begun = await beginAttempt(records, row.id);
  if (begun === undefined) return undefined;
  const carry = begun.webhook_id === null ? carriers.mail : carriers.webhook;
  const outcome = await carry({ row: begun, items });
  await endAttempt(records, begun, outcome);
  return outcome;
}

/** As quiet hours are now, which may be later than it was planned. */
async function heldUntil(
  records: Records,
  row: DeliveryRow,
  notifications: readonly NotificationRow[],
): Promise<Date | undefined> {
  const { person_id: personId, organisation_id: organisationId } = row;
  // Who has it sent again by hand is awake.
  const isAskedFor = row.attempts > 0 && row.tries === 0;
  if (personId === null || row.mode === "test" || isAskedFor) return undefined;
  return await records.read(SENDER, async ({ read, now }) => {
    const own = await read
      .selectFrom("notification_preferences")
      .selectAll()
      .where("person_id", "=", personId)
      .where("organisation_id", "=", organisationId)
      .executeTakeFirst();
    const preferences = toPreferences(own, LEAST_ROLE);
    if (
      row.mode === "now" &&
      isAtLeast(highest(notifications.map(({ level }) => level)), preferences.urgentLevel)
    )
      return undefined;
    return quietUntil(preferences, now);
  });
}

/** Of what is chosen by role nothing is asked here. */
const LEAST_ROLE: OrganisationRole = "viewer";

async function itemsOf(
  records: Records,
  row: DeliveryRow,
  notifications: readonly NotificationRow[],
): Promise<Item[]> {
  const recipient = recipientOf(row);
  if (recipient === undefined) return [];
  const subjects = notifications.map(({ subject_kind: kind, subject_id: id }) => ({ kind, id }));
  const readable = await readableBy(records, recipient, subjects);
  return notifications.flatMap((notification) => {
    const found = readable.get(keyOf({ kind: notification.subject_kind, id: notification.subject_id }));
    const kind = NOTIFICATION_KINDS.find((known) => known === notification.kind);
    return found === undefined || kind === undefined ? [] : { notification, kind, readable: found };
  });
}

function recipientOf(row: DeliveryRow): Recipient | undefined {
  const { person_id: personId, webhook_id: webhookId, organisation_id: organisationId } = row;
  if (personId !== null) return { personId };
  return webhookId === null ? undefined : { webhookId, organisationId };
}
