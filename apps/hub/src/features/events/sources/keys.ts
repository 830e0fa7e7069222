// SPDX-License-Identifier: Apache-2.0
/** Keys of sources: what a shipper sends is looked up by its hash; the key itself is nowhere. */
import { createHash, randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const PREFIX = "fsk_";

export function newKey(): string {
  return `${PREFIX}${randomBytes(32).toString("base64url")}`;
}

/** The key has 256 random bits: there is nothing to guess, and so nothing to slow down. */
export function hashKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/**
 * As shippers can send it: `Bearer key`; `Basic` with the key as password; Elasticsearch's `ApiKey`, which is the key,
 * or base64 of anything, a colon and the key.
 */
export function keyOf({ authorization = "" }: IncomingHttpHeaders): string | undefined {
  const [, scheme = "", value = ""] = /^(\w+) +(\S+)$/.exec(authorization.trim()) ?? [];
  const candidates = scheme.toLowerCase() === "basic" ? [afterColon(value)] : [value, afterColon(value)];
  return candidates.find((candidate) => candidate.startsWith(PREFIX));
}

function afterColon(base64: string): string {
  const text = Buffer.from(base64, "base64").toString("utf8");
  return text.slice(text.indexOf(":") + 1);
}
