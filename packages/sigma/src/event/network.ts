// SPDX-License-Identifier: Apache-2.0
/** Is an address in a network, IPv4 or IPv6, with IPv4-mapped IPv6 addresses taken as IPv4. */
import ipaddr from "ipaddr.js";

/** Only what can be an address is parsed; `ipaddr.js` would also take numbers and octal forms for IPv4. */
const LOOKS_LIKE_ADDRESS =
  /^(?:(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%\w+)?)$/;
const MAX_ADDRESS_LENGTH = 64;

export function isNetwork(text: string): boolean {
  const [address = "", length = ""] = text.split("/");
  return LOOKS_LIKE_ADDRESS.test(address) && /^\d{1,3}$/.test(length) && ipaddr.isValidCIDR(text);
}

export function compileNetwork(network: string): (text: string) => boolean {
  const [range, bits] = ipaddr.parseCIDR(network);
  return (text) => {
    if (text.length > MAX_ADDRESS_LENGTH || !LOOKS_LIKE_ADDRESS.test(text) || !ipaddr.isValid(text))
      return false;
    const address = range.kind() === "ipv4" ? ipaddr.process(text) : ipaddr.parse(text);
    return address.kind() === range.kind() && address.match(range, bits);
  };
}
