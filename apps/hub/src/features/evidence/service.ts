// SPDX-License-Identifier: Apache-2.0
/** Evidence for who works with it: added to a case or an order, listed, opened, and who did. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { type Evidence, FengsuiError } from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import { Content, type SignedIn } from "../../platform/http/index.ts";
import { type Id, newId } from "../../platform/ids.ts";
import {
  audited,
  type OrganisationId,
  type PersonId,
  personPrincipal,
  type ReadTx,
  type ReadWay,
  type Records,
  type Writer,
} from "../../platform/records/index.ts";
import type { Reads } from "../disclosure/index.ts";
import * as store from "./records.ts";

export interface EvidenceParts {
  readonly records: Records;
  readonly clock: Clock;
}

/** What is shared is kept as read. */
export interface RoomParts extends EvidenceParts {
  readonly reads: Pick<Reads, "note">;
}

export type NewEvidenceRow = Omit<store.InsertEvidence, "id">;

/** In the transaction of the act by which it is added. */
export async function addEvidence(write: Writer, clock: Clock, wanted: NewEvidenceRow): Promise<Evidence> {
  const evidence = await store.insertEvidence(write, { id: newId<"evidence">(clock), ...wanted });
  const { organisationId: actingId, addedBy: personId, now } = wanted;
  const id = newId<"custody">(clock);
  await store.insertCustody(write, { id, evidence, action: "added", personId, actingId, now });
  return toEvidence(evidence);
}

export type EvidenceMove = store.MoveEvidence & {
  readonly personId: PersonId;
  readonly now: Date;
  readonly clock: Clock;
};

/** From one case to another of its organisation; its custody says by whom. Those that were there to be moved. */
export async function moveEvidence(write: Writer, wanted: EvidenceMove): Promise<Id<"evidence">[]> {
  const { personId, now, clock } = wanted;
  const moved = await store.moveEvidence(write, wanted);
  for (const evidence of moved) {
    const id = newId<"custody">(clock);
    const actingId = evidence.organisation_id;
    await store.insertCustody(write, { id, evidence, action: "moved", personId, actingId, now });
  }
  return moved.map(({ id }) => id);
}

export interface EvidenceListing {
  readonly of: store.EvidencePage["of"];
  readonly after?: string | undefined;
  readonly limit: number;
}

export async function listEvidence(tx: ReadTx, { of, after, limit }: EvidenceListing) {
  const page = { of, limit, after: after === undefined ? undefined : readCursor<"evidence">(after) };
  const rows = await store.listEvidence(tx, page);
  const last = rows.length === limit ? rows.at(-1) : undefined;
  const next = last === undefined ? null : writeCursor({ time: last.created_at, id: last.id });
  return { evidence: rows.map(toEvidence), next };
}

export class EvidenceRoom {
  readonly #parts: RoomParts;

  constructor(parts: RoomParts) {
    this.#parts = parts;
  }

  /** Whoever opens it is written into its custody first. */
  async open(signedIn: SignedIn, id: Id<"evidence">, purpose: "view" | "download"): Promise<Content> {
    const action = purpose === "view" ? "viewed" : "downloaded";
    const personId = signedIn.person.id;
    const row = await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const evidence = await requireEvidence(tx, id);
      const actingId = await requireActing(tx, evidence);
      const subject = { kind: "evidence", id };
      const entry = { action: `evidence.${purpose}`, subject, organisationId: actingId };
      await audited(tx, entry, async (write) => {
        const custodyId = newId<"custody">(this.#parts.clock);
        const custody = { id: custodyId, evidence, action, personId, actingId, now: tx.now } as const;
        await store.insertCustody(write, custody);
      });
      return evidence;
    });
    await this.#keepRead(signedIn, row, purpose === "view" ? "page" : "export");
    // Whatever it is, it is nothing that a browser should run.
    return new Content(Readable.from(this.#read(signedIn, row), { objectMode: false }), {
      "content-type": "application/octet-stream",
      "content-length": String(row.byte_count),
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(row.name)}`,
      "x-content-sha256": row.sha256.toString("hex"),
    });
  }

  /** Of a case, its evidence is a part: who has that of it has read the case. */
  async #keepRead(signedIn: SignedIn, { case_id: id }: store.EvidenceRow, way: ReadWay): Promise<void> {
    if (id !== null) await this.#parts.reads.note(signedIn, "case", way, [id]);
  }

  /** One chunk at a time, and to its end only if it is what was added. */
  async *#read({ person }: SignedIn, row: store.EvidenceRow): AsyncGenerator<Buffer> {
    const hash = createHash("sha256");
    let left = Number(row.byte_count);
    for (let position = 0; left > 0; position++) {
      const chunk = await this.#parts.records.read(personPrincipal(person), (tx) =>
        store.readChunk(tx, row, position),
      );
      left -= chunk?.length ?? left;
      if (chunk !== undefined) hash.update(chunk);
      if (left === 0 && !hash.copy().digest().equals(row.sha256))
        throw new FengsuiError("internal.error", `evidence ${row.id} is not what was added`);
      if (chunk !== undefined) yield chunk;
    }
  }

  async custody(signedIn: SignedIn, id: Id<"evidence">) {
    const { evidence, rows } = await this.#parts.records.read(
      personPrincipal(signedIn.person),
      async (tx) => ({ evidence: await requireEvidence(tx, id), rows: await store.listCustody(tx, id) }),
    );
    await this.#keepRead(signedIn, evidence, "page");
    return {
      custody: rows.map((row) => ({
        id: row.id,
        action: row.action,
        personId: row.person_id,
        organisationId: row.acting_id,
        at: row.created_at.toISOString(),
      })),
    };
  }
}

async function requireEvidence(tx: ReadTx, id: Id<"evidence">): Promise<store.EvidenceRow> {
  const row = await store.findEvidence(tx, id);
  if (row === undefined) throw new FengsuiError("evidence.not_found", `no evidence has the id ${id}`);
  return row;
}

/** Its own organisation, where the person is of it; else that of theirs by which they see it. */
async function requireActing(tx: ReadTx, evidence: store.EvidenceRow): Promise<OrganisationId> {
  const id = await store.actingFor(tx, evidence);
  if (id === null) throw new FengsuiError("access.forbidden", "you are of no organisation");
  return id;
}

function toEvidence(row: store.EvidenceRow): Evidence {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    caseId: row.case_id,
    orderId: row.order_id,
    kind: row.kind,
    name: row.name,
    mediaType: row.media_type,
    description: row.description,
    sha256: row.sha256.toString("hex"),
    byteCount: Number(row.byte_count),
    occurredAt: row.occurred_at?.toISOString() ?? null,
    origin: Object.fromEntries(Object.entries(row.origin ?? {})),
    addedBy: row.added_by,
    createdAt: row.created_at.toISOString(),
  };
}
