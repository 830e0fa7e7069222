// SPDX-License-Identifier: Apache-2.0
import type { Config } from "./config.ts";

/** Where people find the hub: as the configuration says, else where it listens. */
export function publicUrlOf({
  publicUrl,
  listen,
  tls,
}: Pick<Config, "publicUrl" | "listen" | "tls">): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = listen.host.includes(":") ? `[${listen.host}]` : listen.host;
  return `${tls === undefined ? "http" : "https"}://${host}:${listen.port}`;
}
