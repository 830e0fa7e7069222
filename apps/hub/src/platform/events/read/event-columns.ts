// SPDX-License-Identifier: Apache-2.0
/** The columns of an event as they are read, and the event out of them. */
import { CORE_FIELDS, type CoreField, type StoredEvent } from "../event.ts";
import { asNumber, asText, asTime } from "./scoped-query.ts";

/** A page of a thousand events of a megabyte each would be a gigabyte. */
const RAW_BYTES_IN_PAGE = 32 * 1024;

const BEFORE_RAW = [
  "toString(event_id)",
  "toString(organisation_id)",
  "audience_id",
  "toString(source_id)",
  "toUnixTimestamp64Milli(`@timestamp`)",
  "toUnixTimestamp64Milli(`event.ingested`)",
  "length(raw)",
  ...CORE_FIELDS.map((field) => `\`${field}\``),
];

/** Base64, as the raw bytes need not be text. */
export const EVENT_SELECT = {
  page: [...BEFORE_RAW, `base64Encode(substring(raw, 1, ${RAW_BYTES_IN_PAGE}))`],
  whole: [...BEFORE_RAW, "base64Encode(raw)"],
} as const;

export function toStoredEvent(row: readonly unknown[]): StoredEvent {
  const [id, organisationId, audienceId, sourceId, time, ingested, rawLength, ...rest] = row;
  return {
    id: asText(id),
    organisationId: asText(organisationId),
    audienceId: asNumber(audienceId),
    sourceId: asText(sourceId),
    time: asTime(time),
    ingested: asTime(ingested),
    rawLength: asNumber(rawLength),
    fields: toFields(rest),
    raw: Buffer.from(asText(rest[CORE_FIELDS.length]), "base64"),
  };
}

function toFields(values: readonly unknown[]): Record<CoreField, string> {
  const at = (field: CoreField) => asText(values[CORE_FIELDS.indexOf(field)]);
  return {
    "host.name": at("host.name"),
    "user.name": at("user.name"),
    "source.ip": at("source.ip"),
    "destination.ip": at("destination.ip"),
    "process.executable": at("process.executable"),
    "process.command_line": at("process.command_line"),
    "event.code": at("event.code"),
    "event.provider": at("event.provider"),
    "winlog.channel": at("winlog.channel"),
    "log.type": at("log.type"),
  };
}
