// SPDX-License-Identifier: Apache-2.0
/** Who hears of what happened: whoever may read it and chose to, and webhooks that asked for its kind. */
import { NOTIFICATION_KINDS, type NotificationPreferences } from "@fengsui/contract";
import type { Id } from "../../../platform/ids.ts";
import type {
  Level,
  OrganisationId,
  OrganisationRole,
  PersonId,
  ReadTx,
  Records,
} from "../../../platform/records/index.ts";
import { keyOf, reachedBy, readableBy } from "../content.ts";
import { isAtLeast } from "../deliveries/schedule.ts";
import { listPreferences, toPreferences } from "../preferences/records.ts";
import type { Happening } from "./facts.ts";

export interface Member {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  readonly role: OrganisationRole;
  readonly isCoordinator: boolean;
  readonly preferences: NotificationPreferences;
}

export interface WebhookTarget {
  readonly id: Id<"webhook">;
  readonly organisationId: OrganisationId;
  readonly kinds: readonly string[];
  readonly lowestLevel: Level;
}

/** The people of the organisations, each with what they chose there. */
export async function membersOf(tx: ReadTx, organisationIds: readonly OrganisationId[]): Promise<Member[]> {
  if (organisationIds.length === 0) return [];
  const rows = await tx.read
    .selectFrom("memberships")
    .innerJoin("people", "people.id", "memberships.person_id")
    .leftJoin("hub_roles", (join) =>
      join.onRef("hub_roles.person_id", "=", "people.id").on("hub_roles.role", "=", "coordinator"),
    )
    .select([
      "people.id as personId",
      "organisation_id as organisationId",
      "memberships.role",
      "hub_roles.role as hubRole",
    ])
    .where("organisation_id", "in", organisationIds)
    .where("people.disabled_at", "is", null)
    .where("people.kind", "=", "person")
    .orderBy("people.id")
    .execute();
  const stored = await listPreferences(tx, [...new Set(rows.map(({ personId }) => personId))]);
  return rows.map(({ hubRole, ...row }) => {
    const own = stored.find(
      (one) => one.person_id === row.personId && one.organisation_id === row.organisationId,
    );
    return { ...row, isCoordinator: hubRole !== null, preferences: toPreferences(own, row.role) };
  });
}

export async function webhooksOf(
  { read }: ReadTx,
  organisationIds: readonly OrganisationId[],
): Promise<WebhookTarget[]> {
  if (organisationIds.length === 0) return [];
  return await read
    .selectFrom("webhooks")
    .innerJoin("organisations", "organisations.id", "webhooks.organisation_id")
    .select([
      "webhooks.id",
      "webhooks.organisation_id as organisationId",
      "kinds",
      "lowest_level as lowestLevel",
    ])
    .where("organisation_id", "in", organisationIds)
    .where("is_enabled", "=", true)
    .where("removed_at", "is", null)
    .where("organisations.disabled_at", "is", null)
    .orderBy("webhooks.id")
    .execute();
}

/** Somebody of both sides of an order hears of it once. */
export function wantedBy(member: Member, happenings: readonly Happening[]): Happening[] {
  return happenings.filter(({ kind, level, organisationIds, hears, by }) => {
    if (!organisationIds.includes(member.organisationId) || by === member.personId) return false;
    if (hears === "coordinators" && !member.isCoordinator) return false;
    if (typeof hears === "object" && hears.personId !== member.personId) return false;
    const chosen = NOTIFICATION_KINDS.find((known) => known === kind);
    if (chosen === undefined) return true;
    const choice = member.preferences.choices[chosen];
    return choice.channel !== "off" && isAtLeast(level, choice.lowestLevel);
  });
}

export async function mayRead(
  records: Pick<Records, "read">,
  personId: PersonId,
  happenings: readonly Happening[],
): Promise<Happening[]> {
  if (happenings.length === 0) return [];
  const readable = await readableBy(
    records,
    { personId },
    happenings.map(({ subject }) => subject),
  );
  return happenings.filter(({ subject }) => readable.has(keyOf(subject)));
}

export async function wantedByWebhook(
  tx: ReadTx,
  { organisationId, kinds, lowestLevel }: WebhookTarget,
  happenings: readonly Happening[],
): Promise<Happening[]> {
  const wanted = happenings.filter(
    (one) =>
      one.organisationIds.includes(organisationId) &&
      kinds.includes(one.kind) &&
      isAtLeast(one.level, lowestLevel),
  );
  const audiences = [...new Set(wanted.flatMap(({ audienceId }) => audienceId ?? []))];
  const reached = new Set(await reachedBy(tx, organisationId, audiences));
  return wanted.filter(({ audienceId }) => audienceId === null || reached.has(audienceId));
}
