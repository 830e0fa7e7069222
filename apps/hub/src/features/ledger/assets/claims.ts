// SPDX-License-Identifier: Apache-2.0
/** What people say an asset is known by, made into claims; and from when on a new asset has what another had. */
import { type AssetKind, FengsuiError, type GivenIdentifier } from "@fengsui/contract";
import {
  type Claim,
  expand,
  fits,
  normalise,
  overlap,
  STRENGTHS,
  shortName,
} from "../identity/identifiers.ts";
import type { Described } from "../identity/rules.ts";

export function claimsOf(kind: AssetKind, given: readonly GivenIdentifier[]): Claim[] {
  const problems: { path: string; message: string }[] = [];
  const claims = given.flatMap((one, at): Claim[] => {
    const value = fits(kind, one.kind) ? normalise(one.kind, one.value) : undefined;
    const claim = { from: timeOf(one.from), to: timeOf(one.to) };
    const path = `body.identifiers.${at}`;
    if (value === undefined)
      problems.push({ path, message: `"${one.value.slice(0, 100)}" is no ${one.kind} of a ${kind}` });
    else if (claim.from !== null && claim.to !== null && claim.to < claim.from)
      problems.push({ path, message: "ends before it begins" });
    else return [{ ...claim, kind: one.kind, value }];
    return [];
  });
  if (problems.length > 0)
    throw new FengsuiError(
      "identifier.invalid",
      problems.map(({ path, message }) => `${path}: ${message}`).join("\n"),
      { issues: problems },
    );
  return expand(claims);
}

function timeOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}

/**
 * What another has up to now, a new asset has from now on: so the past stays the other's. Two hosts of one name in
 * different domains have both had it all along.
 */
export function beginWhereTaken(
  claims: readonly Claim[],
  others: readonly Described[],
  now: number,
): Claim[] {
  const theirs = others.flatMap((other) => other.claims);
  const isTaken = (claim: Claim) =>
    theirs.some((their) => their.kind === claim.kind && their.value === claim.value && overlap(their, claim));
  return claims.map((claim) => {
    const full = claims.find((one) => one.kind === "fqdn" && shortName(one.value) === claim.value);
    const telling = claim.kind === "hostname" && full !== undefined ? full : claim;
    return isLent(claim) && claim.from === null && isTaken(telling) ? { ...claim, from: now } : claim;
  });
}

function isLent({ kind }: Claim): boolean {
  const strength = STRENGTHS[kind];
  return strength === "name" || strength === "address" || strength === "part";
}

/** The name that people know it by, where none was given. */
export function nameOf(claims: readonly Claim[]): string {
  const order = ["network", "domain", "address", "hostname", "fqdn", "ip", "mac"];
  const first = order.flatMap((kind) => claims.find((claim) => claim.kind === kind) ?? [])[0] ?? claims[0];
  return (first?.value ?? "").slice(0, 300);
}
