// SPDX-License-Identifier: Apache-2.0
/** The rows of sharing groups and of their members, as far as the principal may know them. */
import { sql } from "kysely";
import type { NameCursor } from "../../../platform/cursor.ts";
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

export type GroupId = Id<"sharing-group">;

/** The principal's own: they run it, or are in it. */
const IS_OWN = sql<boolean>`sharing_groups.id = any ((select my_sharing_groups())::uuid[])`;
const MINE = sql<OrganisationId>`any ((select my_organisations('viewer'))::uuid[])`;

function selectGroups({ read }: Pick<ReadTx, "read">) {
  return read
    .selectFrom("sharing_groups")
    .innerJoin("organisations", "organisations.id", "sharing_groups.organisation_id")
    .selectAll("sharing_groups")
    .select((from) => [
      "organisations.name as organisation_name",
      sql<number>`hidden_members(sharing_groups.id)`.as("hidden_members"),
      from
        .selectFrom("sharing_group_members as m")
        .select(from.fn.countAll<string>().as("n"))
        .whereRef("m.sharing_group_id", "=", "sharing_groups.id")
        .as("known_members"),
      sql<OrganisationId[]>`array(select m.organisation_id from sharing_group_members m
        where m.sharing_group_id = sharing_groups.id and m.organisation_id = ${MINE})`.as("own_members"),
    ]);
}

export interface GroupFilter {
  readonly view: "own" | "listed";
  readonly withClosed: boolean;
  readonly after?: NameCursor<"sharing-group"> | undefined;
  readonly limit: number;
}

export async function listGroups(tx: ReadTx, { view, withClosed, after, limit }: GroupFilter) {
  let query = selectGroups(tx)
    .where(IS_OWN, view === "own" ? "is" : "is not", true)
    .orderBy(sql`sharing_groups.name collate "C"`)
    .orderBy("sharing_groups.id")
    .limit(limit);
  if (!withClosed) query = query.where("closed_at", "is", null);
  if (after !== undefined)
    query = query.where(
      sql<boolean>`(sharing_groups.name collate "C", sharing_groups.id) > (${after.name}, ${after.id})`,
    );
  return await query.execute();
}

export async function findGroup(tx: Pick<ReadTx, "read">, id: GroupId) {
  return await selectGroups(tx).where("sharing_groups.id", "=", id).executeTakeFirst();
}

export type GroupRow = NonNullable<Awaited<ReturnType<typeof findGroup>>>;

export async function membersOf({ read }: Pick<ReadTx, "read">, id: GroupId) {
  return await read
    .selectFrom("sharing_group_members as m")
    .innerJoin("organisations as o", "o.id", "m.organisation_id")
    .select(["m.organisation_id", "o.name", "m.is_hidden", "m.created_at"])
    .where("m.sharing_group_id", "=", id)
    .orderBy(sql`o.name collate "C"`)
    .execute();
}

export async function countOwned({ read }: Pick<ReadTx, "read">, owner: OrganisationId): Promise<number> {
  const row = await read
    .selectFrom("sharing_groups")
    .select(({ fn }) => fn.countAll<string>().as("n"))
    .where("organisation_id", "=", owner)
    .where("closed_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export interface GroupValues {
  readonly name?: string;
  readonly description?: string;
  readonly may_pass_on?: boolean;
  readonly sector?: string | null;
  readonly is_listed?: boolean;
  readonly closed_at?: Date;
}

export async function insertGroup(
  write: Writer,
  row: GroupValues & {
    readonly id: GroupId;
    readonly organisation_id: OrganisationId;
    readonly name: string;
    readonly created_at: Date;
  },
): Promise<void> {
  await write.insertInto("sharing_groups").values(row).execute();
}

export async function updateGroup(write: Writer, id: GroupId, values: GroupValues): Promise<void> {
  await write.updateTable("sharing_groups").set(values).where("id", "=", id).execute();
}

export interface Membership {
  readonly groupId: GroupId;
  readonly organisationId: OrganisationId;
}

export async function putMember(
  write: Writer,
  { groupId, organisationId }: Membership,
  { isHidden, addedBy, now }: { readonly isHidden: boolean; readonly addedBy: PersonId; readonly now: Date },
): Promise<void> {
  await write
    .insertInto("sharing_group_members")
    .values({
      sharing_group_id: groupId,
      organisation_id: organisationId,
      is_hidden: isHidden,
      added_by: addedBy,
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(["sharing_group_id", "organisation_id"]).doUpdateSet({ is_hidden: isHidden }),
    )
    .execute();
}

export async function hideMember(
  write: Writer,
  { groupId, organisationId }: Membership,
  isHidden: boolean,
): Promise<boolean> {
  const done = await write
    .updateTable("sharing_group_members")
    .set({ is_hidden: isHidden })
    .where("sharing_group_id", "=", groupId)
    .where("organisation_id", "=", organisationId)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function removeMember(write: Writer, { groupId, organisationId }: Membership): Promise<boolean> {
  const done = await write
    .deleteFrom("sharing_group_members")
    .where("sharing_group_id", "=", groupId)
    .where("organisation_id", "=", organisationId)
    .executeTakeFirst();
  return done.numDeletedRows > 0n;
}
