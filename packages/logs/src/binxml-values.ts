// SPDX-License-Identifier: Apache-2.0
/** The typed values of EVTX as JSON. Text forms are those of `evtx_dump`, which rules and other tools know. */
import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import type { JsonValue } from "./json.ts";

/** A value where it lies in the chunk. */
export interface RawValue {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
}

export const BINXML_VALUE = 0x21;
const IS_ARRAY = 0x80;

const Type = {
  nothing: 0x00,
  string: 0x01,
  ansiString: 0x02,
  int8: 0x03,
  uint8: 0x04,
  int16: 0x05,
  uint16: 0x06,
  int32: 0x07,
  uint32: 0x08,
  int64: 0x09,
  uint64: 0x0a,
  float32: 0x0b,
  float64: 0x0c,
  boolean: 0x0d,
  binary: 0x0e,
  guid: 0x0f,
  size: 0x10,
  fileTime: 0x11,
  systemTime: 0x12,
  sid: 0x13,
  hex32: 0x14,
  hex64: 0x15,
  evtXml: 0x23,
} as const;

type Read = (bytes: Buffer, offset: number) => JsonValue;

interface Fixed {
  readonly size: number;
  readonly read: Read;
}

const FIXED: ReadonlyMap<number, Fixed> = new Map<number, Fixed>([
  [Type.int8, { size: 1, read: (bytes, at) => bytes.readInt8(at) }],
  [Type.uint8, { size: 1, read: (bytes, at) => bytes.readUInt8(at) }],
  [Type.int16, { size: 2, read: (bytes, at) => bytes.readInt16LE(at) }],
  [Type.uint16, { size: 2, read: (bytes, at) => bytes.readUInt16LE(at) }],
  [Type.int32, { size: 4, read: (bytes, at) => bytes.readInt32LE(at) }],
  [Type.uint32, { size: 4, read: (bytes, at) => bytes.readUInt32LE(at) }],
  [Type.int64, { size: 8, read: (bytes, at) => exactInteger(bytes.readBigInt64LE(at)) }],
  [Type.uint64, { size: 8, read: (bytes, at) => exactInteger(bytes.readBigUInt64LE(at)) }],
  [Type.float32, { size: 4, read: (bytes, at) => finite(bytes.readFloatLE(at)) }],
  [Type.float64, { size: 8, read: (bytes, at) => finite(bytes.readDoubleLE(at)) }],
  [Type.boolean, { size: 4, read: (bytes, at) => bytes.readUInt32LE(at) !== 0 }],
  [Type.guid, { size: 16, read: readGuid }],
  [Type.fileTime, { size: 8, read: readFileTime }],
  [Type.systemTime, { size: 16, read: readSystemTime }],
  [Type.hex32, { size: 4, read: (bytes, at) => `0x${bytes.readUInt32LE(at).toString(16)}` }],
  [Type.hex64, { size: 8, read: (bytes, at) => `0x${bytes.readBigUInt64LE(at).toString(16)}` }],
]);

/** The value as JSON; null if there is none. Not for embedded binary XML, which is no value but a tree. */
export function readValue(bytes: Buffer, value: RawValue): JsonValue {
  const { type, offset, size } = value;
  if ((type & IS_ARRAY) !== 0) return readArray(bytes, value, type & ~IS_ARRAY);
  const fixed = fixedFor(type, size);
  if (fixed !== undefined) return size >= fixed.size ? fixed.read(bytes, offset) : null;
  switch (type) {
    case Type.nothing:
      return null;
    case Type.string:
    case Type.evtXml:
      return withoutEndZeros(bytes.toString("utf16le", offset, offset + size));
    case Type.ansiString:
      return withoutEndZeros(decodeAnsi(bytes.subarray(offset, offset + size)));
    case Type.sid:
      return size >= 8 ? readSid(bytes, offset, size) : null;
    default:
      // Binary data, and types that nobody has documented.
      return bytes.toString("hex", offset, offset + size).toUpperCase();
  }
}

/** A pointer or size is as wide as the machine that wrote it. */
function fixedFor(type: number, size: number): Fixed | undefined {
  if (type !== Type.size) return FIXED.get(type);
  return FIXED.get(size === 8 ? Type.hex64 : Type.hex32);
}

function readArray(bytes: Buffer, value: RawValue, type: number): JsonValue {
  const { offset, size } = value;
  if (type === Type.string || type === Type.ansiString) {
    const text =
      type === Type.string
        ? bytes.toString("utf16le", offset, offset + size)
        : decodeAnsi(bytes.subarray(offset, offset + size));
    // Each string ends with a zero; the last may lack it.
    return (text.endsWith("\0") ? text.slice(0, -1) : text).split("\0");
  }
  const fixed = fixedFor(type, size);
  if (fixed === undefined) return bytes.toString("hex", offset, offset + size).toUpperCase();
  const elements: JsonValue[] = [];
  for (let at = offset; at + fixed.size <= offset + size; at += fixed.size)
    elements.push(fixed.read(bytes, at));
  return elements;
}

/** Beyond 2^53 a number of JavaScript is not exact; its digits are. */
function exactInteger(value: bigint): JsonValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function finite(value: number): JsonValue {
  return Number.isFinite(value) ? value : String(value);
}

/** The code page is that of the machine, which the log does not name. */
function decodeAnsi(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : new TextDecoder("windows-1252").decode(bytes);
}

function withoutEndZeros(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return end === text.length ? text : text.slice(0, end);
}

function readGuid(bytes: Buffer, at: number): string {
  const first = bytes.readUInt32LE(at).toString(16).padStart(8, "0");
  const second = bytes
    .readUInt16LE(at + 4)
    .toString(16)
    .padStart(4, "0");
  const third = bytes
    .readUInt16LE(at + 6)
    .toString(16)
    .padStart(4, "0");
  const rest = bytes.toString("hex", at + 8, at + 16);
  return `${first}-${second}-${third}-${rest.slice(0, 4)}-${rest.slice(4)}`.toUpperCase();
}

const FILE_TIME_EPOCH = 116_444_736_000_000_000n;

/** Tenths of microseconds since 1601, told to the microsecond. */
function readFileTime(bytes: Buffer, at: number): JsonValue {
  const microseconds = (bytes.readBigUInt64LE(at) - FILE_TIME_EPOCH) / 10n;
  const fraction = ((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((microseconds - fraction) / 1000n));
  if (Number.isNaN(date.getTime())) return bytes.readBigUInt64LE(at).toString();
  return `${date.toISOString().slice(0, -4)}${fraction.toString().padStart(6, "0")}Z`;
}

function readSystemTime(bytes: Buffer, at: number): JsonValue {
  const part = (index: number): number => bytes.readUInt16LE(at + index * 2);
  // The third is the day of the week.
  const time = Date.UTC(part(0), part(1) - 1, part(3), part(4), part(5), part(6), part(7));
  const date = new Date(time);
  return Number.isNaN(time) ? null : `${date.toISOString().slice(0, -1)}000Z`;
}

function readSid(bytes: Buffer, at: number, size: number): string {
  const count = Math.min(bytes.readUInt8(at + 1), (size - 8) >> 2);
  const parts = [`S-${bytes.readUInt8(at)}-${bytes.readUIntBE(at + 2, 6)}`];
  for (let index = 0; index < count; index++) parts.push(String(bytes.readUInt32LE(at + 8 + index * 4)));
  return parts.join("-");
}
