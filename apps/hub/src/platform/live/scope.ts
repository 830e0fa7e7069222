// SPDX-License-Identifier: Apache-2.0
/** What a person may hear of: asked of the database, with the functions that its policies of reading use. */
import { sql } from "kysely";
import { type PersonId, personPrincipal, type Records } from "../records/index.ts";
import type { HeardNews } from "./news.ts";

export interface LiveScope {
  readonly audienceIds: ReadonlySet<number>;
  /** Where the person is a viewer, at least. */
  readonly organisationIds: ReadonlySet<string>;
}

interface Row {
  readonly audiences: number[];
  readonly organisations: string[];
}

export async function readScope(records: Pick<Records, "read">, personId: PersonId): Promise<LiveScope> {
  const row = await records.read(
    personPrincipal(personId),
    async (tx) =>
      await tx.read
        .selectNoFrom([
          sql<Row["audiences"]>`my_audiences()`.as("audiences"),
          sql<Row["organisations"]>`my_organisations('viewer')`.as("organisations"),
        ])
        .executeTakeFirstOrThrow(),
  );
  return { audienceIds: new Set(row.audiences), organisationIds: new Set(row.organisations) };
}

export function mayHear({ audienceIds, organisationIds }: LiveScope, news: HeardNews): boolean {
  return news.audienceId === undefined
    ? organisationIds.has(news.organisationId)
    : audienceIds.has(news.audienceId);
}
