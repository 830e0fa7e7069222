// SPDX-License-Identifier: Apache-2.0
/** Syslog (RFC 5424) of sshd and of a VPN gateway, and auditd's records of programs that were started. */
import { hashOf } from "../random.ts";
import { fullName } from "../sector/index.ts";
import type { LogLine } from "./line.ts";
import type { OnHost } from "./windows.ts";

/** Facility `auth`, severity `info`. */
const PRIORITY = 38;

export function syslogOf({ member, host, at }: OnHost, program: string, message: string): LogLine {
  const process = 400 + (hashOf(`${host}${at}`) % 30_000);
  const head = `<${PRIORITY}>1 ${new Date(at).toISOString()} ${fullName(member, host)}`;
  return { at, text: `${head} ${program} ${process} - - ${message}` };
}

export function executionOf(
  { member, host, at }: OnHost,
  { user, exe, args }: { readonly user: string; readonly exe: string; readonly args: readonly string[] },
): LogLine {
  const stamp = `audit(${(at / 1000).toFixed(3)}:${hashOf(`${host}${at}${args.join(" ")}`)})`;
  const head = (type: string) => `node=${fullName(member, host)} type=${type} msg=${stamp}:`;
  const words = args.map((word, index) => `a${index}="${word}"`).join(" ");
  return {
    at,
    text: [
      `${head("SYSCALL")} arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=${400 + (at % 30_000)} uid=998 comm="${args[0]}" exe="${exe}" UID="${user}"`,
      `${head("EXECVE")} argc=${args.length} ${words}`,
    ].join("\n"),
  };
}
