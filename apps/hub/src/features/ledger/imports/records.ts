// SPDX-License-Identifier: Apache-2.0
/** The rows of imports. */
import type { Insertable, Updateable } from "kysely";
import type { Cursor } from "../../../platform/cursor.ts";
import type { Id } from "../../../platform/ids.ts";
import type { LedgerImportsTable, OrganisationId, ReadTx, Writer } from "../../../platform/records/index.ts";

const COLUMNS = [
  "id",
  "organisation_id",
  "kind",
  "file_name",
  "charset",
  "delimiter",
  "mapping",
  "state",
  "outcome",
  "created_at",
  "committed_at",
] as const;

export interface ImportFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly after?: Cursor<"ledger-import"> | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function listImports(tx: ReadTx, { organisationId, after, limit }: ImportFilter) {
  let query = tx.read
    .selectFrom("ledger_imports")
    .select(COLUMNS)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (after !== undefined)
    query = query.where((where) =>
      where(where.refTuple("created_at", "id"), "<", where.tuple(after.time, after.id)),
    );
  return await query.execute();
}

export async function findImport(tx: ReadTx, id: Id<"ledger-import">) {
  return await tx.read
    .selectFrom("ledger_imports")
    .select([...COLUMNS, "bytes"])
    .where("id", "=", id)
    .executeTakeFirst();
}

export type ImportRecord = NonNullable<Awaited<ReturnType<typeof findImport>>>;

export async function insertImport(write: Writer, row: Insertable<LedgerImportsTable>): Promise<void> {
  await write.insertInto("ledger_imports").values(row).execute();
}

/** False where it was committed meanwhile. */
export async function updateImport(
  write: Writer,
  id: Id<"ledger-import">,
  change: Updateable<LedgerImportsTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("ledger_imports")
    .set(change)
    .where("id", "=", id)
    .where("state", "=", "open")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteImport(write: Writer, id: Id<"ledger-import">): Promise<void> {
  await write.deleteFrom("ledger_imports").where("id", "=", id).execute();
}

/** Files that nobody needs any more; of those that were committed, what became of them stays. */
export async function forgetBefore(write: Writer, time: Date): Promise<void> {
  await write
    .deleteFrom("ledger_imports")
    .where("created_at", "<", time)
    .where("state", "=", "open")
    .execute();
  await write
    .updateTable("ledger_imports")
    .set({ bytes: null })
    .where("created_at", "<", time)
    .where("bytes", "is not", null)
    .execute();
}
