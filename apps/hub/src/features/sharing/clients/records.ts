// SPDX-License-Identifier: Apache-2.0
/** The rows of clients: seen by the organisation and by the client, by nobody else. */
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

export type ClientId = Id<"organisation-client">;

function selectClients({ read }: Pick<ReadTx, "read">) {
  return read
    .selectFrom("organisation_clients as c")
    .innerJoin("organisations as provider", "provider.id", "c.organisation_id")
    .innerJoin("organisations as client", "client.id", "c.client_id")
    .selectAll("c")
    .select(["provider.name as provider_name", "client.name as client_name"]);
}

const MAX_ROWS = 1_000;

export async function listClients(tx: ReadTx, organisationId: OrganisationId, withEnded: boolean) {
  let query = selectClients(tx)
    .where((where) =>
      where.or([where("c.organisation_id", "=", organisationId), where("c.client_id", "=", organisationId)]),
    )
    .orderBy("c.since", "desc")
    .limit(MAX_ROWS);
  if (!withEnded) query = query.where("c.ended_at", "is", null);
  return await query.execute();
}

export async function findClient(tx: Pick<ReadTx, "read">, id: ClientId) {
  return await selectClients(tx).where("c.id", "=", id).executeTakeFirst();
}

export type ClientRow = NonNullable<Awaited<ReturnType<typeof findClient>>>;

export async function insertClient(
  write: Writer,
  row: {
    readonly id: ClientId;
    readonly organisation_id: OrganisationId;
    readonly client_id: OrganisationId;
    readonly declared_by: PersonId;
    readonly since: Date;
  },
): Promise<void> {
  await write.insertInto("organisation_clients").values(row).execute();
}

export async function updateClient(
  write: Writer,
  id: ClientId,
  values: {
    readonly confirmed_at?: Date;
    readonly confirmed_by?: PersonId;
    readonly is_hidden?: boolean;
    readonly ended_at?: Date;
    readonly ended_by?: PersonId;
  },
): Promise<void> {
  await write.updateTable("organisation_clients").set(values).where("id", "=", id).execute();
}
