// SPDX-License-Identifier: Apache-2.0
/** What can be observed and indicated; names as STIX 2.1 has them, where it has them. */

export const OBSERVABLE_KINDS = [
  "ipv4-addr",
  "ipv6-addr",
  "domain-name",
  "url",
  "email-addr",
  "md5",
  "sha1",
  "sha256",
  "ja3",
  "ja4",
  "file-path",
  "account",
] as const;
