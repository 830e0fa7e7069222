// SPDX-License-Identifier: Apache-2.0
/**
 * Whose a host or an address was at a time, and who answers for it: as far as whoever asks may see the ledger. Many
 * are asked about at once.
 */
import { type LedgerReference, RESPONSIBLE } from "@fengsui/contract";
import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import type { Id } from "../../platform/ids.ts";
import type { OrganisationId, ReadTx } from "../../platform/records/index.ts";
import { type Named, type OwnedClaim, valuesFor, whose } from "./identity/whose.ts";

export interface Asked {
  /** In whose logs it was. */
  readonly organisationId: OrganisationId;
  readonly kind: "host" | "account" | "address" | "none" | "other";
  readonly value: string;
  readonly at: Date;
}

/** One answer to each, in their order; null where the ledger does not tell. */
export async function describeHosts(
  tx: ReadTx,
  asked: readonly Asked[],
): Promise<(LedgerReference | null)[]> {
  const named = asked.map(toNamed);
  const claims = await claimsFor(tx, asked, named);
  const owners = asked.map(({ organisationId, at }, index) => {
    const one = named[index];
    return one === undefined ? undefined : whose(one, at.getTime(), claims.get(organisationId) ?? []);
  });
  const references = await referencesOf(tx, owners);
  return owners.map((owner) => (owner === undefined ? null : (references.get(owner) ?? null)));
}

function toNamed({ kind, value }: Asked): Named | undefined {
  return kind === "host" || kind === "address" ? { kind, value } : undefined;
}

type Claims = ReadonlyMap<OrganisationId, OwnedClaim<Id<"asset">>[]>;

async function claimsFor(
  tx: ReadTx,
  asked: readonly Asked[],
  named: readonly (Named | undefined)[],
): Promise<Claims> {
  const wanted = named.flatMap((one) => (one === undefined ? [] : [valuesFor(one)]));
  const values = [...new Set(wanted.flatMap((one) => one.values))];
  if (values.length === 0) return new Map();
  const addresses = [...new Set(wanted.flatMap(({ address }) => address ?? []))];
  const organisations = [...new Set(asked.map(({ organisationId }) => organisationId))];
  const found = [
    ...(await selectClaims(tx, organisations, sql<boolean>`i.value = any(${values}::text[])`)),
    ...(addresses.length === 0 ? [] : await selectClaims(tx, organisations, isAround(addresses))),
  ];
  const owners = await domainsKnown(tx, [...new Set(found.map(({ asset_id }) => asset_id))]);
  const claims = found.flatMap((row) => {
    const hasDomain = owners.get(row.asset_id);
    return hasDomain === undefined ? [] : [toOwned(row, hasDomain)];
  });
  return Map.groupBy(claims, ({ organisationId }) => organisationId);
}

function isAround(addresses: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`i.network is not null and exists (
    select from unnest(${[...addresses]}::inet[]) address where i.network >>= address)`;
}

/** One condition at a time: of two that are alternatives, PostgreSQL reads all of the ledger. */
async function selectClaims(
  tx: ReadTx,
  organisations: readonly OrganisationId[],
  condition: RawBuilder<boolean>,
) {
  return await tx.read
    .selectFrom("asset_identifiers as i")
    .select(["i.organisation_id", "i.asset_id", "i.kind", "i.value", "i.valid_from", "i.valid_to"])
    .where(sql<boolean>`i.organisation_id = any(${[...organisations]}::uuid[])`)
    .where(condition)
    .execute();
}

/** Of those that have not become part of another: whether each is known by a name with a domain. */
async function domainsKnown(
  tx: ReadTx,
  ids: readonly Id<"asset">[],
): Promise<ReadonlyMap<Id<"asset">, boolean>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.read
    .selectFrom("assets as a")
    .select("a.id")
    .select(
      sql<boolean>`exists (select from asset_identifiers f where f.asset_id = a.id and f.kind = 'fqdn')`.as(
        "has_domain",
      ),
    )
    .where("a.merged_into", "is", null)
    .where(sql<boolean>`a.id = any(${[...ids]}::uuid[])`)
    .execute();
  return new Map(rows.map(({ id, has_domain }) => [id, has_domain]));
}

function toOwned(row: Awaited<ReturnType<typeof selectClaims>>[number], hasDomain: boolean) {
  return {
    organisationId: row.organisation_id,
    owner: row.asset_id,
    kind: row.kind,
    value: row.value,
    from: row.valid_from?.getTime() ?? null,
    to: row.valid_to?.getTime() ?? null,
    hasDomain,
  };
}

