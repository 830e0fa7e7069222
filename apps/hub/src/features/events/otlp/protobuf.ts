// SPDX-License-Identifier: Apache-2.0
/**
 * Requests of OTLP/HTTP in the binary form of protobuf, read into what their JSON form would give, and the answers to
 * them written (opentelemetry-proto, `logs/v1/logs.proto`, `common/v1/common.proto`). Fields that are not named here are
 * left out: they mean nothing to us, or came later.
 */
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { JsonObject, JsonValue } from "@fengsui/logs";
import { MessageCount } from "./message-count.ts";

type Kind = "string" | "bool" | "int" | "fixed64" | "double" | "base64" | "hex" | Message;
interface Message {
  readonly [field: number]: { readonly name: string; readonly kind: Kind; readonly isList?: true };
}
type Fields = Record<string, JsonValue>;

const ANY_VALUE: Message = {};
const KEY_VALUE: Message = { 1: { name: "key", kind: "string" }, 2: { name: "value", kind: ANY_VALUE } };
const VALUES: Message = { 1: { name: "values", kind: ANY_VALUE, isList: true } };
const KEY_VALUES: Message = { 1: { name: "values", kind: KEY_VALUE, isList: true } };
Object.assign(ANY_VALUE, {
  1: { name: "stringValue", kind: "string" },
  2: { name: "boolValue", kind: "bool" },
  3: { name: "intValue", kind: "int" },
  4: { name: "doubleValue", kind: "double" },
  5: { name: "arrayValue", kind: VALUES },
  6: { name: "kvlistValue", kind: KEY_VALUES },
  7: { name: "bytesValue", kind: "base64" },
} satisfies Message);
const RESOURCE: Message = { 1: { name: "attributes", kind: KEY_VALUE, isList: true } };
const SCOPE: Message = {
  1: { name: "name", kind: "string" },
  2: { name: "version", kind: "string" },
  3: { name: "attributes", kind: KEY_VALUE, isList: true },
};
const LOG_RECORD: Message = {
  1: { name: "timeUnixNano", kind: "fixed64" },
  2: { name: "severityNumber", kind: "int" },
  3: { name: "severityText", kind: "string" },
  5: { name: "body", kind: ANY_VALUE },
  6: { name: "attributes", kind: KEY_VALUE, isList: true },
  9: { name: "traceId", kind: "hex" },
  10: { name: "spanId", kind: "hex" },
  11: { name: "observedTimeUnixNano", kind: "fixed64" },
  12: { name: "eventName", kind: "string" },
};
const SCOPE_LOGS: Message = {
  1: { name: "scope", kind: SCOPE },
  2: { name: "logRecords", kind: LOG_RECORD, isList: true },
};
const RESOURCE_LOGS: Message = {
  1: { name: "resource", kind: RESOURCE },
  2: { name: "scopeLogs", kind: SCOPE_LOGS, isList: true },
};
const REQUEST: Message = { 1: { name: "resourceLogs", kind: RESOURCE_LOGS, isList: true } };

const MAX_DEPTH = 100;

/** Throws where it is no such message. */
export function readRequest(bytes: Buffer): JsonObject {
  const all = { count: new MessageCount(), end: bytes.length, depthLeft: MAX_DEPTH };
  return readMessage(new BinaryReader(bytes), { message: REQUEST, ...all });
}

interface Part {
  readonly message: Message;
  readonly end: number;
  readonly depthLeft: number;
  readonly count: MessageCount;
}

function readMessage(reader: BinaryReader, part: Part): Fields {
  const { message, end, depthLeft, count } = part;
  count.add(1);
  if (depthLeft === 0) throw new RangeError(`a value is nested deeper than ${MAX_DEPTH} levels`);
  const fields: Fields = {};
  const lists = new Map<string, JsonValue[]>();
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const field = message[number];
    if (field === undefined || wireType !== wireTypeOf(field.kind)) {
      reader.skip(wireType, number);
      continue;
    }
    const value = readValue(reader, field.kind, part);
    if (field.isList !== true) fields[field.name] = value;
    else if (!lists.get(field.name)?.push(value)) lists.set(field.name, [value]);
  }
  if (reader.pos !== end) throw new RangeError("a message is longer than it says");
  return Object.assign(fields, Object.fromEntries(lists));
}

function wireTypeOf(kind: Kind): WireType {
  if (kind === "bool" || kind === "int") return WireType.Varint;
  return kind === "fixed64" || kind === "double" ? WireType.Bit64 : WireType.LengthDelimited;
}

function readValue(reader: BinaryReader, kind: Kind, { depthLeft, count }: Part): JsonValue {
  switch (kind) {
    case "string":
      return reader.string();
    case "bool":
      return reader.bool();
    case "int":
      return String(reader.int64());
    case "fixed64":
      return String(reader.fixed64());
    case "double":
      return reader.double();
    case "base64":
      return Buffer.from(reader.bytes()).toString("base64");
    case "hex":
      return Buffer.from(reader.bytes()).toString("hex");
    default: {
      const length = reader.uint32();
      const inside = { count, end: reader.pos + length, depthLeft: depthLeft - 1 };
      return readMessage(reader, { message: kind, ...inside });
    }
  }
}

export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

/** `ExportLogsServiceResponse` */
export function writeResponse(partial: PartialSuccess | undefined): Uint8Array {
  const writer = new BinaryWriter();
  if (partial !== undefined) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).int64(partial.rejected);
    writer.tag(2, WireType.LengthDelimited).string(partial.message).join();
  }
  return writer.finish();
}

/** `google.rpc.Status` */
export function writeStatus(message: string): Uint8Array {
  return new BinaryWriter().tag(2, WireType.LengthDelimited).string(message).finish();
}
