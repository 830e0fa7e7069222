// SPDX-License-Identifier: Apache-2.0
/** The rows of notes: every version of each. */
import type { Id } from "../../../platform/ids.ts";
import type { PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";
import type { CaseRow } from "../records.ts";

const COLUMNS = ["id", "case_id", "version", "person_id", "text", "occurred_at", "created_at"] as const;

export interface NotesPage {
  readonly after?: { readonly time: Date; readonly id: Id<"case-note"> } | undefined;
  readonly limit: number;
}

/** The last version of each with the time of the first, in the order in which they were written. */
export async function listNotes(tx: ReadTx, caseIds: readonly Id<"case">[], { after, limit }: NotesPage) {
  let query = latest(tx).where("case_notes.case_id", "in", caseIds).limit(limit);
  if (after !== undefined)
    query = query.where((where) =>
      where(where.refTuple("first.created_at", "case_notes.id"), ">", where.tuple(after.time, after.id)),
    );
  return await query.execute();
}

export async function findNote(
  tx: Pick<ReadTx, "read">,
  caseIds: readonly Id<"case">[],
  id: Id<"case-note">,
) {
  return await latest(tx)
    .where("case_notes.case_id", "in", caseIds)
    .where("case_notes.id", "=", id)
    .executeTakeFirst();
}

export type NoteRow = NonNullable<Awaited<ReturnType<typeof findNote>>>;

function latest({ read }: Pick<ReadTx, "read">) {
  return read
    .selectFrom("case_notes")
    .innerJoin("case_notes as first", (join) =>
      join.onRef("first.id", "=", "case_notes.id").on("first.version", "=", 1),
    )
    .select(COLUMNS.map((name) => `case_notes.${name}` as const))
    .select("first.created_at as written_at")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("case_notes as later")
            .select("later.id")
            .whereRef("later.id", "=", "case_notes.id")
            .whereRef("later.version", ">", "case_notes.version"),
        ),
      ),
    )
    .orderBy("first.created_at")
    .orderBy("case_notes.id");
}

/** The newest first. */
export async function listVersions(tx: ReadTx, caseIds: readonly Id<"case">[], id: Id<"case-note">) {
  return await tx.read
    .selectFrom("case_notes")
    .select(COLUMNS)
    .where("case_id", "in", caseIds)
    .where("id", "=", id)
    .orderBy("version", "desc")
    .execute();
}

export interface NewVersion {
  readonly id: Id<"case-note">;
  readonly version: number;
  readonly caseRow: Pick<CaseRow, "id" | "organisation_id" | "audience_id">;
  readonly personId: PersonId;
  readonly text: string;
  readonly occurredAt: Date | null;
  readonly now: Date;
}

export async function insertVersion(write: Writer, wanted: NewVersion): Promise<void> {
  const { id, version, caseRow, personId, text, occurredAt, now } = wanted;
  await write
    .insertInto("case_notes")
    .values({
      id,
      version,
      case_id: caseRow.id,
      organisation_id: caseRow.organisation_id,
      audience_id: caseRow.audience_id,
      person_id: personId,
      text,
      occurred_at: occurredAt,
      created_at: now,
    })
    .execute();
}
