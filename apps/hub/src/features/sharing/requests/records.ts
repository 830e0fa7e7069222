// SPDX-License-Identifier: Apache-2.0
/** The rows of requests: as who asked sees them, and as who answers does. */
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

export type RequestId = Id<"sharing-request">;

const MAX_ROWS = 200;

export interface GroupRequestFilter {
  readonly id?: RequestId;
  /** Asked by these, or else about groups that these run. */
  readonly askedBy?: readonly OrganisationId[];
  readonly answeredBy?: readonly OrganisationId[];
}

export async function groupRequests(
  { read }: Pick<ReadTx, "read">,
  { id, askedBy, answeredBy }: GroupRequestFilter,
) {
  let query = read
    .selectFrom("group_requests as r")
    .innerJoin("organisations as o", "o.id", "r.organisation_id")
    .innerJoin("sharing_groups as g", "g.id", "r.sharing_group_id")
    .selectAll("r")
    .select([
      "o.name as organisation_name",
      "g.name as about",
      "g.organisation_id as owner_id",
      "g.closed_at",
    ])
    .orderBy("r.asked_at", "desc")
    .limit(MAX_ROWS);
  if (id !== undefined) query = query.where("r.id", "=", id);
  if (askedBy !== undefined) query = query.where("r.organisation_id", "in", askedBy);
  if (answeredBy !== undefined) query = query.where("g.organisation_id", "in", answeredBy);
  return await query.execute();
}

export type GroupRequestRow = Awaited<ReturnType<typeof groupRequests>>[number];

export async function insertGroupRequest(
  write: Writer,
  row: {
    readonly id: RequestId;
    readonly sharing_group_id: Id<"sharing-group">;
    readonly organisation_id: OrganisationId;
    readonly asked_by: PersonId;
    readonly reason: string;
    readonly asked_at: Date;
  },
): Promise<void> {
  await write.insertInto("group_requests").values(row).execute();
}

export interface Answer<Word extends string> {
  readonly answer: Word;
  readonly answer_reason: string;
  readonly answered_by: PersonId;
  readonly answered_at: Date;
}

/** False where somebody else answered first. */
export async function answerGroupRequest(
  write: Writer,
  id: RequestId,
  answer: Answer<"granted" | "refused">,
): Promise<boolean> {
  const done = await write
    .updateTable("group_requests")
    .set(answer)
    .where("id", "=", id)
    .where("answer", "is", null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

const ASKED = [
  "r.id",
  "r.organisation_id",
  "r.reference",
  "r.reason",
  "r.asked_at",
  "r.expires_at",
  "r.answer",
  "r.answer_reason",
  "r.answered_at",
] as const;

export async function accessRequests({ read }: Pick<ReadTx, "read">, askedBy: readonly OrganisationId[]) {
  return await read
    .selectFrom("access_requests as r")
    .innerJoin("organisations as o", "o.id", "r.organisation_id")
    .select(ASKED)
    .select("o.name as organisation_name")
    .where("r.organisation_id", "in", askedBy)
    .orderBy("r.asked_at", "desc")
    .limit(MAX_ROWS)
    .execute();
}

export async function countOpen(
  { read, now }: Pick<ReadTx, "read" | "now">,
  organisationId: OrganisationId,
): Promise<number> {
  const row = await read
    .selectFrom("access_requests")
    .select(({ fn }) => fn.count<string>("id").as("n"))
    .where("organisation_id", "=", organisationId)
    .where("answer", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export async function insertAccessRequest(
  write: Writer,
  row: {
    readonly id: RequestId;
    readonly organisation_id: OrganisationId;
    readonly asked_by: PersonId;
    readonly reference: string;
    readonly reason: string;
    readonly asked_at: Date;
    readonly expires_at: Date;
  },
): Promise<void> {
  await write.insertInto("access_requests").values(row).execute();
}

/** About records that one may see: of what became RED meanwhile, those whom it names alone. */
export async function petitions(
  { read }: Pick<ReadTx, "read">,
  { id, of }: { readonly id?: RequestId; readonly of?: readonly OrganisationId[] },
) {
  let query = read
    .selectFrom("access_petitions as r")
    .innerJoin("organisations as o", "o.id", "r.asking_id")
    .innerJoin("cases", "cases.id", "r.case_id")
    .selectAll("r")
    .select(["o.name as organisation_name", "cases.title as about"])
    .orderBy("r.asked_at", "desc")
    .limit(MAX_ROWS);
  if (id !== undefined) query = query.where("r.id", "=", id);
  if (of !== undefined) query = query.where("r.organisation_id", "in", of);
  return await query.execute();
}

export type PetitionRow = Awaited<ReturnType<typeof petitions>>[number];

export async function answerPetition(
  write: Writer,
  id: RequestId,
  answer: Answer<"granted" | "refused" | "ignored">,
): Promise<boolean> {
  const done = await write
    .updateTable("access_petitions")
    .set(answer)
    .where("id", "=", id)
    .where("answer", "is", null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
