// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FengsuiError } from "@fengsui/contract";
import { z } from "zod";
import { startTestServer } from "../../test-kit/web/index.ts";
import { createLogger } from "../telemetry/logger.ts";
import { defineRoute, PUBLIC } from "./index.ts";
import { networkOf, RateLimiter } from "./rate-limit.ts";

function slowRoute() {
  const begun = Promise.withResolvers<AbortSignal>();
  const mayEnd = Promise.withResolvers<void>();
  const route = defineRoute({
    method: "GET",
    path: "/api/v1/slow",
    key: "never",
    policy: PUBLIC,
    summary: "Waits.",
    response: z.object({ isDone: z.boolean() }),
    handler: async (ctx) => {
      begun.resolve(ctx.signal);
      await mayEnd.promise;
      return { isDone: true };
    },
  });
  return { route, begun: begun.promise, end: mayEnd.resolve };
}

test("a server that closes finishes what was begun and takes nothing new", async () => {
  const { route, begun, end } = slowRoute();
  await using server = await startTestServer([route]);
  const answer = server.browser.send("GET", route.path);
  await begun;
  const closed = server.http[Symbol.asyncDispose]();
  await assert.rejects(fetch(new URL("/healthz", server.address)), TypeError);
  end();
  const response = await answer;
  assert.deepEqual(await response.json(), { isDone: true });
  assert.equal(response.headers.get("connection"), "close");
  await closed;
});

test("what does not finish in time is ended", async () => {
  const { route, begun, end } = slowRoute();
  await using server = await startTestServer([route], { closeMs: 50 });
  const answer = server.browser.send("GET", route.path);
  const refused = assert.rejects(answer, TypeError);
  const signal = await begun;
  const aborted = once(signal, "abort");
  const closed = server.http[Symbol.asyncDispose]();
  await Promise.all([refused, aborted]);
  end();
  await closed;
});

test("a server that closes does not wait for connections over which nothing was asked", async () => {
  await using server = await startTestServer([]);
  const socket = connect(Number(server.address.port), "127.0.0.1");
  await once(socket, "connect");
  await server.browser.send("GET", "/healthz"); // by now the server has the first connection, too
  const closed = once(socket, "close");
  await server.http[Symbol.asyncDispose]();
  await closed;
});

test("a handler learns that its caller has gone", async () => {
  const { route, begun, end } = slowRoute();
  await using server = await startTestServer([route]);
  const caller = request(new URL(route.path, server.address)).end();
  caller.on("error", () => undefined); // it is we who break it off
  const signal = await begun;
  const aborted = once(signal, "abort");
  caller.destroy();
  await aborted;
  end();
});

test("what fails because its caller has gone is no error in the log", async () => {
  const logged = Promise.withResolvers<string>();
  const logger = createLogger("info", {
    write: (line) => void (line.includes("broken off") && logged.resolve(line)),
  });
  const begun = Promise.withResolvers<void>();
  const route = defineRoute({
    method: "GET",
    path: "/api/v1/search",
    key: "never",
    policy: PUBLIC,
    summary: "Ends with its caller.",
    handler: async ({ signal }) => {
      begun.resolve();
      await once(signal, "abort");
      throw new Error("broken off");
    },
  });
  await using server = await startTestServer([route], { logger });
  const caller = request(new URL(route.path, server.address)).end();
  caller.on("error", () => undefined); // it is we who break it off
  await begun.promise;
  caller.destroy();
  assert.match(await logged.promise, /"level":"info".*ended with its caller/);
});

test("a port that is taken is told as such", async () => {
  await using first = await startTestServer([]);
  const environment = { FENGSUI_LISTEN: first.address.host };
  await assert.rejects(
    startTestServer([], { environment }),
    (error) =>
      error instanceof FengsuiError &&
      error.code === "http.port_taken" &&
      error.detail.includes(first.address.port),
  );
  const elsewhere = { FENGSUI_LISTEN: "192.0.2.1:0", FENGSUI_TRUST_PROXY: "192.0.2.2" };
  await assert.rejects(
    startTestServer([], { environment: elsewhere }),
    (error) => error instanceof FengsuiError && error.code === "http.listen_failed",
  );
});

test("a certificate that cannot be read is told as such", async () => {
  const environment = { FENGSUI_TLS_CERT: "/nonexistent.pem", FENGSUI_TLS_KEY: "/nonexistent.pem" };
  await assert.rejects(
    startTestServer([], { environment }),
    (error) => error instanceof FengsuiError && error.code === "http.tls_unusable",
  );
});

test("the console is served with its styles' nonce, its files for long, and nothing beside it", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fengsui-console-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "dist/assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "dist/index.html"), '<meta property="csp-nonce" nonce="__CSP_NONCE__">');
  writeFileSync(join(folder, "dist/assets/index-B3fZ0xQ1.js"), "1");
  await using server = await startTestServer([], { consoleFolder: join(folder, "dist") });
  const get = (path: string) => server.browser.send("GET", path);

  const page = await get("/alerts/7?state=open");
  const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
  assert.ok(nonce);
  assert.equal(await page.text(), `<meta property="csp-nonce" nonce="${nonce}">`);
  assert.equal(page.headers.get("cache-control"), "no-cache");
  const script = await get("/assets/index-B3fZ0xQ1.js");
  assert.equal(script.headers.get("content-type"), "text/javascript; charset=utf-8");
  assert.match(script.headers.get("cache-control") ?? "", /immutable/);
  assert.equal(script.headers.get("content-encoding"), "gzip");
  assert.equal(await script.text(), "1");
  const plain = { "accept-encoding": "identity" };
  const unpacked = await server.browser.send("GET", "/assets/index-B3fZ0xQ1.js", undefined, plain);
  assert.equal(unpacked.headers.get("content-encoding"), null);
  assert.equal((await server.browser.send("HEAD", "/assets/index-B3fZ0xQ1.js")).status, 200);
  for (const path of [
    "/assets/gone.js",
    "/api/v1/nothing",
    "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
  ])
    assert.equal((await get(path)).status, 404, path);
  assert.equal((await server.browser.send("POST", "/alerts")).status, 404);
});

test("a bucket fills with time, for each address by itself", () => {
  let now = 0;
  const limiter = new RateLimiter({ burst: 2, everyMs: 10_000 }, { now: () => new Date(now) });
  const isRefused = (key: string) => {
    try {
      limiter.take(key);
      return undefined;
    } catch (error) {
      return error instanceof FengsuiError ? error.retryAfterSeconds : error;
    }
  };
  assert.deepEqual(["a", "a", "a", "b"].map(isRefused), [undefined, undefined, 10, undefined]);
  now = 9_000;
  assert.equal(isRefused("a"), 1);
  now = 10_000;
  assert.deepEqual(["a", "a"].map(isRefused), [undefined, 10]);
  now = 0;
  assert.equal(isRefused("a"), 10, "a clock that goes back gives nothing");
});

test("an address of IPv6 counts as the network that one customer has", () => {
  assert.equal(networkOf("192.0.2.7"), "192.0.2.7");
  assert.equal(networkOf("::ffff:192.0.2.7"), "::ffff:192.0.2.7");
  assert.equal(networkOf("2001:db8:1:2:3:4:5:6"), networkOf("2001:db8:1:2::9"));
  assert.notEqual(networkOf("2001:db8:1:2::9"), networkOf("2001:db8:1:3::9"));
  assert.equal(networkOf("2001:db8::1"), "2001:db8:0:0::/64");
});
