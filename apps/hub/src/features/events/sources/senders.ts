// SPDX-License-Identifier: Apache-2.0
/** Whose syslog is whose: rows that tie networks and client certificates to sources. */
import { sql } from "kysely";
import type { Clock } from "../../../platform/clock.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

const FINGERPRINT = "sha256:";

/** Of each source, as they cross the API. */
export async function sendersOf(
  tx: ReadTx,
  ids: readonly Id<"source">[],
): Promise<ReadonlyMap<Id<"source">, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.read
    .selectFrom("source_senders")
    .select(["source_id", "network", "fingerprint"])
    .where("source_id", "in", ids)
    .orderBy("id")
    .execute();
  const bySource = Map.groupBy(rows, ({ source_id }) => source_id);
  return new Map([...bySource].map(([id, found]) => [id, found.map(toSender)]));
}

function toSender({ network, fingerprint }: { network: string | null; fingerprint: string | null }): string {
  return network ?? `${FINGERPRINT}${fingerprint ?? ""}`;
}

export interface SenderOwner {
  readonly sourceId: Id<"source">;
  readonly organisationId: OrganisationId;
  readonly createdBy: PersonId;
  readonly clock: Clock;
}

/** What is there already stays, so that who may not add a sender may still take one away. */
export async function replaceSenders(
  write: Writer,
  { sourceId, organisationId, createdBy, clock }: SenderOwner,
  senders: readonly string[],
): Promise<void> {
  const wanted = new Set(senders.map(asStored));
  const rows = await write
    .selectFrom("source_senders")
    .select(["id", "network", "fingerprint"])
    .where("source_id", "=", sourceId)
    .execute();
  const gone = rows.filter((row) => !wanted.delete(toSender(row))).map(({ id }) => id);
  if (gone.length > 0) await write.deleteFrom("source_senders").where("id", "in", gone).execute();
  for (const sender of wanted) {
    const isFingerprint = sender.startsWith(FINGERPRINT);
    await write
      .insertInto("source_senders")
      .values({
        id: newId<"source-sender">(clock),
        source_id: sourceId,
        organisation_id: organisationId,
        created_by: createdBy,
        ...(isFingerprint
          ? { fingerprint: sender.slice(FINGERPRINT.length) }
          : { network: sql<string>`network(${sender}::inet)` }),
      })
      .execute();
  }
}

function isNetwork(sender: string): boolean {
  return !sender.startsWith(FINGERPRINT);
}

/** As PostgreSQL writes a network of one address. */
function asStored(sender: string): string {
  if (!isNetwork(sender) || sender.includes("/")) return sender;
  return `${sender}/${sender.includes(":") ? 128 : 32}`;
}

export interface Peer {
  readonly address: string;
  /** SHA-256 of its certificate, in hexadecimal digits. */
  readonly fingerprint: string | undefined;
}

/** For the ingest alone. The certificate counts first, then the smallest network; of a source that is off, nothing. */
export async function findSourceBySender(tx: ReadTx, { address, fingerprint = "" }: Peer) {
  const row = await tx.read
    .selectFrom("source_senders")
    .innerJoin("sources", "sources.id", "source_senders.source_id")
    .innerJoin("organisations", "organisations.id", "sources.organisation_id")
    .select(["sources.id", "sources.organisation_id", "sources.charset"])
    .select((of) => [
      of
        .and([of("sources.disabled_at", "is", null), of("organisations.disabled_at", "is", null)])
        .as("is_on"),
    ])
    .where((of) =>
      of.or([
        of("source_senders.fingerprint", "=", fingerprint),
        sql<boolean>`source_senders.network >>= ${address}::inet`,
      ]),
    )
    .orderBy(sql`source_senders.fingerprint is null`)
    .orderBy(sql`masklen(source_senders.network)`, "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.is_on === true ? row : undefined;
}
