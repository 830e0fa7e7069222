// SPDX-License-Identifier: Apache-2.0
/**
 * A week before a key ends, who answers for it is told, once: no program stops unforeseen. What was told long ago is
 * forgotten.
 */
import { type Records, systemPrincipal, unaudited } from "../../../platform/records/index.ts";
import { prefixOf } from "../api-keys/format.ts";
import * as store from "./records.ts";
import { tellOwner } from "./tell-owner.ts";

const DAY_MS = 24 * 60 * 60_000;
export const WARNING_MS = 7 * DAY_MS;
/** As long as what was told is kept elsewhere. */
const KEPT_MS = 90 * DAY_MS;
const WARNER = systemPrincipal("access.warn");
const WHY = "that somebody is told of an end, or was long ago, is no act of its own";

export async function warnOfEnds(records: Records, signal: AbortSignal): Promise<void> {
  const ending = await records.read(WARNER, (tx) =>
    store.endingKeys(tx, new Date(tx.now.getTime() + WARNING_MS), WARNING_MS),
  );
  for (const key of ending) {
    if (signal.aborted) return;
    await warn(records, key);
  }
  await records.transaction(WARNER, (tx) =>
    unaudited(tx, WHY, (write) => store.forgetNotices(write, new Date(tx.now.getTime() - KEPT_MS))),
  );
}

async function warn(records: Records, { id, name, expiresAt, program, ownerIds }: store.EndingKey) {
  const detail = {
    key: `${name} (${prefixOf(id)})`,
    ...(program !== null && { program }),
    until: expiresAt.toISOString(),
  };
  await records.transaction(WARNER, (tx) =>
    unaudited(tx, WHY, async (write) => {
      if (!(await store.markWarned(write, id, tx.now))) return;
      for (const personId of ownerIds)
        await tellOwner(write, { personId, what: "key_expiring", detail, now: tx.now });
    }),
  );
}
