// SPDX-License-Identifier: Apache-2.0
/**
 * What the last hub on this data directory brought its embedded stores to, in a file beside them. So a newer state is
 * refused before anything is started or changed, in the one store for what is in the other; and it can be told while
 * the hub is stopped. The stores themselves say it again when they are opened.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { z } from "zod";
import type { Config } from "./config/index.ts";
import { MIGRATIONS as EVENT_STEPS } from "./events/schema/migrations.ts";
import { MIGRATIONS as RECORD_STEPS } from "./records/migrations/index.ts";
import { syncDirectory } from "./sync-directory.ts";

const STATE = z.object({
  /** Of the program that wrote it. */
  version: z.string(),
  records: z.array(z.string()).optional(),
  events: z.array(z.int()).optional(),
});
export type SchemaState = z.infer<typeof STATE>;

type Place = Pick<Config, "dataDir" | "databaseUrl" | "clickhouseUrl">;

/** The steps that this version knows, in order. */
export const KNOWN_STEPS = {
  records: Object.keys(RECORD_STEPS),
  events: EVENT_STEPS.map(({ version }) => version),
} as const;

function fileIn(dataDir: string): string {
  return join(dataDir, "schema.json");
}

/** Undefined where no hub ran yet, or one that did not write it. */
export function readSchemaState({ dataDir }: Pick<Place, "dataDir">): SchemaState | undefined {
  try {
    return STATE.safeParse(JSON.parse(readFileSync(fileIn(dataDir), "utf8"))).data;
  } catch {
    return undefined; // it is told again by the stores
  }
}

/** After both were opened. Served stores may be of several hubs, and say it by themselves alone. */
export function writeSchemaState({ dataDir, databaseUrl, clickhouseUrl }: Place, version: string): void {
  const state: SchemaState = {
    version,
    ...(databaseUrl === undefined && { records: KNOWN_STEPS.records }),
    ...(clickhouseUrl === undefined && { events: KNOWN_STEPS.events }),
  };
  const file = fileIn(dataDir);
  const partial = `${file}.partial`;
  writeFileSync(partial, `${JSON.stringify(state)}\n`, { mode: 0o600, flush: true });
  renameSync(partial, file);
  syncDirectory(dirname(file));
}

/** Steps that were taken and that this version does not know. */
export function unknownSteps<Step>(taken: readonly Step[], known: readonly Step[]): Step[] {
  return taken.filter((step) => !known.includes(step));
}

export function requireKnownSchema(config: Place): void {
  const state = readSchemaState(config);
  if (state === undefined) return;
  const { version, records = [], events = [] } = state;
  const newer = unknownSteps(records, KNOWN_STEPS.records);
  if (newer.length > 0 && config.databaseUrl === undefined)
    throw new FengsuiError(
      "records.schema_newer",
      `version ${version} was at work here; this version does not know: ${newer.join(", ")}`,
    );
  const newerEvents = unknownSteps(events, KNOWN_STEPS.events);
  if (newerEvents.length > 0 && config.clickhouseUrl === undefined)
    throw new FengsuiError(
      "events.schema_newer",
      `version ${version} was at work here; this version does not know: step ${newerEvents.join(", ")}`,
    );
}
