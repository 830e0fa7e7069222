// SPDX-License-Identifier: Apache-2.0
/** An ordinary day of Windows machines: programs, logons, names that are looked up. */
import type { LogLine } from "../logs/line.ts";
import {
  connectionOf,
  fileOf,
  logoffOf,
  logonOf,
  lookupOf,
  type ProcessStart,
  startOf,
} from "../logs/windows.ts";
import { hostOf } from "../sector/index.ts";
import type { Scene } from "./scene.ts";

const SYSTEM32 = "C:\\Windows\\System32\\";
const EXPLORER = "C:\\Windows\\explorer.exe";
const SERVICES = `${SYSTEM32}services.exe`;
const CHROME = "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe";
const OUTLOOK = "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE";
const WORD = "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE";
const BACKUP = "C:\\Program Files\\Backup\\agent.exe";

type Started = Omit<ProcessStart, "user">;

const AT_A_DESK: readonly [Started, ...Started[]] = [
  { image: CHROME, commandLine: "chrome.exe --type=renderer", parent: CHROME },
  { image: CHROME, commandLine: "chrome.exe https://intranet.xingzhu.example", parent: EXPLORER },
  { image: OUTLOOK, commandLine: "OUTLOOK.EXE /recycle", parent: EXPLORER },
  { image: WORD, commandLine: 'WINWORD.EXE /n "Minutes.docx"', parent: EXPLORER },
  {
    image: CHROME,
    commandLine: "chrome.exe --single-argument https://intranet.xingzhu.example/menu",
    parent: OUTLOOK,
  },
  { image: `${SYSTEM32}notepad.exe`, commandLine: "notepad.exe todo.txt", parent: EXPLORER },
  { image: `${SYSTEM32}cmd.exe`, commandLine: "cmd.exe", parent: EXPLORER },
  { image: "C:\\Program Files\\7-Zip\\7zFM.exe", commandLine: "7zFM.exe photos.zip", parent: EXPLORER },
];

const ON_A_SERVER: readonly [Started, ...Started[]] = [
  { image: `${SYSTEM32}svchost.exe`, commandLine: "svchost.exe -k netsvcs -p", parent: SERVICES },
  { image: BACKUP, commandLine: "agent.exe run --incremental", parent: SERVICES },
  {
    image: `${SYSTEM32}WindowsPowerShell\\v1.0\\powershell.exe`,
    commandLine: 'powershell.exe -NoProfile -File "C:\\Program Files\\Inventory\\collect.ps1"',
    parent: `${SYSTEM32}svchost.exe`,
  },
  {
    image: `${SYSTEM32}schtasks.exe`,
    commandLine: 'schtasks.exe /query /tn "Backup" /fo csv',
    parent: BACKUP,
  },
  {
    image: `${SYSTEM32}inetsrv\\w3wp.exe`,
    commandLine: 'w3wp.exe -ap "DefaultAppPool"',
    parent: `${SYSTEM32}svchost.exe`,
  },
  { image: `${SYSTEM32}net.exe`, commandLine: "net.exe use", parent: `${SYSTEM32}cmd.exe` },
  {
    image: `${SYSTEM32}wbem\\WmiPrvSE.exe`,
    commandLine: "WmiPrvSE.exe -Embedding",
    parent: `${SYSTEM32}svchost.exe`,
  },
];

const NAMES: readonly [string, ...string[]] = ["intranet", "mail", "files", "time", "update", "print"];

export function windowsLine({ member, source, random, at }: Scene): LogLine {
  const host = random.pick(source.hosts) ?? "";
  const { kind, users, ip } = hostOf(member, host);
  const place = { member, host, at };
  const user = random.pick(users) ?? "SYSTEM";
  const image = random.pick([CHROME, OUTLOOK, `${SYSTEM32}svchost.exe`]);
  const chance = random.next();
  if (chance < 0.55)
    return startOf(place, { ...random.pick(kind === "workstation" ? AT_A_DESK : ON_A_SERVER), user });
  if (chance < 0.7)
    return logonOf(place, {
      user,
      kind: kind === "workstation" ? 2 : 3,
      from: neighbourOf(ip, random.whole(20, 200)),
    });
  if (chance < 0.78) return logoffOf(place, user);
  if (chance < 0.88)
    return lookupOf(place, { image, name: `${random.pick(NAMES)}.xingzhu.example`, answer: "10.10.0.53" });
  if (chance < 0.95)
    return connectionOf(place, { image, user, to: `192.0.2.${random.whole(10, 60)}`, port: 443 });
  return fileOf(place, { image: BACKUP, path: `C:\\Program Files\\Backup\\log\\${random.letters(6)}.log` });
}

/** Another address in the same /24. */
function neighbourOf(ip: string, last: number): string {
  return `${ip.slice(0, ip.lastIndexOf("."))}.${last}`;
}
