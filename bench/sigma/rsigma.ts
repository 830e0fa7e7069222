// SPDX-License-Identifier: Apache-2.0
/** RSigma, built from its public crates, as the baseline; absent where there is no `cargo`. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "rsigma");

export type Engine = "split" | "single";

export interface Pass {
  /** Parsing and matching. */
  readonly seconds: number;
  /** Parsing alone, measured right after. */
  readonly parseSeconds: number;
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
  const records = run.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map(readRecord);
  const whole = records.find((record) => record.engine === "rsigma");
  const parsing = records.find((record) => record.engine === "rsigma-parse-only");
  if (whole === undefined || parsing === undefined)
    throw new Error(`RSigma printed no pass (exit code ${run.status}).`);
  return {
    seconds: whole.seconds,
    parseSeconds: parsing.seconds,
    matches: whole.matches,
    version: whole.version,
  };
}

interface Record {
  readonly engine: string;
  readonly seconds: number;
  readonly matches: number;
  readonly version: string;
}

function readRecord(line: string): Record {
  const { engine = "", seconds = 0, matches = 0, version = "" }: Partial<Record> = JSON.parse(line);
  return { engine, seconds, matches, version };
}
