// SPDX-License-Identifier: Apache-2.0
/**
 * The door of the log reader: bytes of a log file in, events out. Pure but for the decoders it runs: no files, no
 * clock, no network.
 *
 *     for await (const { events, problems } of readLog(createReadStream("events.ndjson.zst"))) …
 */
export { type Charset, detectCharset, isCharset, toUtf8 } from "./charset.ts";
export type { LogBatch } from "./collector.ts";
export { cutsOff, type Damage, decompress } from "./decompress.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export { readJsonRecord } from "./json-record.ts";
export type { LocalClock, LogFormat, ReadOptions } from "./limits.ts";
export type { LogProblem, LogProblemCode } from "./problems.ts";
export { LOG_PROBLEMS, MAX_DETAILED_PROBLEMS } from "./problems.ts";
export { readLog } from "./read-log.ts";
export {
  type FoundProblems,
  JoinedProblems,
  type LogPart,
  type LogStretch,
  type StretchBatch,
  StretchReader,
  splitLog,
} from "./stretches.ts";
