// SPDX-License-Identifier: Apache-2.0
/** Calls a route as everybody, at a record of the owner and at one that does not exist, and says what is amiss. */
import type { Policy, RouteDefinition } from "../../platform/http/index.ts";
import type { TestHub } from "../web/index.ts";
import { ask, type Told, unknownIds } from "./ask.ts";
import { aCaller, CALLERS, type Caller, type CallerName, type Houses, ROLES } from "./callers.ts";
import type { Declaration, Gate } from "./declare.ts";
import { SECRET } from "./maker.ts";
import type { Site } from "./site.ts";

export interface Matrix {
  readonly hub: TestHub;
  readonly houses: Houses;
  readonly owner: Site;
  readonly stranger: Site;
  readonly callers: ReadonlyMap<CallerName, Caller>;
}

interface Case {
  readonly matrix: Matrix;
  readonly route: RouteDefinition;
  readonly declared: Declaration;
}

export async function judge(one: Case): Promise<string[]> {
  const { route, declared } = one;
  const gate = gateOf(route.policy);
  if (JSON.stringify(gate) !== JSON.stringify(declared.gate))
    return [`its policy is ${JSON.stringify(gate)}, and ${JSON.stringify(declared.gate)} is declared`];
  return [...(await judgeRefusals(one)), ...(await judgeAnswers(one)), ...(await judgeMixtures(one))];
}

function gateOf(policy: Policy): Gate {
  if (policy.kind === "role") return { role: policy.lowest };
  if (policy.kind === "hubRole") return { hub: policy.roles };
  return policy.kind === "ingestKey" ? "key" : policy.kind;
}

/** Those who may not, first: they change nothing, and share one record. */
async function judgeRefusals({ matrix, route, declared }: Case): Promise<string[]> {
  const ids = (await declared.make?.(matrix.owner)) ?? {};
  const amiss: string[] = [];
  const alike = new Set<string>();
  for (const name of askedFor(declared)) {
    if (declared.allowed.includes(name)) continue;
    const browser = (await callerOf(matrix, name)).browser;
    const told = await ask(browser, { route, declared, site: matrix.owner, ids });
    const wanted = refusalOf(declared, name);
    if (told.status !== wanted) amiss.push(`${name} is answered ${told.status}, not ${wanted}: ${told.text}`);
    if (told.text.includes(SECRET) && !mayRead(declared, name))
      amiss.push(`${name} reads of it: ${told.text}`);
    if (!passes(declared.gate, name) || mayRead(declared, name) || declared.make === undefined) continue;
    // Whoever is told the same needs no second proof.
    if (alike.has(told.text)) continue;
    alike.add(told.text);
    const nowhere = await ask(browser, { route, declared, site: matrix.owner, ids: unknownIds(ids) });
    amiss.push(...differing(`to ${name}, the record is not as one that does not exist`, told, nowhere));
  }
  return amiss;
}

async function judgeAnswers({ matrix, route, declared }: Case): Promise<string[]> {
  const amiss: string[] = [];
  const wanted = declared.answers ?? route.status ?? (route.schemas.response === undefined ? 204 : 200);
  const isRead = route.method === "GET";
  const shared = isRead ? await declared.make?.(matrix.owner) : undefined;
  for (const name of askedFor(declared).filter((each) => declared.allowed.includes(each))) {
    const ids = shared ?? (await declared.make?.(matrix.owner)) ?? {};
    const caller =
      declared.endsCaller === true
        ? await aCaller(matrix.hub, matrix.houses, name)
        : await callerOf(matrix, name);
    const told = await ask(caller.browser, { route, declared, site: matrix.owner, ids });
    if (told.status !== wanted) amiss.push(`${name} is answered ${told.status}, not ${wanted}: ${told.text}`);
    const isOutsider = declared.make === undefined && !name.startsWith("owner.");
    if (isOutsider && mayNotHear(name) && told.text.includes(SECRET))
      amiss.push(`${name} reads of the owner's: ${told.text.slice(0, 300)}`);
  }
  return amiss;
}

