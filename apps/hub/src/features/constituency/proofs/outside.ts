// SPDX-License-Identifier: Apache-2.0
/**
 * What a check asks of the world: TXT records, and a small file. The file comes from where an organisation says, so it
 * goes through the guard of every such call: no redirect, no address inside, 4 KiB, ten seconds.
 */
import { promises as dns, type LookupAddress } from "node:dns";
import { get as getHttp } from "node:http";
import { get as getHttps } from "node:https";
import { isIP } from "node:net";
import { type Reach, reachOf } from "../../../platform/reach/index.ts";

export interface OutsideParts {
  /** Besides the public ones, those that calls may go to. */
  readonly networks: readonly string[];
  /** `address:port` of servers that are asked in the place of the machine's own. */
  readonly dnsServers?: readonly string[];
  /** For a world of one's own. */
  readonly ports?: { readonly http: number; readonly https: number };
  readonly ca?: string;
}

export interface Outside {
  /** Throws where nobody answers; empty where there is none. */
  readonly txt: (name: string) => Promise<string[]>;
  readonly file: (address: string) => Promise<{ readonly status: number; readonly text: string }>;
}

const DNS_MS = 3_000;
const FILE_MS = 10_000;
const MAX_FILE_BYTES = 4096;
const NOTHING_THERE = new Set(["ENOTFOUND", "ENODATA"]);

export function outsideOf({ networks, dnsServers, ports, ca }: OutsideParts): Outside {
  const resolver = new dns.Resolver({ timeout: DNS_MS, tries: 2 });
  if (dnsServers !== undefined) resolver.setServers(dnsServers);
  const own = dnsServers === undefined ? {} : { resolve: resolveBy(resolver) };
  const reach = reachOf({ networks, variable: "FENGSUI_WEBHOOK_NETWORKS", plain: "anywhere", ...own });
  return {
    txt: async (name) => {
      try {
        return (await resolver.resolveTxt(name)).map((chunks) => chunks.join(""));
      } catch (error) {
        if (error instanceof Error && "code" in error && NOTHING_THERE.has(String(error.code))) return [];
        throw error;
      }
    },
    file: async (address) => {
      const url = new URL(address);
      if (ports !== undefined) url.port = `${url.protocol === "https:" ? ports.https : ports.http}`;
      return await fetchSmall(reach, url, ca);
    },
  };
}

function resolveBy(resolver: dns.Resolver) {
  return (
    hostname: string,
    _options: { readonly all: true },
    callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
  ) => {
    const of = async (family: 4 | 6) =>
      (await (family === 4 ? resolver.resolve4(hostname) : resolver.resolve6(hostname))).map((address) => ({
        address,
        family,
      }));
    void Promise.allSettled([of(4), of(6)]).then((answers) => {
      const found = answers.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
      callback(found.length > 0 ? null : new Error(`nothing is known of ${hostname}`), found);
    });
  };
}

async function fetchSmall(reach: Reach, url: URL, ca: string | undefined) {
  const refusal = reach.refusal(url);
  if (refusal !== undefined) throw new Error(refusal);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const options = {
    headers: { "user-agent": "Fengsui" },
    // Not kept open, so that each call looks at the address anew.
    agent: false as const,
    signal: AbortSignal.timeout(FILE_MS),
    // Of a bare address nothing is looked up: the refusal above was of it.
    ...(isIP(url.hostname.replace(/^\[|\]$/g, "")) === 0 && { lookup: reach.lookup(url) }),
  };
  const request =
    url.protocol === "https:"
      ? getHttps(url, { ...options, ...(ca !== undefined && { ca }) })
      : getHttp(url, options);
  request.on("error", reject);
  request.on("response", (response) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => {
      text += chunk;
      if (text.length > MAX_FILE_BYTES) {
        response.destroy();
        reject(new Error(`more than ${MAX_FILE_BYTES} bytes`));
      }
    });
    response.on("error", reject);
    response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
  });
  return await promise;
}
