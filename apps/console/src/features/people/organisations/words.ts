// SPDX-License-Identifier: Apache-2.0
/** Sectors and kinds of organisations in words. */
import type { ORGANISATION_KINDS, SECTORS } from "@fengsui/contract";
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
