// SPDX-License-Identifier: Apache-2.0
/** What the pages of the ledger decide: filters from and to the address. */
import type { AssetFilter, HostProposalFilter, SystemFilter } from "@fengsui/client";
import { ASSET_KINDS, type AssetKind } from "@fengsui/contract";

export type Search = Readonly<Record<string, string>>;

/** Of protection, as GB/T 22240 grades it. */
export const PROTECTION_LEVELS = [1, 2, 3, 4, 5] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What both lists can be narrowed by; empty is no filter. */
interface Narrowed {
  readonly text: string;
  /** Of this level of protection, or a higher one. */
  readonly level: string;
  readonly isRetired: boolean;
}

export interface SystemFilters extends Narrowed {
  readonly isCritical: boolean;
}

export interface AssetFilters extends Narrowed {
  readonly kind: AssetKind | "";
  /** An id, or `none`. */
  readonly system: string;
}

function readNarrowed(search: Search): Narrowed {
  const { text = "", level = "", retired } = search;
  return {
    text,
    level: /^[1-5]$/.test(level) ? level : "",
    isRetired: retired === "yes",
  };
}

function writeNarrowed({ text, level, isRetired }: Narrowed): Search {
  return {
    ...(text !== "" && { text }),
    ...(level !== "" && { level }),
    ...(isRetired && { retired: "yes" }),
  };
}

function narrowedQuery({ text, level, isRetired }: Narrowed, organisationId: string | undefined) {
  return {
    ...(text !== "" && { text }),
    ...(organisationId !== undefined && { organisationId }),
    ...(level !== "" && { minLevel: Number(level) }),
    ...(isRetired && { isRetired }),
  };
}

/** Whatever somebody typed into the address, these are filters. */
export function readSystemFilters(search: Search): SystemFilters {
  return { ...readNarrowed(search), isCritical: search["critical"] === "yes" };
}

export function writeSystemFilters(filters: SystemFilters): Search {
  return { ...writeNarrowed(filters), ...(filters.isCritical && { critical: "yes" }) };
}

/** Of one organisation, or of all that one may see. */
export function toSystemQuery(filters: SystemFilters, organisationId?: string): SystemFilter {
  return { ...narrowedQuery(filters, organisationId), ...(filters.isCritical && { isCritical: true }) };
}

export function readAssetFilters(search: Search): AssetFilters {
  const { system = "", kind } = search;
  return {
    ...readNarrowed(search),
    kind: ASSET_KINDS.find((one) => one === kind) ?? "",
    system: system === "none" || UUID.test(system) ? system : "",
  };
}

export function writeAssetFilters(filters: AssetFilters): Search {
  const { kind, system } = filters;
  return { ...writeNarrowed(filters), ...(kind !== "" && { kind }), ...(system !== "" && { system }) };
}

export function toAssetQuery(filters: AssetFilters, organisationId?: string): AssetFilter {
  const { kind, system } = filters;
  return {
    ...narrowedQuery(filters, organisationId),
    ...(kind !== "" && { kind }),
    ...(system !== "" && { systemId: system }),
  };
}

export const PROPOSAL_VIEWS = ["open", "ignored", "pairs"] as const;
/** Hosts that wait, hosts that were ignored, pairs of assets that may be one. */
export type ProposalView = (typeof PROPOSAL_VIEWS)[number];

export function readProposalView(search: Search): ProposalView {
  return PROPOSAL_VIEWS.find((one) => one === search["view"]) ?? "open";
}

export function toHostQuery(
  state: "open" | "ignored",
  text: string,
  organisationId: string | undefined,
): HostProposalFilter {
  return { state, ...(text !== "" && { text }), ...(organisationId !== undefined && { organisationId }) };
}

/** Whether the filters, as they stand in the address, leave something out. */
export function isNarrowed(written: Search): boolean {
  return Object.keys(written).length > 0;
}
