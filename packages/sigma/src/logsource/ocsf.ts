// SPDX-License-Identifier: Apache-2.0
/** The Open Cybersecurity Schema Framework: `class_uid` and `activity_id` say what happened, `device.os` where. */
import type { JsonObject } from "../event/event.ts";
import { place } from "../event/places.ts";
import type { SourceNames } from "./fixed-source.ts";
import { OCSF_NAMES } from "./ocsf-names.ts";
import { schemaLogType, textAt, valueAt } from "./schema-source.ts";

/** Class, and activity or any, to Sigma's categories. */
const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["1001/1", ["file_event"]],
  ["1001/2", ["file_access"]],
  ["1001/3", ["file_change", "file_event"]],
  ["1001/4", ["file_delete"]],
  ["1001/5", ["file_rename"]],
  ["1002/1", ["driver_load"]],
  ["1005/1", ["image_load"]],
  ["1007/1", ["process_creation"]],
  ["1007/2", ["process_termination"]],
  ["1007/3", ["process_access"]],
  ["1007/4", ["create_remote_thread"]],
  ["201001/1", ["registry_add", "registry_event"]],
  ["201001/3", ["registry_set", "registry_event"]],
  ["201001/4", ["registry_delete", "registry_event"]],
  ["201002/2", ["registry_set", "registry_event"]],
  ["201002/3", ["registry_set", "registry_event"]],
  ["201002/4", ["registry_delete", "registry_event"]],
  ["4001", ["network_connection", "firewall"]],
  ["4002", ["proxy", "webserver"]],
  ["4003", ["dns", "dns_query"]],
]);
const API_ACTIVITY = 6003;
const SYSTEMS: ReadonlyMap<number, string> = new Map([
  [100, "windows"],
  [200, "linux"],
  [300, "macos"],
]);

function sourceOf(event: JsonObject): SourceNames | undefined {
  const kind = valueAt(event, "class_uid");
  if (typeof kind !== "number" || valueAt(event, "metadata.version") === undefined) return undefined;
  if (kind === API_ACTIVITY)
    return textAt(event, "cloud.provider") === "aws"
      ? { product: "aws", services: ["cloudtrail"] }
      : undefined;
  const activity = valueAt(event, "activity_id");
  const categories = KINDS.get(`${kind}/${String(activity)}`) ?? KINDS.get(String(kind)) ?? [];
  const product = productOf(event);
  if (categories.length === 0) return undefined;
  return product === undefined ? { categories } : { product, categories };
}

function productOf(event: JsonObject): string | undefined {
  const id = valueAt(event, "device.os.type_id");
  const known = typeof id === "number" ? SYSTEMS.get(id) : undefined;
  if (known !== undefined) return known;
  const name = textAt(event, "device.os.type");
  return [...SYSTEMS.values()].find((system) => system === name);
}

export const OCSF = schemaLogType({
  name: "ocsf",
  times: [place("time"), place("time_dt")],
  hosts: [place("device", "hostname"), place("device.hostname"), place("device", "name")],
  names: OCSF_NAMES,
  sourceOf,
});
