// SPDX-License-Identifier: Apache-2.0
/** Requests by name: to who answers who asks for what, to who asked what they asked for. */
import type { Id } from "../../platform/ids.ts";
import type { OrganisationId, ReadTx } from "../../platform/records/index.ts";

interface NamedRequest {
  readonly id: Id<"sharing-request">;
  readonly title: string;
  readonly audienceId: number | null;
  readonly organisationId: OrganisationId;
}

/** As far as the reader of the transaction may read them. Who asks for a record knows one name of it, its owner another. */
export async function requestNames(
  { read }: Pick<ReadTx, "read">,
  ids: readonly Id<"sharing-request">[],
): Promise<NamedRequest[]> {
  if (ids.length === 0) return [];
  const groups = await read
    .selectFrom("group_requests as r")
    .innerJoin("organisations as o", "o.id", "r.organisation_id")
    .innerJoin("sharing_groups as g", "g.id", "r.sharing_group_id")
    .select(["r.id", "o.name as asking", "g.name as about", "r.organisation_id as organisationId"])
    .where("r.id", "in", ids)
    .execute();
  const asked = await read
    .selectFrom("access_requests as r")
    .select(["r.id", "r.reference as title", "r.organisation_id as organisationId"])
    .where("r.id", "in", ids)
    .execute();
  const records = await read
    .selectFrom("access_petitions as r")
    .innerJoin("organisations as o", "o.id", "r.asking_id")
    .innerJoin("cases", "cases.id", "r.case_id")
    .select([
      "r.id",
      "o.name as asking",
      "cases.title as about",
      "r.organisation_id as organisationId",
      "cases.audience_id as audienceId",
    ])
    .where("r.id", "in", ids)
    .execute();
  return [
    ...asked.map((row) => ({ ...row, audienceId: null })),
    ...groups.map(({ asking, about, ...row }) => ({
      ...row,
      title: `${asking} · ${about}`,
      audienceId: null,
    })),
    ...records.map(({ asking, about, ...row }) => ({ ...row, title: `${asking} · ${about}` })),
  ];
}
