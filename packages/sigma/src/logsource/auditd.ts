// SPDX-License-Identifier: Apache-2.0
/**
 * Audit records of Microsoft's collector (auoms): `type=AUOMS_EXECVE audit(time:serial): key=value …`. It joins the
 * records of one event, so such a record is an EXECVE, a SYSCALL, a CWD and a PATH record at once; its `cmdline` holds
 * what EXECVE has as a0, a1, …, while its own a0 … a3 are the pointers of the system call and are left out.
 */
import type { JsonObject, JsonValue } from "../event/event.ts";

const HEAD = /^type=(AUOMS_\w{1,40}) audit\([^)]{1,40}\): /;
const PAIR = /([A-Za-z_]\w{0,40})=("(?:[^"\\]|\\.)*"|\[[^\]]*\]|\S*)/g;
const JOINED_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ["AUOMS_EXECVE", ["AUOMS_EXECVE", "EXECVE", "SYSCALL", "CWD", "PATH", "PROCTITLE"]],
  ["AUOMS_SYSCALL", ["AUOMS_SYSCALL", "SYSCALL", "CWD", "PATH", "PROCTITLE"]],
]);
const POINTERS = new Set(["a0", "a1", "a2", "a3"]);

export function readAuoms(event: JsonObject): JsonObject | undefined {
  const text = event["SyslogMessage"] ?? event["message"];
  const head = typeof text === "string" ? HEAD.exec(text) : null;
  if (typeof text !== "string" || head === null) return undefined;
  const type = head[1] ?? "";
  const record: Record<string, JsonValue> = Object.assign(Object.create(null), timesAndHost(event));
  for (const [, key = "", value = ""] of text.slice(head[0].length).matchAll(PAIR)) {
    if (!POINTERS.has(key)) record[key] = readValue(value);
  }
  splitArguments(record["cmdline"]).forEach((argument, index) => {
    record[`a${index}`] = argument;
  });
  record["type"] = [...(JOINED_TYPES.get(type) ?? [type, type.replace("AUOMS_", "")])];
  if (Array.isArray(record["path_name"])) record["name"] = record["path_name"];
  return record;
}

function timesAndHost(event: JsonObject): Record<string, JsonValue> {
  const kept: Record<string, JsonValue> = {};
  for (const key of [
    "timestamp",
    "EventTime",
    "TimeGenerated",
    "@timestamp",
    "hostname",
    "HostName",
    "Computer",
  ]) {
    const value = event[key];
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}

function readValue(value: string): JsonValue {
  if (!value.startsWith('"') && !value.startsWith("[")) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // not as auoms documents it: the text as it stands
  }
}

const ARGUMENT = /"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g;
const MAX_ARGUMENTS = 256;

function splitArguments(commandLine: JsonValue | undefined): string[] {
  if (typeof commandLine !== "string") return [];
  const found: string[] = [];
  for (const [, double, single, bare] of commandLine.matchAll(ARGUMENT)) {
    if (found.length === MAX_ARGUMENTS) break;
    found.push(double?.replaceAll(/\\(.)/g, "$1") ?? single ?? bare ?? "");
  }
  return found;
}

/** An execution that succeeded starts a process. Of raw records, the reader gives EXECVE what SYSCALL knows. */
export function auditCategory(record: JsonObject): "process_creation" | undefined {
  const type = Array.isArray(record["type"]) ? record["type"][0] : record["type"];
  const isExecution = type === "AUOMS_EXECVE" || type === "EXECVE";
  return isExecution && record["exe"] !== undefined && record["success"] !== "no"
    ? "process_creation"
    : undefined;
}
