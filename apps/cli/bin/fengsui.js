#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The product runs on Node 24 or later. On an older Node this file starts the pinned Node that npm installed.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED_MAJOR = 24;
const EXIT_INTERNAL = 70;
const EXIT_INTERRUPTED = 130;
const EXIT_TERMINATED = 143;
const entry = fileURLToPath(new URL("../src/main.ts", import.meta.url));

function findPinnedNode() {
  try {
    const require = createRequire(import.meta.url);
    const manifest = require.resolve(`node-${process.platform}-${process.arch}/package.json`);
    const binary = join(dirname(manifest), "bin", "node");
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined; // no pinned Node for this platform: the message below says what to do
  }
}

/**
 * Runs the command under another Node and ends as it ends. A Ctrl-C in a terminal reaches both processes, but one
 * sent by `kill` reaches only this one, and the two cannot be told apart. So both signals are passed on as SIGTERM:
 * it asks to end as Ctrl-C does, without being the second Ctrl-C, which ends the command at once.
 */
function runUnder(node) {
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: "inherit" });
  let wasInterrupted = false;
  const forward = (signal) => {
    wasInterrupted ||= signal === "SIGINT";
    child.kill("SIGTERM");
  };
  process.on("SIGINT", forward);
  process.on("SIGTERM", forward);
  child.on("error", (error) => {
    console.error(`fengsui could not start ${node}: ${error.message}`);
    process.exitCode = EXIT_INTERNAL;
  });
  child.on("exit", (code, signal) => {
    process.removeAllListeners("SIGINT");
    process.removeAllListeners("SIGTERM");
    if (signal !== null)
      process.kill(process.pid, wasInterrupted && signal === "SIGTERM" ? "SIGINT" : signal);
    else process.exitCode = wasInterrupted && code === EXIT_TERMINATED ? EXIT_INTERRUPTED : code;
  });
}

if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) {
  await import(entry);
} else {
  const node = findPinnedNode();
  if (node === undefined) {
    console.error(
      `fengsui needs Node ${NEEDED_MAJOR} or later; this is ${process.versions.node}. Install Node ${NEEDED_MAJOR} and run it again.`,
    );
    process.exitCode = EXIT_INTERNAL;
  } else {
    runUnder(node);
  }
}
