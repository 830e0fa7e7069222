// SPDX-License-Identifier: Apache-2.0
/**
 * Where the hub may go for an address that somebody gave it, such as of a webhook: what the internet can reach, and
 * the networks that the configuration names. Names are resolved once, and the connection goes to an address that was
 * looked at: a name that says something else a moment later (DNS rebinding) gains nothing.
 */
import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { networkTest } from "../config/index.ts";

export interface Reach {
  /** Why an address may not be called; undefined where it may. For one whose host is a name, it says nothing of that. */
  readonly refusal: (url: URL) => string | undefined;
  /** Gives only addresses that may be called. */
  readonly lookup: (url: URL) => LookupFunction;
}

/** Names the reason, and nothing of what the name stands for inside. */
export class OutOfReach extends Error {
  override readonly name = "OutOfReach";
}

export interface Bounds {
  /** Private ones that may be reached, too. */
  readonly networks: readonly string[];
  /** The setting that names them, for who is refused. */
  readonly variable: string;
  /**
   * Where plain `http://` is taken: in all of them, in those of this machine alone, or wherever `https://` is, for what
   * is compared and not believed.
   */
  readonly plain: "named" | "loopback" | "anywhere";
  /** Who is asked for the addresses of a name, in the place of the machine's own resolver. */
  readonly resolve?: Resolve;
}

/** Of a name, all addresses that it has. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: Error | null, addresses: readonly { address: string; family: number }[]) => void,
) => void;

const isLoopback = networkTest(["127.0.0.0/8", "::1"]);

export function reachOf({ networks, variable, plain, resolve = lookup }: Bounds): Reach {
  const isNamed = networkTest(networks);
  const why = ({ protocol }: URL) =>
    protocol === "http:" && plain !== "anywhere"
      ? `plain http:// is for ${plain === "named" ? "the networks" : "this machine, where it is"} in ${variable} alone`
      : `its address is in no public network and in none of ${variable}`;
  const mayCall = (address: string, { protocol }: URL) =>
    protocol === "https:" || plain === "anywhere"
      ? isNamed(address) || isPublic(address)
      : isNamed(address) && (plain === "named" || isLoopback(address));
  const refusal = (url: URL) => {
    const host = hostOf(url);
    if (isIP(host) !== 0) return mayCall(host, url) ? undefined : why(url);
    return url.protocol === "https:" || plain === "anywhere" || networks.length > 0 ? undefined : why(url);
  };
  const lookupOf =
    (url: URL): LookupFunction =>
    (hostname, options, callback) => {
      resolve(hostname, { all: true }, (error, addresses) => {
        if (error !== null) return callback(error, []);
        const allowed = addresses.filter(({ address }) => mayCall(address, url));
        const [first] = allowed;
        if (first === undefined) return callback(new OutOfReach(why(url)), []);
        if (options.all === true) return callback(null, [...allowed]);
        callback(null, first.address, first.family);
      });
    };
  return { refusal, lookup: lookupOf };
}

/** All that the internet uses of IPv6; the rest is IPv4 in its clothes, or stands for something inside. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Also what is IPv4 in the clothes of IPv6, and what a gateway would translate, is none of the public ones. */
function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_IPV6)) return false;
  return parsed.range() === "unicast";
}

export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}
