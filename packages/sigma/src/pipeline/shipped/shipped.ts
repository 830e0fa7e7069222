// SPDX-License-Identifier: Apache-2.0
/**
 * The pipelines that ship, as pipeline files would have them. What a log calls a thing is not written here but in the
 * tables by which events of that log are read (`logsource`).
 */

import { ECS_NAMES } from "../../logsource/ecs-names.ts";
import { AUDITD_NAMES } from "../../logsource/linux.ts";
import type { Names, NamesFor } from "../../logsource/names.ts";
import { OCSF_NAMES } from "../../logsource/ocsf-names.ts";
import { SURICATA_NAMES } from "../../logsource/suricata.ts";
import { ZEEK_NAMES } from "../../logsource/zeek.ts";
import { definePipeline, type ParsedPipeline } from "../parse-pipeline.ts";
import { EVTX, SYSMON, WINDOWS_SECURITY, WINLOGBEAT } from "./windows.ts";

/** Categories of what happens on a network, which logs of several products tell. */
const NETWORK = ["firewall", "dns", "proxy", "webserver"];

function about(...sources: readonly object[]): object {
  return { rule_cond_op: "or", rule_conditions: sources.map((source) => ({ type: "logsource", ...source })) };
}

function mapping(names: Names, conditions: object): object {
  return { type: "field_name_mapping", mapping: names, ...conditions };
}

/** Rules of a product, and those of the categories that it also tells of. */
function networkPipeline(name: string, product: string, names: Names): object {
  const sources = [{ product }, ...NETWORK.map((category) => ({ category }))];
  return { name, priority: 20, transformations: [mapping(names, about(...sources))] };
}

/** `Hashes` to a field for each algorithm, then each to where the schema has it. */
function hashes(names: Names): readonly object[] {
  return [
    {
      type: "hashes_fields",
      valid_hash_algos: ["MD5", "SHA1", "SHA256", "SHA512", "IMPHASH"],
      field_prefix: "hash.",
      field_name_conditions: [{ type: "include_fields", fields: ["Hashes", "Hash"] }],
      detection_item_conditions: [
        { type: "match_string", cond: "all", pattern: "\\*?[A-Za-z0-9]+=|[0-9A-Fa-f]{32,128}$" },
      ],
    },
    { type: "field_name_mapping", mapping: names },
  ];
}

function schemaPipeline(name: string, tables: readonly NamesFor[], digests: Names): object {
  const transformations = tables.map(({ categories, names }) =>
    mapping(names, categories === undefined ? {} : about(...categories.map((category) => ({ category })))),
  );
  return { name, priority: 30, transformations: [...hashes(digests), ...transformations] };
}

function digestsOf(name: (algorithm: string) => readonly string[]): Names {
  return Object.fromEntries(
    ["MD5", "SHA1", "SHA256", "SHA512"].map((one) => [`hash.${one}`, name(one.toLowerCase())]),
  );
}

const ECS = schemaPipeline("Elastic Common Schema", ECS_NAMES, {
  ...digestsOf((one) => [`process.hash.${one}`, `file.hash.${one}`, `dll.hash.${one}`]),
  "hash.IMPHASH": ["process.pe.imphash", "dll.pe.imphash", "file.pe.imphash"],
});

const OCSF_HASHES = ["process.file.hashes.value", "file.hashes.value", "module.file.hashes.value"];
const OCSF = schemaPipeline("Open Cybersecurity Schema Framework", OCSF_NAMES, {
  ...digestsOf(() => OCSF_HASHES),
  "hash.IMPHASH": OCSF_HASHES,
});

const AUDITD = {
  name: "auditd",
  priority: 20,
  transformations: [
    {
      ...mapping(AUDITD_NAMES, about({ product: "linux", category: "process_creation" })),
      id: "auditd-fields",
    },
    {
      type: "change_logsource",
      product: "linux",
      service: "auditd",
      category: "process_creation",
      rule_conditions: [{ type: "processing_item_applied", processing_item_id: "auditd-fields" }],
    },
  ],
};

/** Rules that name CloudTrail's fields as the Elastic Common Schema does, for records as AWS writes them. */
const CLOUDTRAIL_OF_ECS: Names = {
  "event.action": ["eventName"],
  "event.provider": ["eventSource"],
  "source.ip": ["sourceIPAddress"],
  "source.address": ["sourceIPAddress"],
  "user_agent.original": ["userAgent"],
  "cloud.region": ["awsRegion"],
  "user.name": ["userIdentity.userName"],
  "aws.cloudtrail.error_code": ["errorCode"],
  "aws.cloudtrail.error_message": ["errorMessage"],
  "aws.cloudtrail.user_identity.type": ["userIdentity.type"],
  "aws.cloudtrail.user_identity.arn": ["userIdentity.arn"],
};

const CLOUDTRAIL = {
  name: "AWS CloudTrail",
  priority: 20,
  transformations: [mapping(CLOUDTRAIL_OF_ECS, about({ product: "aws" }))],
};

/** By the names by which they are asked for. A test says that each is sound. */
const DEFINITIONS: Readonly<Record<string, object>> = {
  winlogbeat: WINLOGBEAT,
  evtx: EVTX,
  sysmon: SYSMON,
  "windows-security": WINDOWS_SECURITY,
  ecs: ECS,
  ocsf: OCSF,
  zeek: networkPipeline("Zeek", "zeek", ZEEK_NAMES),
  suricata: networkPipeline("Suricata EVE", "suricata", SURICATA_NAMES),
  auditd: AUDITD,
  cloudtrail: CLOUDTRAIL,
};

export const SHIPPED_PIPELINES: readonly string[] = Object.keys(DEFINITIONS);

/** Undefined where none of that name ships. */
export function shippedPipeline(name: string): ParsedPipeline | undefined {
  const definition = Object.hasOwn(DEFINITIONS, name) ? DEFINITIONS[name] : undefined;
  return definition === undefined ? undefined : definePipeline(definition, name);
}
