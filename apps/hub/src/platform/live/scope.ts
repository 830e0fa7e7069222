// SPDX-License-Identifier: Apache-2.0
/** What a person may hear of: asked of the database, with the functions that its policies of reading use. */
import { sql } from "kysely";
import { type PersonId, personPrincipal, type Records } from "../records/index.ts";
import type { HeardNews } from "./news.ts";

export interface LiveScope {
  readonly personId: string;
  readonly audienceIds: ReadonlySet<number>;
  /** Where the person is a viewer, at least. */
  readonly organisationIds: ReadonlySet<string>;
  readonly administeredIds: ReadonlySet<string>;
}

interface Row {
  readonly audiences: number[];
  readonly organisations: string[];
  readonly administered: string[];
}

export async function readScope(records: Pick<Records, "read">, personId: PersonId): Promise<LiveScope> {
  const row = await records.read(
    personPrincipal(personId),
    async (tx) =>
      await tx.read
        .selectNoFrom([
          sql<Row["audiences"]>`my_audiences()`.as("audiences"),
          sql<Row["organisations"]>`my_organisations('viewer')`.as("organisations"),
          sql<Row["administered"]>`my_organisations('administrator')`.as("administered"),
        ])
        .executeTakeFirstOrThrow(),
  );
  return {
    personId,
    audienceIds: new Set(row.audiences),
    organisationIds: new Set(row.organisations),
    administeredIds: new Set(row.administered),
  };
}

export function mayHear(scope: LiveScope, { organisationId, audienceId, for: whom }: HeardNews): boolean {
  if (typeof whom === "object") return whom.personId === scope.personId;
  if (whom === "administrators") return scope.administeredIds.has(organisationId);
  return audienceId === undefined
    ? scope.organisationIds.has(organisationId)
    : scope.audienceIds.has(audienceId);
}
