// SPDX-License-Identifier: Apache-2.0
/** Every route, called by everybody who may come and by keys, about a record of the owner, of another and of nobody. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { RouteDefinition } from "../platform/http/index.ts";
import {
  aCaller,
  CALLERS,
  DECLARED,
  declarationOf,
  judge,
  Keyring,
  MATRIX_ENVIRONMENT,
  type Matrix,
  Site,
} from "../test-kit/matrix/index.ts";
import { anOrganisation } from "../test-kit/records/index.ts";
import { startTestHub } from "../test-kit/web/index.ts";

/** The hub answers several at once. */
const LANES = 4;

const opened = new AsyncDisposableStack();
let matrix: Matrix;

/** What is no part of the API of people is one more. */
const featureOf = (path: string) =>
  (path.startsWith("/api/v1/") ? path.split("/")[3] : undefined) ?? "the hub";
const nameOf = ({ method, path }: RouteDefinition) => `${method} ${path}`;
const FEATURES = new Set(Object.keys(DECLARED).map((name) => featureOf(name.split(" ")[1] ?? "")));

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
  const keyring = new Keyring({ hub, houses, callers });
  const [owner, stranger] = [await site(houses.owner), await site(houses.stranger)];
  matrix = { hub, houses, owner, stranger, callers, keyring };
});
after(async () => await opened.disposeAsync());

/** Those of one feature after each other, as what one makes another may end. */
describe("everybody is answered as it is declared, and of a record they may not see as of none", {
  concurrency: LANES,
}, () => {
  for (const feature of FEATURES)
    test(`by the routes of ${feature}`, async () => {
      const amiss: string[] = [];
      for (const route of matrix.hub.routes.filter(({ path }) => featureOf(path) === feature)) {
        const name = nameOf(route);
        const declared = declarationOf(name);
        if (declared === undefined) continue;
        const found = await judge({ matrix, route, declared });
        amiss.push(...found.map((text) => `${name}: ${text}`));
      }
      assert.deepEqual(amiss, [], amiss.join("\n"));
    });
});

test("every route is declared: who may call it, about which record, with what body", () => {
  const known = matrix.hub.routes.map(nameOf);
  assert.deepEqual(
    known.filter((name) => declarationOf(name) === undefined),
    [],
    "say so in apps/hub/src/test-kit/matrix/declared",
  );
});

test("nothing is declared that is no route", () => {
  const names = new Set(matrix.hub.routes.map(nameOf));
  assert.deepEqual(
    Object.keys(DECLARED).filter((name) => !names.has(name)),
    [],
  );
});
