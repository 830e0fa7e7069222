// SPDX-License-Identifier: Apache-2.0
/**
 * Whom a passkey is for: the host that people open the console at. It comes from the configuration alone, never from
 * a request. A number is no such name for a browser; a hub that is for its own machine goes by `localhost`.
 */
import { isIP } from "node:net";
import { FengsuiError } from "@fengsui/contract";
import { type Config, publicUrlOf } from "../../../platform/config/index.ts";

export type AddressConfig = Pick<Config, "publicUrl" | "listen" | "tls">;

export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

export function relyingPartyOf(config: AddressConfig): RelyingParty | undefined {
  const url = new URL(publicUrlOf(config));
  if (config.publicUrl === undefined && config.listen.isLoopback) url.hostname = "localhost";
  if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0) return undefined;
  return { id: url.hostname, origin: url.origin };
}

export function requireRelyingParty(party: RelyingParty | undefined): RelyingParty {
  if (party !== undefined) return party;
  throw new FengsuiError("access.passkeys_unavailable", "the hub knows no address of itself with a name");
}
