// SPDX-License-Identifier: Apache-2.0
/** The rows of evidence, of its content and of its custody. */
import { sql } from "kysely";
import type { Id } from "../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../platform/records/index.ts";
import type { Spooled } from "../../platform/spool.ts";

/** Stored once, whoever of the organisation brings it. */
export async function storeContent(
  write: Writer,
  organisationId: OrganisationId,
  content: Spooled,
): Promise<void> {
  const { sha256 } = content;
  const key = { organisation_id: organisationId, sha256 };
  const { numInsertedOrUpdatedRows = 0n } = await write
    .insertInto("evidence_contents")
    .values({ ...key, byte_count: content.byteCount })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return;
  let position = 0;
  for await (const bytes of content.chunks())
    await write
      .insertInto("evidence_chunks")
      .values({ ...key, position: position++, bytes })
      .execute();
}

export async function readChunk(
  { read }: Pick<ReadTx, "read">,
  { organisation_id, sha256 }: Pick<EvidenceRow, "organisation_id" | "sha256">,
  position: number,
): Promise<Buffer | undefined> {
  const row = await read
    .selectFrom("evidence_chunks")
    .select("bytes")
    .where("organisation_id", "=", organisation_id)
    .where("sha256", "=", sha256)
    .where("position", "=", position)
    .executeTakeFirst();
  return row?.bytes;
}

export interface InsertEvidence {
  readonly id: Id<"evidence">;
  readonly organisationId: OrganisationId;
  readonly audienceId: number;
  readonly of: { readonly case_id: Id<"case"> } | { readonly order_id: Id<"order"> };
  readonly kind: "file" | "event";
  readonly name: string;
  readonly mediaType: string;
  readonly description: string;
  readonly content: Spooled;
  readonly occurredAt: Date | null;
  readonly origin: Readonly<Record<string, unknown>>;
  readonly addedBy: PersonId;
  readonly now: Date;
}

export async function insertEvidence(write: Writer, wanted: InsertEvidence): Promise<EvidenceRow> {
  const { content } = wanted;
  await storeContent(write, wanted.organisationId, content);
  return await write
    .insertInto("evidence")
    .values({
      id: wanted.id,
      organisation_id: wanted.organisationId,
      audience_id: wanted.audienceId,
      ...wanted.of,
      kind: wanted.kind,
      name: wanted.name,
      media_type: wanted.mediaType,
      description: wanted.description,
      sha256: content.sha256,
      byte_count: content.byteCount,
      occurred_at: wanted.occurredAt,
      origin: JSON.stringify(wanted.origin),
      added_by: wanted.addedBy,
      created_at: wanted.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findEvidence({ read }: Pick<ReadTx, "read">, id: Id<"evidence">) {
  return await read.selectFrom("evidence").selectAll().where("id", "=", id).executeTakeFirst();
}

export type EvidenceRow = NonNullable<Awaited<ReturnType<typeof findEvidence>>>;

export interface EvidencePage {
  readonly of: { readonly caseIds: readonly Id<"case">[] } | { readonly orderId: Id<"order"> };
  readonly after?: { readonly time: Date; readonly id: Id<"evidence"> } | undefined;
  readonly limit: number;
}

/** In the order in which it was added. */
export async function listEvidence(tx: ReadTx, { of, after, limit }: EvidencePage): Promise<EvidenceRow[]> {
  let query = tx.read.selectFrom("evidence").selectAll().orderBy("created_at").orderBy("id").limit(limit);
  query =
    "caseIds" in of ? query.where("case_id", "in", of.caseIds) : query.where("order_id", "=", of.orderId);
  if (after !== undefined)
    query = query.where((where) =>
      where(where.refTuple("created_at", "id"), ">", where.tuple(after.time, after.id)),
    );
  return await query.execute();
}

interface OfCase {
  readonly id: Id<"case">;
  readonly audience_id: number;
}

export interface MoveEvidence {
  readonly from: OfCase;
  readonly to: OfCase;
  readonly ids: readonly Id<"evidence">[];
}

export async function moveEvidence(write: Writer, { from, to, ids }: MoveEvidence): Promise<EvidenceRow[]> {
  if (ids.length === 0) return [];
  return await write
    .updateTable("evidence")
    .set({ case_id: to.id, audience_id: to.audience_id })
    .where("case_id", "=", from.id)
    .where("id", "in", ids)
    .returningAll()
    .execute();
}

export interface NewCustody {
  readonly id: Id<"custody">;
  readonly evidence: Pick<EvidenceRow, "id" | "organisation_id" | "audience_id">;
  readonly action: "added" | "viewed" | "downloaded" | "moved";
  readonly personId: PersonId;
  readonly actingId: OrganisationId;
  readonly now: Date;
}

export async function insertCustody(write: Writer, custody: NewCustody): Promise<void> {
  const { id, evidence, action, personId, actingId, now } = custody;
  await write
    .insertInto("evidence_custody")
    .values({
      id,
      evidence_id: evidence.id,
      organisation_id: evidence.organisation_id,
      audience_id: evidence.audience_id,
      action,
      person_id: personId,
      acting_id: actingId,
      created_at: now,
    })
    .execute();
}

/** By which of their organisations the principal sees it. */
export async function actingFor(
  { read }: Pick<ReadTx, "read">,
  { audience_id }: Pick<EvidenceRow, "audience_id">,
): Promise<OrganisationId | null> {
  const row = await read
    .selectNoFrom(sql<OrganisationId | null>`acting_for(${audience_id}::int)`.as("id"))
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Without whom the principal may not know of; whoever owns it sees that there was somebody. */
export async function listCustody(tx: ReadTx, id: Id<"evidence">) {
  return await tx.read
    .selectFrom(
      sql<{
        id: Id<"custody">;
        action: NewCustody["action"];
        person_id: PersonId | null;
        acting_id: OrganisationId | null;
        created_at: Date;
      }>`custody_of(${id}::uuid)`.as("custody"),
    )
    .select(["id", "action", "person_id", "acting_id", "created_at"])
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}
