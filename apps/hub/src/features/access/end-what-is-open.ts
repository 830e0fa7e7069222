// SPDX-License-Identifier: Apache-2.0
/** After a restoration: what was open when the backup was made may have been ended since, and nobody knows. */
import type { Writer } from "../../platform/records/index.ts";

export interface Ended {
  readonly sessions: number;
  readonly invitations: number;
}

/** Everybody signs in anew, programs get new keys, and who is to come is invited anew. By the hub alone. */
export async function endWhatIsOpen(write: Writer, now: Date): Promise<Ended> {
  const sessions = await write.deleteFrom("sessions").executeTakeFirst();
  await write.updateTable("api_keys").set({ revoked_at: now }).where("revoked_at", "is", null).execute();
  const invitations = await write
    .updateTable("invitations")
    .set({ revoked_at: now })
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return { sessions: Number(sessions.numDeletedRows), invitations: Number(invitations.numUpdatedRows) };
}
