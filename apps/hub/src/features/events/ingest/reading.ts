// SPDX-License-Identifier: Apache-2.0
/** What a person said of how the logs of a source are to be read. */
import { type LocalClock, localClock } from "../../../platform/local-clock.ts";

export interface Reading {
  readonly logType: string | null;
  /** For times that say no zone. Absent: they are UTC. */
  readonly toUtc?: LocalClock;
}

export const UNTOLD: Reading = { logType: null };

export interface ReadingRow {
  readonly log_type: string | null;
  readonly time_zone: string | null;
}

export function readingOf(row: ReadingRow | undefined): Reading {
  if (row === undefined) return UNTOLD;
  const { log_type: logType, time_zone: timeZone } = row;
  return { logType, ...(timeZone !== null && { toUtc: localClock(timeZone) }) };
}
