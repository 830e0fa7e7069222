// SPDX-License-Identifier: Apache-2.0
/** Notes on a case: written, and written anew by their author, with all that was there before. */
import { type CaseNoteChange, FengsuiError, type NewCaseNote } from "@fengsui/contract";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { personPrincipal } from "../../../platform/records/index.ts";
import { type CaseParts, changeCase, partNotFound, requireFamily, requireVersion } from "../change-case.ts";
import * as store from "./records.ts";

export class CaseNotes {
  readonly #parts: CaseParts;

  constructor(parts: CaseParts) {
    this.#parts = parts;
  }

  async list(
    { person }: SignedIn,
    id: Id<"case">,
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ) {
    const page = { limit, after: after === undefined ? undefined : readCursor<"case-note">(after) };
    const rows = await this.#parts.records.read(personPrincipal(person), async (tx) =>
      store.listNotes(tx, await requireFamily(tx, id), page),
    );
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const next = last === undefined ? null : writeCursor({ time: last.written_at, id: last.id });
    return { notes: rows.map((row) => toNote(row, row.written_at)), next };
  }

  async versions({ person }: SignedIn, id: Id<"case">, noteId: Id<"case-note">) {
    const rows = await this.#parts.records.read(personPrincipal(person), async (tx) =>
      store.listVersions(tx, await requireFamily(tx, id), noteId),
    );
    const first = rows.at(-1);
    if (first === undefined) throw partNotFound("note", noteId);
    return { versions: rows.map((row) => toNote(row, first.created_at)) };
  }

  async add(signedIn: SignedIn, id: Id<"case">, { text, occurredAt }: NewCaseNote) {
    const noteId = newId<"case-note">(this.#parts.clock);
    const act = { action: "case.note", detail: { noteId } };
    return await changeCase(this.#parts, signedIn, id, act, async ({ write, row, personId, now, enter }) => {
      const at = occurredAt === null ? null : new Date(occurredAt);
      const version = { id: noteId, version: 1, caseRow: row, personId, text, occurredAt: at, now };
      await store.insertVersion(write, version);
      await enter({ kind: "note.added", subjectId: noteId, ...(at !== null && { occurredAt: at }) });
      return await this.#show(write, row.id, noteId);
    });
  }

  /** A note stays in the case in which it was written. */
  async change(signedIn: SignedIn, id: Id<"case">, noteId: Id<"case-note">, wanted: CaseNoteChange) {
    const act = { action: "case.note_change", detail: { noteId } };
    return await changeCase(this.#parts, signedIn, id, act, async ({ write, row, personId, now, enter }) => {
      const note = await store.findNote({ read: write }, [row.id], noteId);
      if (note === undefined) throw partNotFound("note", noteId);
      if (note.person_id !== personId)
        throw new FengsuiError("access.forbidden", "a note is changed by who wrote it");
      requireVersion(note, wanted.version);
      await store.insertVersion(write, {
        id: noteId,
        version: note.version + 1,
        caseRow: row,
        personId,
        text: wanted.text,
        occurredAt: wanted.occurredAt === null ? null : new Date(wanted.occurredAt),
        now,
      });
      await enter({ kind: "note.changed", subjectId: noteId, detail: { version: note.version + 1 } });
      return await this.#show(write, row.id, noteId);
    });
  }

  async #show(read: Parameters<typeof store.findNote>[0]["read"], caseId: Id<"case">, id: Id<"case-note">) {
    const row = await store.findNote({ read }, [caseId], id);
    if (row === undefined) throw partNotFound("note", id);
    return toNote(row, row.written_at);
  }
}

function toNote(row: Omit<store.NoteRow, "written_at">, writtenAt: Date) {
  return {
    id: row.id,
    caseId: row.case_id,
    personId: row.person_id,
    text: row.text,
    occurredAt: row.occurred_at?.toISOString() ?? null,
    createdAt: writtenAt.toISOString(),
    version: row.version,
    changedAt: row.created_at.toISOString(),
  };
}
