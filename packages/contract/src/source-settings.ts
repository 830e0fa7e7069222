// SPDX-License-Identifier: Apache-2.0
/** How the logs of a source are read, and who delivers them by syslog: what may be said of it. */
import { z } from "zod";

function isAccepted(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}

/** A label of the WHATWG Encoding Standard. */
export const CHARSET = z
  .string()
  .min(1)
  .max(40)
  .refine((label) => isAccepted(() => new TextDecoder(label)), {
    error: "is no charset, such as utf-8, gb18030, utf-16le or windows-1252",
  });

/** A name of the time zone database. */
export const TIME_ZONE = z
  .string()
  .min(1)
  .max(64)
  .refine((name) => isAccepted(() => new Intl.DateTimeFormat("en", { timeZone: name })), {
    error: "is no time zone, such as Asia/Shanghai or UTC",
  });

/** As tools print it, with or without colons and the name of the hash. */
const FINGERPRINT = z
  .string()
  .trim()
  .regex(/^(?:sha-?256(?: fingerprint)?[:=])?(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}$/i)
  .transform((text) => {
    const digits = text.replace(/^.*[:=](?=(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}$)/i, "").replaceAll(":", "");
    return `sha256:${digits.toLowerCase()}`;
  });

/** A network or address, or the SHA-256 fingerprint of a client certificate, as `sha256:` and 64 hexadecimal digits. */
export const SENDER = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), FINGERPRINT], {
  error: "is no address, no network and no SHA-256 fingerprint of a certificate",
});

/** Where the hub listens for syslog; null where it does not. */
export const SYSLOG_DOORS = z.object({ tcpPort: z.int().nullable(), tlsPort: z.int().nullable() });
export type SyslogDoors = z.infer<typeof SYSLOG_DOORS>;

export const SYSLOG_REFUSALS = z.object({
  /** The latest first; a connection counts once. */
  refusals: z.array(
    z.object({
      address: z.string(),
      /** Of its client certificate. */
      fingerprint: z.string().nullable(),
      reason: z.enum(["unknown_sender", "too_many_connections"]),
      count: z.int(),
      firstAt: z.iso.datetime(),
      lastAt: z.iso.datetime(),
    }),
  ),
});
export type SyslogRefusals = z.infer<typeof SYSLOG_REFUSALS>;
