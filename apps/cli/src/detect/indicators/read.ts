// SPDX-License-Identifier: Apache-2.0
/** Files of indicators. */
import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { FengsuiError } from "@fengsui/contract";
import { FeedProblem, readFeed } from "@fengsui/indicators";
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

/** What is compressed with gzip is read as what it was; what goes wrong with either stream ends the reading. */
function bytesOf(path: string): AsyncIterable<Uint8Array> {
  const bytes = createReadStream(systemPath(path));
  return isGzip(path) ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
}

function isGzip(path: string): boolean {
  const descriptor = openSync(systemPath(path), "r");
  try {
    const start = Buffer.alloc(2);
    return readSync(descriptor, start) === 2 && start[0] === 0x1f && start[1] === 0x8b;
  } finally {
    closeSync(descriptor);
  }
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
