// SPDX-License-Identifier: Apache-2.0
/** What was told long ago is forgotten: the records that it was about are kept elsewhere. */
import { type Records, systemPrincipal, unaudited } from "../../platform/records/index.ts";

const FORGETTER = systemPrincipal("notifications.forget");
const WHY = "what was told is kept for a while, and its records elsewhere";
const DAYS = 90;
const DAY_MS = 24 * 3_600_000;

export async function forgetOld(records: Records): Promise<void> {
  await records.transaction(FORGETTER, (tx) =>
    unaudited(tx, WHY, async (write) => {
      const before = new Date(tx.now.getTime() - DAYS * DAY_MS);
      await write.deleteFrom("notifications").where("created_at", "<", before).execute();
      await write.deleteFrom("deliveries").where("created_at", "<", before).execute();
    }),
  );
}
