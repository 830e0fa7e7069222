// SPDX-License-Identifier: Apache-2.0
/** Sectors and kinds of organisations in words. */
import type { Claim, ClaimKind, ClaimOutcome, Contact, ORGANISATION_KINDS, SECTORS } from "@fengsui/contract";
import type { TextKey } from "../../../app/texts.ts";

export type Sector = (typeof SECTORS)[number];
export type Kind = (typeof ORGANISATION_KINDS)[number];

export const SECTOR_TEXT: Readonly<Record<Sector, TextKey>> = {
  energy: "sector.energy",
  water: "sector.water",
  transport: "sector.transport",
  finance: "sector.finance",
  health: "sector.health",
  communications: "sector.communications",
  digital: "sector.digital",
  government: "sector.government",
  education: "sector.education",
  research: "sector.research",
  manufacturing: "sector.manufacturing",
  food: "sector.food",
  defence: "sector.defence",
  media: "sector.media",
  other: "sector.other",
};

export const KIND_TEXT: Readonly<Record<Kind, TextKey>> = {
  operator: "kind.operator",
  coordinator: "kind.coordinator",
  authority: "kind.authority",
  provider: "kind.provider",
  other: "kind.other",
};

export const CONTACT_ROLE_TEXT: Readonly<Record<Contact["role"], TextKey>> = {
  incident: "contact.role.incident",
  security: "contact.role.security",
  technical: "contact.role.technical",
  abuse: "contact.role.abuse",
  legal: "contact.role.legal",
  executive: "contact.role.executive",
  other: "contact.role.other",
};

export const CLAIM_KIND_TEXT: Readonly<Record<ClaimKind, TextKey>> = {
  domain: "claims.kind.domain",
  network: "claims.kind.network",
  asn: "claims.kind.asn",
};

export const CLAIM_STATE_TEXT: Readonly<Record<Claim["state"], TextKey>> = {
  claimed: "claims.state.claimed",
  proved: "claims.state.proved",
  lost: "claims.state.lost",
};

export const CLAIM_METHOD_TEXT: Readonly<Record<NonNullable<Claim["method"]>, TextKey>> = {
  dns: "claims.method.dns",
  file: "claims.method.file",
  coordinator: "claims.method.coordinator",
};

export const CLAIM_OUTCOME_TEXT: Readonly<Record<ClaimOutcome, TextKey>> = {
  found: "claims.outcome.found",
  no_record: "claims.outcome.noRecord",
  other_record: "claims.outcome.otherRecord",
  dns_failed: "claims.outcome.dnsFailed",
  file_missing: "claims.outcome.fileMissing",
  file_other: "claims.outcome.fileOther",
  file_failed: "claims.outcome.fileFailed",
  by_coordinator_only: "claims.outcome.coordinatorOnly",
};
