// SPDX-License-Identifier: Apache-2.0
/** Whom to tell at an organisation, and for which domains, networks and autonomous systems it answers. */
import { z } from "zod";
import { LANGUAGES } from "./access.ts";

const time = z.iso.datetime();
const text = (max: number) => z.string().trim().max(max);

/** What somebody is told for. */
export const CONTACT_ROLES = [
  "incident",
  "security",
  "technical",
  "abuse",
  "legal",
  "executive",
  "other",
] as const;

export const CONTACT = z.object({
  role: z.enum(CONTACT_ROLES),
  /** In the organisation's own words. */
  title: text(100).default(""),
  name: text(200).min(1),
  email: text(320).default(""),
  phone: text(50).default(""),
  /** When somebody answers: `24/7`, `Mon–Fri 9–17`. */
  hours: text(100).default(""),
  language: z.enum(LANGUAGES).nullable().default(null),
});
export type Contact = z.output<typeof CONTACT>;
export const CONTACTS = z.object({ contacts: z.array(CONTACT).max(50) });

export const CLAIM_KINDS = ["domain", "network", "asn"] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];
export const CLAIM_STATES = ["claimed", "proved", "lost"] as const;
export const CLAIM_METHODS = ["dns", "file", "coordinator"] as const;
/** What the last check found. */
export const CLAIM_OUTCOMES = [
  "found",
  "no_record",
  "other_record",
  "dns_failed",
  "file_missing",
  "file_other",
  "file_failed",
  "by_coordinator_only",
] as const;
export type ClaimOutcome = (typeof CLAIM_OUTCOMES)[number];

export const CLAIM = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  kind: z.enum(CLAIM_KINDS),
  value: z.string(),
  state: z.enum(CLAIM_STATES),
  /** How it was proved last. */
  method: z.enum(CLAIM_METHODS).nullable(),
  provedAt: time.nullable(),
  /** Of a coordinator's confirmation. */
  provedBy: z.uuid().nullable(),
  note: z.string().nullable(),
  /** What is to be put where, to prove it; no address where only a coordinator can confirm. */
  challenge: z.object({
    text: z.string(),
    record: z.string().nullable(),
    file: z.string().nullable(),
    /** A file is fetched from an address within the network, which who asks for the check names. */
    needsAddress: z.boolean(),
  }),
  outcome: z.enum(CLAIM_OUTCOMES).nullable(),
  checkedAt: time.nullable(),
  nextCheckAt: time.nullable(),
  createdAt: time,
  /** Of others, as far as who asks may see them: nobody wins by being first. */
  overlaps: z.array(z.object({ organisationId: z.uuid(), value: z.string(), state: z.enum(CLAIM_STATES) })),
});
export type Claim = z.infer<typeof CLAIM>;
export const CLAIMS = z.object({ claims: z.array(CLAIM) });

export const NEW_CLAIM = z.object({ kind: z.enum(CLAIM_KINDS), value: text(300).min(1) });
export type NewClaim = z.infer<typeof NEW_CLAIM>;

export const CLAIM_CHECK = z.object({ address: text(100).min(1).optional() });
export const CLAIM_CONFIRMATION = z.object({ note: text(1000).min(1) });

export const ANSWERING_QUERY = z.object({
  /** An address, a domain or `AS64500`. */
  value: text(300).min(1),
});
export const ANSWERING = z.object({
  /** The most specific that was proved; several where several have proved the same. */
  organisations: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      claim: z.string(),
      method: z.enum(CLAIM_METHODS),
      provedAt: time,
    }),
  ),
});
export type Answering = z.infer<typeof ANSWERING>;
