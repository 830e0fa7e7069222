// SPDX-License-Identifier: Apache-2.0
/** Whether the tables of both stores are those of this version; also while the hub is stopped. */
import { FengsuiError } from "@fengsui/contract";
import type { Config } from "../config/index.ts";
import { createEventsClient } from "../events/client.ts";
import { readVersions } from "../events/schema/migrate.ts";
import { appliedMigrations } from "../records/migrate.ts";
import { ownerOf } from "../records/served.ts";
import { KNOWN_STEPS, readSchemaState, unknownSteps } from "../schema-state.ts";
import { type Look, ok, warn } from "./finding.ts";

type Place = Pick<Config, "dataDir" | "databaseUrl" | "clickhouseUrl">;

export function lookAtSchema(config: Place): readonly Look[] {
  return [
    { name: "records.schema", look: () => lookAtRecords(config) },
    { name: "events.schema", look: () => lookAtEvents(config) },
  ];
}

async function lookAtRecords({ databaseUrl, ...config }: Place) {
  const taken =
    databaseUrl === undefined
      ? readSchemaState(config)?.records
      : await appliedMigrations(ownerOf(databaseUrl));
  return compare("records.schema_newer", taken, KNOWN_STEPS.records);
}

async function lookAtEvents({ clickhouseUrl, ...config }: Place) {
  const taken =
    clickhouseUrl === undefined ? readSchemaState(config)?.events : await askServed(clickhouseUrl);
  return compare("events.schema_newer", taken, KNOWN_STEPS.events);
}

const UNKNOWN_TABLE = "60";

async function askServed(url: string): Promise<number[] | undefined> {
  const client = createEventsClient({ kind: "served", url });
  try {
    return await readVersions(client);
  } catch (error) {
    const cause = error instanceof FengsuiError ? error.cause : error;
    if (cause instanceof Error && "code" in cause && cause.code === UNKNOWN_TABLE) return undefined;
    throw error;
  } finally {
    await client.close();
  }
}

function compare<Step extends string | number>(
  newerCode: "records.schema_newer" | "events.schema_newer",
  taken: readonly Step[] | undefined,
  known: readonly Step[],
) {
  if (taken === undefined || taken.length === 0) return ok("the tables are made by the first start");
  const newer = unknownSteps(taken, known);
  if (newer.length > 0) throw new FengsuiError(newerCode, `this version does not know: ${newer.join(", ")}`);
  const missing = known.filter((step) => !taken.includes(step));
  if (missing.length === 0) return ok(`the tables are those of this version, at ${known.at(-1)}`);
  return warn(
    `the next start takes ${missing.length} steps, to ${known.at(-1)}`,
    "Make a backup before you start this version: `fengsui backup`. There is no way back but to restore it.",
  );
}
