// SPDX-License-Identifier: Apache-2.0
/** The body of an OTLP request to the records in it. */
import { FengsuiError } from "@fengsui/contract";
import { type JsonObject, readJsonRecord } from "@fengsui/logs";
import type { RawRecord } from "../ingest/split.ts";
import { readRequest } from "./protobuf.ts";
import { recordsOf } from "./records.ts";

/** Nesting of the request itself, and of a value in it that a record may have. */
const MAX_DEPTH = 300;

export function readLogs(bytes: Buffer, encoding: "json" | "protobuf"): RawRecord[] {
  return recordsOf(encoding === "json" ? readJson(bytes) : readBinary(bytes));
}

function readJson(bytes: Buffer): JsonObject {
  const start = bytes.findIndex((byte) => byte > 0x20);
  const value = readJsonRecord(bytes.subarray(Math.max(0, start)), {
    maxRecordBytes: Number.MAX_SAFE_INTEGER,
    maxDepth: MAX_DEPTH,
  });
  if (value === undefined) throw new FengsuiError("otlp.unreadable", "The body is no JSON object in UTF-8.");
  return value;
}

function readBinary(bytes: Buffer): JsonObject {
  try {
    return readRequest(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FengsuiError("otlp.unreadable", `The body is no ExportLogsServiceRequest: ${reason}.`, {
      cause,
    });
  }
}
