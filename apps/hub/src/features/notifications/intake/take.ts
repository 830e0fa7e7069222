// SPDX-License-Identifier: Apache-2.0
/**
 * From what was announced to who is told of it, and by which delivery. A message leaves the outbox in the transaction
 * that writes what follows from it, so that nothing is told twice or lost, wherever the hub ends.
 */
import { NOTIFICATION_KINDS } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { newId } from "../../../platform/ids.ts";
import {
  type Records,
  systemPrincipal,
  type Tx,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import { tellNew } from "../deliveries/attempt.ts";
import { insertDelivery, insertNotifications, joinDelivery, lastNowOf } from "../deliveries/records.ts";
import { compareLevels, type Planned, plan } from "../deliveries/schedule.ts";
import { type Happening, readAnnounced } from "./facts.ts";
import {
  type Member,
  mayRead,
  membersOf,
  type WebhookTarget,
  wantedBy,
  wantedByWebhook,
  webhooksOf,
} from "./recipients.ts";

export interface IntakeParts {
  readonly records: Records;
  readonly clock: Clock;
  /** Without it nothing is put into a mail that could not be sent. */
  readonly hasMail: boolean;
}

const INTAKE = systemPrincipal("notifications.take");
const WHY = "whom a change is told to is no one's act";
/** Of one batch, for one person: the rest is counted. */
const MAX_NAMED = 100;

interface Told<Of> {
  readonly to: Of;
  readonly happenings: readonly Happening[];
}

/** Until nothing is announced any more. */
export async function takeAnnounced(parts: IntakeParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await takeOnce(parts)));
}

async function takeOnce(parts: IntakeParts): Promise<boolean> {
  const { records } = parts;
  const found = await records.read(INTAKE, async (tx) => {
    const announced = await readAnnounced(tx);
    const organisationIds = [...new Set(announced.happenings.flatMap((one) => one.organisationIds))];
    const webhooks: Told<WebhookTarget>[] = [];
    for (const to of await webhooksOf(tx, organisationIds))
      webhooks.push({ to, happenings: await wantedByWebhook(tx, to, announced.happenings) });
    return { ...announced, members: await membersOf(tx, organisationIds), webhooks };
  });
  if (found.ids.length === 0) return false;
  const people = await toPeople(records, found.members, found.happenings);
  await records.transaction(INTAKE, (tx) =>
    unaudited(tx, WHY, async (write) => {
      if (!(await remove(write, found.ids))) return;
      await storePeople(tx, write, parts, people);
      for (const told of found.webhooks) await storeWebhook(tx, write, parts.clock, told);
      for (const id of new Set(people.map(({ to }) => to.organisationId))) await tellNew(write, id);
    }),
  );
  return true;
}

/** Each under their own policies. Of an order, who belongs to both sides hears for the first. */
async function toPeople(
  records: Records,
  members: readonly Member[],
  happenings: readonly Happening[],
): Promise<Told<Member>[]> {
  const told: Told<Member>[] = [];
  for (const [personId, own] of Map.groupBy(members, (member) => member.personId)) {
    const heard = new Set<Happening>();
    for (const to of own) {
      const wanted = wantedBy(to, happenings).filter((one) => !heard.has(one));
      const readable = await mayRead(records, personId, wanted);
      for (const one of readable) heard.add(one);
      if (readable.length > 0) told.push({ to, happenings: readable });
    }
  }
  return told;
}

/** False where another took them meanwhile: it has done all of it. */
async function remove(write: Writer, ids: readonly string[]): Promise<boolean> {
  const rows = await write.deleteFrom("outbox").where("id", "in", ids).returning("id").execute();
  if (rows.length !== 0 && rows.length !== ids.length)
    throw new Error("another process took a part of what was announced");
  return rows.length > 0;
}

async function storePeople(
  { now, read }: Tx,
  write: Writer,
  { clock, hasMail }: IntakeParts,
  people: readonly Told<Member>[],
): Promise<void> {
  const lastNow = await lastNowOf({ read, now }, [...new Set(people.map(({ to }) => to.personId))]);
  for (const { to, happenings } of people) {
    const { personId, organisationId } = to;
    const last = lastNow.get(`${personId} ${organisationId}`);
    const planned = happenings.map((happening) => ({
      happening,
      plan: hasMail ? planFor(to, happening, now, last) : undefined,
    }));
    // Those of one mode are due at one time.
    for (const group of Map.groupBy(planned, (one) => one.plan?.mode).values()) {
      const worstFirst = group
        .map(({ happening }) => happening)
        .toSorted((one, other) => compareLevels(other.level, one.level));
      const named = worstFirst.slice(0, MAX_NAMED);
      const of = {
        id: newId<"delivery">(clock),
        personId,
        organisationId,
        now,
        more: group.length - named.length,
      };
      const how = group[0]?.plan;
      const deliveryId = how === undefined ? null : await joinDelivery(write, of, how);
      await insertNotifications(write, clock, named, {
        organisationId,
        personId,
        webhookId: null,
        deliveryId,
        now,
      });
    }
  }
}

function planFor(
  { preferences }: Member,
  { kind, level }: Happening,
  now: Date,
  lastNow: Date | undefined,
): Planned | undefined {
  // What has no choice has a letter of its own.
  const chosen = NOTIFICATION_KINDS.find((known) => known === kind);
  if (chosen === undefined) return undefined;
  const { channel } = preferences.choices[chosen];
  if (channel === "console" || channel === "off") return undefined;
  return plan(preferences, { channel, level, now, lastNow });
}

/** A call for each, as receivers expect it. */
async function storeWebhook(
  { now }: Tx,
  write: Writer,
  clock: Clock,
  { to, happenings }: Told<WebhookTarget>,
): Promise<void> {
  const { id: webhookId, organisationId } = to;
  for (const happening of happenings) {
    const deliveryId = newId<"delivery">(clock);
    await insertDelivery(write, {
      id: deliveryId,
      organisationId,
      webhookId,
      personId: null,
      mode: "each",
      now,
    });
    await insertNotifications(write, clock, [happening], {
      organisationId,
      personId: null,
      webhookId,
      deliveryId,
      now,
    });
  }
}
