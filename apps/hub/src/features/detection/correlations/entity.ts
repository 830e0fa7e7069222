// SPDX-License-Identifier: Apache-2.0
/**
 * What an alert of a correlation is about: what its events were grouped by. Nothing that a late event may change, so
 * that the alert is the same in whatever order they come.
 */
import { toKeepable } from "../../../platform/keepable-text.ts";
import { type EntityKind, type Grouped, MAX_ENTITY } from "../alerts/grouping.ts";
import type { Correlated } from "./alerts.ts";

type Entity = Pick<Grouped, "entityKind" | "entity">;

const FIELD = "field:";
/** In lower case, as the logs we know name them; the first kind of which there is one counts. */
const KINDS: readonly (readonly [
  Extract<EntityKind, "host" | "account" | "address">,
  ReadonlySet<string>,
])[] = [
  ["host", new Set(["computer", "computername", "host", "host.name", "hostname", "winlog.computer_name"])],
  [
    "account",
    new Set(
      ["user", "user.name", "username", "targetusername", "subjectusername", "accountname", "acct"].concat([
        "remote_user",
        "useridentity.username",
        "useridentity.arn",
      ]),
    ),
  ],
  [
    "address",
    new Set(
      [
        "source.ip",
        "sourceip",
        "sourceipaddress",
        "sourceaddress",
        "ipaddress",
        "src_ip",
        "id.orig_h",
      ].concat(["remote_addr", "c-ip", "addr"]),
    ),
  ],
];

/** `groupBy`: as the rule has it; null for the usual. */
export function entityOfCorrelated({ group }: Correlated, groupBy: string | null): Entity {
  if (groupBy?.startsWith(FIELD))
    return ofGroup(group.filter(({ field }) => field === groupBy.slice(FIELD.length)));
  for (const [kind, names] of KINDS) {
    if (groupBy !== null && groupBy !== kind) continue;
    const found = group.find(({ field }) => names.has(field.toLowerCase()));
    if (found !== undefined) return { entityKind: kind, entity: textOf(found.value) };
  }
  return ofGroup(groupBy === null ? group : []);
}

function ofGroup(group: Correlated["group"]): Entity {
  if (group.length === 0) return { entityKind: "none", entity: "" };
  return {
    entityKind: "other",
    entity: textOf(group.map(({ field, value }) => `${field}=${value}`).join(", ")),
  };
}

function textOf(text: string): string {
  return toKeepable(text.toLowerCase().slice(0, MAX_ENTITY));
}
