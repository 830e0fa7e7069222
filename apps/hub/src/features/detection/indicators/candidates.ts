// SPDX-License-Identifier: Apache-2.0
/** What an indicator would have to be for a value to meet it: the value, the domains above it, the networks around it. Pure. */
import type { Observable } from "@fengsui/indicators";
import { normalise } from "@fengsui/indicators";
import type { Candidate } from "./records.ts";

export function candidatesOf({ kind, value }: Observable): Candidate[] {
  const itself = { kind, value, withSubdomains: false };
  if (kind === "domain-name") return [itself, ...aboveDomain(value)];
  if (kind !== "ipv4-addr" && kind !== "ipv6-addr") return [itself];
  return value.includes("/") ? [itself] : [itself, ...aroundAddress(kind, value)];
}

function aboveDomain(name: string): Candidate[] {
  const labels = name.split(".");
  return labels.map((_, index) => ({
    kind: "domain-name",
    value: labels.slice(index).join("."),
    withSubdomains: true,
  }));
}

function aroundAddress(kind: "ipv4-addr" | "ipv6-addr", address: string): Candidate[] {
  const bits = kind === "ipv4-addr" ? 32 : 128;
  return Array.from({ length: bits + 1 }, (_, length) => {
    const network = normalise(kind, `${address}/${length}`);
    return network === undefined ? [] : [{ ...network, withSubdomains: false }];
  }).flat();
}
