// SPDX-License-Identifier: Apache-2.0
/** Runs a whole input through `readLog` for the tests. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type JsonObject,
  type LogProblem,
  type LogProblemCode,
  type ReadOptions,
  readLog,
} from "../index.ts";

export interface Everything {
  readonly events: readonly JsonObject[];
  readonly positions: readonly number[];
  readonly problems: readonly LogProblem[];
  readonly codes: readonly LogProblemCode[];
  readonly problemCount: number;
}

export async function readAll(
  input: string | Uint8Array,
  options: ReadOptions & { chunk?: number } = {},
): Promise<Everything> {
  return readChunks(chunked(input, options.chunk), options);
}

export async function readChunks(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<Everything> {
  const events: JsonObject[] = [];
  const positions: number[] = [];
  const problems: LogProblem[] = [];
  let problemCount = 0;
  for await (const batch of readLog(chunks, options)) {
    events.push(...batch.events);
    positions.push(...batch.positions);
    problems.push(...batch.problems);
    problemCount = batch.problemCount;
  }
  return { events, positions, problems, codes: problems.map(({ code }) => code), problemCount };
}

export async function* chunked(input: string | Uint8Array, size = 65536): AsyncGenerator<Uint8Array> {
  const bytes = typeof input === "string" ? Buffer.from(input) : input;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function corpusPath(
  environment: Readonly<Record<string, string | undefined>>,
  ...parts: readonly string[]
): string | undefined {
  const folder = environment["FENGSUI_CORPUS"] ?? join(import.meta.dirname, "../../../../../shared/data");
  const path = join(folder, ...parts);
  return existsSync(path) ? path : undefined;
}

export const NO_CORPUS = "corpus absent: set FENGSUI_CORPUS";
