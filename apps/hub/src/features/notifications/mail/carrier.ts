// SPDX-License-Identifier: Apache-2.0
/** A letter to a person, as a mail in their language. */

import { DELIVERY_REASONS } from "@fengsui/contract";
import type { MailServer } from "../../../platform/mail/index.ts";
import {
  type OrganisationId,
  type PersonId,
  type Records,
  systemPrincipal,
} from "../../../platform/records/index.ts";
import type { Carrier } from "../deliveries/run.ts";
import type { Links } from "../links.ts";
import { composeMail } from "./compose.ts";

export interface MailParts {
  readonly records: Records;
  readonly server: MailServer | undefined;
  readonly links: Links;
}

const SENDER = systemPrincipal("notifications.deliver");

export function mailCarrier({ records, server, links }: MailParts): Carrier {
  return async ({ row, items }) => {
    if (server === undefined)
      return { kind: "failed", reason: DELIVERY_REASONS.noMailServer, isTargetDown: true };
    const { person_id: personId, organisation_id: organisationId } = row;
    const to = personId === null ? undefined : await addressee(records, personId, organisationId);
    if (to === undefined) return { kind: "failed", reason: DELIVERY_REASONS.noAccount, isFinal: true };
    const { language, timeZone, organisation, name, email: address } = to;
    const { mode, more } = row;
    const composed = composeMail({ language, timeZone, organisation, mode, items, more, links });
    return await server.send({
      ...composed,
      to: { name, address },
      messageId: `<${row.id}@${server.domain}>`,
      unsubscribe: links.preferences,
      date: row.changed_at,
    });
  };
}

async function addressee(records: Records, personId: PersonId, organisationId: OrganisationId) {
  return await records.read(SENDER, async ({ read }) => {
    const row = await read
      .selectFrom("people")
      .innerJoin("organisations", (join) => join.onTrue())
      .leftJoin("notification_preferences", (join) =>
        join
          .onRef("notification_preferences.person_id", "=", "people.id")
          .onRef("notification_preferences.organisation_id", "=", "organisations.id"),
      )
      .select([
        "people.name",
        "people.email",
        "people.language",
        "organisations.name as organisation",
        "time_zone",
      ])
      .where("people.id", "=", personId)
      .where("organisations.id", "=", organisationId)
      .where("people.disabled_at", "is", null)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const timeZone = row.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { ...row, timeZone };
  });
}
