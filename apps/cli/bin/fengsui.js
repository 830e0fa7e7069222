#!/usr/bin/env node
// The product runs on Node 24 or later. On an older Node this file starts the pinned Node that npm installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED_MAJOR = 24;
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

if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) {
  await import(entry);
} else {
  const node = findPinnedNode();
  if (node === undefined) {
    console.error(
      `fengsui needs Node ${NEEDED_MAJOR} or later; this is ${process.versions.node}. Install Node ${NEEDED_MAJOR} and run it again.`,
    );
    process.exitCode = 70;
  } else {
    const child = spawnSync(node, [entry, ...process.argv.slice(2)], { stdio: "inherit" });
    process.exitCode = child.status ?? 1;
  }
}
