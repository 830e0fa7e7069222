// SPDX-License-Identifier: Apache-2.0
/** Serves the built console and the fixture API with the headers that the hub sends. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { text } from "node:stream/consumers";
import { answerTo } from "./fixture-api.ts";
import { newWorld, type World } from "./fixture-world.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** As `apps/hub/src/platform/http/security-headers.ts` has it. */
function policy(nonce: string): string {
  return [
    "default-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
  ].join("; ");
}

export interface FixtureHub extends AsyncDisposable {
  readonly address: string;
  readonly world: World;
}

export async function startFixtureHub(dist: string): Promise<FixtureHub> {
  const world = newWorld();
  const server = createServer((request, response) => void serve({ request, response, world, dist }));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new TypeError("not listening");
  return {
    address: `http://127.0.0.1:${bound.port}`,
    world,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly world: World;
  readonly dist: string;
}

async function serve({ request, response, world, dist }: Exchange): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://fixture");
  if (pathname === "/api/v1/stream") {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(": open\n\n");
    return;
  }
  if (pathname.startsWith("/api/")) {
    const body = await text(request);
    const answer = answerTo(world, {
      method: request.method ?? "GET",
      path: pathname,
      query: searchParams,
      body: body === "" ? undefined : JSON.parse(body),
      csrfToken: request.headers["x-csrf-token"],
    });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    return;
  }
  serveFile(response, dist, pathname);
}

function serveFile(response: ServerResponse, dist: string, pathname: string): void {
  const type = TYPES[extname(pathname)];
  const file = join(dist, pathname);
  if (type !== undefined) {
    response.writeHead(existsSync(file) ? 200 : 404, { "content-type": type });
    response.end(existsSync(file) ? readFileSync(file) : undefined);
    return;
  }
  const nonce = randomBytes(16).toString("base64");
  const page = readFileSync(join(dist, "index.html"), "utf8").replaceAll("__CSP_NONCE__", nonce);
  response
    .writeHead(200, { "content-type": "text/html", "content-security-policy": policy(nonce) })
    .end(page);
}
