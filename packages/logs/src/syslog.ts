// SPDX-License-Identifier: Apache-2.0
/**
 * Syslog lines: RFC 5424; RFC 3164 with its priority or, as files have it, without; and the same with an ISO
 * timestamp (rsyslog's default file format). What follows a priority but has no header that we know is a message.
 */
import type { EventFields, JsonObject, JsonValue } from "./json.ts";
import { setField } from "./json.ts";
import type { Limits } from "./limits.ts";
import { completeYear } from "./syslog-time.ts";

type SyslogClock = Pick<Limits, "now" | "toUtc">;

const FACILITIES = [
  "kern",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "authpriv",
  "ftp",
  "ntp",
  "audit",
  "alert",
  "clock",
  "local0",
  "local1",
  "local2",
  "local3",
  "local4",
  "local5",
  "local6",
  "local7",
];
const SEVERITIES = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

const PRIORITY = /^<(\d{1,3})>/;
const RFC5424_HEADER = /^1 (\S+) (\S+) (\S+) (\S+) (\S+) (?=-|\[)/;
const ISO_TIME = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:[Zz]|[+-]\d\d:?\d\d)?) +/;
const BSD_TIME = /^([A-Z][a-z]{2} [ \d]?\d(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d{1,9})?)(?: +|: +)/;
const HOST_AND_TAG = /^(\S+) +([^\s:[\]]{1,128})(?:\[([^\]\s]{1,128})\])?: ?/;
const TAG_ONLY = /^([^\s:[\]]{1,128})(?:\[([^\]\s]{1,128})\])?: /;
const HOST_ONLY = /^([\w.:-]+) +/;

/** The fields of a syslog line, or undefined if it is none. `now` completes dates without a year, `toUtc` those without a zone. */
export function readSyslog(line: string, clock: SyslogClock): EventFields | undefined {
  const priority = PRIORITY.exec(line);
  if (priority === null) return readTimedLine(line, clock);
  const value = Number(priority[1]);
  if (value > 191) return undefined;
  const body = line.slice(priority[0].length);
  const fields = readRfc5424(body) ?? readTimedLine(body, clock) ?? { message: body };
  fields["facility"] = FACILITIES[value >> 3] ?? String(value >> 3);
  fields["severity"] = SEVERITIES[value & 7] ?? String(value & 7);
  return fields;
}

function readRfc5424(body: string): EventFields | undefined {
  const header = RFC5424_HEADER.exec(body);
  if (header === null) return undefined;
  const fields: EventFields = {};
  const names = ["timestamp", "hostname", "appname", "procid", "msgid"];
  for (const [index, name] of names.entries()) {
    const value = header[index + 1];
    if (value !== undefined && value !== "-") fields[name] = value;
  }
  const data = readStructuredData(body, header[0].length);
  if (data === undefined) return undefined;
  if (data.elements !== undefined) fields["structured_data"] = data.elements;
  const message = body.slice(data.end).replace(/^ ?\ufeff?/, "");
  if (message !== "") fields["message"] = message;
  return fields;
}

interface StructuredData {
  readonly elements: JsonObject | undefined;
  readonly end: number;
}

function readStructuredData(body: string, start: number): StructuredData | undefined {
  if (body[start] === "-") return { elements: undefined, end: start + 1 };
  const elements: EventFields = {};
  const opening = /\[([^\s\]"=]+)/y;
  let at = start;
  while (body[at] === "[") {
    opening.lastIndex = at;
    const id = opening.exec(body)?.[1];
    if (id === undefined) return undefined;
    const parameters: EventFields = {};
    at = readParameters(body, opening.lastIndex, parameters);
    if (at < 0) return undefined;
    setField(elements, id, parameters);
  }
  return { elements, end: at };
}

/** Returns the place after the element's `]`, or -1 if it is malformed. */
function readParameters(body: string, start: number, parameters: EventFields): number {
  const parameter = / +([^\s\]"=]+)="((?:[^"\\]|\\.)*)"/y;
  let at = start;
  for (;;) {
    parameter.lastIndex = at;
    const found = parameter.exec(body);
    if (found === null) break;
    at = parameter.lastIndex;
    // Only these three are escapes (RFC 5424 §6.3.3); any other backslash is itself.
    addParameter(parameters, found[1] ?? "", (found[2] ?? "").replace(/\\(["\\\]])/g, "$1"));
  }
  while (body[at] === " ") at++;
  return body[at] === "]" ? at + 1 : -1;
}

/** A parameter may come more than once; its values then are a list. */
function addParameter(parameters: EventFields, name: string, value: string): void {
  const before: JsonValue | undefined = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (before === undefined) setField(parameters, name, value);
  else if (Array.isArray(before)) setField(parameters, name, [...before, value]);
  else setField(parameters, name, [before, value]);
}

function readTimedLine(body: string, clock: SyslogClock): EventFields | undefined {
  const iso = ISO_TIME.exec(body);
  if (iso !== null) return readTagged(body.slice(iso[0].length), iso[1] ?? "");
  const bsd = BSD_TIME.exec(body);
  if (bsd === null) return undefined;
  return readTagged(body.slice(bsd[0].length), completeYear(bsd[1] ?? "", clock.now, clock.toUtc));
}

function readTagged(rest: string, timestamp: string): EventFields {
  const both = HOST_AND_TAG.exec(rest);
  if (both !== null && !both[1]?.endsWith(":")) {
    return tagged(timestamp, both[1], both[2], both[3], rest.slice(both[0].length));
  }
  const tag = TAG_ONLY.exec(rest);
  if (tag !== null) return tagged(timestamp, undefined, tag[1], tag[2], rest.slice(tag[0].length));
  const host = HOST_ONLY.exec(rest);
  if (host !== null) return tagged(timestamp, host[1], undefined, undefined, rest.slice(host[0].length));
  return { timestamp, message: rest };
}

function tagged(
  timestamp: string,
  hostname: string | undefined,
  appname: string | undefined,
  procid: string | undefined,
  message: string,
): EventFields {
  const fields: EventFields = { timestamp };
  if (hostname !== undefined) fields["hostname"] = hostname;
  if (appname !== undefined) fields["appname"] = appname;
  if (procid !== undefined) fields["procid"] = procid;
  fields["message"] = message;
  return fields;
}
