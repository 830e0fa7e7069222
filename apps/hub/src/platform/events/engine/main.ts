// SPDX-License-Identifier: Apache-2.0
/**
 * The process of the embedded event store. It is apart from the hub, so that a crash of the engine is a restart and
 * not an outage. It ends in order on SIGTERM and when its parent ends in whatever way; inserts that run are finished.
 */
import { rmSync } from "node:fs";
import type { Server } from "node:http";
import { loadAddon } from "./addon.ts";
import { Engine } from "./engine.ts";
import { type EngineMessage, fromArguments } from "./messages.ts";
import { serve } from "./server.ts";

/** What takes longer to close is ended: everything acknowledged is on disk, and nothing else was promised. */
const CLOSE_LIMIT_MS = 15_000;

function tellParent(message: EngineMessage): void {
  process.send?.(message);
}

function explain(error: unknown): EngineMessage {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isMissing = code === "MODULE_NOT_FOUND" || code === "ERR_DLOPEN_FAILED";
  return { kind: "failed", why: isMissing ? "missing" : "other", reason };
}

async function close(engine: Engine, server: Server, socketPath: string): Promise<void> {
  setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref();
  server.close();
  server.closeIdleConnections();
  await engine.close();
  server.closeAllConnections();
  rmSync(socketPath, { force: true });
  process.exit(0);
}

async function start(): Promise<void> {
  const { directory, socketPath, settings } = fromArguments(process.argv.slice(2));
  const engine = new Engine(loadAddon(), directory, settings);
  const server = await serve(engine, socketPath);
  let isClosing = false;
  const closeOnce = () => {
    if (isClosing) return;
    isClosing = true;
    void close(engine, server, socketPath);
  };
  process.on("SIGTERM", closeOnce);
  process.on("SIGINT", () => undefined); // of the terminal, to the whole group: the parent decides
  process.on("disconnect", closeOnce);
  if (process.send !== undefined && !process.connected) closeOnce();
  tellParent({ kind: "ready" });
}

start().catch((error: unknown) => {
  tellParent(explain(error));
  process.exitCode = 1;
  process.disconnect?.();
});