async function referencesOf(
  tx: ReadTx,
  owners: readonly (Id<"asset"> | undefined)[],
): Promise<ReadonlyMap<Id<"asset">, LedgerReference>> {
  const ids = [...new Set(owners.flatMap((owner) => owner ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await tx.read
    .selectFrom("assets as a")
    .leftJoin("systems as s", "s.id", "a.system_id")
    .select(["a.id", "a.name", "s.id as system_id", "s.name as system_name", "s.level", "s.is_critical"])
    .select("s.responsible")
    .where(sql<boolean>`a.id = any(${ids}::uuid[])`)
    .execute();
  return new Map(
    rows.map((row) => {
      const { system_id: id, system_name: name, level, is_critical: isCritical } = row;
      const system =
        id === null || name === null ? null : { id, name, level, isCritical: isCritical ?? false };
      const responsible = z.array(RESPONSIBLE).parse(row.responsible ?? []);
      return [row.id, { assetId: row.id, assetName: row.name, system, responsible }];
    }),
  );
}

/** All of it; anything, where nothing is said. */
export interface LedgerWanted {
  readonly systemId?: string | undefined;
  readonly assetId?: string | undefined;
  readonly minLevel?: number | undefined;
}

export function isOf(
  { systemId, assetId, minLevel }: LedgerWanted,
  reference: LedgerReference | null,
): boolean {
  const system = reference?.system ?? null;
  if (systemId !== undefined && system?.id !== systemId) return false;
  if (assetId !== undefined && reference?.assetId !== assetId) return false;
  return minLevel === undefined || (system?.level ?? 0) >= minLevel;
}

/** Of so many assets the names are gathered beforehand; of more, each row is looked up. */
const FEW_ASSETS = 2_000;

/**
 * Of rows of `alerts`: those that can be about such a system or asset. It lets pass all that are and some that are not;
 * `describeHosts` says which. So there is one rule, and the database need not know it.
 */
export async function mayBeOf(
  tx: ReadTx,
  wanted: LedgerWanted,
  fewAssets = FEW_ASSETS,
): Promise<RawBuilder<boolean>> {
  const few = await hasFewAssets(tx, wanted, fewAssets);
  const namesOf = (kinds: readonly string[]) => sql`select i.value ${identifiersOf(wanted, kinds)}`;
  const isName = few
    ? sql`entity in (${namesOf(["fqdn", "hostname", "ip", "address"])})
        or split_part(entity, '.', 1) in (${namesOf(["hostname"])})`
    : sql`exists (select ${identifiersOf(wanted, ["fqdn", "hostname", "ip", "address"])}
        and i.organisation_id = alerts.organisation_id
        and i.value = any(array[entity, split_part(entity, '.', 1)]))`;
  // An address may be written in several ways, and be in a network.
  return sql<boolean>`entity_kind in ('host', 'address') and (
    ${isName} or entity ~ '^[0-9.]+$' or position(':' in entity) > 0
    or '.' || entity like any (array(select '%.' || i.value ${identifiersOf(wanted, ["domain"])})))`;
}

/** Of arrays of host names: those with one that can be of such a system. Which, `describeHosts` says. */
export function mayNameHostOf(wanted: LedgerWanted, hosts: RawBuilder<unknown>): RawBuilder<boolean> {
  const named = (kinds: readonly string[]) => sql`select i.value ${identifiersOf(wanted, kinds)}`;
  return sql<boolean>`exists (select from unnest(${hosts}) host
    where host in (${named(["fqdn", "hostname"])}) or split_part(host, '.', 1) in (${named(["hostname"])}))`;
}

async function hasFewAssets(tx: ReadTx, wanted: LedgerWanted, few: number): Promise<boolean> {
  const rows = await tx.read
    .selectFrom("assets as a")
    .leftJoin("systems as s", "s.id", "a.system_id")
    .select("a.id")
    .where(isWanted(wanted))
    .limit(few + 1)
    .execute();
  return rows.length <= few;
}

function identifiersOf(wanted: LedgerWanted, kinds: readonly string[]): RawBuilder<unknown> {
  return sql`from asset_identifiers i
    join assets a on a.id = i.asset_id and a.merged_into is null
    left join systems s on s.id = a.system_id
    where i.kind = any(${[...kinds]}::text[]) and ${isWanted(wanted)}`;
}

function isWanted({ systemId, assetId, minLevel }: LedgerWanted): RawBuilder<boolean> {
  const conditions = [
    ...(systemId === undefined ? [] : [sql<boolean>`s.id = ${systemId}::uuid`]),
    ...(assetId === undefined ? [] : [sql<boolean>`a.id = ${assetId}::uuid`]),
    ...(minLevel === undefined ? [] : [sql<boolean>`s.level >= ${minLevel}`]),
  ];
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}
