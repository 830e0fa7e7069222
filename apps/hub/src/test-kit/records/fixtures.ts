// SPDX-License-Identifier: Apache-2.0
/** Records to test with, made as the hub itself would make them. */
import { randomUUID } from "node:crypto";
import { systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import {
  audited,
  type HubRole,
  type OrganisationId,
  type OrganisationRole,
  type PersonId,
  type Records,
  systemPrincipal,
  type Writer,
} from "../../platform/records/index.ts";

const FIXTURE = systemPrincipal("fixture");

/** Writes past every policy, in the name of the hub. */
export async function asHub<Result>(
  records: Records,
  write: (writer: Writer) => Promise<Result>,
): Promise<Result> {
  return await records.transaction(FIXTURE, (tx) =>
    audited(
      tx,
      { action: "fixture.make", subject: { kind: "fixture", id: "-" }, organisationId: null },
      write,
    ),
  );
}

export async function anOrganisation(
  records: Records,
  name = `org ${randomUUID()}`,
): Promise<OrganisationId> {
  const id = newId<"organisation">(systemClock);
  await asHub(records, (write) => write.insertInto("organisations").values({ id, name }).execute());
  return id;
}

export interface PersonFixture {
  readonly roles?: readonly (readonly [OrganisationId, OrganisationRole])[];
  readonly hubRole?: HubRole;
}

export async function aPerson(
  records: Records,
  { roles = [], hubRole }: PersonFixture = {},
): Promise<PersonId> {
  const id = newId<"person">(systemClock);
  await asHub(records, async (write) => {
    await write
      .insertInto("people")
      .values({ id, email: `${id}@example.org`, name: "Li" })
      .execute();
    for (const [organisation_id, role] of roles)
      await write.insertInto("memberships").values({ person_id: id, organisation_id, role }).execute();
    if (hubRole !== undefined)
      await write.insertInto("hub_roles").values({ person_id: id, role: hubRole }).execute();
  });
  return id;
}
