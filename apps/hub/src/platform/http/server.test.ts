// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { z } from "zod";
import {
  ANALYST_TOKEN,
  OPERATOR_TOKEN,
  problemOf,
  startTestServer,
  type TestServer,
  VIEWER_TOKEN,
} from "../../test-kit/web/index.ts";
import { createLogger } from "../telemetry/logger.ts";
import {
  defineRoute,
  defineStreamRoute,
  HttpServer,
  hubRole,
  INGEST_KEY,
  LOCAL,
  PUBLIC,
  role,
  SESSION,
  sessionOf,
  sourceOf,
} from "./index.ts";
import { csrfTokenOf } from "./session-cookie.ts";

const ITEM = z.object({ name: z.string().min(2) });
const NAMED = z.object({ by: z.string() });
const place = { method: "POST", summary: "A route of the test." } as const;

const ROUTES = [
  defineRoute({
    ...place,
    path: "/api/v1/items/:id",
    key: "never",
    policy: PUBLIC,
    params: z.object({ id: z.coerce.number().int() }),
    query: z.object({ deep: z.stringbool().optional() }),
    body: ITEM,
    response: z.object({ id: z.number(), name: z.string(), deep: z.boolean().optional() }),
    status: 201,
    bodyLimitBytes: 100,
    handler: async (_ctx, { params, query, body }) => ({
      ...params,
      ...query,
      ...body,
      secret: "stays here",
    }),
  }),
  defineRoute({
    ...place,
    path: "/api/v1/bug",
    key: "never",
    policy: PUBLIC,
    handler: async () => {
      throw new Error("password=hunter2 at /var/lib");
    },
  }),
  defineRoute({
    ...place,
    path: "/api/v1/wrong-answer",
    key: "never",
    policy: PUBLIC,
    response: z.object({ count: z.number() }),
    handler: async () => JSON.parse('{"count":"many"}'),
  }),
  defineRoute({
    ...place,
    path: "/api/v1/mine",
    key: "never",
    policy: SESSION,
    response: NAMED,
    handler: async (ctx) => ({ by: sessionOf(ctx).person.name }),
  }),
  defineRoute({
    ...place,
    path: "/api/v1/analysts",
    key: "never",
    policy: role("analyst"),
    handler: async () => undefined,
  }),
  defineRoute({
    ...place,
    path: "/api/v1/operators",
    key: "never",
    policy: hubRole("operator"),
    handler: async () => undefined,
  }),
  defineStreamRoute({
    ...place,
    path: "/api/v1/ingest",
    key: "never",
    policy: INGEST_KEY,
    response: z.object({ source: z.string(), body: z.string() }),
    bodyLimitBytes: 1_000,
    handler: async (ctx, { body }) => ({ source: sourceOf(ctx).id, body: await text(body) }),
  }),
];

let server: TestServer;
const log: string[] = [];

before(async () => {
  const logger = createLogger("info", { write: (line) => void log.push(line) });
  server = await startTestServer(ROUTES, { logger });
});
after(async () => await server[Symbol.asyncDispose]());

function as(token: string): Record<string, string> {
  return { cookie: `fengsui=${token}`, "x-csrf-token": csrfTokenOf(token) };
}

const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  server.browser.send("POST", path, body, headers);

test("a route that does not say who may call it cannot be registered", () => {
  const [route] = ROUTES;
  assert.ok(route);
  const { policy: _, ...silent } = route;
  // @ts-expect-error: the compiler refuses it, too
  assert.throws(() => server.http.register([silent]), /listens already/);
  const { config, authentication } = {
    config: { listen: { host: "::1", port: 0, isLoopback: true }, trustProxy: [] },
    authentication: { session: async () => undefined },
  };
  const http = new HttpServer({ config, authentication, version: "0" });
  // @ts-expect-error: the compiler refuses it, too
  assert.throws(() => http.register([silent]), /says not who may call it/);
  http.register([route]);
  assert.throws(() => http.register([route]), /is registered twice/);
  for (const policy of [PUBLIC, LOCAL, INGEST_KEY])
    assert.throws(
      () => http.register([{ ...route, path: "/dangerous", policy, stepUp: true }]),
      /asks for a proof of whom no session tells/,
    );
});

test("input is checked and converted, and what the answer's schema does not name stays", async () => {
  const answer = await post("/api/v1/items/7?deep=true", { name: "Li" });
  assert.equal(answer.status, 201);
  assert.deepEqual(await answer.json(), { id: 7, deep: true, name: "Li" });
});

test("what is wrong with the input is told with its place", async () => {
  const answer = await post("/api/v1/items/x", { name: "Li" });
  const problem = await problemOf(answer);
  assert.deepEqual([answer.status, problem.status, problem.code], [422, 422, "http.invalid"]);
  assert.equal(problem.type, "urn:fengsui:error:http.invalid");
  assert.equal(problem.requestId, answer.headers.get("x-request-id"));
  assert.deepEqual(
    problem.issues?.map(({ path }) => path),
    ["path.id"],
  );
  const body = await problemOf(await post("/api/v1/items/7", { name: "L" }));
  assert.deepEqual(
    body.issues?.map(({ path }) => path),
    ["body.name"],
  );
});

test("what cannot be read, is of another kind, or is not there, is a problem too", async () => {
  const code = async (answer: Promise<Response>) => (await problemOf(await answer)).code;
  assert.equal(await code(post("/api/v1/items/7", "{")), "http.malformed");
  assert.equal(await code(post("/api/v1/items/7", '{"__proto__":{}}')), "http.malformed");
  assert.equal(await code(post("/api/v1/items/7", "a", { "content-type": "text/plain" })), "http.media_type");
  assert.equal(await code(post("/api/v1/nothing")), "http.not_found");
  assert.equal(await code(server.browser.send("GET", "/%E0%A4%A")), "http.malformed");
});

