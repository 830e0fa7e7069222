// SPDX-License-Identifier: Apache-2.0
/** The rows of sources. */
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";
import { MEMORY_MS, type Silence } from "./rhythm.ts";

const COLUMNS = [
  "id",
  "organisation_id",
  "name",
  "log_type",
  "detected_log_type",
  "created_at",
  "last_seen_at",
  "disabled_at",
  "first_seen_at",
  "last_event_at",
  "event_count",
  "rate_per_second",
  "lag_ms",
  "is_watched",
  "quiet_seconds",
  "watch_from",
  "silent_since",
  "charset",
  "time_zone",
  "mapping",
  "mapping_version",
] as const;

export async function listSources(tx: ReadTx) {
  return await tx.read.selectFrom("sources").select(COLUMNS).orderBy("name").orderBy("id").execute();
}

export async function findSource(tx: ReadTx, id: Id<"source">) {
  return await tx.read.selectFrom("sources").select(COLUMNS).where("id", "=", id).executeTakeFirst();
}

/** Those of which a person said what they are. */
export async function listDeclaredSources(
  tx: ReadTx,
  organisationId: OrganisationId,
): Promise<Id<"source">[]> {
  const rows = await tx.read
    .selectFrom("sources")
    .select("id")
    .where("organisation_id", "=", organisationId)
    .where("log_type", "is not", null)
    .execute();
  return rows.map(({ id }) => id);
}

export type SourceRow = NonNullable<Awaited<ReturnType<typeof findSource>>>;

/** For the ingest alone: who a key belongs to. */
export async function findSourceByKey(tx: ReadTx, keyHash: Buffer) {
  return await tx.read
    .selectFrom("sources")
    .innerJoin("organisations", "organisations.id", "sources.organisation_id")
    .select(["sources.id", "sources.organisation_id", "sources.charset"])
    .where("sources.key_hash", "=", keyHash)
    .where("sources.disabled_at", "is", null)
    .where("organisations.disabled_at", "is", null)
    .executeTakeFirst();
}

export interface NewSource {
  readonly id: Id<"source">;
  readonly organisationId: OrganisationId;
  readonly name: string;
  readonly keyHash: Buffer;
  readonly createdBy: PersonId | null;
}

export async function insertSource(write: Writer, source: NewSource): Promise<void> {
  await write
    .insertInto("sources")
    .values({
      id: source.id,
      organisation_id: source.organisationId,
      name: source.name,
      key_hash: source.keyHash,
      created_by: source.createdBy,
    })
    .execute();
}

export interface SourceChange {
  readonly name?: string;
  readonly log_type?: string | null;
  readonly key_hash?: Buffer;
  readonly disabled_at?: Date | null;
  readonly is_watched?: boolean;
  readonly quiet_seconds?: number | null;
  readonly watch_from?: Date | null;
  readonly charset?: string | null;
  readonly time_zone?: string | null;
}

export async function updateSource(write: Writer, id: Id<"source">, change: SourceChange): Promise<boolean> {
  const { numUpdatedRows } = await write
    .updateTable("sources")
    .set(change)
    .where("id", "=", id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Of each source, the silences that are remembered. */
export async function silencesOf(
  tx: ReadTx,
  ids: readonly Id<"source">[],
): Promise<ReadonlyMap<Id<"source">, Silence[]>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.read
    .selectFrom("source_rhythms")
    .select(["source_id", "hour_of_week", "longest_seconds"])
    .where("source_id", "in", ids)
    .where("seen_at", ">", new Date(tx.now.getTime() - MEMORY_MS))
    .execute();
  const bySource = Map.groupBy(rows, ({ source_id }) => source_id);
  const toSilence = ({ hour_of_week, longest_seconds }: (typeof rows)[number]) => ({
    hourOfWeek: hour_of_week,
    longestMs: longest_seconds * 1000,
  });
  return new Map([...bySource].map(([id, found]) => [id, found.map(toSilence)]));
}
