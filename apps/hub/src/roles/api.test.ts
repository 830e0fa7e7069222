// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KEY_SCOPES, type KeyScope } from "@fengsui/contract";
import { Validator } from "@seriousme/openapi-schema-validator";
import type { Policy, RouteDefinition } from "../platform/http/index.ts";
import { anOrganisation, aPerson } from "../test-kit/records/index.ts";
import { aKey, aSignedInPerson, type Browser, startTestHub, type TestHub } from "../test-kit/web/index.ts";

let hub: TestHub;

before(async () => {
  hub = await startTestHub();
});
after(async () => await hub[Symbol.asyncDispose]());

/** Only whether it lets pass: what the handler makes of an empty request is its own matter. */
async function isAdmitted(browser: Browser, { method, path }: RouteDefinition): Promise<boolean> {
  const address = path.replaceAll(/:\w+/g, "00000000-0000-7000-8000-000000000000");
  const body = method === "POST" || method === "PUT" || method === "PATCH" ? {} : undefined;
  const gone = new AbortController();
  const response = await browser.send(
    method,
    address,
    body,
    { "x-forwarded-for": "192.0.2.1", origin: browser.origin }, // from a page of the hub
    gone.signal,
  );
  const isRefused = response.status === 401 || response.status === 403;
  const text = isRefused ? await response.text() : "";
  gone.abort();
  // What a service refuses, as the organisation is another's, passed the gate.
  return !isRefused || (method !== "HEAD" && !BY_THE_GATE.test(text));
}

const BY_THE_GATE = /access\.(sign_in_required|key_required|csrf)|your roles do not allow this/;

/** Policies that let pass somebody without an account, and a viewer of an organisation. */
const ANONYMOUS_PASSES: readonly Policy["kind"][] = ["public"];

function viewerPasses(policy: Policy): boolean {
  return (
    policy.kind === "public" ||
    policy.kind === "session" ||
    (policy.kind === "role" && policy.lowest === "viewer")
  );
}

test("every route of the hub admits without an account exactly what it declares public", async () => {
  assert.ok(hub.routes.length >= 10, `${hub.routes.length} routes`);
  for (const route of hub.routes) {
    const isPublic = ANONYMOUS_PASSES.includes(route.policy.kind);
    // Signing in is public, and answers 401 or 403 by itself.
    if (isPublic && route.method === "POST") continue;
    assert.equal(await isAdmitted(hub.newBrowser(), route), isPublic, `${route.method} ${route.path}`);
  }
});

test("every route of the hub admits a viewer exactly where it says so", async () => {
  const organisation = await anOrganisation(hub.records);
  const { browser } = await aSignedInPerson(hub, { roles: [[organisation, "viewer"]] });
  // Signing out would end it; its tests are with the sessions.
  const routes = hub.routes.filter((route) => !isSignOut(route));
  for (const route of routes) {
    if (route.policy.kind === "public" && route.method === "POST") continue;
    assert.equal(
      await isAdmitted(browser, route),
      viewerPasses(route.policy),
      `${route.method} ${route.path}`,
    );
  }
});

/** Whether the scope lets it pass; what roles and the handler make of it is their own matter. */
async function isForScope(scopes: readonly KeyScope[], route: RouteDefinition, keys: Map<string, string>) {
  const secret = keys.get(scopes.join());
  assert.ok(secret);
  const address = route.path.replaceAll(/:\w+/g, "00000000-0000-7000-8000-000000000000");
  const body = route.method === "GET" || route.method === "DELETE" ? undefined : {};
  const gone = new AbortController();
  const headers = { authorization: `Bearer ${secret}`, "x-forwarded-for": "192.0.2.1" };
  const response = await hub.newBrowser().send(route.method, address, body, headers, gone.signal);
  const text = response.status === 403 || response.status === 401 ? await response.text() : "";
  gone.abort();
  return !/access\.(key_scope|key_refused|sign_in_required)/.test(text);
}

test("every route lets keys with the scope that it declares pass, and none with all the others", async () => {
  const organisation = await anOrganisation(hub.records);
  const owner = await aPerson(hub.records, { roles: [[organisation, "viewer"]] });
  const keys = new Map<string, string>();
  const others = (scope: string) => KEY_SCOPES.filter((one) => one !== scope);
  for (const scopes of [...KEY_SCOPES.map((scope) => [scope]), ...KEY_SCOPES.map(others), [...KEY_SCOPES]])
    keys.set(scopes.join(), await aKey(hub.records, owner, scopes));
  const asking = hub.routes.filter(({ policy }) => policy.kind !== "public" && policy.kind !== "ingestKey");
  for (const route of asking) {
    const name = `${route.method} ${route.path}`;
    const isFor = (scopes: readonly KeyScope[]) => isForScope(scopes, route, keys);
    if (route.key === "never") assert.equal(await isFor(KEY_SCOPES), false, name);
    else if (route.key === "any") assert.equal(await isFor(["named:read"]), true, name);
    else {
      assert.equal(await isFor([route.key]), true, name);
      assert.equal(await isFor(others(route.key)), false, name);
    }
  }
});

function isSignOut({ method, path }: RouteDefinition): boolean {
  if (method === "POST") return path === "/api/v1/session/provider/sign-out";
  return method === "DELETE" && (path === "/api/v1/session" || path === "/api/v1/sessions");
}

test("the description of the whole API is valid", async () => {
  const description = await hub.newBrowser().json("GET", "/api/v1/openapi.json");
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(description)));
  assert.ok(valid, JSON.stringify(errors));
});

test("the hub is not ready when its database is down, and says so to who calls", async () => {
  await using other = await startTestHub();
  assert.equal((await other.newBrowser().send("GET", "/readyz")).status, 200);
  await other.records[Symbol.asyncDispose]();
  const ready = await other.newBrowser().send("GET", "/readyz");
  assert.equal(ready.status, 503);
  assert.deepEqual(await ready.json(), {
    status: "not ready",
    checks: { records: "failed", events: "ok", disk: "ok" },
  });
  const setup = await other.newBrowser().send("GET", "/api/v1/setup");
  assert.equal(setup.status, 503);
  assert.equal(setup.headers.get("retry-after"), "5");
});
