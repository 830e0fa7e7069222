// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "fengsui-main-"));
chmodSync(folder, 0o711); // the account of PostgreSQL must be able to pass
after(() => rmSync(folder, { recursive: true, force: true }));

function start(args: readonly string[], environment: Record<string, string> = {}) {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, FENGSUI_DATA_DIR: join(folder, "data"), ...environment };
  return spawn(process.execPath, [MAIN, ...args], { env });
}

/** Exit code and what it said. */
async function result(child: ChildProcessWithoutNullStreams) {
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, out, err };
}

/** What it has said to people when that first matches. */
async function until(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<RegExpExecArray> {
  let said = "";
  for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    const found = pattern.exec(said);
    if (found !== null) return found;
  }
  throw new Error(`it ended, having said: ${said}`);
}

test("the program says how it is used, and refuses what it does not understand", async () => {
  const help = await result(start(["--help"]));
  assert.equal(help.code, 0);
  assert.match(help.out, /Exit codes/);
  const wrong = await result(start(["--nonsense"]));
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /usage\.invalid/);
  const exposed = await result(start([], { FENGSUI_LISTEN: "0.0.0.0:7480" }));
  assert.equal(exposed.code, 2);
  assert.match(exposed.err, /config\.exposed/);
});

test("the hub prints its address and the one-time link, keeps the link out of its log, and ends when asked", async () => {
  const hub = start([], { FENGSUI_LISTEN: "127.0.0.1:0" });
  const log = text(hub.stdout);
  const [, link = ""] = await until(hub, /(http:\/\/127\.0\.0\.1:\d+\/setup#token=\S+)\n/);
  const { origin, hash } = new URL(link);
  const ready = await fetch(new URL("/readyz", origin));
  assert.deepEqual(await ready.json(), {
    status: "ready",
    checks: { records: "ok", events: "ok", disk: "ok" },
  });
  hub.kill("SIGTERM");
  const [code] = await once(hub, "close");
  assert.equal(code, 0);
  assert.match(await log, /"signal":"SIGTERM"/);
  assert.ok(!(await log).includes(hash.replace("#token=", "")));
});

test("a port that is taken ends the hub with what to do", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  const address = other.address();
  assert.ok(typeof address === "object" && address !== null);
  const hub = await result(start([], { FENGSUI_LISTEN: `127.0.0.1:${address.port}` }));
  assert.equal(hub.code, 1);
  assert.match(hub.err, /http\.port_taken[\s\S]*FENGSUI_LISTEN/);
});
