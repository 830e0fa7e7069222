// SPDX-License-Identifier: Apache-2.0
/**
 * One line of text, not JSON: an auditd record, a line of a web server, a syslog line, or just a message. A syslog message
 * may carry a JSON object, an auditd record or a line of a web server; its fields then are the event's, and the header is added to them.
 */
import { readAuditd } from "./auditd.ts";
import {
  type EventFields,
  isDeeperThan,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  setFieldIfAbsent,
} from "./json.ts";
import type { Limits } from "./limits.ts";
import { readSyslog } from "./syslog.ts";
import { readWebLine } from "./web-line.ts";

export function readTextLine(line: string, limits: Limits): JsonObject {
  const record = readAuditd(line);
  if (record !== undefined) return record;
  const header = readSyslog(line, limits);
  if (header === undefined) return readWebLine(line) ?? { message: line };
  const message = header["message"];
  if (typeof message !== "string") return header;
  const carried = readJsonMessage(message, limits) ?? readAuditd(message) ?? readWebLine(message);
  return carried === undefined ? header : addHeader(carried, header);
}

/** `@cee:` is the mark that rsyslog and others put before JSON. */
function readJsonMessage(message: string, limits: Limits): EventFields | undefined {
  const text = message.startsWith("@cee:") ? message.slice(5).trimStart() : message;
  if (!text.startsWith("{")) return undefined;
  try {
    const value: JsonValue = JSON.parse(text);
    if (!isJsonObject(value) || isDeeperThan(value, limits.maxDepth)) return undefined;
    return value;
  } catch {
    return undefined;
  }
}

/** Where the carried event has a field of that name, the header's goes under `syslog_…`: both are kept. */
function addHeader(carried: EventFields, header: JsonObject): JsonObject {
  for (const [name, value] of Object.entries(header)) {
    if (name === "message") continue;
    setFieldIfAbsent(carried, Object.hasOwn(carried, name) ? `syslog_${name}` : name, value);
  }
  return carried;
}
