// SPDX-License-Identifier: Apache-2.0
/** The answer of an Elasticsearch or OpenSearch search, as it is saved from the API: `{"hits": {"hits": […]}}`. */
import type { Collector } from "./collector.ts";
import { isJsonObject, type JsonObject } from "./json.ts";

/** Adds a record, or each hit of an answer. They all have its position; `bytes` is the size of it. */
export function addRecord(collector: Collector, record: JsonObject, position: number, bytes: number): void {
  const hits = record["hits"] === undefined ? undefined : hitsOf(record);
  if (hits === undefined) {
    collector.addEvent(record, position, bytes);
    return;
  }
  for (const hit of hits) collector.addEvent(hit, position, Math.ceil(bytes / hits.length));
}

function hitsOf({ took, hits }: JsonObject): readonly JsonObject[] | undefined {
  const list = hits !== undefined && isJsonObject(hits) ? hits["hits"] : undefined;
  if (typeof took !== "number" || !Array.isArray(list)) return undefined;
  return list.every(isJsonObject) ? list : undefined;
}
