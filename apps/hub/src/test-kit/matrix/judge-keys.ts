// SPDX-License-Identifier: Apache-2.0
/** Calls a route with keys: one that is for it, and those that are for something else, for elsewhere, or ended. */
import { KEY_SCOPES, type KeyScope } from "@fengsui/contract";
import type { KeyUse } from "../../platform/http/key-use.ts";
import { ask, type Told, unknownIds } from "./ask.ts";
import type { Declaration } from "./declare.ts";
import { type Case, differing, refusalOf, statusOf } from "./expected.ts";
import { type Ids, SECRET } from "./maker.ts";

type By = (key: Promise<string>, ids?: Ids) => Promise<Told>;

interface Right {
  readonly one: Case;
  readonly scope: KeyScope;
  readonly by: By;
}

const REFUSED = [401, "access.key_refused"] as const;
const OTHER_SCOPE = [403, "access.key_scope"] as const;
const FORBIDDEN = [403, "access.forbidden"] as const;

/** `ids`: of a record of the owner that nothing was done to yet. */
export async function judgeKeys(one: Case, ids: Ids): Promise<string[]> {
  const { matrix, route, declared } = one;
  const { hub, keyring: ring, owner: site } = matrix;
  // No key is looked at there, or that of a source.
  if (declared.gate === "public" || declared.gate === "key") return [];
  const by: By = async (key, instead = ids) =>
    await ask(hub.newBrowser(), { route, declared, site, ids: instead }, await key);
  const scope = scopeOf(route.key);
  const amiss = [
    ...wrong("a key that was revoked", await by(ring.ended("revoked")), REFUSED),
    ...wrong("a key that has expired", await by(ring.ended("expired")), REFUSED),
  ];
  if (route.key !== "any")
    amiss.push(...wrong("a key for all else", await by(ring.without(scope)), OTHER_SCOPE));
  if (scope === undefined) return amiss;
  if (typeof declared.gate === "object")
    amiss.push(...wrong("a key for no organisation", await by(ring.nowhere(scope)), FORBIDDEN));
  if (declared.make !== undefined && isOfOwnerAlone(declared))
    amiss.push(...(await judgeElsewhere({ one, scope, by }, ids)));
  return [...amiss, ...(await judgeRight({ one, scope, by }))];
}

/** Its owner may all of it; the key is for the stranger, and so is told what the stranger is. */
async function judgeElsewhere({ one, scope, by }: Right, ids: Ids): Promise<string[]> {
  const { matrix, declared } = one;
  const key = matrix.keyring.elsewhere(scope);
  const told = await by(key);
  const nowhere = await by(key, unknownIds(ids));
  const amiss = differing("to a key for elsewhere, the record is not as none", told, nowhere);
  const status = refusalOf(declared, "stranger.administrator");
  if (told.status !== status || told.text.includes(SECRET))
    amiss.push(`a key for elsewhere is answered ${told.status}, not ${status}: ${told.text}`);
  return amiss;
}

/** Last, as it may change the record. */
async function judgeRight({ one, scope, by }: Right): Promise<string[]> {
  const { route, declared } = one;
  const [first] = declared.allowed.filter((each) => each !== "nobody" && each !== "ended");
  const name = declared.allowed.find((each) => each === "owner.administrator") ?? first;
  if (name === undefined) return [];
  const told = await by(one.matrix.keyring.with(name, scope));
  // Nobody is there who could prove it.
  const status = route.stepUp === true ? 403 : statusOf(one);
  if (told.status === status) return [];
  return [`the key of ${name} for ${scope} is answered ${told.status}, not ${status}: ${told.text}`];
}

function scopeOf(use: KeyUse): KeyScope | undefined {
  return KEY_SCOPES.find((scope) => scope === use);
}

function isOfOwnerAlone({ allowed, refused = [], mayBeForeign }: Declaration): boolean {
  return mayBeForeign === undefined && ![...allowed, ...refused].includes("stranger.administrator");
}

function wrong(what: string, told: Told, [status, code]: readonly [number, string]): string[] {
  if (told.status === status && told.text.includes(`"${code}"`)) return [];
  return [`${what} is answered ${told.status}, not ${status} ${code}: ${told.text}`];
}
