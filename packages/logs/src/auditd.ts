// SPDX-License-Identifier: Apache-2.0
/**
 * Linux audit records: `type=EXECVE msg=audit(1652292622.006:84138): argc=2 a0="bash" a1="-i"`. The keys stay as
 * they are and all values are text. auditd writes a value that may hold a blank or a quote in hexadecimal, without
 * quotes; which keys can have such values is a fixed list (auparse's), since `a0=10` of a system call is a number.
 */
import { type EventFields, setField, setFieldIfAbsent } from "./json.ts";

const HEADER = /^(?:node=(\S+) +)?(?:type=(\S+) +msg=)?audit\((\d{1,12})\.(\d{1,3}):(\d{1,20})\): ?/;
const TYPE_IN_BODY = /^type=(\d+) audit\(/;
/** The kernel log has numbers for the types. */
const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ["1300", "SYSCALL"],
  ["1302", "PATH"],
  ["1307", "CWD"],
  ["1309", "EXECVE"],
  ["1320", "EOE"],
  ["1327", "PROCTITLE"],
]);
const PAIR = /\s*([A-Za-z0-9_[\]-]+)=("[^"]*"|'[^']*'|\S*)/y;
const ENCODED_KEYS = new Set([
  "acct",
  "cmd",
  "comm",
  "cwd",
  "data",
  "dir",
  "exe",
  "file",
  "grp",
  "key",
  "name",
  "new-disk",
  "ocomm",
  "old-disk",
  "path",
  "proctitle",
  "sw",
  "vm",
  "watch",
]);
const ARGUMENT = /^a\d+(?:\[\d+\])?$/;
const PART_OF_ARGUMENT = /^(a\d+)\[\d+\]$/;
const HEX = /^(?:[0-9A-F]{2})+$/;

/** The fields of an audit record, or undefined if the line is none. */
export function readAuditd(line: string): EventFields | undefined {
  if (!line.includes("audit(")) return undefined;
  // The kernel's own form, in the kernel log: `audit: type=1400 audit(…): …`.
  const text = line.replace(/^audit: (?=type=\d)/, "").replace(TYPE_IN_BODY, "type=$1 msg=audit(");
  const header = HEADER.exec(text);
  if (header === null) return undefined;
  const fields: EventFields = {};
  if (header[1] !== undefined) fields["node"] = header[1];
  const type = TYPE_NAMES.get(header[2] ?? "") ?? header[2] ?? "";
  if (type !== "") fields["type"] = type;
  const timestamp = isoTime(Number(header[3]), (header[4] ?? "0").padEnd(3, "0"));
  if (timestamp === undefined) return undefined;
  fields["timestamp"] = timestamp;
  fields["audit_id"] = Number(header[5]);
  // The group separator stands before the fields that an enriched log adds in capitals.
  readPairs(text.replaceAll("\x1d", " "), header[0].length, type, fields);
  fields["message"] = line;
  return fields;
}

function isoTime(seconds: number, milliseconds: string): string | undefined {
  const time = new Date(seconds * 1000 + Number(milliseconds));
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function readPairs(text: string, start: number, type: string, fields: EventFields): void {
  let at = start;
  while (at < text.length) {
    PAIR.lastIndex = at;
    const pair = PAIR.exec(text);
    if (pair === null) {
      at = nextWord(text, at);
      continue;
    }
    at = PAIR.lastIndex;
    addPair(pair[1] ?? "", pair[2] ?? "", type, fields);
  }
}

/** Words that are no pair, such as AVC's `denied { read } for`, are in the message only. */
function nextWord(text: string, at: number): number {
  const blank = text.indexOf(" ", at + 1);
  return blank < 0 ? text.length : blank;
}

function addPair(key: string, raw: string, type: string, fields: EventFields): void {
  if (key === "msg" && raw.startsWith("'")) {
    readPairs(raw.slice(1, -1), 0, type, fields);
    return;
  }
  const value = decodeValue(key, raw, type);
  const part = PART_OF_ARGUMENT.exec(key)?.[1];
  if (part === undefined) {
    setFieldIfAbsent(fields, key, value);
    return;
  }
  // A long argument comes in parts, a1[0]=… a1[1]=…
  const before = Object.hasOwn(fields, part) ? fields[part] : "";
  setField(fields, part, `${typeof before === "string" ? before : ""}${value}`);
}

function decodeValue(key: string, raw: string, type: string): string {
  if (raw.length >= 2 && (raw[0] === '"' || raw[0] === "'")) return raw.slice(1, -1);
  const isEncoded = ENCODED_KEYS.has(key) || (type === "EXECVE" && ARGUMENT.test(key));
  if (!isEncoded || !HEX.test(raw)) return raw;
  const text = Buffer.from(raw, "hex").toString("utf8");
  if (key === "proctitle") return text.replaceAll("\0", " ").trimEnd();
  // Several keys of one rule are joined by this character.
  return key === "key" ? text.replaceAll("\x01", ",") : text;
}
