// SPDX-License-Identifier: Apache-2.0
/** Mappings of sources: tried on events before they count, kept in versions, in force from the next delivery on. */
import {
  FengsuiError,
  MAX_SAMPLES,
  type MappingPreview,
  type MappingTrial,
  type SourceMapping,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import type { Id } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import { audited, personPrincipal, type ReadTx, type Records } from "../../../platform/records/index.ts";
import { listDeadLetters } from "../dead-letters/records.ts";
import { previewOf } from "../ingest/mapping-preview.ts";
import { readingOf, readMapping, withMapping } from "../ingest/reading.ts";
import type { EventSearcher } from "../search/service.ts";
import { findSource } from "./records.ts";

export interface SourceMappingsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly searcher: Pick<EventSearcher, "inTurn">;
}

const MAX_VERSIONS = 200;
const LOOK_BACK_MS = 30 * 24 * 60 * 60_000;

export class SourceMappings {
  readonly #parts: SourceMappingsParts;

  constructor(parts: SourceMappingsParts) {
    this.#parts = parts;
  }

  async set(
    signedIn: SignedIn,
    id: Id<"source">,
    mapping: SourceMapping | null,
  ): Promise<{ version: number }> {
    const { person } = signedIn;
    return await this.#parts.records.transaction(personPrincipal(person), async (tx) => {
      const { organisation_id } = await requireSource(tx, id);
      requireRole(signedIn, organisation_id, "manager");
      const entry = {
        action: "source.change_mapping",
        subject: { kind: "source", id },
        organisationId: organisation_id,
        detail: { mapping },
      };
      return await audited(tx, entry, async (write) => {
        const kept = mapping === null ? null : JSON.stringify(mapping);
        const { mapping_version: version } = await write
          .updateTable("sources")
          .set((of) => ({ mapping: kept, mapping_version: of("mapping_version", "+", 1) }))
          .where("id", "=", id)
          .returning("mapping_version")
          .executeTakeFirstOrThrow();
        await write
          .insertInto("source_mappings")
          .values({ source_id: id, version, organisation_id, mapping: kept, created_by: person.id })
          .execute();
        await tell(write, [{ topic: "source.changed", organisationId: organisation_id, ids: [id] }]);
        return { version };
      });
    });
  }

  async versions({ person }: SignedIn, id: Id<"source">) {
    return await this.#parts.records.read(personPrincipal(person), async (tx) => {
      await requireSource(tx, id);
      const rows = await tx.read
        .selectFrom("source_mappings")
        .select(["version", "mapping", "created_by", "created_at"])
        .where("source_id", "=", id)
        .orderBy("version", "desc")
        .limit(MAX_VERSIONS)
        .execute();
      return rows.map(({ version, mapping, created_by: createdBy, created_at: createdAt }) => ({
        version,
        mapping: readMapping(mapping),
        createdBy,
        createdAt: createdAt.toISOString(),
      }));
    });
  }

  /** What events would be with it. Nothing is kept. */
  async tryOut(signedIn: SignedIn, id: Id<"source">, trial: MappingTrial): Promise<MappingPreview> {
    const { records, clock } = this.#parts;
    const row = await records.read(personPrincipal(signedIn.person), (tx) => requireSource(tx, id));
    const samples =
      trial.samples?.map((text) => Buffer.from(text, "utf8")) ?? (await this.#lastOf(signedIn, id, trial));
    const reading = withMapping({ ...readingOf({ ...row, mapping: null }) }, trial.mapping);
    return await previewOf(samples, { sourceId: id, reading, now: clock.now() });
  }

  async #lastOf(signedIn: SignedIn, id: Id<"source">, { of }: MappingTrial): Promise<Buffer[]> {
    const { records, clock, searcher } = this.#parts;
    if (of === "dead_letters") {
      const letters = await records.read(personPrincipal(signedIn.person), (tx) =>
        listDeadLetters(tx, { sourceId: id, limit: MAX_SAMPLES }),
      );
      return letters.map(({ bytes }) => bytes);
    }
    const now = clock.now().getTime();
    const window = { from: new Date(now - LOOK_BACK_MS), to: new Date(now + LOOK_BACK_MS) };
    const events = await searcher.inTurn(signedIn, (reader) =>
      reader.search({ ...window, sourceId: id, limit: MAX_SAMPLES }),
    );
    return events.map(({ raw }) => raw);
  }
}

async function requireSource(tx: ReadTx, id: Id<"source">) {
  const row = await findSource(tx, id);
  if (row === undefined) throw new FengsuiError("source.not_found", `no source has the id ${id}`);
  return row;
}
