// SPDX-License-Identifier: Apache-2.0
/**
 * Which alert a match belongs to. It depends on the match and the version of its rule alone, never on what came before
 * it: the window is a fixed bucket of event time; the entity is what the rule says, by itself the host, else the
 * account, else the source address.
 */
import { derivedId } from "../../../platform/derived-id.ts";
import type { Id } from "../../../platform/ids.ts";
import { toKeepable } from "../../../platform/keepable-text.ts";
import { type Described, valuesOf } from "../field-values.ts";

export type EntityKind = "host" | "account" | "address" | "none" | "other";

export interface Grouped {
  readonly alertId: Id<"alert">;
  readonly entityKind: EntityKind;
  readonly entity: string;
  readonly windowStart: number;
  readonly windowEnd: number;
}

/** What identifies the matches of one alert. */
export interface AlertGroup {
  readonly ruleId: Id<"rule">;
  readonly ruleVersion: number;
  readonly group: Grouped;
}

export interface Groupable {
  readonly organisationId: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly host: string;
  readonly account: string;
  readonly address: string;
}

export const WINDOW_MS = 60 * 60_000;

/** `groupBy`: as the rule has it (`RULE_GROUPINGS` of the contract, or `field:` and a name); null for the usual. */
export function groupOf(match: Groupable, groupBy: string | null = null, described?: Described): Grouped {
  const { kind, name } = entityOf(match, groupBy, described);
  const windowStart = windowStartOf(match.time);
  const alertId = alertIdOf({ ...match, entity: storedEntity({ entityKind: kind, entity: name }) });
  return { alertId, entityKind: kind, entity: name, windowStart, windowEnd: windowStart + WINDOW_MS };
}

/** Of a match as the store has it. */
export function alertIdOf(
  match: Pick<Groupable, "organisationId" | "ruleVersion" | "time"> & {
    readonly ruleId: string;
    readonly entity: string;
  },
): Id<"alert"> {
  const { organisationId, ruleId, ruleVersion, entity, time } = match;
  return derivedId(["alert", organisationId, ruleId, `${ruleVersion}`, entity, `${windowStartOf(time)}`]);
}

export function windowStartOf(time: number): number {
  return Math.floor(time / WINDOW_MS) * WINDOW_MS;
}

interface Entity {
  readonly kind: EntityKind;
  readonly name: string;
}

const NOTHING: Entity = { kind: "none", name: "" };
const USUAL = ["host", "account", "address"] as const;
const FIELD = "field:";
/** Characters. */
export const MAX_ENTITY = 500;
export const MAX_TITLE = 1000;

/** Without regard to case: logs of one machine do not agree on it. */
function entityOf(match: Groupable, groupBy: string | null, described?: Described): Entity {
  if (groupBy?.startsWith(FIELD)) return entityOfField(groupBy.slice(FIELD.length), described);
  const kind = USUAL.find((one) => (groupBy === null || groupBy === one) && match[one] !== "");
  return kind === undefined ? NOTHING : { kind, name: match[kind].toLowerCase() };
}

function entityOfField(field: string, described: Described = { event: {}, fields: [] }): Entity {
  const [value = ""] = valuesOf(described, field);
  const name = toKeepable(`${field}=${value.toLowerCase()}`.slice(0, MAX_ENTITY));
  return value === "" ? NOTHING : { kind: "other", name };
}

const STORED = /^(host|account|address|none|other):(.*)$/s;
const KINDS: readonly EntityKind[] = ["host", "account", "address", "none", "other"];

/** As the matches in the store have it: an account and a host may have one name. */
export function storedEntity({ entityKind, entity }: Pick<Grouped, "entityKind" | "entity">): string {
  return `${entityKind}:${entity}`;
}

/** Out of the store again. */
export function readEntity(stored: string): Pick<Grouped, "entityKind" | "entity"> {
  const [, kind, entity = ""] = STORED.exec(stored) ?? [];
  const entityKind = KINDS.find((one) => one === kind);
  return entityKind === undefined ? { entityKind: "other", entity: stored } : { entityKind, entity };
}
