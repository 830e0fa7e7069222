// SPDX-License-Identifier: Apache-2.0
/** What a person said of how the logs of a source are to be read. */
import { SOURCE_MAPPING, type SourceMapping } from "@fengsui/contract";
import { type LocalClock, localClock } from "../../../platform/local-clock.ts";
import { type Mapper, mapperOf } from "./mapping.ts";

export interface Reading {
  readonly logType: string | null;
  /** For times that say no zone. Absent: they are UTC. */
  readonly toUtc?: LocalClock;
  /** Where its events have what the hub needs. */
  readonly map?: Mapper;
}

export const UNTOLD: Reading = { logType: null };

export interface ReadingRow {
  readonly log_type: string | null;
  readonly time_zone: string | null;
  readonly mapping: unknown;
}

export function readingOf(row: ReadingRow | undefined): Reading {
  if (row === undefined) return UNTOLD;
  const { log_type: logType, time_zone: timeZone, mapping } = row;
  const toUtc = timeZone === null ? undefined : localClock(timeZone);
  return withMapping({ logType, ...(toUtc !== undefined && { toUtc }) }, readMapping(mapping));
}

export function withMapping(reading: Reading, mapping: SourceMapping | null): Reading {
  if (mapping === null) return reading;
  const { logType } = mapping;
  return {
    ...reading,
    logType: reading.logType ?? (logType === undefined || logType === "" ? null : logType),
    map: mapperOf(mapping, reading.toUtc),
  };
}

/** As it was kept. */
export function readMapping(kept: unknown): SourceMapping | null {
  return SOURCE_MAPPING.nullable().parse(kept ?? null);
}
