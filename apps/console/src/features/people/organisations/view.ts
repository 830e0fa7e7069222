// SPDX-License-Identifier: Apache-2.0
/** What the pages of organisations decide: filters from and to the address, and what a form means. */
import type { OrganisationFilter } from "@fengsui/client";
import { ORGANISATION_KINDS, type Organisation, SECTORS } from "@fengsui/contract";
import type { OrganisationForm } from "./queries.ts";
import type { Kind, Sector } from "./words.ts";

export type Search = Readonly<Record<string, string>>;
const LIMIT = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface OrganisationFilters {
  readonly text: string;
  readonly sector: Sector | undefined;
  readonly kind: Kind | undefined;
  readonly centre: string | undefined;
}

export function readOrganisationFilters(search: Search): OrganisationFilters {
  const centre = search["centre"];
  return {
    text: search["text"] ?? "",
    sector: SECTORS.find((one) => one === search["sector"]),
    kind: ORGANISATION_KINDS.find((one) => one === search["kind"]),
    centre: centre !== undefined && UUID.test(centre) ? centre : undefined,
  };
}

export function writeOrganisationFilters({ text, sector, kind, centre }: OrganisationFilters): Search {
  return {
    ...(text !== "" && { text }),
    ...(sector !== undefined && { sector }),
    ...(kind !== undefined && { kind }),
    ...(centre !== undefined && { centre }),
  };
}

export function toOrganisationQuery({ text, sector, kind, centre }: OrganisationFilters): OrganisationFilter {
  return {
    ...(text !== "" && { text }),
    ...(sector !== undefined && { sector }),
    ...(kind !== undefined && { kind }),
    ...(centre !== undefined && { centreId: centre }),
    limit: LIMIT,
  };
}

export interface OrganisationDraft {
  readonly name: string;
  readonly sector: Sector | null;
  readonly region: string;
  readonly kind: Kind | null;
  readonly centreId: string | null;
}

export function draftOf(organisation: Organisation | undefined): OrganisationDraft {
  const { name = "", sector = null, region = null, kind = null, centreId = null } = organisation ?? {};
  return { name, sector, region: region ?? "", kind, centreId };
}

export function formOf(draft: OrganisationDraft, maySetCentre: boolean): OrganisationForm {
  const { name, sector, region, kind, centreId } = draft;
  return {
    name: name.trim(),
    sector,
    region: region.trim() === "" ? null : region.trim(),
    kind,
    ...(maySetCentre && { centreId }),
  };
}
