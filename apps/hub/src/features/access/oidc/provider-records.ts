// SPDX-License-Identifier: Apache-2.0
/** The rows of providers, and what belonging to their groups gives. */
import type { Id } from "../../../platform/ids.ts";
import type { OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

export interface Provider {
  readonly id: Id<"identity-provider">;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly scopes: string;
  readonly groupsClaim: string;
  readonly makesAccounts: boolean;
  readonly trustsSecondFactor: boolean;
  readonly changedAt: Date;
}

/** Without the secret: what a request may read. */
const COLUMNS = [
  "id",
  "name",
  "issuer",
  "client_id",
  "scopes",
  "groups_claim",
  "makes_accounts",
  "trusts_second_factor",
  "is_enabled",
  "created_by",
  "created_at",
  "changed_at",
] as const;

function select({ read }: ReadTx) {
  return read
    .selectFrom("identity_providers")
    .select(COLUMNS)
    .where("removed_at", "is", null)
    .orderBy("name")
    .orderBy("id");
}

export async function listProviders(tx: ReadTx) {
  return await select(tx).execute();
}

export async function findProvider(tx: ReadTx, id: Id<"identity-provider">) {
  return await select(tx).where("id", "=", id).executeTakeFirst();
}

export type ProviderRow = NonNullable<Awaited<ReturnType<typeof findProvider>>>;

/** By the sign-in alone. */
export async function listEnabled({ read }: ReadTx) {
  return await read
    .selectFrom("identity_providers")
    .select(["id", "name"])
    .where("removed_at", "is", null)
    .where("is_enabled", "=", true)
    .orderBy("name")
    .orderBy("id")
    .execute();
}

/** By the sign-in alone; one that is off, too, where it is checked before it is switched on. */
export async function findUsable(
  tx: ReadTx,
  id: Id<"identity-provider">,
  { isOffToo }: { readonly isOffToo: boolean } = { isOffToo: false },
): Promise<Provider | undefined> {
  const row = await withSecret(tx).where("id", "=", id).executeTakeFirst();
  return row === undefined || !(row.is_enabled || isOffToo) ? undefined : toProvider(row);
}

/** By the sign-in alone; one that is off, too: what came of it before may still have to end. */
export async function findByIssuer(tx: ReadTx, issuer: string): Promise<Provider | undefined> {
  const row = await withSecret(tx).where("issuer", "=", issuer).executeTakeFirst();
  return row && toProvider(row);
}

function withSecret({ read }: ReadTx) {
  return read
    .selectFrom("identity_providers")
    .select([...COLUMNS, "client_secret"])
    .where("removed_at", "is", null);
}

function toProvider(row: ProviderRow & { readonly client_secret: string | null }): Provider {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecret: row.client_secret,
    scopes: row.scopes,
    groupsClaim: row.groups_claim,
    makesAccounts: row.makes_accounts,
    trustsSecondFactor: row.trusts_second_factor,
    changedAt: row.changed_at,
  };
}

export interface ProviderValues {
  readonly name?: string;
  readonly client_id?: string;
  readonly client_secret?: string | null;
  readonly scopes?: string;
  readonly makes_accounts?: boolean;
  readonly trusts_second_factor?: boolean;
  readonly is_enabled?: boolean;
  readonly removed_at?: Date;
}

export interface NewProviderRow extends Required<Omit<ProviderValues, "is_enabled" | "removed_at">> {
  readonly id: Id<"identity-provider">;
  readonly issuer: string;
  readonly groups_claim: string;
  readonly created_by: PersonId;
  readonly created_at: Date;
  readonly changed_at: Date;
}

export async function insertProvider(write: Writer, row: NewProviderRow): Promise<void> {
  await write.insertInto("identity_providers").values(row).execute();
}

export async function updateProvider(
  write: Writer,
  id: Id<"identity-provider">,
  { now, ...values }: ProviderValues & { readonly now: Date },
): Promise<void> {
  await write
    .updateTable("identity_providers")
    .set({ ...values, changed_at: now })
    .where("id", "=", id)
    .execute();
}

/** What a reader may see of them: an operator all, an administrator those into the own organisations. */
function selectGroupRoles({ read }: ReadTx) {
  return read
    .selectFrom("group_roles")
    .innerJoin("identity_providers", "identity_providers.id", "group_roles.provider_id")
    .leftJoin("organisations", "organisations.id", "group_roles.organisation_id")
    .where("identity_providers.removed_at", "is", null)
    .select(["group_roles.id", "group_roles.provider_id", "group_roles.group_name", "group_roles.created_at"])
    .select(["group_roles.organisation_id", "group_roles.role", "group_roles.hub_role"])
    .select([
      "group_roles.accepted_at",
      "identity_providers.name as providerName",
      "identity_providers.issuer",
    ])
    .select("organisations.name as organisation")
    .orderBy("identity_providers.name")
    .orderBy("group_roles.group_name")
    .orderBy("group_roles.id");
}

const MAX_LISTED = 5_000;

export async function listGroupRoles(tx: ReadTx) {
  return await selectGroupRoles(tx).limit(MAX_LISTED).execute();
}

export async function findGroupRole(tx: ReadTx, id: Id<"group-role">) {
  return await selectGroupRoles(tx).where("group_roles.id", "=", id).executeTakeFirst();
}

export type GroupRoleRow = NonNullable<Awaited<ReturnType<typeof findGroupRole>>>;

export async function countGroupRoles(
  { read }: ReadTx,
  providerId: Id<"identity-provider">,
): Promise<number> {
  const { count } = await read
    .selectFrom("group_roles")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("provider_id", "=", providerId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface NewGroupRoleRow {
  readonly id: Id<"group-role">;
  readonly provider_id: Id<"identity-provider">;
  readonly group_name: string;
  readonly organisation_id: OrganisationId | null;
  readonly role: GroupRoleRow["role"];
  readonly hub_role: GroupRoleRow["hub_role"];
  readonly created_by: PersonId;
  readonly created_at: Date;
}

export async function insertGroupRole(write: Writer, row: NewGroupRoleRow): Promise<void> {
  await write.insertInto("group_roles").values(row).execute();
}

export async function acceptGroupRole(
  write: Writer,
  id: Id<"group-role">,
  { by, now }: { readonly by: PersonId; readonly now: Date },
): Promise<void> {
  await write
    .updateTable("group_roles")
    .set({ accepted_by: by, accepted_at: now })
    .where("id", "=", id)
    .where("accepted_at", "is", null)
    .execute();
}

export async function deleteGroupRole(write: Writer, id: Id<"group-role">): Promise<void> {
  await write.deleteFrom("group_roles").where("id", "=", id).execute();
}

export async function deleteGroupRolesOf(write: Writer, providerId: Id<"identity-provider">): Promise<void> {
  await write.deleteFrom("group_roles").where("provider_id", "=", providerId).execute();
}
