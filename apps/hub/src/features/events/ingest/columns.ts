// SPDX-License-Identifier: Apache-2.0
/** A normalised event to the columns of the store, by the names of the Elastic Common Schema. */
import type { CoreField, NewEvent, Ownership } from "../../../platform/events/index.ts";
import { firstText, type Paths, type Roots, rootsOf } from "./fields.ts";
import type { NormalisedEvent } from "./normalise.ts";

export const PLACES = {
  "destination.ip": [
    ["destination", "ip"],
    ["DestinationIp"],
    ["id.resp_h"],
    ["id_resp_h"],
    ["id", "resp_h"],
    ["DestAddress"],
    ["dest_ip"],
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
    ["event_type"],
    ["event", "dataset"],
    ["appname"],
  ],
  "winlog.channel": [["Channel"], ["Event", "System", "Channel"], ["winlog", "channel"], ["log_name"]],
} as const satisfies Partial<Record<CoreField, Paths>>;

export function toNewEvent(event: NormalisedEvent, ownership: Ownership, sourceId: string): NewEvent {
  const { organisationId, audienceId } = ownership;
  const roots = rootsOf(event.fields);
  return {
    organisationId,
    audienceId,
    id: event.id,
    sourceId,
    time: new Date(event.time),
    raw: event.raw,
    fields: columnsOf(event, roots),
    observables: event.observables,
  };
}

/** Written out: this is done for every event. */
function columnsOf(event: NormalisedEvent, roots: Roots): NewEvent["fields"] {
  const { host, account, address, destination } = event;
  return {
    "host.name": host,
    "user.name": account,
    "source.ip": address,
    "log.type": logTypeText(event),
    "destination.ip": destination ?? firstText(roots, PLACES["destination.ip"]),
    "process.executable": firstText(roots, PLACES["process.executable"]),
    "process.command_line": firstText(roots, PLACES["process.command_line"]),
    "event.code": firstText(roots, PLACES["event.code"]),
    "event.provider": firstText(roots, PLACES["event.provider"]),
    "winlog.channel": firstText(roots, PLACES["winlog.channel"]),
  };
}

export function logTypeText({
  detected,
  logSource,
}: Pick<NormalisedEvent, "detected" | "logSource">): string {
  const { product = "", service = "", category = "" } = logSource ?? detected ?? {};
  const part = service === "" ? category : service;
  return product === "" || part === "" ? product + part : `${product}/${part}`;
}
