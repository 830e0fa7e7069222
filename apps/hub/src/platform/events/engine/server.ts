// SPDX-License-Identifier: Apache-2.0
/** ClickHouse's HTTP interface, as far as its official client needs it, on a unix socket that only we can open. */
import { rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Engine, Outcome } from "./engine.ts";
import { describeFailure } from "./failure.ts";
import { readStatement } from "./statement.ts";

/** Called after the engine has the directory to itself, so a socket that lies there is of a process that has ended. */
export async function serve(engine: Engine, socketPath: string): Promise<Server> {
  const server = createServer((request, response) => {
    answer(engine, request, response).catch((error: unknown) => fail(response, error));
  });
  // Statements have limits of their own, and idle connections of our own client may stay.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  rmSync(socketPath, { force: true });
  const mask = process.umask(0o177); // mode 0600 from the first moment
  try {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once("error", reject);
    server.listen(socketPath, resolve);
    await promise;
  } finally {
    process.umask(mask);
  }
  return server;
}

async function answer(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const address = new URL(request.url ?? "/", "http://engine");
  if (address.pathname === "/ping") {
    response.end("Ok.\n");
    return;
  }
  const controller = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  const statement = await readStatement(request, address);
  await engine.run(statement, controller.signal, (outcome) => respond(response, statement.format, outcome));
}

async function respond(response: ServerResponse, format: string, outcome: Outcome): Promise<void> {
  response.setHeader("X-ClickHouse-Format", format);
  if (outcome.kind === "written") {
    response.setHeader("X-ClickHouse-Summary", JSON.stringify({ written_rows: String(outcome.rows) }));
    response.end();
    return;
  }
  // Pieces can be large: none is fetched before the one before it is on its way.
  await pipeline(Readable.from(outcome.pieces, { highWaterMark: 1 }), response);
}

/** An answer that has begun can only be cut off: the client sees that it did not end. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status, exceptionCode, text } = describeFailure(error);
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=UTF-8",
    "X-ClickHouse-Exception-Code": String(exceptionCode),
  });
  response.end(`${text}\n`);
}
