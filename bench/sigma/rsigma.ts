// SPDX-License-Identifier: Apache-2.0
/** RSigma, built from its public crates, as the baseline; absent where there is no `cargo`. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "rsigma");

export type Engine = "split" | "single";

export interface Pass {
  readonly seconds: number;
  readonly events: number;
  readonly matches: number;
  readonly version: string;
}

/** Builds it if need be. Returns what stands in the way, or undefined. */
export function buildRsigma(): string | undefined {
  if (spawnSync("cargo", ["--version"]).status !== 0) return "cargo is not installed";
  const built = spawnSync("cargo", ["build", "--release", "--locked", "--quiet"], {
    cwd: FOLDER,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return built.status === 0 ? undefined : "cargo build failed";
}

/** One pass in a fresh process; the time is that of parsing and matching, without loading. */
export function runRsigma(engine: Engine, rules: string, events: string): Pass {
  const binary = join(FOLDER, "target/release/rsigma-bench");
  const run = spawnSync(binary, [rules, events, "--passes", "1", "--engine", engine], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "ignore"],
  });
  for (const line of run.stdout.split("\n")) {
    const record: unknown = line === "" ? undefined : JSON.parse(line);
    if (isPass(record)) return record;
  }
  throw new Error(`RSigma printed no pass (exit code ${run.status}).`);
}

function isPass(record: unknown): record is Pass {
  return typeof record === "object" && record !== null && "engine" in record && record.engine === "rsigma";
}
