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
  const rows = await tx.read
    .selectFrom("asset_identifiers as i")
    .innerJoin("assets as a", "a.id", "i.asset_id")
    .select(["i.organisation_id", "i.asset_id", "i.kind", "i.value", "i.valid_from", "i.valid_to"])
    .select(
      sql<boolean>`exists (select from asset_identifiers f where f.asset_id = a.id and f.kind = 'fqdn')`.as(
        "has_domain",
      ),
    )
    .where("a.merged_into", "is", null)
    .where(sql<boolean>`i.organisation_id = any(${organisations}::uuid[])`)
    .where(
      sql<boolean>`(i.value = any(${values}::text[]) or i.id in (
        select n.id from unnest(${addresses}::inet[]) address
        join asset_identifiers n on n.network >>= address and n.network is not null))`,
    )
    .execute();
  return Map.groupBy(rows.map(toOwned), ({ organisationId }) => organisationId);
}

function toOwned(row: {
  organisation_id: OrganisationId;
  asset_id: Id<"asset">;
  kind: OwnedClaim<unknown>["kind"];
  value: string;
  valid_from: Date | null;
  valid_to: Date | null;
  has_domain: boolean;
}) {
  return {
    organisationId: row.organisation_id,
    owner: row.asset_id,
    kind: row.kind,
    value: row.value,
    from: row.valid_from?.getTime() ?? null,
    to: row.valid_to?.getTime() ?? null,
    hasDomain: row.has_domain,
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

export interface SystemsWanted {
  readonly systemId?: string | undefined;
  readonly minLevel?: number | undefined;
}

export function isOf({ systemId, minLevel }: SystemsWanted, reference: LedgerReference | null): boolean {
  const system = reference?.system ?? null;
  if (systemId !== undefined && system?.id !== systemId) return false;
  return minLevel === undefined || (system?.level ?? 0) >= minLevel;
}

/**
 * Of rows with an `entity`: those that can be about such a system. It lets pass all that are and some that are not;
 * `describeHosts` says which. So there is one rule, and the database need not know it.
 */
export function mayBeOf({ systemId, minLevel }: SystemsWanted): RawBuilder<boolean> {
  const values = (what: RawBuilder<unknown>, kinds: readonly string[]) => sql`
    select ${what} from asset_identifiers i
    join assets a on a.id = i.asset_id and a.merged_into is null
    join systems s on s.id = a.system_id
    where i.kind = any(${[...kinds]}::text[])
      and (${systemId ?? null}::uuid is null or s.id = ${systemId ?? null}::uuid)
      and (${minLevel ?? null}::int is null or s.level >= ${minLevel ?? null}::int)`;
  const looksLikeAddress = sql`(entity ~ '^[0-9.]+$' or position(':' in entity) > 0)`;
  return sql<boolean>`entity_kind in ('host', 'address') and (
    entity in (${values(sql`i.value`, ["fqdn", "hostname", "ip", "address"])})
    or split_part(entity, '.', 1) in (${values(sql`i.value`, ["hostname"])})
    or ${looksLikeAddress} and exists (${values(sql`1`, ["network", "ip", "address"])})
    or '.' || entity like any (array(${values(sql`'%.' || i.value`, ["domain"])})))`;
}
