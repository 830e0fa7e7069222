// SPDX-License-Identifier: Apache-2.0
/** What a person may hear of: asked of the database, with the functions that its policies of reading use. */
import { sql } from "kysely";
import { type ActingPerson, personPrincipal, type Records } from "../records/index.ts";
import type { HeardNews } from "./news.ts";

export interface LiveScope {
  /** Absent for a key that is not for what is named to the person. */
  readonly personId: string | undefined;
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

export async function readScope(records: Pick<Records, "read">, person: ActingPerson): Promise<LiveScope> {
  const row = await records.read(
    personPrincipal(person),
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
    personId: person.key === undefined || person.key.seesNamed ? person.id : undefined,
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
