// SPDX-License-Identifier: Apache-2.0
/** What columns, outcomes and reasons are called; and a mapping in which each field is of one column at most. */
import type { ImportField, ImportOutcome, ImportReason } from "@fengsui/contract";
import type { TextKey } from "../../../app/texts.ts";

export const FIELD_TEXT: Readonly<Record<ImportField, TextKey>> = {
  id: "import.field.id",
  name: "ledger.name",
  purpose: "ledger.purpose",
  level: "ledger.level",
  is_critical: "ledger.critical",
  responsible: "alert.responsible",
  responsible_role: "import.field.role",
  responsible_phone: "import.field.phone",
  responsible_email: "import.field.email",
  guardian: "ledger.guardian",
  measures: "ledger.measures",
  kind: "asset.kind",
  system: "ledger.system",
  hostname: "identifier.hostname",
  fqdn: "identifier.fqdn",
  ip: "identifier.ip",
  mac: "identifier.mac",
  serial: "identifier.serial",
  machine_guid: "identifier.machineGuid",
  agent_id: "identifier.agentId",
  cloud_instance: "identifier.cloudInstance",
  network: "asset.network",
  domain: "asset.domain",
  address: "asset.address",
  note: "ledger.note",
};

export const OUTCOME_TEXT: Readonly<Record<ImportOutcome | "all", TextKey>> = {
  all: "import.all",
  created: "import.created",
  changed: "import.changed",
  unchanged: "import.unchanged",
  rejected: "import.rejected",
};

export const REASON_TEXT: Readonly<Record<ImportReason, TextKey>> = {
  no_identity: "import.reason.noIdentity",
  no_name: "import.reason.noName",
  invalid_value: "import.reason.invalidValue",
  unknown_id: "import.reason.unknownId",
  unknown_system: "import.reason.unknownSystem",
  unknown_organisation: "import.reason.unknownOrganisation",
  wrong_kind: "import.reason.wrongKind",
  ambiguous: "import.reason.ambiguous",
  duplicate_row: "import.reason.duplicateRow",
};

type Mapping = readonly (ImportField | null)[];

/** The column gets the field; another column that had it is left out. */
export function mapColumn(mapping: Mapping, at: number, field: ImportField | null): (ImportField | null)[] {
  return mapping.map((one, index) => {
    if (index === at) return field;
    return one === field ? null : one;
  });
}
