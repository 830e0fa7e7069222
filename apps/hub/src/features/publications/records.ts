// SPDX-License-Identifier: Apache-2.0
/** The rows of publications and of the requests for them. */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Id, parseId } from "../../platform/ids.ts";
import type {
  Level,
  Marking,
  OrganisationId,
  Pap,
  PersonId,
  ReadTx,
  RequestState,
  Writer,
} from "../../platform/records/index.ts";
import type { Term } from "./rules.ts";

/** Ids that rise with time would tell in which order things came. */
export function randomId<Kind extends string>(): Id<Kind> {
  const id = parseId<Kind>(randomUUID());
  if (id === undefined) throw new TypeError("a UUID that is none");
  return id;
}

export interface PublicationFilter {
  readonly own: readonly OrganisationId[];
  readonly organisationId?: OrganisationId | undefined;
  readonly isReceived?: boolean | undefined;
  readonly state?: "draft" | "published" | "recalled" | undefined;
  readonly marking?: Marking | undefined;
  readonly text?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before?: { readonly time: Date; readonly id: Id<"publication"> } | undefined;
  readonly limit: number;
}

/** Drafts have no time: later than any, and one that a cursor can hold. */
export const DRAFTS = new Date("9999-12-31T00:00:00Z");

/** The newest first; drafts, which have no time, before them. */
export async function listPublications(tx: ReadTx, filter: PublicationFilter) {
  const { own, organisationId, isReceived, state, marking, text, from, to, before, limit } = filter;
  const time = sql<Date>`coalesce(published_at, ${DRAFTS}::timestamptz)`;
  let query = tx.read
    .selectFrom("publications")
    .selectAll()
    .orderBy(time, "desc")
    .orderBy("id", "desc")
    .limit(limit);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (isReceived !== undefined)
    query = query.where(sql<boolean>`(organisation_id = any (${[...own]}::uuid[])) <> ${isReceived}`);
  if (state !== undefined) query = query.where("state", "=", state);
  if (marking !== undefined) query = query.where("marking", "=", marking);
  if (text !== undefined) query = query.where(sql<boolean>`strpos(lower(title), ${text.toLowerCase()}) > 0`);
  if (from !== undefined) query = query.where("published_at", ">=", from);
  if (to !== undefined) query = query.where("published_at", "<", to);
  if (before !== undefined)
    query = query.where(sql<boolean>`(${time}, id) < (${before.time}, ${before.id}::uuid)`);
  return await query.execute();
}

export async function findPublication({ read }: Pick<ReadTx, "read">, id: Id<"publication">) {
  return await read.selectFrom("publications").selectAll().where("id", "=", id).executeTakeFirst();
}

export type PublicationRow = NonNullable<Awaited<ReturnType<typeof findPublication>>>;

export interface ContentValues {
  readonly title: string;
  readonly text: string;
  readonly severity: Level;
  readonly techniques: string[];
  readonly observables: string;
  readonly pap: Pap | null;
  readonly sharing: string;
}

export async function insertPublication(
  write: Writer,
  values: ContentValues & {
    readonly id: Id<"publication">;
    readonly organisation_id: OrganisationId;
    readonly audience_id: number;
    readonly marking: Marking;
    readonly author_id: PersonId;
    readonly created_at: Date;
    readonly changed_at: Date;
  },
): Promise<void> {
  await write.insertInto("publications").values(values).execute();
}

export async function updatePublication(
  write: Writer,
  id: Id<"publication">,
  values: Partial<ContentValues> & {
    readonly audience_id?: number;
    readonly marking?: Marking | null;
    readonly state?: "published" | "recalled";
    readonly version?: number;
    readonly published_at?: Date;
    readonly changed_at: Date;
  },
): Promise<void> {
  await write.updateTable("publications").set(values).where("id", "=", id).execute();
}

export async function listRequests({ read }: ReadTx) {
  return await read
    .selectFrom("publication_requests")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(200)
    .execute();
}

export async function findRequest({ read }: Pick<ReadTx, "read">, id: Id<"publication-request">) {
  return await read.selectFrom("publication_requests").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function requestFor({ read }: Pick<ReadTx, "read">, publicationId: Id<"publication">) {
  return await read
    .selectFrom("publication_requests")
    .selectAll()
    .where("publication_id", "=", publicationId)
    .executeTakeFirst();
}

export type RequestRow = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

export async function insertRequest(
  write: Writer,
  values: {
    readonly id: Id<"publication-request">;
    readonly organisation_id: OrganisationId;
    readonly publisher_id: OrganisationId;
    readonly publication_id?: Id<"publication">;
    readonly case_id: Id<"case"> | null;
    readonly asked_by: "source" | "publisher";
    readonly note: string;
    readonly handler_id?: PersonId;
    readonly state: RequestState;
    readonly created_by: PersonId;
    readonly created_at: Date;
  },
): Promise<void> {
  await write.insertInto("publication_requests").values(values).execute();
}

export async function updateRequest(
  write: Writer,
  id: Id<"publication-request">,
  values: {
    readonly publication_id?: Id<"publication">;
    readonly handler_id?: PersonId;
    readonly state?: RequestState;
    readonly consented_version?: number | null;
    readonly accepted?: string[];
    readonly answer?: string | null;
    readonly decided_by?: PersonId;
    readonly decided_at?: Date;
  },
): Promise<bigint> {
  const done = await write
    .updateTable("publication_requests")
    .set(values)
    .where("id", "=", id)
    .executeTakeFirst();
  return done.numUpdatedRows;
}

/** Those of a case that are seen by who asks; its organisation is the source. */
export async function sourceOfCase({ read }: ReadTx, caseId: Id<"case">) {
  return await read
    .selectFrom("cases")
    .select(["id", "organisation_id", "marking"])
    .where("id", "=", caseId)
    .executeTakeFirst();
}

const MOST_TERMS = 20_000;

/** As far as who asks may read them: for managers of the source, what is theirs. */
export async function termsOf({ read }: ReadTx, organisationId: OrganisationId): Promise<Term[]> {
  return await read
    .selectFrom(
      sql<Term>`(
        select 'organisation' as kind, name as text from organisations where id = ${organisationId}
        union all select 'person', unnest(array[p.name, p.email]) from people p
          join memberships m on m.person_id = p.id where m.organisation_id = ${organisationId}
        union all select 'system', name from systems where organisation_id = ${organisationId}
        union all select 'asset', name from assets where organisation_id = ${organisationId}
        union all select 'asset', value from asset_identifiers where organisation_id = ${organisationId}
        union all select 'address', value from claims where organisation_id = ${organisationId})`.as("terms"),
    )
    .select(["kind", "text"])
    .limit(MOST_TERMS)
    .execute();
}
