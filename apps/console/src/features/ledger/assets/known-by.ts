// SPDX-License-Identifier: Apache-2.0
/** By what an asset is known now, and by what it was. */
import type { Asset, Identifier } from "@fengsui/contract";

export function isPresent({ from, to }: Pick<Identifier, "from" | "to">, now: number): boolean {
  return (from === null || Date.parse(from) <= now) && (to === null || Date.parse(to) > now);
}

/** What it is known by now, without what its name says already; each value once. */
export function knownBy({ name, identifiers }: Pick<Asset, "name" | "identifiers">, now: number): string {
  const values = identifiers.filter((one) => isPresent(one, now)).map(({ value }) => value);
  const others = [...new Set(values)].filter((value) => value.toLowerCase() !== name.toLowerCase());
  return others.join(", ");
}
