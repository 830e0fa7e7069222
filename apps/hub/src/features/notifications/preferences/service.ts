// SPDX-License-Identifier: Apache-2.0
/** What somebody wants to hear of, in each of their organisations. */
import { FengsuiError, type NotificationPreferences, type NotificationSettings } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import {
  audited,
  type OrganisationId,
  personPrincipal,
  type Records,
} from "../../../platform/records/index.ts";
import { tellNew } from "../deliveries/attempt.ts";
import { insertDelivery } from "../deliveries/records.ts";
import { listPreferences, toPreferences, writePreferences } from "./records.ts";

export interface PreferencesParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly hasMail: boolean;
}

export class Preferences {
  readonly #parts: PreferencesParts;

  constructor(parts: PreferencesParts) {
    this.#parts = parts;
  }

  async get({ person, organisations }: SignedIn): Promise<NotificationSettings> {
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      listPreferences(tx, [person.id]),
    );
    return {
      mail: { isSetUp: this.#parts.hasMail, address: person.email },
      organisations: organisations.map(({ id: organisationId, role }) => {
        const row = rows.find(({ organisation_id }) => organisation_id === organisationId);
        return { organisationId, isDefault: row === undefined, preferences: toPreferences(row, role) };
      }),
    };
  }

  async set(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    wanted: NotificationPreferences,
  ): Promise<NotificationSettings> {
    requireRole(signedIn, organisationId, "viewer");
    requireTimeZone(wanted.timeZone);
    const personId = signedIn.person.id;
    const subject = { kind: "notification_preferences", id: personId };
    const entry = { action: "notification_preferences.change", subject, organisationId };
    await this.#parts.records.transaction(personPrincipal(signedIn.person), (tx) =>
      audited(tx, entry, (write) =>
        writePreferences(write, { personId, organisationId, now: tx.now }, wanted),
      ),
    );
    return await this.get(signedIn);
  }

  /** A mail to oneself. How it went is said by the delivery. */
  async test(signedIn: SignedIn, organisationId: OrganisationId): Promise<Id<"delivery">> {
    requireRole(signedIn, organisationId, "viewer");
    if (!this.#parts.hasMail)
      throw new FengsuiError("mail.not_set_up", "there is no mail server in its configuration");
    const id = newId<"delivery">(this.#parts.clock);
    const personId = signedIn.person.id;
    const entry = { action: "notification.test", subject: { kind: "delivery", id }, organisationId };
    await this.#parts.records.transaction(personPrincipal(signedIn.person), (tx) =>
      audited(tx, entry, async (write) => {
        await insertDelivery(write, {
          id,
          organisationId,
          personId,
          webhookId: null,
          mode: "test",
          now: tx.now,
        });
        await tellNew(write, organisationId);
      }),
    );
    return id;
  }
}

function requireTimeZone(name: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    throw new FengsuiError("http.invalid", "timeZone: is none that is known, such as Asia/Shanghai");
  }
}
