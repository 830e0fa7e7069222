// SPDX-License-Identifier: Apache-2.0
/** What the demo knows of an organisation of its sector. All of it is invented. */
import type {
  DEMO_PARTS,
  HUB_ROLES,
  ORGANISATION_KINDS,
  ORGANISATION_ROLES,
  SECTORS,
} from "@fengsui/contract";

export interface DemoPerson {
  readonly name: string;
  /** Before the @ of the member's domain. */
  readonly account: string;
  readonly role: (typeof ORGANISATION_ROLES)[number];
  readonly hubRoles?: readonly (typeof HUB_ROLES)[number][];
  /** Roles at other members, by their key: of those who let the centre watch with them. */
  readonly elsewhere?: Readonly<Record<string, DemoPerson["role"]>>;
  /** In the tour. */
  readonly part?: (typeof DEMO_PARTS)[number];
  /** What they are there: shown where the ledger names who answers. */
  readonly title: string;
}

export interface DemoSystem {
  readonly name: string;
  readonly purpose: string;
  /** Of protection, as GB/T 22240 grades it. */
  readonly level: 1 | 2 | 3 | 4;
  readonly isCritical: boolean;
  /** The account of who answers for it. */
  readonly responsible: string;
  readonly measures: readonly string[];
}

export interface DemoHost {
  /** `hosp-web-01`; with the domain of the member it is its full name. */
  readonly name: string;
  readonly ip: string;
  readonly kind: "workstation" | "server" | "appliance";
  readonly system: string;
  /** Accounts that work there. */
  readonly users: readonly string[];
}

export const DEMO_LOGS = ["windows", "ssh", "vpn", "web", "auditd", "zeek", "eve"] as const;
export type DemoLog = (typeof DEMO_LOGS)[number];

export interface DemoSource {
  /** Unique in the member. */
  readonly key: string;
  readonly name: string;
  readonly log: DemoLog;
  readonly hosts: readonly string[];
  /** At the busiest hour, by the minute. */
  readonly rate: number;
}

export interface DemoMember {
  readonly key: string;
  readonly name: string;
  readonly sector: (typeof SECTORS)[number];
  readonly kind: (typeof ORGANISATION_KINDS)[number];
  readonly domain: string;
  /** As Windows has it. */
  readonly netbios: string;
  readonly network: string;
  /** The first is its administrator. */
  readonly people: readonly [DemoPerson, ...DemoPerson[]];
  readonly systems: readonly DemoSystem[];
  readonly hosts: readonly DemoHost[];
  readonly sources: readonly DemoSource[];
}

export function fullName(member: DemoMember, host: string): string {
  return `${host}.${member.domain}`;
}

export function emailOf(member: DemoMember, account: string): string {
  return `${account}@${member.domain}`;
}

export function hostOf(member: DemoMember, name: string): DemoHost {
  const host = member.hosts.find((one) => one.name === name);
  if (host === undefined) throw new TypeError(`${member.key} has no host ${name}`);
  return host;
}