/** Of the roles of a house that are to be answered alike, the lowest and the highest: each step between two answers. */
function askedFor(declared: Declaration): CallerName[] {
  const wanted = (name: CallerName | undefined) => name && wantedOf(declared, name);
  return CALLERS.filter((name, index) => {
    const isAlike = [CALLERS[index - 1], CALLERS[index + 1]].every(
      (next) => houseOf(next) === houseOf(name) && wanted(next) === wanted(name),
    );
    return !isAlike;
  });
}

function wantedOf(declared: Declaration, name: CallerName): string {
  if (declared.allowed.includes(name)) return "answered";
  return `${refusalOf(declared, name)} ${mayRead(declared, name)} ${passes(declared.gate, name)}`;
}

/** Who is of no house is one of a kind. */
function houseOf(name: CallerName | undefined): string | undefined {
  return name?.split(".")[0];
}

/** The stranger's own lists hold what the stranger has, and the centre's the orders that it gave. */
function mayNotHear(name: CallerName): boolean {
  return name === "nobody" || name === "coordinator" || name === "operator";
}

/** Records of the owner and of another, in one call: each of another is as if it were nowhere. */
async function judgeMixtures({ matrix, route, declared }: Case): Promise<string[]> {
  if (declared.make === undefined || (typeof declared.gate === "string" && declared.gate !== "session"))
    return [];
  const name = declared.allowed.find((each) => each === "owner.administrator") ?? "owner.administrator";
  const { browser } = await callerOf(matrix, name);
  const [own, foreign] = [await declared.make(matrix.owner), await declared.make(matrix.stranger)];
  const amiss: string[] = [];
  for (const key of Object.keys(own)) {
    const other = foreign[key] ?? "";
    const nowhere = unknownIds(own, [key]);
    if (isForeignFine(declared, key) || nowhere[key] === own[key]) continue;
    const told = await ask(browser, { route, declared, site: matrix.owner, ids: { ...own, [key]: other } });
    const expected = await ask(browser, { route, declared, site: matrix.owner, ids: nowhere });
    if (told.status < 300 && declared.unseen !== 200 && declared.lookedFor?.includes(key) !== true)
      amiss.push(`${name} is answered ${told.status} with a foreign ${key}`);
    amiss.push(...differing(`a foreign ${key} is not as one that does not exist`, told, expected));
  }
  return amiss;
}

function isForeignFine({ mayBeForeign }: Declaration, key: string): boolean {
  return mayBeForeign?.[key] !== undefined;
}

function differing(what: string, told: Told, expected: Told): string[] {
  if (told.status === expected.status && told.text === expected.text) return [];
  return [`${what}:\n      ${told.status} ${told.text}\n      ${expected.status} ${expected.text}`];
}

async function callerOf({ callers }: Matrix, name: CallerName): Promise<Caller> {
  const caller = callers.get(name);
  if (caller === undefined) throw new TypeError(`nobody is called ${name}`);
  return caller;
}

function refusalOf(declared: Declaration, name: CallerName): number {
  if (name === "nobody" || name === "ended" || declared.gate === "key") return 401;
  if (!passes(declared.gate, name) || mayRead(declared, name)) return 403;
  // A colleague with too low a role sees the record. What has no role at its gate is its maker's, or an administrator's.
  const isColleague = name.startsWith("owner.") && declared.gate !== "session";
  const isOfColleagues = declared.allowed.some((other) => other.startsWith("owner."));
  return isColleague && isOfColleagues ? 403 : (declared.unseen ?? 404);
}

function mayRead(declared: Declaration, name: CallerName): boolean {
  return declared.refused?.includes(name) ?? false;
}

function passes(gate: Gate, name: CallerName): boolean {
  if (gate === "public") return true;
  if (name === "nobody" || name === "ended" || gate === "key") return false;
  if (gate === "local") return name === "operator";
  if (gate === "session") return true;
  if ("hub" in gate) return gate.hub.some((role) => role === name);
  const [, held] = name.split(".");
  return ROLES.slice(ROLES.indexOf(gate.role)).some((role) => role === held);
}
