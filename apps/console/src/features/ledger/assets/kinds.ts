// SPDX-License-Identifier: Apache-2.0
/** What kinds of assets and of identifiers are called, and what having the same identifier says. */
import { type AssetKind, type IdentifierKind, MERGE_REASONS, type MergeReason } from "@fengsui/contract";
import type { TextKey } from "../../../app/texts.ts";

export const KIND_TEXT: Readonly<Record<AssetKind, TextKey>> = {
  host: "asset.host",
  network: "asset.network",
  domain: "asset.domain",
  address: "asset.address",
};

export const IDENTIFIER_TEXT: Readonly<Record<IdentifierKind, TextKey>> = {
  cloud_instance: "identifier.cloudInstance",
  serial: "identifier.serial",
  agent_id: "identifier.agentId",
  machine_guid: "identifier.machineGuid",
  fqdn: "identifier.fqdn",
  hostname: "identifier.hostname",
  mac: "identifier.mac",
  ip: "identifier.ip",
  network: "asset.network",
  domain: "asset.domain",
  address: "asset.address",
};

/** What two records that have the same one are. */
export const SAMENESS_TEXT: Readonly<Record<IdentifierKind, TextKey>> = {
  cloud_instance: "identifier.same.birth",
  serial: "identifier.same.birth",
  agent_id: "identifier.same.installed",
  machine_guid: "identifier.same.installed",
  fqdn: "identifier.same.name",
  hostname: "identifier.same.name",
  mac: "identifier.same.card",
  ip: "identifier.same.lent",
  network: "identifier.same.itself",
  domain: "identifier.same.itself",
  address: "identifier.same.itself",
};

/** What an asset of a kind can be known by. */
export const IDENTIFIERS_OF: Readonly<Record<AssetKind, readonly IdentifierKind[]>> = {
  host: ["hostname", "fqdn", "ip", "mac", "serial", "machine_guid", "agent_id", "cloud_instance"],
  network: ["network"],
  domain: ["domain"],
  address: ["address"],
};

/** Why two assets may be one. */
export const BECAUSE_TEXT: Readonly<Record<MergeReason, TextKey>> = {
  installation_with_other_name: "pair.installationWithOtherName",
  same_name_after_reinstall: "pair.sameNameAfterReinstall",
  same_network_card: "pair.sameNetworkCard",
  same_birthmark_and_another: "pair.sameBirthmarkAndAnother",
  same_address_and_nothing_else: "pair.sameAddress",
};

export function isMergeReason(text: string): text is MergeReason {
  return MERGE_REASONS.some((reason) => reason === text);
}
