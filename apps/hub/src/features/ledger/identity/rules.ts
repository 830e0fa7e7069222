// SPDX-License-Identifier: Apache-2.0
/**
 * Whether two descriptions are of one asset. What is copied with a disk or lent for a time never suffices alone; what
 * a machine is born with always does; where a rename and a clone look alike, a person decides.
 */
import type { AssetKind, MergeReason } from "@fengsui/contract";
import { type Claim, overlap, STRENGTHS, type Strength } from "./identifiers.ts";

export interface Described {
  readonly kind: AssetKind;
  readonly claims: readonly Claim[];
}

export type Verdict =
  | { readonly kind: "same"; readonly by: SameBy }
  | { readonly kind: "propose"; readonly because: MergeReason }
  | { readonly kind: "other" };

/** From the strongest to the weakest. */
const SAME_BY = ["definition", "birth", "installed", "fqdn", "hostname"] as const;
type SameBy = (typeof SAME_BY)[number];

const OTHER: Verdict = { kind: "other" };

export function compare(one: Described, other: Described): Verdict {
  if (one.kind !== other.kind) return OTHER;
  if (one.kind !== "host") return agree(one, other, "definition").isShared ? same("definition") : OTHER;
  return (
    byBirth(one, other) ?? byInstallation(one, other) ?? byName(one, other) ?? byParts(one, other) ?? OTHER
  );
}

export type Resolution<Candidate> =
  | { readonly kind: "same"; readonly candidate: Candidate }
  /** It may be one of these, but nobody can say so from here. */
  | { readonly kind: "new"; readonly perhaps: readonly Perhaps<Candidate>[] }
  /** It is several that are different. */
  | { readonly kind: "ambiguous"; readonly candidates: readonly Candidate[] };

export interface Perhaps<Candidate> {
  readonly candidate: Candidate;
  readonly because: MergeReason;
}

/** Which of the known it is. Of several that it would be, the one by the strongest reason, if there is one. */
export function resolve<Candidate extends Described>(
  incoming: Described,
  candidates: readonly Candidate[],
): Resolution<Candidate> {
  const judged = candidates.map((candidate) => ({ candidate, verdict: compare(incoming, candidate) }));
  for (const by of SAME_BY) {
    const found = judged.filter(({ verdict }) => verdict.kind === "same" && verdict.by === by);
    const [first] = found;
    if (first === undefined) continue;
    if (found.length === 1) return { kind: "same", candidate: first.candidate };
    return { kind: "ambiguous", candidates: found.map(({ candidate }) => candidate) };
  }
  const perhaps = judged.flatMap(({ candidate, verdict }) =>
    verdict.kind === "propose" ? [{ candidate, because: verdict.because }] : [],
  );
  return { kind: "new", perhaps };
}

interface Agreement {
  /** Both have one of the same value. */
  readonly isShared: boolean;
  /** Both have some of a kind, and none of it is the same. */
  readonly isOpposed: boolean;
}

/** What lasts for life is compared whenever it was seen; the rest only where both held it at one time. */
function agree(one: Described, other: Described, strength: Strength, kinds?: readonly string[]): Agreement {
  const isTimed = strength !== "birth" && strength !== "installed" && strength !== "definition";
  const pick = ({ claims }: Described) =>
    claims.filter(({ kind }) => STRENGTHS[kind] === strength && (kinds?.includes(kind) ?? true));
  const [mine, theirs] = [pick(one), pick(other)];
  let isShared = false;
  let isOpposed = false;
  for (const kind of new Set(mine.map((claim) => claim.kind))) {
    const pairs = mine
      .filter((claim) => claim.kind === kind)
      .flatMap((claim) =>
        theirs.filter((their) => their.kind === kind).map((their) => [claim, their] as const),
      )
      .filter(([claim, their]) => !isTimed || overlap(claim, their));
    if (pairs.length === 0) continue;
    if (pairs.some(([claim, their]) => claim.value === their.value)) isShared = true;
    else isOpposed = true;
  }
  return { isShared, isOpposed };
}

function same(by: SameBy): Verdict {
  return { kind: "same", by };
}

function propose(because: MergeReason): Verdict {
  return { kind: "propose", because };
}

function byBirth(one: Described, other: Described): Verdict | undefined {
  const { isShared, isOpposed } = agree(one, other, "birth");
  if (isShared) return isOpposed ? propose("same_birthmark_and_another") : same("birth");
  return isOpposed ? OTHER : undefined;
}

/** A clone has it as well, but not the name at the same time; a machine that was renamed had the other name before. */
function byInstallation(one: Described, other: Described): Verdict | undefined {
  const installed = agree(one, other, "installed");
  const names = agree(one, other, "name");
  if (installed.isShared) {
    const isElsewhere = names.isOpposed && (!names.isShared || hasOpposedDomains(one, other));
    return isElsewhere ? propose("installation_with_other_name") : same("installed");
  }
  if (!installed.isOpposed) return undefined;
  return names.isShared && !hasOpposedDomains(one, other) ? propose("same_name_after_reinstall") : undefined;
}

function byName(one: Described, other: Described): Verdict | undefined {
  if (agree(one, other, "installed").isOpposed) return undefined;
  const fqdn = agree(one, other, "name", ["fqdn"]);
  if (fqdn.isShared) return same("fqdn");
  if (fqdn.isOpposed) return undefined;
  return agree(one, other, "name", ["hostname"]).isShared ? same("hostname") : undefined;
}

/** A card is moved from machine to machine, and an address is lent: they only make one think. */
function byParts(one: Described, other: Described): Verdict | undefined {
  if (agree(one, other, "part").isShared) return propose("same_network_card");
  const isBare = hasOnlyAddresses(one) || hasOnlyAddresses(other);
  return isBare && agree(one, other, "address").isShared
    ? propose("same_address_and_nothing_else")
    : undefined;
}

function hasOpposedDomains(one: Described, other: Described): boolean {
  return agree(one, other, "name", ["fqdn"]).isOpposed;
}

function hasOnlyAddresses({ claims }: Described): boolean {
  return claims.every(({ kind }) => STRENGTHS[kind] === "address");
}
