// SPDX-License-Identifier: Apache-2.0
/** An ordinary day of sign-ins over SSH and VPN, and of programs on Linux servers. */
import type { LogLine } from "../logs/line.ts";
import { executionOf, syslogOf } from "../logs/unix.ts";
import type { Random } from "../random.ts";
import { hostOf } from "../sector/index.ts";
import type { Scene } from "./scene.ts";

export function sshLine({ member, source, random, at }: Scene): LogLine {
  const host = random.pick(source.hosts) ?? "";
  const user = random.pick(hostOf(member, host).users) ?? "ops";
  const port = random.whole(40_000, 60_000);
  const inside = `10.${hostOf(member, host).ip.split(".")[1]}.1.${random.whole(10, 60)}`;
  const messages: readonly [string, ...string[]] = [
    `Accepted publickey for ${user} from ${inside} port ${port} ssh2: ED25519 SHA256:${random.letters(43)}`,
    `pam_unix(sshd:session): session opened for user ${user}(uid=1000) by (uid=0)`,
    `Disconnected from user ${user} ${inside} port ${port}`,
    // Whatever faces a network is knocked at.
    `Failed password for invalid user admin from 198.51.100.${random.whole(1, 250)} port ${port} ssh2`,
    `Connection closed by authenticating user root 198.51.100.${random.whole(1, 250)} port ${port} [preauth]`,
  ];
  return syslogOf({ member, host, at }, "sshd", random.pick(messages));
}

const DOCTORS: readonly [string, ...string[]] = ["y.lin", "c.bai", "h.gu", "x.ren", "k.mo", "z.yun"];

export function vpnLine({ member, source, random, at }: Scene): LogLine {
  const host = random.pick(source.hosts) ?? "";
  const user = random.pick(DOCTORS);
  const inside = `10.30.250.${random.whole(20, 90)}`;
  const messages: readonly [string, ...string[]] = [
    `user ${user} signed in from ${homeOf(random)} with password and code, address ${inside}`,
    `user ${user} signed out, address ${inside}, ${random.whole(2, 900)} kB in, ${random.whole(1, 80)} kB out`,
    `keys of the session of user ${user} renewed`,
  ];
  return syslogOf({ member, host, at }, "vpnd", random.pick(messages));
}

function homeOf(random: Random): string {
  return `192.0.2.${random.whole(100, 250)}`;
}

interface Execution {
  readonly user: string;
  readonly exe: string;
  readonly args: readonly string[];
}

const EXECUTIONS: readonly [Execution, ...Execution[]] = [
  { user: "root", exe: "/usr/sbin/logrotate", args: ["logrotate", "/etc/logrotate.conf"] },
  { user: "root", exe: "/usr/bin/df", args: ["df", "-P"] },
  { user: "historian", exe: "/opt/historian/bin/compact", args: ["compact", "--day"] },
  { user: "historian", exe: "/usr/bin/gzip", args: ["gzip", "-9", "trend.csv"] },
  { user: "ding", exe: "/usr/bin/systemctl", args: ["systemctl", "status", "nginx"] },
  { user: "root", exe: "/usr/bin/bash", args: ["bash", "/opt/backup/run.sh"] },
];

export function auditLine({ member, source, random, at }: Scene): LogLine {
  return executionOf({ member, host: random.pick(source.hosts) ?? "", at }, random.pick(EXECUTIONS));
}
