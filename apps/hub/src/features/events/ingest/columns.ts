// SPDX-License-Identifier: Apache-2.0
/** A normalised event to the columns of the store, by the names of the Elastic Common Schema, and its observables. */
import type { JsonObject } from "@fengsui/sigma";
import type { CoreField, NewEvent, Observable, Ownership } from "../../../platform/events/index.ts";
import { firstText } from "./fields.ts";
import type { NormalisedEvent } from "./normalise.ts";

type Paths = readonly (readonly string[])[];

const PLACES: Readonly<Partial<Record<CoreField, Paths>>> = {
  "destination.ip": [
    ["destination", "ip"],
    ["DestinationIp"],
    ["id.resp_h"],
    ["id_resp_h"],
    ["id", "resp_h"],
    ["DestAddress"],
  ],
  "process.executable": [["process", "executable"], ["Image"], ["NewProcessName"], ["exe"]],
  "process.command_line": [["process", "command_line"], ["CommandLine"], ["cmdline"], ["proctitle"]],
  "event.code": [
    ["EventID"],
    ["Event", "System", "EventID"],
    ["winlog", "event_id"],
    ["event", "code"],
    ["event_id"],
    ["eventName"],
  ],
  "event.provider": [
    ["event", "provider"],
    ["SourceName"],
    ["winlog", "provider_name"],
    ["eventSource"],
    ["_path"],
    ["appname"],
  ],
  "winlog.channel": [["Channel"], ["Event", "System", "Channel"], ["winlog", "channel"], ["log_name"]],
};

export function toNewEvent(event: NormalisedEvent, ownership: Ownership, sourceId: string): NewEvent {
  const { id, time, raw } = event;
  return {
    ...ownership,
    id,
    sourceId,
    time: new Date(time),
    raw,
    fields: columnsOf(event),
    observables: observablesOf(event),
  };
}

function columnsOf(event: NormalisedEvent): NewEvent["fields"] {
  const { host, account, address, detected, logSource, fields } = event;
  const { product = "", service = "", category = "" } = logSource ?? detected ?? {};
  const columns: Partial<Record<CoreField, string>> = {
    "host.name": host,
    "user.name": account,
    "source.ip": address,
    "log.type": [product, service === "" ? category : service].filter(Boolean).join("/"),
  };
  for (const field of CORE_WITH_PLACES) columns[field] = firstText(fields, PLACES[field] ?? []);
  return columns;
}

const CORE_WITH_PLACES = [
  "destination.ip",
  "process.executable",
  "process.command_line",
  "event.code",
  "event.provider",
  "winlog.channel",
] as const;

const OBSERVED: readonly (readonly [kind: string, places: Paths])[] = [
  ["ip", [["destination", "ip"], ["DestinationIp"], ["id.resp_h"], ["id_resp_h"], ["id", "resp_h"]]],
  ["domain", [["dns", "question", "name"], ["QueryName"], ["query"]]],
  [
    "url",
    [
      ["url", "full"],
      ["url", "original"],
    ],
  ],
  ["file", [["TargetFilename"], ["file", "path"], ["Image"], ["NewProcessName"], ["exe"]]],
];
const HASH = /\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b/gi;
const MAX_HASHES = 8;

function observablesOf({ account, address, fields }: NormalisedEvent): Observable[] {
  const found: Observable[] = OBSERVED.map(([kind, places]) => ({ kind, value: firstText(fields, places) }));
  found.push({ kind: "account", value: account }, { kind: "ip", value: address });
  for (const value of hashesOf(fields)) found.push({ kind: "hash", value });
  const distinct = new Map(found.map((one) => [`${one.kind} ${one.value}`, one]));
  return [...distinct.values()].filter(({ value }) => value !== "");
}

function hashesOf(fields: JsonObject): string[] {
  const text = firstText(fields, [["Hashes"], ["sha256"], ["SHA256"], ["md5"], ["file", "hash", "sha256"]]);
  return [...text.matchAll(HASH)].slice(0, MAX_HASHES).map(([hash]) => hash.toLowerCase());
}
