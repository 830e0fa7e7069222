// SPDX-License-Identifier: Apache-2.0
/** Calls a route as everybody, at a record of the owner and at one that does not exist, and says what is amiss. */
import { ask, unknownIds } from "./ask.ts";
import { aCaller, CALLERS, type Caller, type CallerName } from "./callers.ts";
import type { Declaration } from "./declare.ts";
import {
  type Case,
  differing,
  gateOf,
  type Matrix,
  mayRead,
  passes,
  refusalOf,
  statusOf,
} from "./expected.ts";
import { judgeKeys } from "./judge-keys.ts";
import { type Ids, SECRET } from "./maker.ts";

export async function judge(one: Case): Promise<string[]> {
  const { matrix, route, declared } = one;
  const gate = gateOf(route.policy);
  if (JSON.stringify(gate) !== JSON.stringify(declared.gate))
    return [`its policy is ${JSON.stringify(gate)}, and ${JSON.stringify(declared.gate)} is declared`];
  // Those who may not come first: they change nothing, and share one record.
  const ids = (await declared.make?.(matrix.owner)) ?? {};
  return [
    ...(await judgeRefusals(one, ids)),
    ...(await judgeMixtures(one, ids)),
    ...(await judgeKeys(one, ids)),
    ...(await judgeAnswers(one, ids)),
  ];
}

async function judgeRefusals({ matrix, route, declared }: Case, ids: Ids): Promise<string[]> {
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

/** Whoever only reads reads what there is; for others there is a new record each. */
async function judgeAnswers(one: Case, known: Ids): Promise<string[]> {
  const { matrix, route, declared } = one;
  const amiss: string[] = [];
  const wanted = statusOf(one);
  for (const name of askedFor(declared).filter((each) => declared.allowed.includes(each))) {
    const ids = route.method === "GET" ? known : ((await declared.make?.(matrix.owner)) ?? {});
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
async function judgeMixtures({ matrix, route, declared }: Case, own: Ids): Promise<string[]> {
  if (declared.make === undefined || (typeof declared.gate === "string" && declared.gate !== "session"))
    return [];
  const name = declared.allowed.find((each) => each === "owner.administrator") ?? "owner.administrator";
  const { browser } = await callerOf(matrix, name);
  const foreign = await declared.make(matrix.stranger);
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

async function callerOf({ callers }: Matrix, name: CallerName): Promise<Caller> {
  const caller = callers.get(name);
  if (caller === undefined) throw new TypeError(`nobody is called ${name}`);
  return caller;
}
