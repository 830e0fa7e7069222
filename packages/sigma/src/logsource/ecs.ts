// SPDX-License-Identifier: Apache-2.0
/** The Elastic Common Schema: `event.category` and `event.type` say what happened, `host.os` and `event.dataset` where. */
import type { JsonObject } from "../event/event.ts";
import { place } from "../event/places.ts";
import { ECS_NAMES } from "./ecs-names.ts";
import type { SourceNames } from "./fixed-source.ts";
import { schemaLogType, textAt, textsAt, valueAt } from "./schema-source.ts";

/** `event.category`, and `event.type` or any, to Sigma's categories. The first that fits. */
const KINDS: readonly (readonly [category: string, types: readonly string[], sigma: readonly string[]])[] = [
  ["process", ["start"], ["process_creation"]],
  ["process", ["end"], ["process_termination"]],
  ["process", ["access"], ["process_access"]],
  ["library", [], ["image_load"]],
  ["driver", [], ["driver_load"]],
  ["registry", ["creation"], ["registry_add", "registry_event"]],
  ["registry", ["deletion"], ["registry_delete", "registry_event"]],
  ["registry", ["change"], ["registry_set", "registry_event"]],
  ["registry", [], ["registry_event"]],
  ["file", ["creation"], ["file_event"]],
  ["file", ["deletion"], ["file_delete"]],
  ["file", ["change"], ["file_change", "file_event"]],
  ["file", ["access"], ["file_access"]],
  ["web", [], ["proxy", "webserver"]],
];
const NETWORK: readonly string[] = ["network", "network_traffic"];

/** `event.dataset` to product and service. */
const DATASETS: ReadonlyMap<string, readonly [product: string, service: string]> = new Map([
  ["aws.cloudtrail", ["aws", "cloudtrail"]],
  ["azure.activitylogs", ["azure", "activitylogs"]],
  ["azure.auditlogs", ["azure", "auditlogs"]],
  ["azure.signinlogs", ["azure", "signinlogs"]],
  ["gcp.audit", ["gcp", "gcp.audit"]],
  ["o365.audit", ["m365", "audit"]],
  ["okta.system", ["okta", "okta"]],
  ["github.audit", ["github", "audit"]],
  ["auditd.log", ["linux", "auditd"]],
  ["auditd_manager.auditd", ["linux", "auditd"]],
  ["suricata.eve", ["suricata", ""]],
  ["windows.sysmon_operational", ["windows", "sysmon"]],
  ["system.security", ["windows", "security"]],
]);

function sourceOf(event: JsonObject): SourceNames | undefined {
  if (valueAt(event, "ecs.version") === undefined) return undefined;
  const dataset = textAt(event, "event.dataset") || textAt(event, "data_stream.dataset");
  const [fromDataset, service = ""] = DATASETS.get(dataset) ?? zeekLog(dataset);
  const product = fromDataset ?? productOf(event);
  const categories = categoriesOf(event);
  if (product === undefined && categories.length === 0) return undefined;
  return {
    ...(product === undefined ? {} : { product }),
    ...(service === "" ? {} : { services: [service] }),
    categories,
  };
}

function zeekLog(dataset: string): readonly [string, string] | readonly [] {
  const log = /^zeek\.(\w{1,40})$/.exec(dataset)?.[1];
  return log === undefined ? [] : ["zeek", log === "connection" ? "conn" : log];
}

function productOf(event: JsonObject): string | undefined {
  const system = textAt(event, "host.os.type") || textAt(event, "host.os.family");
  if (system === "windows" || system === "linux" || system === "macos") return system;
  return system === "darwin" ? "macos" : undefined;
}

function categoriesOf(event: JsonObject): readonly string[] {
  const categories = textsAt(event, "event.category");
  const types = textsAt(event, "event.type");
  if (categories.some((category) => NETWORK.includes(category))) {
    const isDns = valueAt(event, "dns.question.name") !== undefined;
    return isDns ? ["dns", "dns_query"] : ["network_connection", "firewall"];
  }
  const kind = KINDS.find(
    ([category, wanted]) =>
      categories.includes(category) && (wanted.length === 0 || wanted.some((type) => types.includes(type))),
  );
  return kind?.[2] ?? [];
}

export const ECS = schemaLogType({
  name: "ecs",
  times: [place("@timestamp")],
  hosts: [place("host", "name"), place("host.name"), place("host", "hostname"), place("agent", "name")],
  names: ECS_NAMES,
  sourceOf,
});
