// SPDX-License-Identifier: Apache-2.0
/** Small rules and events of our own. */

export const DISCOVERY_RULE = `title: Account Discovery By Console
id: 0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e01
status: test
level: high
tags:
  - attack.discovery
  - attack.t1033
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    CommandLine|contains: whoami
  condition: selection
`;

export const EDITOR_RULE = `title: Editor Started
id: 0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e02
status: test
level: low
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    CommandLine|contains: notepad
  condition: selection
`;

export const BROKEN_RULE = `title: Without A Detection
id: 0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e03
level: high
logsource:
  product: windows
`;

export interface ProcessStart {
  readonly commandLine: string;
  readonly time?: string;
  readonly host?: string;
}

/** A Sysmon process creation as one line of NDJSON. */
export function processStart({ commandLine, time, host }: ProcessStart): string {
  const event = {
    ...(time === undefined ? {} : { "@timestamp": time }),
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Provider_Name: "Microsoft-Windows-Sysmon",
    EventID: 1,
    Computer: host ?? "ws-01.example.org",
    Image: "C:\\Windows\\System32\\cmd.exe",
    CommandLine: commandLine,
  };
  return `${JSON.stringify(event)}\n`;
}

export const WHOAMI: string = processStart({ commandLine: "whoami /all", time: "2026-11-02T10:00:00Z" });
export const HARMLESS: string = processStart({
  commandLine: "ping example.org",
  time: "2026-11-02T10:00:01Z",
});

/** Two discoveries on one host within a minute. */
export const CORRELATION = `title: Repeated Discovery
id: 0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e10
name: repeated_discovery
level: critical
tags: [attack.t1082]
correlation:
  type: event_count
  rules: [0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e01]
  group-by: [Computer]
  timespan: 1m
  condition: {gte: 2}
`;
