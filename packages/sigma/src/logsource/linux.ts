// SPDX-License-Identifier: Apache-2.0
/** Linux: auditd records, syslog, and what agents wrap in syslog (Sysmon for Linux, Microsoft's auditd collector). */
import type { JsonObject } from "../event/event.ts";
import { place } from "../event/places.ts";
import { auditCategory, readAuoms } from "./auditd.ts";
import { fixedLogType } from "./fixed-source.ts";
import type { EventSource, LogType } from "./log-type.ts";
import { type Names, placesOfNames } from "./names.ts";
import { readSysmonXml } from "./sysmon-xml.ts";

const SYSLOG_TIMES = [place("timestamp"), place("EventTime"), place("TimeGenerated"), place("@timestamp")];
const SYSLOG_HOSTS = [place("hostname"), place("HostName"), place("Computer"), place("host")];

/** EventID of Sysmon for Linux to category (taxonomy appendix, "Linux Folder"). */
const SYSMON_CATEGORIES: Readonly<Record<string, string>> = {
  "1": "process_creation",
  "3": "network_connection",
  "5": "process_termination",
  "11": "file_event",
  "23": "file_delete",
};

export const SYSMON_LINUX: LogType = fixedLogType({
  name: "linux-sysmon",
  times: [place("UtcTime"), place("TimeCreated")],
  hosts: [place("Computer")],
  recogniser(source) {
    const other = source({ product: "linux", services: ["sysmon"] });
    const known = new Map<string, EventSource>(
      Object.entries(SYSMON_CATEGORIES).map(([id, category]) => [
        id,
        source({ product: "linux", services: ["sysmon"], categories: [category] }),
      ]),
    );
    return (event) => {
      const record = readSysmonXml(event["SyslogMessage"]) ?? readSysmonXml(event["message"]);
      return record === undefined
        ? undefined
        : { source: known.get(String(record["EventID"])) ?? other, record };
    };
  },
});

/** auditd's names of what rules about `process_creation` name as Sysmon does. */
export const AUDITD_NAMES: Names = {
  Image: ["exe"],
  CommandLine: ["cmdline", "proctitle"],
  CurrentDirectory: ["cwd"],
  User: ["user", "UID", "uid"],
  ProcessId: ["pid"],
  ParentProcessId: ["ppid"],
};

/** Raw auditd records (`type=EXECVE msg=audit(…)`), or those of Microsoft's collector, which joins them per event. */
export const AUDITD: LogType = fixedLogType({
  name: "linux-auditd",
  times: [place("timestamp"), ...SYSLOG_TIMES],
  hosts: [place("node"), ...SYSLOG_HOSTS],
  fields: {
    ...placesOfNames(AUDITD_NAMES, (name) => [place(name)]),
    // By name where the log is enriched; a number is all that others have.
    User: [place("user"), place("UID"), { keys: ["uid"], translate: new Map([["0", "root"]]) }],
  },
  recogniser(source) {
    const plain = source({ product: "linux", services: ["auditd"] });
    const execution = source({ product: "linux", services: ["auditd"], categories: ["process_creation"] });
    return (event) => {
      const record = isAuditRecord(event) ? event : readAuoms(event);
      if (record === undefined) return undefined;
      return { source: auditCategory(record) === "process_creation" ? execution : plain, record };
    };
  },
});

function isAuditRecord(event: JsonObject): boolean {
  return event["audit_id"] !== undefined && typeof event["type"] === "string";
}

/** Programs whose syslog lines are a service of their own in Sigma; `auth.log` holds those marked `auth`. */
const SYSLOG_SERVICES: Readonly<Record<string, readonly string[]>> = {
  sshd: ["sshd", "auth", "syslog"],
  // Since OpenSSH 9.8 a program of its own handles each session.
  "sshd-session": ["sshd", "auth", "syslog"],
  "sshd-auth": ["sshd", "auth", "syslog"],
  sudo: ["sudo", "auth", "syslog"],
  su: ["auth", "syslog"],
  login: ["auth", "syslog"],
  polkitd: ["auth", "syslog"],
  "systemd-logind": ["auth", "syslog"],
  cron: ["cron", "syslog"],
  crond: ["cron", "syslog"],
  vsftpd: ["vsftpd", "syslog"],
  clamd: ["clamav", "syslog"],
  freshclam: ["clamav", "syslog"],
  guacd: ["guacamole", "syslog"],
};

export const SYSLOG: LogType = fixedLogType({
  name: "syslog",
  times: SYSLOG_TIMES,
  hosts: SYSLOG_HOSTS,
  recogniser(source) {
    const other = source({ product: "linux", services: ["syslog"] });
    const known = new Map<string, EventSource>(
      Object.entries(SYSLOG_SERVICES).map(([program, services]) => [
        program,
        source({ product: "linux", services }),
      ]),
    );
    return (event) => {
      const program = event["appname"] ?? event["ProcessName"];
      const message = event["message"] ?? event["SyslogMessage"];
      if (typeof program !== "string" || typeof message !== "string") return undefined;
      return { source: known.get(program.toLowerCase()) ?? other, record: event };
    };
  },
});