test("a body that is too large is refused, whether its length is announced or not", async () => {
  const announced = await post("/api/v1/items/7", { name: "x".repeat(200) });
  assert.deepEqual([announced.status, (await problemOf(announced)).code], [413, "http.too_large"]);
  for (const path of ["/api/v1/items/7", "/api/v1/ingest"]) {
    const chunks = Array.from({ length: 50 }, () => Buffer.alloc(100, 0x20));
    const streamed = await fetch(new URL(path, server.address), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer key" },
      body: Readable.toWeb(Readable.from(chunks)),
      duplex: "half",
    });
    assert.deepEqual([streamed.status, (await problemOf(streamed)).code], [413, "http.too_large"], path);
  }
});

test("our own mistakes tell nothing but the request's id, and the log tells the rest", async () => {
  for (const path of ["/api/v1/bug", "/api/v1/wrong-answer"]) {
    const answer = await post(path);
    const problem = await problemOf(answer);
    assert.deepEqual([answer.status, problem.code, problem.detail], [500, "internal.error", undefined]);
    assert.ok(!JSON.stringify(problem).includes("hunter2"));
    assert.ok(log.some((line) => line.includes(problem.requestId) && line.includes('"level":"error"')));
  }
});

test("each policy lets pass whom it names, and nobody else", async () => {
  const statuses = async (path: string, headers: Record<string, string>[]) =>
    await Promise.all(headers.map(async (one) => (await post(path, undefined, one)).status));
  const people = [
    {},
    as(VIEWER_TOKEN),
    as(ANALYST_TOKEN),
    as(OPERATOR_TOKEN),
    { authorization: "Bearer key" },
  ];
  assert.deepEqual(await statuses("/api/v1/mine", people), [401, 200, 200, 200, 401]);
  assert.deepEqual(await statuses("/api/v1/analysts", people), [401, 403, 204, 403, 401]);
  assert.deepEqual(await statuses("/api/v1/operators", people), [401, 403, 403, 204, 401]);
  assert.deepEqual(await statuses("/api/v1/ingest", people), [401, 401, 401, 401, 200]);
});

test("a change with a session needs its token, and the page that asks must be our own", async () => {
  const { cookie = "" } = as(VIEWER_TOKEN);
  const code = async (headers: Record<string, string>) =>
    (await problemOf(await post("/api/v1/mine", undefined, headers))).code;
  assert.equal(await code({ cookie }), "access.csrf");
  assert.equal(await code({ cookie, "x-csrf-token": csrfTokenOf(ANALYST_TOKEN) }), "access.csrf");
  const forged = { ...as(VIEWER_TOKEN), origin: "https://evil.example" };
  assert.equal(await code(forged), "http.foreign_origin");
  assert.equal(await code({ ...as(VIEWER_TOKEN), origin: "null" }), "http.foreign_origin");
  const own = await post("/api/v1/mine", undefined, { ...as(VIEWER_TOKEN), origin: server.address.origin });
  assert.equal(own.status, 200);
});

test("every answer has the browser refuse what our pages never do", async () => {
  for (const path of ["/healthz", "/api/v1/nothing"]) {
    const { headers } = await server.browser.send("GET", path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /script-src|unsafe/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("x-frame-options"), "DENY");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("cache-control"), "no-store");
  }
});

test("the log of requests holds neither queries nor cookies", async () => {
  await server.browser.send("GET", "/api/v1/nothing?q=private", undefined, as(VIEWER_TOKEN));
  const lines = log.filter((line) => line.includes("/api/v1/nothing"));
  assert.ok(lines.some((line) => line.includes('"status":404')));
  assert.ok(lines.every((line) => !line.includes("private") && !line.includes(VIEWER_TOKEN)));
});

test("the description of the API is valid and has every route", async () => {
  const answer = await server.browser.send("GET", "/api/v1/openapi.json");
  const description: unknown = await answer.json();
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(description)));
  assert.ok(valid, JSON.stringify(errors));
  const { openapi, paths } = z
    .object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(description);
  assert.equal(openapi, "3.1.0");
  for (const { method, path } of server.http.routes)
    assert.ok(paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()], `${method} ${path}`);
});

test("figures are for programs on this machine, and for operators", async () => {
  const figures = await server.browser.send("GET", "/metrics");
  assert.match(
    await figures.text(),
    /fengsui_http_requests_total\{method="GET",route="\/healthz",status="200"\} \d/,
  );
  const status = async (headers: Record<string, string>) =>
    (await server.browser.send("GET", "/metrics", undefined, headers)).status;
  const proxied = { "x-forwarded-for": "192.0.2.1" };
  assert.equal(await status(proxied), 401);
  assert.equal(await status({ ...proxied, ...as(VIEWER_TOKEN) }), 403);
  assert.equal(await status({ ...proxied, ...as(OPERATOR_TOKEN) }), 200);
});

test("the hub is ready when all its parts are", async () => {
  assert.deepEqual(await (await server.browser.send("GET", "/readyz")).json(), {
    status: "ready",
    checks: {},
  });
  let isBroken = true;
  server.http.addReadinessCheck("store", async () => {
    if (isBroken) throw new Error("at /secret/path");
  });
  const broken = await server.browser.send("GET", "/readyz");
  assert.equal(broken.status, 503);
  assert.deepEqual(await broken.json(), { status: "not ready", checks: { store: "failed" } });
  isBroken = false;
  assert.equal((await server.browser.send("GET", "/readyz")).status, 200);
});
