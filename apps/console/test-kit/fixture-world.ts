// SPDX-License-Identifier: Apache-2.0
/** What the fixture hub knows: typed by the contract, so that it cannot drift from what the hub answers. */
import { randomUUID } from "node:crypto";
import type { ALERT_EVIDENCE, Alert, Rule, Session, Source } from "@fengsui/contract";
import type { z } from "zod";

export type Detail = z.infer<typeof ALERT_EVIDENCE>;

export interface World {
  isSetUp: boolean;
  isSignedIn: boolean;
  isBroken: boolean;
  readonly session: Session;
  readonly details: Map<string, Detail>;
  readonly sources: Source[];
  readonly rules: Rule[];
}

const ORGANISATION = randomUUID();
const ME = randomUUID();
const MINUTE_MS = 60_000;

const TITLES: readonly (readonly [string, Alert["level"], string])[] = [
  ["LSASS memory dump by an unsigned process", "critical", "dc-01.grid.example"],
  ["PowerShell download from a raw address", "high", "eng-ws-114.grid.example"],
  ["New service installed from a temporary folder", "high", "scada-hist-02.grid.example"],
  ["Scheduled task created by a script host", "medium", "eng-ws-087.grid.example"],
  ["Event log cleared", "high", "file-03.grid.example"],
  ["Repeated failed sign-ins, then a success", "medium", "vpn-gw-1.grid.example"],
  ["Rare outbound port from a server", "low", "10.20.4.17"],
  [
    "Remote desktop session outside of the usual hours and from an address that was never seen before",
    "low",
    "jump-01",
  ],
  ["Software inventory changed", "informational", "eng-ws-002.grid.example"],
];

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * MINUTE_MS).toISOString();
}

function alertOf([title, level, entity]: readonly [string, Alert["level"], string], index: number): Alert {
  return {
    id: randomUUID(),
    organisationId: ORGANISATION,
    ruleId: randomUUID(),
    ruleVersion: 1,
    title,
    level,
    entityKind: "host",
    entity,
    windowStart: ago(index * 37 + 60),
    windowEnd: ago(index * 37),
    firstEventAt: ago(index * 37 + 50),
    lastEventAt: ago(index * 37 + 3),
    matchCount: index * 7 + 2,
    isRetrospective: index === 2,
    retrospectionId: index === 2 ? randomUUID() : null,
    kind: "matches",
    sourceId: null,
    resolvedAt: null,
    suppressionId: null,
    ledger: null,
    state: "open",
    verdict: null,
    assigneeId: index === 1 ? ME : null,
    caseId: null,
    createdAt: ago(index * 37),
    changedAt: ago(index * 37),
  };
}

function detailOf(alert: Alert): Detail {
  const event = {
    EventID: 10,
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Computer: alert.entity,
    SourceImage: "C:\\Users\\Public\\svc\\procdump64.exe",
    TargetImage: "C:\\Windows\\System32\\lsass.exe",
    GrantedAccess: "0x1FFFFF",
    CallTrace: "C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|C:\\Windows\\System32\\KERNELBASE.dll+2c13e",
    SourceProcessId: 4812,
    RuleName: "-",
    UtcTime: alert.lastEventAt,
    winlog: { record_id: 88123, provider: "Sysmon" },
  };
  const matches = [0, 1].map(() => ({
    eventId: randomUUID(),
    time: alert.lastEventAt,
    fields: { TargetImage: event.TargetImage, GrantedAccess: event.GrantedAccess },
    isRetrospective: alert.isRetrospective,
    matchedAt: alert.createdAt,
    raw: JSON.stringify(event),
  }));
  return { alert, matches, comments: [], isCut: false };
}

export function newWorld(): World {
  const alerts = TITLES.map(alertOf);
  return {
    isSetUp: true,
    isSignedIn: false,
    isBroken: false,
    session: {
      person: { id: ME, name: "Lin Yue", email: "lin@grid.example", language: "en" },
      organisations: [
        { id: ORGANISATION, name: "Provincial Grid Coordination Centre", role: "administrator" },
      ],
      hubRoles: ["operator"],
      csrfToken: "fixture-token",
    },
    details: new Map(alerts.map((alert) => [alert.id, detailOf(alert)])),
    sources: [newSource("Windows servers, main site", 2, 184.2), newSource("Zeek, north substation", 190, 0)],
    rules: TITLES.map(([title, level]) => newRule(title, level)),
  };
}

export function newSource(name: string, minutes?: number, eventsPerSecond = 0): Source {
  return {
    id: randomUUID(),
    organisationId: ORGANISATION,
    name,
    logType: null,
    charset: null,
    timeZone: null,
    senders: [],
    mapping: null,
    mappingVersion: 0,
    detectedLogType: minutes === undefined ? null : "windows/sysmon",
    createdAt: ago(5000),
    disabledAt: null,
    state: minutes === undefined ? "waiting" : minutes > 15 ? "silent" : "active",
    firstSeenAt: minutes === undefined ? null : ago(4900),
    lastSeenAt: minutes === undefined ? null : ago(minutes),
    lastEventAt: minutes === undefined ? null : ago(minutes + 1),
    eventCount: minutes === undefined ? 0 : 1_204_881,
    eventsPerSecond,
    lagMs: minutes === undefined ? null : 1_800,
    isWatched: true,
    quietSeconds: null,
    expectedQuietSeconds: minutes === undefined ? null : 900,
    pausedUntil: null,
    silentSince: minutes !== undefined && minutes > 15 ? ago(minutes) : null,
  };
}

export function newRule(title: string, level: Rule["level"]): Rule {
  return {
    id: randomUUID(),
    kind: "detection",
    organisationId: ORGANISATION,
    key: randomUUID(),
    title,
    level,
    scope: "organisation",
    origin: "upload",
    isEnabled: true,
    vanishedAt: null,
    groupBy: null,
    version: 1,
    changedAt: ago(3000),
  };
}
