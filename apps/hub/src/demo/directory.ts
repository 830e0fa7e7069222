// SPDX-License-Identifier: Apache-2.0
/**
 * The demo's data directory, and what it has to remember in it. It is marked as the demo's before anything else is
 * written there, and the demo is set up nowhere else.
 */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { z } from "zod";
import type { Config } from "../platform/config/index.ts";
import { makeUsableFolder } from "../platform/usable-folder.ts";

const MARK = "demo.json";

const MEMORY = z.object({
  seed: z.string(),
  /** Of everybody in the demo. */
  password: z.string(),
  isSetUp: z.boolean(),
  /** Whole minutes since the epoch, not included: up to then all is delivered. */
  playedUntil: z.int(),
  /** The minute in which the story begins. */
  storyStart: z.int(),
  sources: z.array(z.object({ member: z.string(), key: z.string(), ingestKey: z.string() })),
});
export type DemoMemory = z.infer<typeof MEMORY>;

export function isDemoDirectory(dataDir: string): boolean {
  return existsSync(join(dataDir, MARK));
}

/** What it remembers; undefined where it is new. Throws where the directory is not the demo's. */
export function readDemoDirectory({ dataDir, databaseUrl, clickhouseUrl }: Config): DemoMemory | undefined {
  if (databaseUrl !== undefined || clickhouseUrl !== undefined)
    throw new FengsuiError("demo.served_store", "a served PostgreSQL or ClickHouse is configured");
  if (!isDemoDirectory(dataDir)) {
    if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
      throw new FengsuiError("demo.directory_taken", `${dataDir} is not empty, and was not made by the demo`);
    return undefined;
  }
  const memory = MEMORY.safeParse(JSON.parse(readFileSync(join(dataDir, MARK), "utf8")));
  if (memory.success && memory.data.isSetUp) return memory.data;
  throw new FengsuiError("demo.unfinished", `remove ${dataDir}`);
}

export function writeDemoMemory(dataDir: string, memory: DemoMemory): void {
  // As the hub makes it: the account of PostgreSQL passes through.
  makeUsableFolder(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  const path = join(dataDir, MARK);
  writeFileSync(`${path}.new`, JSON.stringify(memory), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
