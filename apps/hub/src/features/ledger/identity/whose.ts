// SPDX-License-Identifier: Apache-2.0
/**
 * Whose a name or an address was at a time. Claims are kept as they were made; the one that began last holds, so that
 * the answer does not depend on the order in which they came to be known. Where two would hold, nobody knows.
 */
import { type Claim, canonicalAddress, canonicalNetwork, holdsAt, shortName } from "./identifiers.ts";

export interface OwnedClaim<Owner> extends Claim {
  readonly owner: Owner;
  /** The owner has a name with a domain, so that its name without one is not all that is known. */
  readonly hasDomain: boolean;
}

export type Named = { readonly kind: "host" | "address"; readonly value: string };

/** Everything that a claim may be worth, for the one way to ask for candidates: the values, and the address. */
export function valuesFor({ kind, value }: Named): { values: string[]; address: string | undefined } {
  const address = canonicalAddress(value);
  if (address !== undefined) return { values: [address], address };
  if (kind === "address") return { values: [], address: undefined };
  const name = hostOf(value);
  return { values: [...new Set([name, shortName(name), ...domainsOf(name)])], address: undefined };
}

/** `claims` holds at least those that `valuesFor` asks for; more do no harm. */
export function whose<Owner>(
  named: Named,
  time: number,
  claims: readonly OwnedClaim<Owner>[],
): Owner | undefined {
  const valid = claims.filter((claim) => holdsAt(claim, time));
  const { address } = valuesFor(named);
  if (address !== undefined) return ofAddress(address, valid);
  return named.kind === "host" ? ofHost(hostOf(named.value), valid) : undefined;
}

function hostOf(value: string): string {
  return value.trim().toLowerCase().replace(/\.$/, "");
}

function ofHost<Owner>(name: string, claims: readonly OwnedClaim<Owner>[]): Owner | undefined {
  const exact = claims.filter(
    ({ kind, value }) => (kind === "fqdn" || kind === "hostname") && value === name,
  );
  if (exact.length > 0) return latest(exact);
  const short = claims.filter(
    ({ kind, value, hasDomain }) => kind === "hostname" && value === shortName(name) && !hasDomain,
  );
  if (name.includes(".") && short.length > 0) return latest(short);
  for (const domain of domainsOf(name)) {
    const found = claims.filter(({ kind, value }) => kind === "domain" && value === domain);
    if (found.length > 0) return latest(found);
  }
  return undefined;
}

/** The host that had it, else the address as such, else the smallest network around it. */
function ofAddress<Owner>(address: string, claims: readonly OwnedClaim<Owner>[]): Owner | undefined {
  for (const wanted of ["ip", "address"] as const) {
    const found = claims.filter(({ kind, value }) => kind === wanted && value === address);
    if (found.length > 0) return latest(found);
  }
  const around = claims.filter(({ kind, value }) => kind === "network" && isIn(address, value));
  const smallest = Math.max(...around.map(({ value }) => lengthOf(value)));
  return latest(around.filter(({ value }) => lengthOf(value) === smallest));
}

function isIn(address: string, network: string): boolean {
  return canonicalNetwork(`${address}/${lengthOf(network)}`) === network;
}

function lengthOf(network: string): number {
  return Number(network.split("/")[1]);
}

/** Undefined where two of them have an equal right to it. */
function latest<Owner>(claims: readonly OwnedClaim<Owner>[]): Owner | undefined {
  const begin = Math.max(...claims.map(({ from }) => from ?? Number.NEGATIVE_INFINITY));
  const owners = claims.filter(({ from }) => (from ?? Number.NEGATIVE_INFINITY) === begin);
  const distinct = new Set(owners.map(({ owner }) => owner));
  return distinct.size === 1 ? owners[0]?.owner : undefined;
}

/** The name and every domain above it, the nearest first; a top level alone is none. */
function domainsOf(name: string): string[] {
  const labels = name.split(".");
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join("."));
}
