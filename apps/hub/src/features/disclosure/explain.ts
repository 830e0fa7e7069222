// SPDX-License-Identifier: Apache-2.0
/** Why somebody sees a record or not, and who of other organisations saw it. For managers of its owner. */
import type { Readers, SharingQuestion, SharingReason } from "@fengsui/contract";
import type { SignedIn } from "../../platform/http/index.ts";
import { organisationIdOf, personIdOf } from "../../platform/http/parameters.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import {
  type OrganisationId,
  type PersonId,
  personPrincipal,
  type ReadTx,
  type Records,
} from "../../platform/records/index.ts";
import { notFound } from "./preview.ts";
import * as store from "./records.ts";

type Row = NonNullable<Awaited<ReturnType<typeof store.findShared>>>;
type Known = Pick<SharingReason, "sees" | "reason">;

export async function explainSharing(
  records: Records,
  signedIn: SignedIn,
  { subject, who }: SharingQuestion,
): Promise<SharingReason> {
  return await records.read(personPrincipal(signedIn.person), async (tx) => {
    const row = await requireOwn(tx, signedIn, subject);
    const known =
      "personId" in who
        ? await ofPerson(tx, row, personIdOf(who.personId))
        : await ofOrganisation(tx, row, organisationIdOf(who.organisationId));
    return {
      ...known,
      marking: row.marking,
      sharingGroup: await groupOf(tx, row.audience_id),
      role: "personId" in who ? await roleOf(tx, row.organisation_id, personIdOf(who.personId)) : null,
    };
  });
}

export async function listReaders(
  records: Records,
  signedIn: SignedIn,
  subject: store.Subject,
): Promise<Readers> {
  return await records.read(personPrincipal(signedIn.person), async (tx) => {
    await requireOwn(tx, signedIn, subject);
    const rows = await store.readersOf(tx, subject);
    return {
      readers: rows.map((row) => ({
        organisationId: row.organisation_id,
        name: row.name,
        role: row.role,
        people: row.people,
        firstAt: row.first_at.toISOString(),
        lastAt: row.last_at.toISOString(),
        ways: [...row.ways],
      })),
    };
  });
}

async function requireOwn(tx: ReadTx, signedIn: SignedIn, subject: store.Subject): Promise<Row> {
  const row = await store.findShared(tx, subject);
  if (row === undefined) throw notFound(subject);
  requireRole(signedIn, row.organisation_id, "manager");
  return row;
}

async function ofPerson(tx: ReadTx, row: Row, personId: PersonId): Promise<Known> {
  return (await store.reasonOf(tx, row.audience_id, personId)) ?? { sees: false, reason: "not_recipient" };
}

/** All of its people, or none of them: RED alone tells people apart. */
async function ofOrganisation(tx: ReadTx, row: Row, organisationId: OrganisationId): Promise<Known> {
  if (row.marking === "red") return { sees: false, reason: "not_named" };
  const recipients = await store.recipientsOf(tx, row.audience_id);
  const found = recipients.find(({ organisation_id: id }) => id === organisationId);
  if (found !== undefined) return { sees: true, reason: found.via };
  if (recipients.some((one) => one.is_hidden)) return { sees: null, reason: "perhaps_hidden" };
  return { sees: false, reason: row.marking === null ? "not_shared" : "not_recipient" };
}

async function groupOf({ read }: ReadTx, audienceId: number): Promise<SharingReason["sharingGroup"]> {
  const group = await read
    .selectFrom("audiences")
    .innerJoin("sharing_groups", "sharing_groups.id", "audiences.sharing_group_id")
    .select(["sharing_groups.id", "sharing_groups.name"])
    .where("audiences.id", "=", audienceId)
    .executeTakeFirst();
  return group ?? null;
}

async function roleOf({ read }: ReadTx, organisationId: OrganisationId, personId: PersonId) {
  const row = await read
    .selectFrom("memberships")
    .select("role")
    .where("organisation_id", "=", organisationId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row?.role ?? null;
}
