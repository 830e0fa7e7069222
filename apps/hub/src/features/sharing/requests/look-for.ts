// SPDX-License-Identifier: Apache-2.0
/**
 * Looks for the records that somebody asked to see, and asks their owners. Of RED nobody is asked: it names people, so
 * no organisation is added to it, and not even its owner's managers may know of it.
 */
import { sql } from "kysely";
import { type Id, parseId } from "../../../platform/ids.ts";
import {
  announce,
  type ReadTx,
  systemPrincipal,
  type Tx,
  unaudited,
  type Writer,
} from "../../../platform/records/index.ts";
import type { SharingParts } from "../groups/service.ts";
import { tellBoth } from "./service.ts";

const LOOKER = systemPrincipal("sharing.look_for_requested");
const WHY = "the request is in the record of who asked; its owner's answer will be in theirs";
const BATCH = 50;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

export async function lookForRequested({ records }: SharingParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const taken = await records.transaction(LOOKER, (tx) => unaudited(tx, WHY, (write) => take(tx, write)));
    if (taken < BATCH) return;
  }
}

async function take(tx: Tx, write: Writer): Promise<number> {
  const rows = await write
    .updateTable("access_requests")
    .set({ looked_at: tx.now })
    .where("id", "in", (from) =>
      from
        .selectFrom("access_requests")
        .select("id")
        .where("looked_at", "is", null)
        .orderBy("asked_at")
        .limit(BATCH)
        .forUpdate()
        .skipLocked(),
    )
    .returning(["id", "organisation_id", "reference", "reason", "asked_at", "expires_at"])
    .execute();
  for (const row of rows) {
    const found = await findCase(tx, row.reference, row.organisation_id);
    if (found === undefined) continue;
    const { id, reason, asked_at, expires_at } = row;
    await write
      .insertInto("access_petitions")
      .values({
        id,
        organisation_id: found.organisation_id,
        case_id: found.id,
        asking_id: row.organisation_id,
        reason,
        asked_at,
        expires_at,
      })
      .execute();
    await announce(write, { topic: "sharing.asked", payload: { requestId: id, by: null } });
    await tellBoth(write, id, [found.organisation_id]);
  }
  return rows.length;
}

/** One that the organisation does not see already. */
async function findCase({ read }: Pick<ReadTx, "read">, reference: string, organisationId: string) {
  const id = parseId<"case">(UUID.exec(reference)?.[0]?.toLowerCase() ?? "");
  if (id === undefined) return undefined;
  return await read
    .selectFrom("cases")
    .select(["id", "organisation_id"])
    .where("id", "=", sql<Id<"case">>`${id}::uuid`)
    .where("marking", "is distinct from", "red")
    .where(sql<boolean>`audience_id <> all ((select organisation_audiences(${organisationId}::uuid))::int[])`)
    .executeTakeFirst();
}
