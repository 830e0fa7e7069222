// SPDX-License-Identifier: Apache-2.0
/**
 * What an indicator has to be for an observable to meet it, for who keeps indicators elsewhere than in an index: with an
 * index of values in a database, a handful of look-ups.
 */
import type { Indicator, Observable } from "./kinds.ts";
import { normaliseAddress } from "./normalise/address.ts";
import { nameOfAccount, nameOfPath } from "./normalise/words.ts";

export type Candidate = Observable & { readonly withSubdomains: boolean };

/** The value; the domains above it, the networks around it, or the name alone of a file or of an account of a domain. */
export function candidatesOf(observable: Observable): readonly Candidate[] {
  const { kind, value } = observable;
  const itself = { kind, value, withSubdomains: false };
  switch (kind) {
    case "domain-name":
      return [itself, ...aboveDomain(value)];
    case "ipv4-addr":
      return [itself, ...aroundAddress(value, 32)];
    case "ipv6-addr":
      return [itself, ...aroundAddress(value, 128)];
    case "file-path":
      return [itself, ...named(observable, nameOfPath(value))];
    case "account":
      return [itself, ...named(observable, nameOfAccount(value))];
    default:
      return [itself];
  }
}

/** Only by an observable of its own value, and by no other. */
export function isMetByItself({
  kind,
  value,
  withSubdomains = false,
}: Omit<Indicator, "reference">): boolean {
  switch (kind) {
    case "domain-name":
      return !withSubdomains;
    case "ipv4-addr":
    case "ipv6-addr":
      return !value.includes("/");
    case "file-path":
      return nameOfPath(value) !== undefined;
    case "account":
      return nameOfAccount(value) !== undefined;
    default:
      return true;
  }
}

function aboveDomain(name: string): Candidate[] {
  const labels = name.split(".");
  return labels.map((_, index) => ({
    kind: "domain-name",
    value: labels.slice(index).join("."),
    withSubdomains: true,
  }));
}

function aroundAddress(address: string, bits: number): Candidate[] {
  if (address.includes("/")) return [];
  return Array.from({ length: bits + 1 }, (_, length) => {
    const network = normaliseAddress(`${address}/${length}`);
    return network === undefined ? [] : [{ ...network, withSubdomains: false }];
  }).flat();
}

function named({ kind }: Observable, name: string | undefined): Candidate[] {
  return name === undefined ? [] : [{ kind, value: name, withSubdomains: false }];
}
