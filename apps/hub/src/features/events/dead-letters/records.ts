// SPDX-License-Identifier: Apache-2.0
/** The rows of dead letters: what could not be read, as it came, with the reason. */
import { derivedId } from "../../../platform/derived-id.ts";
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, ReadTx, Writer } from "../../../platform/records/index.ts";
import type { RejectedRecord } from "../ingest/parse.ts";

export interface Origin {
  readonly source: { readonly id: Id<"source">; readonly organisationId: OrganisationId };
  readonly bodyHash: string;
  readonly receivedAt: Date;
}

/** What is kept of one record, and of one body: garbage without end must not fill the database. */
const MAX_BYTES = 64 * 1024;
const MAX_LETTERS = 500;

/** The same record of the same body is one letter, however often it comes. The ids of those that were not there yet. */
export async function keepDeadLetters(
  write: Writer,
  { source, bodyHash, receivedAt }: Origin,
  rejected: readonly RejectedRecord[],
): Promise<Id<"dead-letter">[]> {
  if (rejected.length === 0) return [];
  const rows = rejected
    .slice(0, MAX_LETTERS)
    .map(({ position, bytes, code, message, byteCount = bytes.length }) => ({
      id: derivedId<"dead-letter">([source.id, bodyHash, `${position}`, `${receivedAt.getTime()}`]),
      organisation_id: source.organisationId,
      source_id: source.id,
      received_at: receivedAt,
      position,
      code,
      message: message.slice(0, 2000),
      bytes: Buffer.from(bytes.subarray(0, MAX_BYTES)),
      byte_count: byteCount,
    }));
  const kept = await write
    .insertInto("dead_letters")
    .values(rows)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .execute();
  return kept.map(({ id }) => id);
}

export interface DeadLetterFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly sourceId?: Id<"source"> | undefined;
  readonly code?: string | undefined;
  readonly before?: { readonly receivedAt: Date; readonly id: Id<"dead-letter"> } | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function listDeadLetters(tx: ReadTx, filter: DeadLetterFilter) {
  const { organisationId, sourceId, code, before, limit } = filter;
  let query = tx.read
    .selectFrom("dead_letters")
    .selectAll()
    .orderBy("received_at", "desc")
    .orderBy("id", "desc")
    .limit(limit);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (sourceId !== undefined) query = query.where("source_id", "=", sourceId);
  if (code !== undefined) query = query.where("code", "=", code);
  if (before !== undefined)
    query = query.where((where) =>
      where(where.refTuple("received_at", "id"), "<", where.tuple(before.receivedAt, before.id)),
    );
  return await query.execute();
}

const MAX_COUNTS = 500;

/** By source and reason. */
export async function countDeadLetters(tx: ReadTx) {
  return await tx.read
    .selectFrom("dead_letters")
    .select(({ fn }) => [
      "source_id",
      "code",
      fn.countAll<string>().as("count"),
      fn.max("received_at").$notNull().as("last"),
    ])
    .groupBy(["source_id", "code"])
    .orderBy("count", "desc")
    .limit(MAX_COUNTS)
    .execute();
}

export async function findDeadLetter(tx: ReadTx, id: Id<"dead-letter">) {
  return await tx.read.selectFrom("dead_letters").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function deleteDeadLetter(write: Writer, id: Id<"dead-letter">): Promise<void> {
  await write.deleteFrom("dead_letters").where("id", "=", id).execute();
}
