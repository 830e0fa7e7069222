// SPDX-License-Identifier: Apache-2.0
/**
 * What makes a record the same record, always within its source: the sender's own id; else what its log type counts
 * by, with its time and a hash of its content; else its place in a body that comes again within ten minutes. Two
 * distinct events never have one identity; one without any of these may come to be there twice.
 */
import type { JsonObject } from "@fengsui/sigma";
import { derivedId } from "../../../platform/derived-id.ts";
import { type Paths, textAt } from "./fields.ts";
import type { RawRecord } from "./split.ts";

export interface BatchIdentity {
  readonly sourceId: string;
  readonly idempotencyKey?: string;
  readonly bodyHash: string;
  /** When this body, or this key, first came; of a body, within the last ten minutes. */
  readonly receivedAt: number;
}

/** `time` is the event's own; a natural key without one is not enough. */
export function identityOf(
  record: RawRecord & { readonly fields: JsonObject },
  time: number | undefined,
  batch: BatchIdentity,
): string {
  const { sourceId } = batch;
  if (record.clientId !== undefined) return derivedId([sourceId, "client", record.clientId]);
  const { idempotencyKey, bodyHash, receivedAt } = batch;
  // The content too: who uses one key for different bodies would lose events without a word.
  if (idempotencyKey !== undefined)
    return derivedId([sourceId, "request", idempotencyKey, `${record.position}`], record.bytes);
  const key = time === undefined ? undefined : naturalKey(record.fields);
  if (key !== undefined) return derivedId([sourceId, "natural", ...key, `${time}`], record.bytes);
  return derivedId([sourceId, "body", bodyHash, `${record.position}`, `${receivedAt}`]);
}

const WINDOWS_FORMS: readonly { host: Paths; channel: Paths; number: Paths }[] = [
  {
    host: [["Computer"], ["Hostname"], ["ComputerName"]],
    channel: [["Channel"]],
    number: [["EventRecordID"], ["RecordNumber"]],
  },
  {
    host: [["Event", "System", "Computer"]],
    channel: [["Event", "System", "Channel"]],
    number: [["Event", "System", "EventRecordID"]],
  },
  {
    host: [["System", "Computer"]],
    channel: [["System", "Channel"]],
    number: [["System", "EventRecordID"]],
  },
  {
    host: [["winlog", "computer_name"]],
    channel: [["winlog", "channel"]],
    number: [["winlog", "record_id"]],
  },
  { host: [["computer_name"]], channel: [["log_name"]], number: [["record_number"]] },
];

/** The parts of what the log itself counts its records by; undefined where a part is missing. */
function naturalKey(event: JsonObject): readonly string[] | undefined {
  for (const { host, channel, number } of WINDOWS_FORMS) {
    const record = first(event, number);
    if (record === "") continue;
    const key = [first(event, host), first(event, channel), record];
    if (key.every((part) => part !== "")) return ["windows", ...key];
  }
  const cloudTrail = textAt(event, ["eventID"]);
  if (cloudTrail !== "" && textAt(event, ["eventSource"]) !== "") return ["cloudtrail", cloudTrail];
  const zeek = [textAt(event, ["uid"]), textAt(event, ["_path"])];
  if (zeek.every((part) => part !== "")) return ["zeek", ...zeek];
  const suricata = [textAt(event, ["flow_id"]), textAt(event, ["event_type"])];
  return suricata.every((part) => part !== "") ? ["suricata", ...suricata] : undefined;
}

function first(event: JsonObject, paths: Paths): string {
  for (const path of paths) {
    const text = textAt(event, path);
    if (text !== "") return text;
  }
  return "";
}
