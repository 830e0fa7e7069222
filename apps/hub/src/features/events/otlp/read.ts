// SPDX-License-Identifier: Apache-2.0
/** The body of an OTLP request to the records in it. */
import { FengsuiError } from "@fengsui/contract";
import { type JsonObject, readJsonRecord } from "@fengsui/logs";
import type { RawRecord } from "../ingest/split.ts";
import { MessageCount } from "./message-count.ts";
import { readRequest } from "./protobuf.ts";
import { recordsOf } from "./records.ts";

/** Nesting of the request itself, and of a value in it that a record may have. */
const MAX_DEPTH = 300;

export function readLogs(bytes: Buffer, encoding: "json" | "protobuf"): RawRecord[] {
  return recordsOf(encoding === "json" ? readJson(bytes) : readBinary(bytes));
}

function readJson(bytes: Buffer): JsonObject {
  new MessageCount().add(opened(bytes));
  const start = bytes.findIndex((byte) => byte > 0x20);
  const value = readJsonRecord(bytes.subarray(Math.max(0, start)), {
    maxRecordBytes: Number.MAX_SAFE_INTEGER,
    maxDepth: MAX_DEPTH,
  });
  if (value === undefined) throw new FengsuiError("otlp.unreadable", "The body is no JSON object in UTF-8.");
  return value;
}

const OPENING = [0x7b, 0x5b];

/** Objects and arrays, and what looks like one in a text. */
function opened(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (OPENING.includes(byte)) count++;
  return count;
}

function readBinary(bytes: Buffer): JsonObject {
  try {
    return readRequest(bytes);
  } catch (cause) {
    if (cause instanceof FengsuiError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FengsuiError("otlp.unreadable", `The body is no ExportLogsServiceRequest: ${reason}.`, {
      cause,
    });
  }
}
