// SPDX-License-Identifier: Apache-2.0
/**
 * Which alert a match belongs to. It depends on the match alone, never on what came before it: the window is a fixed
 * bucket of event time, the entity is the host, else the account, else the source address.
 */
import { derivedId } from "../../../platform/derived-id.ts";
import type { Id } from "../../../platform/ids.ts";

export type EntityKind = "host" | "account" | "address" | "none";

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

export function groupOf(match: Groupable): Grouped {
  const { kind, name } = entityOf(match);
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

function windowStartOf(time: number): number {
  return Math.floor(time / WINDOW_MS) * WINDOW_MS;
}

/** Without regard to case: logs of one machine do not agree on it. */
function entityOf({ host, account, address }: Groupable): { kind: EntityKind; name: string } {
  if (host !== "") return { kind: "host", name: host.toLowerCase() };
  if (account !== "") return { kind: "account", name: account.toLowerCase() };
  if (address !== "") return { kind: "address", name: address.toLowerCase() };
  return { kind: "none", name: "" };
}

/** As the matches in the store have it: an account and a host may have one name. */
export function storedEntity({ entityKind, entity }: Pick<Grouped, "entityKind" | "entity">): string {
  return `${entityKind}:${entity}`;
}
