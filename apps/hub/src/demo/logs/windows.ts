// SPDX-License-Identifier: Apache-2.0
/** Sysmon, Security and System records of Windows, flat as NXLog writes them. */
import { hashOf } from "../random.ts";
import { type DemoMember, fullName } from "../sector/index.ts";
import { type LogLine, lineOf } from "./line.ts";

export interface OnHost {
  readonly member: DemoMember;
  readonly host: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface ProcessStart {
  readonly image: string;
  readonly commandLine: string;
  readonly parent: string;
  readonly user: string;
}

const SYSMON = { Channel: "Microsoft-Windows-Sysmon/Operational", Provider_Name: "Microsoft-Windows-Sysmon" };
const SECURITY = { Channel: "Security", Provider_Name: "Microsoft-Windows-Security-Auditing" };

export function startOf(place: OnHost, { image, commandLine, parent, user }: ProcessStart): LogLine {
  return record(place, {
    ...SYSMON,
    EventID: 1,
    ProcessId: numberOf(place, commandLine, 60_000),
    Image: image,
    CommandLine: commandLine,
    User: accountOf(place, user),
    ParentProcessId: numberOf(place, parent, 8_000),
    ParentImage: parent,
  });
}

export function connectionOf(
  place: OnHost,
  {
    image,
    user,
    to,
    port,
  }: { readonly image: string; readonly user: string; readonly to: string; readonly port: number },
): LogLine {
  const source = place.member.hosts.find(({ name }) => name === place.host)?.ip ?? "";
  return record(place, {
    ...SYSMON,
    EventID: 3,
    Image: image,
    User: accountOf(place, user),
    Protocol: "tcp",
    SourceIp: source,
    DestinationIp: to,
    DestinationPort: port,
  });
}

export function fileOf(
  place: OnHost,
  { image, path }: { readonly image: string; readonly path: string },
): LogLine {
  return record(place, { ...SYSMON, EventID: 11, Image: image, TargetFilename: path });
}

export function accessOf(
  place: OnHost,
  { image, target, rights }: { readonly image: string; readonly target: string; readonly rights: string },
): LogLine {
  return record(place, {
    ...SYSMON,
    EventID: 10,
    SourceImage: image,
    TargetImage: target,
    GrantedAccess: rights,
  });
}

export function lookupOf(
  place: OnHost,
  { image, name, answer }: { readonly image: string; readonly name: string; readonly answer: string },
): LogLine {
  return record(place, { ...SYSMON, EventID: 22, Image: image, QueryName: name, QueryResults: answer });
}

/** `kind` is Windows' type of a logon: 2 at the machine, 3 over the network, 10 by remote desktop. */
export function logonOf(
  place: OnHost,
  { user, kind, from }: { readonly user: string; readonly kind: number; readonly from: string },
): LogLine {
  return record(place, {
    ...SECURITY,
    EventID: 4624,
    TargetUserName: user,
    TargetDomainName: place.member.netbios,
    LogonType: kind,
    IpAddress: from,
  });
}

export function logoffOf(place: OnHost, user: string): LogLine {
  return record(place, { ...SECURITY, EventID: 4634, TargetUserName: user, LogonType: 3 });
}

export function logClearedOf(place: OnHost, user: string): LogLine {
  return record(place, {
    Channel: "Security",
    Provider_Name: "Microsoft-Windows-Eventlog",
    EventID: 1102,
    SubjectUserName: user,
    SubjectDomainName: place.member.netbios,
  });
}

export function serviceOf(
  place: OnHost,
  { name, path }: { readonly name: string; readonly path: string },
): LogLine {
  return record(place, {
    Channel: "System",
    Provider_Name: "Service Control Manager",
    EventID: 7045,
    ServiceName: name,
    ImagePath: path,
    StartType: "demand start",
  });
}

function record({ member, host, at }: OnHost, fields: Readonly<Record<string, unknown>>): LogLine {
  const time = new Date(at).toISOString();
  return lineOf(at, {
    "@timestamp": time,
    Computer: fullName(member, host),
    EventRecordID: hashOf(`${host}${at}${JSON.stringify(fields)}`),
    ...fields,
  });
}

function accountOf({ member }: OnHost, user: string): string {
  return user.includes("\\") ? user : `${member.netbios}\\${user}`;
}

function numberOf({ host, at }: OnHost, text: string, below: number): number {
  return 400 + (hashOf(`${host}${at}${text}`) % below);
}
