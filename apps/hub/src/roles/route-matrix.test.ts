// SPDX-License-Identifier: Apache-2.0
/** Every route, called by everybody who may come, about a record of the owner, of another and of nobody. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { RouteDefinition } from "../platform/http/index.ts";
import {
  aCaller,
  CALLERS,
  DECLARED,
  declarationOf,
  judge,
  MATRIX_ENVIRONMENT,
  type Matrix,
  PENDING,
  Site,
} from "../test-kit/matrix/index.ts";
import { anOrganisation } from "../test-kit/records/index.ts";
import { startTestHub } from "../test-kit/web/index.ts";

/** The hub answers several at once. */
const LANES = 4;

const opened = new AsyncDisposableStack();
let matrix: Matrix;

before(async () => {
  const hub = opened.use(await startTestHub({ environment: MATRIX_ENVIRONMENT }));
  const houses = {
    owner: await anOrganisation(hub.records),
    stranger: await anOrganisation(hub.records),
    centre: await anOrganisation(hub.records),
  };
  const site = (id: typeof houses.owner) => Site.open({ hub, id, centre: houses.centre });
  const callers = new Map(
    await Promise.all(CALLERS.map(async (name) => [name, await aCaller(hub, houses, name)] as const)),
  );
  matrix = { hub, houses, owner: await site(houses.owner), stranger: await site(houses.stranger), callers };
});
after(async () => await opened.disposeAsync());

test("everybody is answered by every route as it is declared, and of a record they may not see as of none", async () => {
  const amiss: string[] = [];
  const waiting = byFeature(matrix.hub.routes).values();
  const work = async () => {
    for (const routes of waiting)
      for (const route of routes) {
        const name = `${route.method} ${route.path}`;
        if (PENDING.includes(name)) continue;
        const declared = declarationOf(name);
        const found = declared === undefined ? [UNDECLARED] : await judge({ matrix, route, declared });
        amiss.push(...found.map((text) => `${name}: ${text}`));
      }
  };
  await Promise.all(Array.from({ length: LANES }, work));
  assert.deepEqual(amiss, [], amiss.join("\n"));
});

const UNDECLARED =
  "is not declared: say in apps/hub/src/test-kit/matrix/declared who may call it, about which record, with what body";

/** Those of one feature after each other, as what one makes another may end. */
function byFeature(routes: readonly RouteDefinition[]): readonly RouteDefinition[][] {
  return [...Map.groupBy(routes, ({ path }) => path.split("/")[3] ?? "").values()];
}

test("nothing is declared that is no route", () => {
  const names = new Set(matrix.hub.routes.map(({ method, path }) => `${method} ${path}`));
  assert.deepEqual(
    [...Object.keys(DECLARED), ...PENDING].filter((name) => !names.has(name)),
    [],
  );
});
