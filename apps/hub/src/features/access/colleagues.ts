// SPDX-License-Identifier: Apache-2.0
/** Who one works with: the people of one's organisations, by name, for lists that work is given from. */
import { COLLEAGUES, type Colleague } from "@fengsui/contract";
import { sql } from "kysely";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../platform/http/index.ts";
import type { OrganisationId } from "../../platform/records/index.ts";
import { personPrincipal, type ReadTx, type Records } from "../../platform/records/index.ts";

export function colleagueRoutes(records: Records): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/colleagues",
      key: "organisations:read",
      policy: role("viewer"),
      summary: "The people of one's organisations, by name.",
      response: COLLEAGUES,
      handler: async (ctx) => ({
        people: await records.read(personPrincipal(sessionOf(ctx).person), listColleagues),
      }),
    }),
  ];
}

const MAX_PEOPLE = 2000;

/** Memberships of others are not seen, so neither are those that have none in common. */
async function listColleagues({ read }: ReadTx): Promise<Colleague[]> {
  const rows = await read
    .selectFrom("people")
    .innerJoin("memberships", "memberships.person_id", "people.id")
    .where("people.disabled_at", "is", null)
    .select([
      "people.id",
      "people.name",
      sql<OrganisationId[]>`array_agg(memberships.organisation_id)`.as("organisationIds"),
    ])
    .groupBy(["people.id", "people.name"])
    .orderBy("people.name")
    .orderBy("people.id")
    .limit(MAX_PEOPLE)
    .execute();
  return rows;
}
