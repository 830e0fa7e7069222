// SPDX-License-Identifier: Apache-2.0
/** What happened to an order, in the timeline of the case behind it. Entered twice, it is there once. */
import { type Id, parseId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import type { Writer } from "../../../platform/records/index.ts";
import type { EntryKind } from "./records.ts";

export interface OrderEntry {
  /** Of the entry of the order, and so of this one. */
  readonly id: string;
  readonly orderId: Id<"order">;
  /** As the order has it: `acknowledged`. */
  readonly happened: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: Date;
  readonly job: string;
}

const KINDS: Readonly<Record<string, EntryKind>> = {
  issued: "order.issued",
  closed: "order.closed",
  reopened: "order.reopened",
};

export async function insertOrderEntries(
  write: Writer,
  caseId: Id<"case">,
  { id, orderId, happened, detail, at, job }: OrderEntry,
): Promise<void> {
  const row = await write
    .selectFrom("cases")
    .select(["id", "organisation_id", "audience_id"])
    .where("id", "=", caseId)
    .executeTakeFirst();
  const entryId = parseId<"case-entry">(id);
  if (row === undefined || entryId === undefined) return;
  await write
    .insertInto("case_entries")
    .values({
      id: entryId,
      case_id: row.id,
      organisation_id: row.organisation_id,
      audience_id: row.audience_id,
      kind: KINDS[happened] ?? "order.changed",
      occurred_at: at,
      created_at: at,
      person_id: null,
      job,
      subject_id: orderId,
      detail: JSON.stringify({ ...detail, happened }),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { organisation_id: organisationId, audience_id: audienceId } = row;
  await tell(write, [{ topic: "case.changed", organisationId, audienceId, ids: [caseId] }]);
}
