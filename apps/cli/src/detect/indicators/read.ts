// SPDX-License-Identifier: Apache-2.0
/** Files of indicators. */
import { createReadStream, readFileSync, statSync } from "node:fs";
import { FengsuiError } from "@fengsui/contract";
import { FeedProblem, readFeed } from "@fengsui/indicators";
import { cutsOff, type Damage, decompress } from "@fengsui/logs";
import type { JsonValue } from "@fengsui/sigma";
import { fileProblem } from "../../find-files.ts";
import { systemPath } from "../../system-path.ts";
import { IndicatorList } from "./list.ts";

/** Of a file that is one JSON value: it is read as a whole. */
const MAX_JSON_BYTES = 256 * 1024 * 1024;

export async function readIndicators(paths: readonly string[]): Promise<IndicatorList> {
  const list = new IndicatorList();
  for (const path of paths) {
    list.begin(path);
    try {
      for await (const items of readFeed(bytesOf(path))) for (const item of items) list.add(item);
    } catch (error) {
      if (error instanceof FeedProblem)
        throw new FengsuiError("input.unreadable", `${path}: ${error.message}`);
      throw fileProblem(path, error);
    }
  }
  return list;
}

/** What is compressed is read as what it was; what is cut off or damaged ends the reading. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const found: Damage[] = [];
  yield* decompress(createReadStream(systemPath(path)), (damage) => found.push(damage));
  const [damage] = found;
  if (damage !== undefined && cutsOff(damage)) throw new FeedProblem(damage.reason);
}

/** A file that is one JSON value, within a limit. */
export function readJsonFile(path: string): JsonValue {
  if (statSync(systemPath(path)).size > MAX_JSON_BYTES)
    throw new FengsuiError(
      "input.unreadable",
      `${path}: larger than ${MAX_JSON_BYTES / 1024 / 1024} MiB of JSON`,
    );
  try {
    return JSON.parse(readFileSync(systemPath(path), "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    if (error instanceof SyntaxError) throw new FengsuiError("input.unreadable", `${path}: no valid JSON`);
    throw error;
  }
}
