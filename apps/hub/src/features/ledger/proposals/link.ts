// SPDX-License-Identifier: Apache-2.0
/** Which hosts of the logs are which assets. Kept with each change of either, so that a list need not work it out. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import type { OrganisationId, ReadTx, Writer } from "../../../platform/records/index.ts";
import { findKnown } from "../assets/identifier-records.ts";
import { shortName } from "../identity/identifiers.ts";
import { type OwnedClaim, valuesFor, whose } from "../identity/whose.ts";

export interface SeenHost {
  readonly id: Id<"seen-host">;
  readonly name: string;
  readonly last_seen_at: Date;
  readonly asset_id: Id<"asset"> | null;
}

/** Those whose name may be meant by one of the values. */
export async function linkSeenHosts(
  tx: ReadTx,
  write: Writer,
  organisationId: OrganisationId,
  values: readonly string[],
): Promise<void> {
  if (values.length === 0) return;
  const shortNames = [...new Set([...values, ...values.map(shortName)])];
  const hosts = await tx.read
    .selectFrom("seen_hosts")
    .select(["id", "name", "last_seen_at", "asset_id"])
    .where("organisation_id", "=", organisationId)
    .where(sql<boolean>`(name = any(${[...values]}::text[]) or short_name = any(${shortNames}::text[]))`)
    .execute();
  await linkHosts(tx, write, organisationId, hosts);
}

export async function linkHosts(
  tx: ReadTx,
  write: Writer,
  organisationId: OrganisationId,
  hosts: readonly SeenHost[],
): Promise<void> {
  if (hosts.length === 0) return;
  const asked = hosts.flatMap(({ name }) => valuesFor({ kind: "host", value: name }).values);
  const claims = hostClaims(await findKnown(tx, organisationId, { values: asked }));
  const moved = hosts.flatMap(({ id, name, last_seen_at, asset_id }) => {
    const owner = whose({ kind: "host", value: name }, last_seen_at.getTime(), claims) ?? null;
    return owner === asset_id ? [] : [{ id, owner }];
  });
  if (moved.length === 0) return;
  await sql`
    update seen_hosts s set asset_id = m.owner
    from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ owner }) => owner)}::uuid[]) as m (id, owner)
    where s.id = m.id`.execute(write);
  await tell(write, [{ topic: "host_proposal.changed", organisationId, ids: moved.map(({ id }) => id) }]);
}

/** A domain or a network holds hosts; it is none. */
function hostClaims(known: Awaited<ReturnType<typeof findKnown>>): OwnedClaim<Id<"asset">>[] {
  return known.flatMap(({ id, kind, claims }) =>
    kind === "host" || kind === "address"
      ? claims.map((claim) => ({ ...claim, owner: id, hasDomain: claims.some((one) => one.kind === "fqdn") }))
      : [],
  );
}
