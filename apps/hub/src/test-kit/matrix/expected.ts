// SPDX-License-Identifier: Apache-2.0
/** What a caller is to be told, as far as it follows from what is declared of a route. */
import type { Policy, RouteDefinition } from "../../platform/http/index.ts";
import type { TestHub } from "../web/index.ts";
import type { Told } from "./ask.ts";
import { type Caller, type CallerName, type Houses, ROLES } from "./callers.ts";
import type { Declaration, Gate } from "./declare.ts";
import type { Keyring } from "./keyring.ts";
import type { Site } from "./site.ts";

export interface Matrix {
  readonly hub: TestHub;
  readonly houses: Houses;
  readonly owner: Site;
  readonly stranger: Site;
  readonly callers: ReadonlyMap<CallerName, Caller>;
  readonly keyring: Keyring;
}

export interface Case {
  readonly matrix: Matrix;
  readonly route: RouteDefinition;
  readonly declared: Declaration;
}

export function gateOf(policy: Policy): Gate {
  if (policy.kind === "role") return { role: policy.lowest };
  if (policy.kind === "hubRole") return { hub: policy.roles };
  return policy.kind === "ingestKey" ? "key" : policy.kind;
}

/** Of who is answered. */
export function statusOf({ route, declared }: Case): number {
  return declared.answers ?? route.status ?? (route.schemas.response === undefined ? 204 : 200);
}

export function refusalOf(declared: Declaration, name: CallerName): number {
  if (name === "nobody" || name === "ended" || declared.gate === "key") return 401;
  if (!passes(declared.gate, name) || mayRead(declared, name)) return 403;
  // A colleague with too low a role sees the record. What has no role at its gate is its maker's, or an administrator's.
  const isColleague = name.startsWith("owner.") && declared.gate !== "session";
  const isOfColleagues = declared.allowed.some((other) => other.startsWith("owner."));
  return isColleague && isOfColleagues ? 403 : (declared.unseen ?? 404);
}

export function mayRead(declared: Declaration, name: CallerName): boolean {
  return declared.refused?.includes(name) ?? false;
}

export function passes(gate: Gate, name: CallerName): boolean {
  if (gate === "public") return true;
  if (name === "nobody" || name === "ended" || gate === "key") return false;
  if (gate === "local") return name === "operator";
  if (gate === "session") return true;
  if ("hub" in gate) return gate.hub.some((role) => role === name);
  const [, held] = name.split(".");
  return ROLES.slice(ROLES.indexOf(gate.role)).some((role) => role === held);
}

export function differing(what: string, told: Told, expected: Told): string[] {
  if (told.status === expected.status && told.text === expected.text) return [];
  return [`${what}:\n      ${told.status} ${told.text}\n      ${expected.status} ${expected.text}`];
}
