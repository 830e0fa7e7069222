// SPDX-License-Identifier: Apache-2.0
/** Dead letters: seen, downloaded, sent through the readers again, thrown away. */
import { FengsuiError } from "@fengsui/contract";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, parseId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { audited, personPrincipal, type Records } from "../../../platform/records/index.ts";
import type { Ingest } from "../ingest/service.ts";
import * as store from "./records.ts";

export interface DeadLettersParts {
  readonly records: Records;
  readonly ingest: Pick<Ingest, "replay">;
}

export interface DeadLetterQuery {
  readonly organisationId?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly code?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

const EXCERPT = 200;
type Row = NonNullable<Awaited<ReturnType<typeof store.findDeadLetter>>>;

export class DeadLetters {
  readonly #parts: DeadLettersParts;

  constructor(parts: DeadLettersParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, { organisationId, sourceId, code, after, limit }: DeadLetterQuery) {
    const cursor = after === undefined ? undefined : readCursor<"dead-letter">(after);
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.listDeadLetters(tx, {
        limit,
        code,
        organisationId: organisationId === undefined ? undefined : parseId(organisationId),
        sourceId: sourceId === undefined ? undefined : parseId(sourceId),
        before: cursor && { receivedAt: cursor.time, id: cursor.id },
      }),
    );
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const next = last === undefined ? null : writeCursor({ time: last.received_at, id: last.id });
    return { deadLetters: rows.map(toDeadLetter), next };
  }

  async counts({ person }: SignedIn) {
    const rows = await this.#parts.records.read(personPrincipal(person), store.countDeadLetters);
    return rows.map(({ source_id: sourceId, code, count, last }) => ({
      sourceId,
      code,
      count: Number(count),
      lastReceivedAt: last.toISOString(),
    }));
  }

  /** As it came. */
  async bytes(signedIn: SignedIn, id: Id<"dead-letter">): Promise<Buffer> {
    return (await this.#require(signedIn, id)).bytes;
  }

  /** The letter goes when its record is an event, or was one already. */
  async replay(signedIn: SignedIn, id: Id<"dead-letter">) {
    const row = await this.#require(signedIn, id);
    requireRole(signedIn, row.organisation_id, "analyst");
    if (row.byte_count > row.bytes.length)
      throw new FengsuiError(
        "dead_letter.cut",
        `${row.bytes.length} of its ${row.byte_count} bytes were kept`,
      );
    const source = { id: row.source_id, organisationId: row.organisation_id };
    const outcome = await this.#parts.ingest.replay(source, row.bytes, `dead-letter:${id}`);
    if (outcome.rejected.length === 0) await this.#remove(signedIn, row, "dead_letter.replay");
    return { accepted: outcome.accepted, duplicate: outcome.duplicate, rejected: outcome.rejected.length };
  }

  async discard(signedIn: SignedIn, id: Id<"dead-letter">): Promise<void> {
    const row = await this.#require(signedIn, id);
    requireRole(signedIn, row.organisation_id, "analyst");
    await this.#remove(signedIn, row, "dead_letter.discard");
  }

  async #require({ person }: SignedIn, id: Id<"dead-letter">): Promise<Row> {
    const row = await this.#parts.records.read(personPrincipal(person), (tx) => store.findDeadLetter(tx, id));
    if (row === undefined) throw new FengsuiError("dead_letter.not_found", `no dead letter has the id ${id}`);
    return row;
  }

  async #remove({ person }: SignedIn, row: Row, action: string): Promise<void> {
    const { id, organisation_id, source_id, code } = row;
    const detail = { sourceId: source_id, code };
    const entry = { action, subject: { kind: "dead_letter", id }, organisationId: organisation_id, detail };
    await this.#parts.records.transaction(personPrincipal(person), (tx) =>
      audited(tx, entry, async (write) => {
        await store.deleteDeadLetter(write, id);
        await tell(write, [{ topic: "dead_letter.changed", organisationId: organisation_id, ids: [id] }]);
      }),
    );
  }
}

function toDeadLetter(row: Row) {
  return {
    id: row.id,
    sourceId: row.source_id,
    receivedAt: row.received_at.toISOString(),
    position: row.position,
    code: row.code,
    message: row.message,
    excerpt: row.bytes.toString("utf8").slice(0, EXCERPT),
    byteCount: row.byte_count,
  };
}
