// SPDX-License-Identifier: Apache-2.0
/** A world in words, for whoever must understand where the database and the rule differ. */
import type { Client, Group, Organisation, Person, Reader, Shared, World } from "./rule.ts";

export function tellWorld({ organisations, people, groups, clients, records }: World): string {
  const lines = [
    ...organisations.map(tellOrganisation),
    ...people.map(tellPerson),
    ...groups.map(tellGroup),
    ...clients.map(tellClient),
    ...records.map(tellRecord),
  ];
  return `\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
}

export function tellReader(reader: Reader): string {
  return reader === undefined ? "Somebody without an account" : reader.name;
}

function tellOrganisation({ name, isDisabled, centre }: Organisation): string {
  const below = centre === undefined ? "" : ` below ${centre}`;
  return `${name} is ${isDisabled ? "a disabled organisation" : "an organisation"}${below}.`;
}

function tellPerson({ name, isDisabled, memberOf, hubRole }: Person): string {
  const roles = memberOf.map(({ organisation, role }) => `${role} of ${organisation}`);
  const all = [...roles, ...(hubRole === undefined ? [] : [`${hubRole} of the hub`])];
  return `${name}${isDisabled ? ", whose account is disabled," : ""} is ${list(all, "of no organisation")}.`;
}

function tellGroup({ name, owner, members, passesOn, isClosed }: Group): string {
  const named = members.map(({ organisation, isHidden }) => `${organisation}${isHidden ? " (hidden)" : ""}`);
  const kind = `${isClosed ? "a closed" : "a"} group of ${owner}${passesOn ? " whose members pass on" : ""}`;
  return `${name} is ${kind}; its members: ${list(named, "none")}.`;
}

function tellClient({ of, organisation, isConfirmed, hasEnded, isHidden }: Client): string {
  const kind = `${isHidden ? "hidden " : ""}client`;
  const since = isConfirmed ? "" : ", which it has not confirmed";
  return `${of} declared ${organisation} its ${kind}${since}${hasEnded ? "; that has ended" : ""}.`;
}

function tellRecord({ name, owner, marking, group, passesOn, organisations, people }: Shared): string {
  const withGroup = `the group ${group}${passesOn ? ", which passed on" : ""}`;
  const named = [...(group === undefined ? [] : [withGroup]), ...organisations, ...people];
  const label = marking === undefined ? "without a marking" : `as ${marking.toUpperCase()}`;
  return `${name} belongs to ${owner}, ${label}${named.length === 0 ? "" : `, shared with ${list(named, "")}`}.`;
}

function list(items: readonly string[], none: string): string {
  return items.length === 0 ? none : items.join(", ");
}
