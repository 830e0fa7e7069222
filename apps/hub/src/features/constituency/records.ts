// SPDX-License-Identifier: Apache-2.0
/** The rows of contacts and claims. */
import type { Contact } from "@fengsui/contract";
import { sql } from "kysely";
import type { Id } from "../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../platform/records/index.ts";
import { OVERLAPS } from "./overlaps.ts";
import { type Asked, type Check, type ClaimedValue, domainAndAbove, type Verdict } from "./rules.ts";

export async function listContacts({ read }: ReadTx, organisationId: OrganisationId) {
  return await read
    .selectFrom("organisation_contacts")
    .select(["role", "title", "name", "email", "phone", "hours", "language"])
    .where("organisation_id", "=", organisationId)
    .orderBy("position")
    .execute();
}

export async function replaceContacts(
  write: Writer,
  organisation_id: OrganisationId,
  contacts: readonly Contact[],
): Promise<void> {
  await write.deleteFrom("organisation_contacts").where("organisation_id", "=", organisation_id).execute();
  if (contacts.length === 0) return;
  const rows = contacts.map((contact, position) => ({ ...contact, organisation_id, position }));
  await write.insertInto("organisation_contacts").values(rows).execute();
}

/** Whether what is told only to those whom it concerns is told to who asks. */
export async function concernsMe({ read }: ReadTx, organisationId: OrganisationId): Promise<boolean> {
  const { does } = await read
    .selectNoFrom(sql<boolean>`${organisationId}::uuid = any (concerning_me())`.as("does"))
    .executeTakeFirstOrThrow();
  return does;
}

export async function listClaims({ read }: ReadTx, organisationId: OrganisationId) {
  return await read
    .selectFrom("claims")
    .selectAll()
    .where("organisation_id", "=", organisationId)
    .orderBy("kind")
    .orderBy("value")
    .execute();
}

export type ClaimRow = Awaited<ReturnType<typeof listClaims>>[number];

export async function findClaim({ read }: ReadTx, id: Id<"claim">): Promise<ClaimRow | undefined> {
  return await read.selectFrom("claims").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Claims of others on the same, on a part of it or on what it is a part of; as far as who asks may see them. */
export async function overlapsOf({ read }: ReadTx, organisationId: OrganisationId) {
  return await read
    .selectFrom("claims as own")
    .innerJoin("claims as other", (join) =>
      join
        .onRef("other.kind", "=", "own.kind")
        .onRef("other.organisation_id", "!=", "own.organisation_id")
        .on(OVERLAPS),
    )
    .where("own.organisation_id", "=", organisationId)
    .select(["own.id", "other.organisation_id as organisationId", "other.value", "other.state"])
    .orderBy("other.value")
    .limit(500)
    .execute();
}

export interface NewClaimRow extends ClaimedValue {
  readonly id: Id<"claim">;
  readonly organisation_id: OrganisationId;
  readonly challenge: string;
  readonly created_by: PersonId;
  readonly created_at: Date;
  readonly changed_at: Date;
}

export async function insertClaim(write: Writer, row: NewClaimRow): Promise<void> {
  await write.insertInto("claims").values(row).execute();
}

export async function deleteClaim(write: Writer, id: Id<"claim">): Promise<boolean> {
  const { numDeletedRows } = await write.deleteFrom("claims").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

export interface Confirmation {
  readonly personId: PersonId;
  readonly note: string;
  readonly now: Date;
}

/** It is not looked at again: whoever confirmed it answers for it. */
export async function confirmClaim(
  write: Writer,
  id: Id<"claim">,
  { personId, note, now }: Confirmation,
): Promise<void> {
  await write
    .updateTable("claims")
    .set({
      state: "proved",
      method: "coordinator",
      proved_at: now,
      proved_by: personId,
      note,
      failures: 0,
      next_check_at: null,
      changed_at: now,
    })
    .where("id", "=", id)
    .execute();
}

/** By the hub alone. */
export async function writeCheck(
  write: Writer,
  row: Pick<ClaimRow, "id" | "changed_at">,
  {
    check,
    verdict,
    fileAddress,
    now,
  }: {
    readonly check: Check;
    readonly verdict: Verdict;
    readonly fileAddress: string | null;
    readonly now: Date;
  },
): Promise<boolean> {
  const proved = check.method !== undefined && {
    method: check.method,
    proved_at: now,
    proved_by: null,
    note: null,
    ...(check.method === "file" && { file_address: fileAddress }),
  };
  const { numUpdatedRows } = await write
    .updateTable("claims")
    .set({
      state: verdict.state,
      failures: verdict.failures,
      outcome: check.outcome,
      checked_at: now,
      next_check_at: verdict.nextCheckAt,
      changed_at: now,
      ...proved,
    })
    .where("id", "=", row.id)
    // What a coordinator confirmed meanwhile stays.
    .where("changed_at", "=", row.changed_at)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const PAGE = 100;

export async function dueClaims({ read, now }: ReadTx): Promise<ClaimRow[]> {
  return await read
    .selectFrom("claims")
    .selectAll()
    .where("next_check_at", "<=", now)
    .orderBy("next_check_at")
    .limit(PAGE)
    .execute();
}

/** Those that were proved, the most specific alone. */
export async function answering({ read }: ReadTx, asked: Asked) {
  const proved = read
    .selectFrom("claims")
    .innerJoin("organisations", "organisations.id", "claims.organisation_id")
    .where("claims.state", "=", "proved")
    .where("organisations.disabled_at", "is", null)
    .select(["organisations.id", "organisations.name", "claims.value", "claims.method"])
    .select("claims.proved_at as provedAt")
    .orderBy("organisations.name")
    .orderBy("organisations.id");
  switch (asked.kind) {
    case "asn":
      return await proved.where("claims.kind", "=", "asn").where("claims.value", "=", asked.asn).execute();
    case "domain": {
      const rows = await proved
        .where("claims.kind", "=", "domain")
        .where("claims.value", "in", domainAndAbove(asked.domain))
        .execute();
      const longest = Math.max(0, ...rows.map(({ value }) => value.length));
      return rows.filter(({ value }) => value.length === longest);
    }
    case "address": {
      const rows = await proved
        .where("claims.kind", "=", "network")
        .where(sql<boolean>`claims.network >>= ${asked.address}::inet`)
        .execute();
      const prefixOf = (value: string) => Number(value.split("/")[1]);
      const narrowest = Math.max(0, ...rows.map(({ value }) => prefixOf(value)));
      return rows.filter(({ value }) => prefixOf(value) === narrowest);
    }
  }
}
