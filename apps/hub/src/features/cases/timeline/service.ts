// SPDX-License-Identifier: Apache-2.0
/** The timeline of a case, with those of the cases that were merged into it. */
import { CASE_ENTRY, type TimelineQuery } from "@fengsui/contract";
import { z } from "zod";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import type { Id } from "../../../platform/ids.ts";
import { personPrincipal, type Records } from "../../../platform/records/index.ts";
import { requireFamily } from "../change-case.ts";
import { withoutUnseen } from "./other-case.ts";
import { listEntries } from "./records.ts";

const KIND = CASE_ENTRY.shape.kind;
const DETAIL = z.record(z.string(), z.unknown());

export class Timelines {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  async list({ person }: SignedIn, id: Id<"case">, { kind, after, ...wanted }: TimelineQuery) {
    const filter = {
      ...wanted,
      kinds: [kind ?? []].flat(),
      after: after === undefined ? undefined : readCursor<"case-entry">(after),
    };
    const rows = await this.#records.read(personPrincipal(person), async (tx) =>
      withoutUnseen(tx, await listEntries(tx, await requireFamily(tx, id), filter)),
    );
    const last = rows.length === wanted.limit ? rows.at(-1) : undefined;
    const timeOf = (row: (typeof rows)[number]) =>
      wanted.by === "occurred" ? row.occurred_at : row.created_at;
    return {
      entries: rows.map((row) => ({
        id: row.id,
        caseId: row.case_id,
        kind: KIND.parse(row.kind),
        occurredAt: row.occurred_at.toISOString(),
        createdAt: row.created_at.toISOString(),
        personId: row.person_id,
        job: row.job,
        subjectId: row.subject_id,
        detail: DETAIL.parse(row.detail),
      })),
      next: last === undefined ? null : writeCursor({ time: timeOf(last), id: last.id }),
    };
  }
}
