// SPDX-License-Identifier: Apache-2.0
/** Webhooks of an organisation, by those who administer it. */
import {
  FengsuiError,
  type NewWebhook,
  NOTIFICATION_KINDS,
  type Webhook,
  type WebhookChange,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import type { Reach } from "../../../platform/reach/index.ts";
import {
  audited,
  personPrincipal,
  type ReadTx,
  type Records,
  type Writer,
} from "../../../platform/records/index.ts";
import { tellNew } from "../deliveries/attempt.ts";
import { insertDelivery } from "../deliveries/records.ts";
import { newSecret, writeSecret } from "./sign.ts";

export interface WebhooksParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly reach: Reach;
}

const MAX_WEBHOOKS = 20;
/** So long the receiver may go on with the secret of before. */
const OVERLAP_MS = 24 * 3_600_000;

export class Webhooks {
  readonly #parts: WebhooksParts;

  constructor(parts: WebhooksParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn): Promise<Webhook[]> {
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) => select(tx).execute());
    return rows.map(toWire);
  }

  async create(signedIn: SignedIn, wanted: NewWebhook): Promise<{ webhook: Webhook; secret: string }> {
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "administrator");
    this.#requireReach(wanted.url);
    const id = newId<"webhook">(this.#parts.clock);
    const personId = signedIn.person.id;
    const secret = newSecret();
    const { name, url, kinds, lowestLevel } = wanted;
    const detail = { name, host: new URL(url).host, kinds, lowestLevel };
    const entry = { action: "webhook.create", subject: { kind: "webhook", id }, organisationId, detail };
    const webhook = await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const existing = await select(tx).where("organisation_id", "=", organisationId).execute();
      if (existing.length >= MAX_WEBHOOKS)
        throw new FengsuiError("webhook.too_many", `it has ${existing.length}`);
      await audited(tx, entry, (write) =>
        write
          .insertInto("webhooks")
          .values({
            id,
            organisation_id: organisationId,
            name,
            url,
            kinds: [...new Set(kinds)],
            lowest_level: lowestLevel,
            secret,
            created_by: personId,
            responsible_id: personId,
            created_at: tx.now,
            changed_at: tx.now,
          })
          .execute(),
      );
      return toWire(await requireWebhook(tx, id));
    });
    return { webhook, secret: writeSecret(secret) };
  }

  async change(signedIn: SignedIn, id: Id<"webhook">, wanted: WebhookChange): Promise<Webhook> {
    const { name, url, kinds, lowestLevel, isEnabled } = wanted;
    if (url !== undefined) this.#requireReach(url);
    const detail = { changed: Object.keys(wanted) };
    return await this.#change(signedIn, id, { action: "webhook.change", detail }, (write, now) =>
      write
        .updateTable("webhooks")
        .set({
          changed_at: now,
          ...(name !== undefined && { name }),
          ...(url !== undefined && { url }),
          ...(kinds !== undefined && { kinds: [...new Set(kinds)] }),
          ...(lowestLevel !== undefined && { lowest_level: lowestLevel }),
          ...(isEnabled !== undefined && { is_enabled: isEnabled, disabled_reason: null }),
          // Who switches it on answers for it from then on.
          ...(isEnabled === true && { responsible_id: signedIn.person.id }),
        })
        .where("id", "=", id)
        .execute(),
    );
  }

  /** Both secrets sign for a day. */
  async rotate(signedIn: SignedIn, id: Id<"webhook">): Promise<{ webhook: Webhook; secret: string }> {
    const secret = newSecret();
    const webhook = await this.#change(signedIn, id, { action: "webhook.rotate" }, (write, now) =>
      write
        .updateTable("webhooks")
        .set({ secret, previous_secret_until: new Date(now.getTime() + OVERLAP_MS), changed_at: now })
        .where("id", "=", id)
        .execute(),
    );
    return { webhook, secret: writeSecret(secret) };
  }

  async remove(signedIn: SignedIn, id: Id<"webhook">): Promise<void> {
    await this.#write(signedIn, id, { action: "webhook.remove" }, (write, now) =>
      write.updateTable("webhooks").set({ removed_at: now, changed_at: now }).where("id", "=", id).execute(),
    );
  }

  /** How it went is said by the delivery. */
  async test(signedIn: SignedIn, id: Id<"webhook">): Promise<Id<"delivery">> {
    const deliveryId = newId<"delivery">(this.#parts.clock);
    await this.#write(signedIn, id, { action: "webhook.test" }, async (write, now, row) => {
      const { organisation_id } = row;
      const of = { organisationId: organisation_id, webhookId: id, personId: null };
      await insertDelivery(write, { id: deliveryId, ...of, mode: "test", now });
      await tellNew(write, organisation_id);
    });
    return deliveryId;
  }

  #requireReach(url: string): void {
    const refusal = this.#parts.reach.refusal(new URL(url));
    if (refusal !== undefined) throw new FengsuiError("webhook.refused_address", refusal);
  }

  async #change(signedIn: SignedIn, id: Id<"webhook">, about: About, change: Change): Promise<Webhook> {
    await this.#write(signedIn, id, about, change);
    return await this.#parts.records.read(personPrincipal(signedIn.person), async (tx) =>
      toWire(await requireWebhook(tx, id)),
    );
  }

  async #write(
    signedIn: SignedIn,
    id: Id<"webhook">,
    { action, detail = {} }: About,
    change: Change,
  ): Promise<void> {
    await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const row = await requireWebhook(tx, id);
      const { organisation_id: organisationId } = row;
      const entry = { action, subject: { kind: "webhook", id }, organisationId, detail };
      await audited(tx, entry, (write) => change(write, tx.now, row));
    });
  }
}

interface About {
  readonly action: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

type Row = Awaited<ReturnType<typeof requireWebhook>>;
type Change = (write: Writer, now: Date, row: Row) => Promise<unknown>;

function select({ read }: Pick<ReadTx, "read">) {
  return read
    .selectFrom("webhooks")
    .select([
      "id",
      "organisation_id",
      "name",
      "url",
      "kinds",
      "lowest_level",
      "is_enabled",
      "disabled_reason",
      "previous_secret_until",
      "created_by",
      "responsible_id",
      "created_at",
      "changed_at",
    ])
    .where("removed_at", "is", null)
    .orderBy("name")
    .orderBy("id");
}

async function requireWebhook(tx: Pick<ReadTx, "read">, id: Id<"webhook">) {
  const row = await select(tx).where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new FengsuiError("webhook.not_found", `no webhook has the id ${id}`);
  return row;
}

function toWire(row: Row): Webhook {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    url: row.url,
    kinds: NOTIFICATION_KINDS.filter((kind) => row.kinds.includes(kind)),
    lowestLevel: row.lowest_level,
    isEnabled: row.is_enabled,
    disabledReason: row.disabled_reason,
    previousSecretUntil: row.previous_secret_until?.toISOString() ?? null,
    createdBy: row.created_by,
    responsibleId: row.responsible_id,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}
