// SPDX-License-Identifier: Apache-2.0
/** What was announced of requests: who answers hears that somebody asked, who asked hears the answer. */
import { z } from "zod";
import { type Id, parseId } from "../../../platform/ids.ts";
import type { ReadTx } from "../../../platform/records/index.ts";
import type { Happening } from "./happening.ts";

export const SHARING_ASKED = {
  topic: "sharing.asked",
  payload: z.object({ requestId: z.uuid(), by: z.string().nullable() }),
};
export const SHARING_ANSWERED = { topic: "sharing.answered", payload: z.object({ requestId: z.uuid() }) };

export async function sharingAsked(
  tx: ReadTx,
  messages: readonly z.output<typeof SHARING_ASKED.payload>[],
): Promise<Happening[]> {
  const found = await sidesOf(
    tx,
    messages.map(({ requestId }) => requestId),
  );
  return messages.flatMap(({ requestId, by }): Happening[] =>
    found
      .filter(({ id }) => id === requestId)
      .map(({ id, owner, audienceId }) => ({
        ...about(id),
        kind: "sharing.asked",
        organisationIds: [owner],
        by,
        audienceId,
      })),
  );
}

export async function sharingAnswered(
  tx: ReadTx,
  messages: readonly z.output<typeof SHARING_ANSWERED.payload>[],
): Promise<Happening[]> {
  const found = await sidesOf(
    tx,
    messages.map(({ requestId }) => requestId),
  );
  return found.map(({ id, asking }) => ({
    ...about(id),
    kind: "sharing.answered",
    organisationIds: [asking],
    by: null,
    audienceId: null,
  }));
}

function about(id: string) {
  return { level: "medium", subject: { kind: "sharing_request", id }, hears: "everybody" } as const;
}

async function sidesOf({ read }: ReadTx, texts: readonly string[]) {
  const ids = texts.flatMap((text) => parseId<"sharing-request">(text) ?? []);
  if (ids.length === 0) return [];
  return [...(await groupSides({ read }, ids)), ...(await recordSides({ read }, ids))];
}

type Ids = readonly Id<"sharing-request">[];

async function groupSides({ read }: Pick<ReadTx, "read">, ids: Ids) {
  const rows = await read
    .selectFrom("group_requests as r")
    .innerJoin("sharing_groups as g", "g.id", "r.sharing_group_id")
    .select(["r.id", "r.organisation_id as asking", "g.organisation_id as owner"])
    .where("r.id", "in", ids)
    .execute();
  return rows.map((row) => ({ ...row, audienceId: null }));
}

async function recordSides({ read }: Pick<ReadTx, "read">, ids: Ids) {
  return await read
    .selectFrom("access_petitions as r")
    .innerJoin("cases", "cases.id", "r.case_id")
    .select([
      "r.id",
      "r.asking_id as asking",
      "r.organisation_id as owner",
      "cases.audience_id as audienceId",
    ])
    .where("r.id", "in", ids)
    .execute();
}
