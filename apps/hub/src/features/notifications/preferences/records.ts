// SPDX-License-Identifier: Apache-2.0
/** The rows of preferences; where there is none, the defaults hold. */
import type { NotificationPreferences } from "@fengsui/contract";
import type { Selectable } from "kysely";
import type {
  NotificationPreferencesTable,
  OrganisationId,
  OrganisationRole,
  PersonId,
  ReadTx,
  Writer,
} from "../../../platform/records/index.ts";
import { choicesOf, defaultPreferences } from "./defaults.ts";

export type PreferencesRow = Selectable<NotificationPreferencesTable>;

export function toPreferences(
  row: PreferencesRow | undefined,
  role: OrganisationRole,
): NotificationPreferences {
  if (row === undefined) return defaultPreferences(role);
  const { quiet_from: from, quiet_to: to } = row;
  return {
    choices: choicesOf(role, row.choices),
    dailyAt: row.daily_at,
    timeZone: row.time_zone,
    quietHours: from === null || to === null ? null : { from, to },
    urgentLevel: row.urgent_level,
  };
}

export async function listPreferences(
  { read }: Pick<ReadTx, "read">,
  personIds: readonly PersonId[],
): Promise<PreferencesRow[]> {
  if (personIds.length === 0) return [];
  return await read
    .selectFrom("notification_preferences")
    .selectAll()
    .where("person_id", "in", personIds)
    .execute();
}

export async function writePreferences(
  write: Writer,
  of: { readonly personId: PersonId; readonly organisationId: OrganisationId; readonly now: Date },
  preferences: NotificationPreferences,
): Promise<void> {
  const values = {
    choices: JSON.stringify(preferences.choices),
    daily_at: preferences.dailyAt,
    time_zone: preferences.timeZone,
    quiet_from: preferences.quietHours?.from ?? null,
    quiet_to: preferences.quietHours?.to ?? null,
    urgent_level: preferences.urgentLevel,
    changed_at: of.now,
  };
  await write
    .insertInto("notification_preferences")
    .values({ person_id: of.personId, organisation_id: of.organisationId, ...values })
    .onConflict((conflict) => conflict.columns(["person_id", "organisation_id"]).doUpdateSet(values))
    .execute();
}
