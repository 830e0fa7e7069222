// SPDX-License-Identifier: Apache-2.0
/** Logs of a small place: processes on three hosts over the last hours, of which two rules take notice. */

const MINUTE_MS = 60_000;
const HOSTS = ["WS01", "WS02", "DC01"] as const;
const IMAGES = [
  "C:\\Windows\\System32\\svchost.exe",
  "C:\\Windows\\explorer.exe",
  "C:\\Program Files\\App\\app.exe",
];

export const WHOAMI_RULE = `
title: Whoami
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`;

export const DUMP_RULE = `
title: Memory of LSASS read
id: 22222222-2222-4222-8222-222222222222
level: critical
tags: [attack.credential-access, attack.t1003.001]
logsource: { product: windows, category: process_creation }
detection:
  selection: { CommandLine|contains: lsass }
  condition: selection
`;

export function aProcess(number: number, minutesAgo: number, change: object = {}): object {
  return {
    Channel: "Microsoft-Windows-Sysmon/Operational",
    EventID: 1,
    Computer: HOSTS[number % HOSTS.length],
    EventRecordID: number,
    "@timestamp": new Date(Date.now() - minutesAgo * MINUTE_MS).toISOString(),
    Image: IMAGES[number % IMAGES.length],
    CommandLine: `run ${number}`,
    User: number % 4 === 0 ? "SYSTEM" : "li",
    ...change,
  };
}

/** Three hundred processes over ten hours, and three that rules are about. */
export function sampleLogs(): object[] {
  const usual = Array.from({ length: 300 }, (_, number) => aProcess(number, 2 + number * 2));
  const WHOAMI = { Image: "C:\\Windows\\System32\\whoami.exe", CommandLine: "whoami /all" };
  return [
    ...usual,
    aProcess(1001, 10, { ...WHOAMI, Computer: "WS01" }),
    aProcess(1002, 70, { ...WHOAMI, Computer: "WS02" }),
    aProcess(1003, 20, { Computer: "DC01", CommandLine: "procdump -ma lsass.exe out.dmp" }),
  ];
}

export const BROKEN_LINES = ['{"Image":"C:\\\\Windows', "{not json", '{"a": tru}'] as const;
