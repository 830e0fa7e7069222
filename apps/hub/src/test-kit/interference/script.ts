// SPDX-License-Identifier: Apache-2.0
/** What the hidden organisation does, as many secrets as there are routes; and the same, done by who is outside. */
import type { RouteDefinition } from "../../platform/http/index.ts";
import { ask, declarationOf, type Ids, type Site, unknownIds } from "../matrix/index.ts";
import type { Browser } from "../web/index.ts";
import { readingRoutes, type Targets } from "./look.ts";
import { Plain } from "./plain.ts";
import type { World } from "./world.ts";

/** What comes after something else is later, and so at its place in every list. */
const SECOND_MS = 1000;

/** Calls that everybody may see the outcome of are no secrets; nor is what ends who calls. */
export function secretRoutes({ hub }: World): readonly RouteDefinition[] {
  return hub.routes.filter(({ method, path }) => {
    const declared = declarationOf(`${method} ${path}`);
    return (
      declared?.make !== undefined &&
      declared.isForEverybody === undefined &&
      (method === "GET" || declared.allowed.includes("owner.administrator"))
    );
  });
}

/** A record, and what is done about it. */
export async function act(site: Site, browser: Browser, route: RouteDefinition) {
  const declared = declarationOf(`${route.method} ${route.path}`);
  if (declared === undefined) throw new TypeError(`${route.path} is not declared`);
  const ids = (await declared.make?.(site)) ?? {};
  const told = route.method === "GET" ? undefined : await ask(browser, { route, declared, ids, site });
  return { ids, told };
}

export async function ownTargets(world: World): Promise<Map<RouteDefinition, Ids>> {
  const own = new Map<RouteDefinition, Ids>();
  for (const route of readingRoutes(world)) {
    world.clock.advance(SECOND_MS);
    const { ids } = await act(world.outside, world.outside.browser, route);
    own.set(route, ids);
  }
  return own;
}

/** Where there is no secret, ids of nothing take its place. */
export function foreignTargets(
  { outside, hidden }: World,
  own: Targets["own"],
  secrets?: ReadonlyMap<RouteDefinition, Ids>,
): Map<RouteDefinition, Ids> {
  return new Map(
    [...own].flatMap(([route, ids]) => {
      const names = Object.keys(ids);
      if (names.length === 0) return [];
      const nowhere = unknownIds(ids);
      // That there is the organisation, everybody knows.
      for (const name of names) if (ids[name] === outside.id) nowhere[name] = hidden.id;
      return [[route, secrets?.get(route) ?? nowhere] as const];
    }),
  );
}

export async function plantAll(world: World): Promise<Map<RouteDefinition, Ids>> {
  const secrets = new Map<RouteDefinition, Ids>();
  for (const route of secretRoutes(world)) {
    const { ids, told } = await act(world.hidden, world.hidden.browser, route);
    if (told !== undefined && told.status >= 500) throw new Error(`${route.path}: ${told.text}`);
    secrets.set(route, ids);
  }
  return secrets;
}

export interface Done {
  readonly what: string;
  readonly answer: string;
}

/** Whatever can be made and done, by who is outside, with the names that the hidden organisation has taken. */
export async function actOutside(world: World): Promise<Done[]> {
  const plain = new Plain(world.clock.now());
  const done: Done[] = [];
  for (const route of secretRoutes(world)) {
    world.clock.advance(SECOND_MS);
    const { told } = await act(world.outside, world.outside.browser, route);
    if (told === undefined) continue;
    done.push({ what: `${route.method} ${route.path}`, answer: plain.of(`${told.status} ${told.text}`) });
  }
  return done;
}

/** What tells whether somebody is known here: by their address, and by their id. */
export async function guess(world: World): Promise<Done[]> {
  const { outside, outsiders, secretPerson } = world;
  const plain = new Plain(world.clock.now());
  const email = `${secretPerson}@example.org`;
  const invitations = `/api/v1/organisations/${outside.id}/invitations`;
  const said: Done[] = [];
  for (const [browser, method, path, body] of [
    [outsiders.nobody, "POST", "/api/v1/session", { email, password: "not the password" }],
    [outsiders.administrator, "POST", invitations, { email, role: "viewer" }],
    [outsiders.administrator, "GET", invitations, undefined],
    [
      outsiders.administrator,
      "PATCH",
      `/api/v1/organisations/${outside.id}/people/${secretPerson}`,
      { role: "viewer" },
    ],
    [outsiders.operator, "PUT", `/api/v1/hub-roles/${secretPerson}`, { hubRoles: [] }],
  ] as const) {
    const response = await browser.send(method, path, body);
    said.push({ what: `${method} ${path}`, answer: `${response.status} ${await response.text()}` });
  }
  return said.map(({ what, answer }) => ({ what: plain.of(what), answer: plain.of(answer) }));
}
