// SPDX-License-Identifier: Apache-2.0
/** The short way for a record that is known to be one: bytes to an event, without framing and sniffing. */
import { isAscii, isUtf8 } from "node:buffer";
import { isDeeperThan, isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import { limitsOf, type ReadOptions } from "./limits.ts";

const BRACE = 0x7b;

/**
 * The event of a record that is plainly one JSON object, the same that `readLog` gives for it as a line. For all else
 * undefined: `readLog` knows what it is, or what is wrong with it.
 */
export function readJsonRecord(
  bytes: Buffer,
  options: Pick<ReadOptions, "maxRecordBytes" | "maxDepth"> = {},
): JsonObject | undefined {
  const { maxRecordBytes, maxDepth } = limitsOf(options);
  if (bytes[0] !== BRACE || bytes.length > maxRecordBytes) return undefined;
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) && !isDeeperThan(value, maxDepth) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString("latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}
