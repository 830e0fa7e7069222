// SPDX-License-Identifier: Apache-2.0
/** An IP address, or a network as address/prefix. */
import { BlockList, isIP } from "node:net";

export interface Network {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefix: number;
}

export function parseNetwork(text: string): Network | undefined {
  const [address, digits, ...rest] = text.split("/");
  const version = isIP(address ?? "");
  if (address === undefined || version === 0 || rest.length > 0) return undefined;
  const bits = version === 4 ? 32 : 128;
  if (digits !== undefined && !/^\d{1,3}$/.test(digits)) return undefined;
  const prefix = digits === undefined ? bits : Number(digits);
  return prefix > bits ? undefined : { address, family: version === 4 ? "ipv4" : "ipv6", prefix };
}

/** Whether an address is in one of the networks. What is no network matches nothing. */
export function networkTest(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const { address, prefix, family } of networks.flatMap((text) => parseNetwork(text) ?? []))
    list.addSubnet(address, prefix, family);
  return (address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
  };
}
