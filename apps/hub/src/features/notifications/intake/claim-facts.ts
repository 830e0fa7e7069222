// SPDX-License-Identifier: Apache-2.0
/**
 * What was announced of claims. That several claim the same is told to coordinators alone, who may know of all: to one
 * organisation what another claims is no news of theirs, not even that it does.
 */
import { sql } from "kysely";
import { z } from "zod";
import { parseId } from "../../../platform/ids.ts";
import type { OrganisationId, ReadTx } from "../../../platform/records/index.ts";
import { OVERLAPS } from "../../constituency/index.ts";
import type { Happening } from "./happening.ts";

const payload = z.object({ claimId: z.uuid() });
export const CLAIM_LOST = { topic: "claim.lost", payload };
export const CLAIM_MADE = { topic: "claim.made", payload };
type Messages = readonly z.output<typeof payload>[];

/** To the organisation, and to coordinators wherever they are. */
export async function claimsLost(tx: ReadTx, messages: Messages): Promise<Happening[]> {
  const ids = idsOf(messages);
  if (ids.length === 0) return [];
  const rows = await tx.read
    .selectFrom("claims")
    .select("organisation_id")
    .distinct()
    .where("id", "in", ids)
    .execute();
  const coordinating = await coordinatingOrganisations(tx);
  return rows.flatMap(({ organisation_id: own }): Happening[] => {
    const common = { ...about(own), kind: "claim.lost" } as const;
    const elsewhere = coordinating.filter((id) => id !== own);
    return [
      { ...common, organisationIds: [own], hears: "everybody" },
      { ...common, organisationIds: elsewhere, hears: "coordinators" },
    ];
  });
}

export async function claimsOverlapping(tx: ReadTx, messages: Messages): Promise<Happening[]> {
  const ids = idsOf(messages);
  if (ids.length === 0) return [];
  const rows = await tx.read
    .selectFrom("claims as own")
    .select("own.organisation_id")
    .distinct()
    .where("own.id", "in", ids)
    .where(
      sql<boolean>`exists (select from claims other where other.kind = own.kind
        and other.organisation_id <> own.organisation_id and ${OVERLAPS})`,
    )
    .execute();
  if (rows.length === 0) return [];
  const organisationIds = await coordinatingOrganisations(tx);
  return rows.map(({ organisation_id: own }) => ({
    ...about(own),
    kind: "claim.overlaps",
    organisationIds,
    hears: "coordinators",
  }));
}

function about(own: OrganisationId) {
  return { level: "medium", subject: { kind: "organisation", id: own }, by: null, audienceId: null } as const;
}

function idsOf(messages: Messages) {
  return messages.flatMap(({ claimId }) => parseId<"claim">(claimId) ?? []);
}

async function coordinatingOrganisations({ read }: ReadTx): Promise<OrganisationId[]> {
  const rows = await read
    .selectFrom("memberships")
    .innerJoin("hub_roles", "hub_roles.person_id", "memberships.person_id")
    .where("hub_roles.role", "=", "coordinator")
    .select("memberships.organisation_id as id")
    .distinct()
    .execute();
  return rows.map(({ id }) => id);
}
