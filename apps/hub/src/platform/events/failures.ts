// SPDX-License-Identifier: Apache-2.0
/** Tells what the event store cannot do now from what it was asked wrongly, and both from a mistake of ours. */
import { ClickHouseError } from "@clickhouse/client";
import { FengsuiError } from "@fengsui/contract";

/** Of src/Common/ErrorCodes.cpp in ClickHouse. */
const TOO_EXPENSIVE = new Set([
  "158", // TOO_MANY_ROWS
  "159", // TIMEOUT_EXCEEDED
  "160", // TOO_SLOW
  "241", // MEMORY_LIMIT_EXCEEDED
  "307", // TOO_MANY_BYTES
  "396", // TOO_MANY_ROWS_OR_BYTES
]);
const BUSY = new Set([
  "202", // TOO_MANY_SIMULTANEOUS_QUERIES
  "241", // MEMORY_LIMIT_EXCEEDED
  "252", // TOO_MANY_PARTS
  "394", // QUERY_WAS_CANCELLED
]);
const NOT_ENOUGH_SPACE = "243";
/** ENOSPC, and EDQUOT. */
const NO_SPACE = /No space left on device|Disk quota exceeded|errno: (28|122)\b/;

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ERR_STREAM_PREMATURE_CLOSE",
]);
/** The client gives no code to it. */
const CLIENT_TIMEOUT = "Timeout error.";

/** No answer came, so it may or may not have been done. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.message === CLIENT_TIMEOUT) return true;
  return "code" in error && typeof error.code === "string" && UNREACHABLE.has(error.code);
}

function isDiskFull(error: ClickHouseError): boolean {
  return error.code === NOT_ENOUGH_SPACE || NO_SPACE.test(error.message);
}

export function unavailable(reason: string, cause?: unknown): FengsuiError {
  return new FengsuiError("events.unavailable", reason, { cause });
}

export function busy(reason: string, cause?: unknown): FengsuiError {
  return new FengsuiError("events.busy", reason, { cause });
}

export function diskFull(error: Error): FengsuiError {
  return new FengsuiError("events.disk_full", error.message, { cause: error });
}

/** Why a search gave nothing, as an error of the catalogue where it is not a mistake of ours. */
export function explainRead(error: unknown): unknown {
  if (isUnreachable(error)) return unavailable(messageOf(error), error);
  if (!(error instanceof ClickHouseError)) return error;
  if (TOO_EXPENSIVE.has(error.code))
    return new FengsuiError("events.query_too_expensive", error.message, { cause: error });
  if (BUSY.has(error.code)) return busy(error.message, error);
  return isDiskFull(error) ? diskFull(error) : error;
}

/** Why something was not written. Nothing is known to be wrong with it unless this gives back what it got. */
export function explainWrite(error: unknown): unknown {
  if (isUnreachable(error)) return unavailable(messageOf(error), error);
  if (!(error instanceof ClickHouseError)) return error;
  if (isDiskFull(error)) return diskFull(error);
  return BUSY.has(error.code) || TOO_EXPENSIVE.has(error.code) ? busy(error.message, error) : error;
}
