// SPDX-License-Identifier: Apache-2.0
/** What owners of accounts are told of them: by their name, and whatever they chose. */
import { sql } from "kysely";
import { z } from "zod";
import { parseId } from "../../../platform/ids.ts";
import type { OrganisationId, ReadTx } from "../../../platform/records/index.ts";
import type { Happening } from "./happening.ts";

export const ACCOUNT_NOTICED = { topic: "account.noticed", payload: z.object({ noticeId: z.uuid() }) };

/** Shown once, in the first of their organisations; who is of none has the letter. */
export async function accountsNoticed(
  { read }: ReadTx,
  messages: readonly z.output<typeof ACCOUNT_NOTICED.payload>[],
): Promise<Happening[]> {
  const ids = messages.flatMap(({ noticeId }) => parseId<"account-notice">(noticeId) ?? []);
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("account_notices")
    .innerJoin("memberships", "memberships.person_id", "account_notices.person_id")
    .select(["account_notices.id", "account_notices.person_id", "what"])
    .select(sql<OrganisationId[]>`array_agg(organisation_id order by organisation_id)`.as("of"))
    .where("account_notices.id", "in", ids)
    .groupBy(["account_notices.id", "account_notices.person_id", "what"])
    .execute();
  return rows.map((row) => ({
    kind: row.what === "key_expiring" ? "key.expiring" : "account.changed",
    level: row.what === "link_made" || row.what === "new_place" ? "high" : "medium",
    subject: { kind: "account_notice", id: row.id },
    organisationIds: row.of,
    hears: { personId: row.person_id },
    by: null,
    audienceId: null,
  }));
}
