// SPDX-License-Identifier: Apache-2.0
/** What an alert of a correlation is about: what all of its events have in common, or what it grouped them by. */
import { toKeepable } from "../../../platform/keepable-text.ts";
import { type Grouped, MAX_ENTITY } from "../alerts/grouping.ts";
import type { Correlated } from "./alerts.ts";

type Entity = Pick<Grouped, "entityKind" | "entity">;

const USUAL = ["host", "account", "address"] as const;
const FIELD = "field:";

/** `groupBy`: as the rule has it; null for the usual. */
export function entityOfCorrelated({ occurrences, group }: Correlated, groupBy: string | null): Entity {
  if (groupBy?.startsWith(FIELD))
    return ofGroup(group.filter(({ field }) => field === groupBy.slice(FIELD.length)));
  for (const kind of USUAL) {
    if (groupBy !== null && groupBy !== kind) continue;
    const [common, ...others] = new Set(
      occurrences.map(({ reference }) => reference.event[kind].toLowerCase()),
    );
    if (common !== undefined && common !== "" && others.length === 0)
      return { entityKind: kind, entity: common };
  }
  return ofGroup(groupBy === null ? group : []);
}

function ofGroup(group: Correlated["group"]): Entity {
  if (group.length === 0) return { entityKind: "none", entity: "" };
  const text = group.map(({ field, value }) => `${field}=${value.toLowerCase()}`).join(", ");
  return { entityKind: "other", entity: toKeepable(text.slice(0, MAX_ENTITY)) };
}
