// SPDX-License-Identifier: Apache-2.0
/**
 * Lines that web servers write: nginx and Apache in the common and the combined format, with a virtual host before it or
 * more behind it, and the error logs of both. Fields have the names of nginx's variables; `event.dataset` says which log
 * it is, as Elastic's agents do. The line itself is the message.
 */
import type { EventFields } from "./json.ts";

const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`;
const ACCESS = new RegExp(
  String.raw`^(?:([\w.-]{1,255}(?::\d{1,5})?) )?(\S{1,255}) \S{1,255} (\S{1,255}|"[^"]{0,255}") ` +
    String.raw`\[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] ${QUOTED} (\d{3}) (\d{1,20}|-)` +
    String.raw`(?: ${QUOTED} ${QUOTED})?(?=\s|$)`,
);
const NGINX_ERROR =
  /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) \[([a-z]{1,10})\] (\d{1,10})#(\d{1,10}): (?:\*(\d{1,20}) )?(?=\S)/;
const NGINX_PAIR = /, (client|server|request|upstream|host|referrer): (?:"([^"]*)"|([^,\s]+))/g;
const APACHE_ERROR =
  /^\[(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d(?:\.\d{1,9})?) (\d{4})\] \[(?:([\w-]{0,40}):)?([a-z]{1,10}\d?)\] /;
const APACHE_PID = /^\[pid (\d{1,10})(?::tid (\d{1,20}))?\] /;
const APACHE_CLIENT = /(?:^|\] |: )\[client ([^\]\s]{1,64})\] /;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The fields of a line of a web server, or undefined if it is none. */
export function readWebLine(line: string): EventFields | undefined {
  if (line.startsWith("[")) return readApacheError(line);
  return line.includes("] ") ? (readAccess(line) ?? readNginxError(line)) : undefined;
}

function readAccess(line: string): EventFields | undefined {
  const found = ACCESS.exec(line);
  if (found === null) return undefined;
  const [, host, address, user, time, request, status, bytes, referer, agent] = found;
  const timestamp = isoTime(time ?? "");
  if (timestamp === undefined) return undefined;
  const fields: EventFields = { event: { dataset: "web.access" }, timestamp };
  set(fields, "host", host?.replace(/:\d+$/, ""));
  set(fields, "remote_addr", address);
  set(fields, "remote_user", user?.replaceAll('"', ""));
  addRequest(fields, unquote(request ?? ""));
  fields["status"] = Number(status);
  if (bytes !== "-") fields["body_bytes_sent"] = Number(bytes);
  set(fields, "http_referer", unquote(referer));
  set(fields, "http_user_agent", unquote(agent));
  fields["message"] = line;
  return fields;
}

/** A dash is "none". */
function set(fields: EventFields, name: string, value: string | undefined): void {
  if (value !== undefined && value !== "" && value !== "-") fields[name] = value;
}

/** `GET /path?query HTTP/1.1`; what is none is kept whole, as attacks write it. */
export function addRequest(fields: EventFields, request: string): void {
  set(fields, "request", request);
  const [, method, target, protocol] =
    /^([A-Za-z]{1,20}) (\S.*?)(?: (HTTP\/\d(?:\.\d)?))?$/.exec(request) ?? [];
  if (method === undefined || target === undefined) return;
  fields["request_method"] = method;
  fields["request_uri"] = target;
  const query = target.indexOf("?");
  fields["uri"] = query < 0 ? target : target.slice(0, query);
  if (query >= 0) fields["args"] = target.slice(query + 1);
  set(fields, "server_protocol", protocol);
}

/** nginx writes `\\x22`, Apache also `\\"`. */
function unquote(text: string): string;
function unquote(text: string | undefined): string | undefined;
function unquote(text: string | undefined): string | undefined {
  if (text?.includes("\\") !== true) return text;
  return text.replaceAll(
    /\\(?:x([0-9A-Fa-f]{2})|(["\\]))/g,
    (_, hex: string | undefined, plain: string | undefined) =>
      hex === undefined ? (plain ?? "") : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** `01/May/2026:12:00:00 +0800` */
function isoTime(text: string): string | undefined {
  const month = MONTHS.indexOf(text.slice(3, 6)) + 1;
  if (month === 0) return undefined;
  const zone = `${text.slice(21, 24)}:${text.slice(24)}`;
  return `${text.slice(7, 11)}-${String(month).padStart(2, "0")}-${text.slice(0, 2)}T${text.slice(12, 20)}${zone}`;
}

function readNginxError(line: string): EventFields | undefined {
  const found = NGINX_ERROR.exec(line);
  if (found === null) return undefined;
  const [head, year, month, day, time, level, pid, tid, connection] = found;
  const fields: EventFields = {
    event: { dataset: "nginx.error" },
    timestamp: `${year}-${month}-${day} ${time}`,
  };
  set(fields, "level", level);
  set(fields, "pid", pid);
  set(fields, "tid", tid);
  set(fields, "connection", connection);
  for (const [, name = "", quoted, bare] of line.slice(head.length).matchAll(NGINX_PAIR)) {
    const value = quoted ?? bare ?? "";
    if (name === "request") addRequest(fields, value);
    else set(fields, name === "client" ? "remote_addr" : name, value);
  }
  fields["message"] = line;
  return fields;
}

function readApacheError(line: string): EventFields | undefined {
  const found = APACHE_ERROR.exec(line);
  const [head = "", name = "", day = "", time, year, module, level] = found ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0) return undefined;
  const date = `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
  const fields: EventFields = { event: { dataset: "apache.error" }, timestamp: `${date} ${time}` };
  set(fields, "module", module);
  set(fields, "level", level);
  const rest = line.slice(head.length);
  const process = APACHE_PID.exec(rest);
  set(fields, "pid", process?.[1]);
  set(fields, "tid", process?.[2]);
  const client = APACHE_CLIENT.exec(rest)?.[1];
  set(fields, "remote_addr", client?.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, "$1"));
  fields["message"] = line;
  return fields;
}
