// SPDX-License-Identifier: Apache-2.0
/** A body to the records in it, each with its own bytes: lines, or the values of a JSON document. */
import { FengsuiError } from "@fengsui/contract";

export interface RawRecord {
  /** From 0, in the body. */
  readonly position: number;
  readonly bytes: Buffer;
  /** The sender's own identity of the record. */
  readonly clientId?: string;
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x7b, 0x5b]);
const CLOSE = new Set([0x7d, 0x5d]);
const COMMA = 0x2c;
/** Each costs memory of its own, and a body of some kilobytes, decompressed, can be millions of lines. Blank ones count. */
export const MAX_RECORDS = 250_000;
/** CloudTrail and Azure wrap their records. */
const ENVELOPE = /^\s*\{\s*"[Rr]ecords"\s*:\s*(?=\[)/;
const ARRAY = /^\s*\[/;

/** Lines that are not blank. The position counts blank ones too. */
export function splitLines(body: Buffer): RawRecord[] {
  const records: RawRecord[] = [];
  let position = 0;
  for (let start = 0; start < body.length; position++) {
    requireFew(position);
    const found = body.indexOf(LF, start);
    const end = found < 0 ? body.length : found;
    const bytes = body.subarray(start, end);
    if (!isBlank(bytes)) records.push({ position, bytes });
    start = end + 1;
  }
  return records;
}

export function requireFew(index: number): void {
  if (index >= MAX_RECORDS)
    throw new FengsuiError("ingest.too_large", `The body has more than ${MAX_RECORDS} records.`);
}

function isWhite(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === LF || byte === SPACE || byte === TAB || byte === CR);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === SPACE || byte === TAB || byte === CR);
}

/** An array of records, or an envelope around one. */
export function isJsonList(body: Buffer): boolean {
  const head = headOf(body);
  return ARRAY.test(head) || ENVELOPE.test(head);
}

/**
 * The values of an array, of an envelope, or one after the other, as they stand: nothing is parsed, so no large
 * number loses digits and a broken value spoils no other. Line ends between tokens become blanks, as a record is a line.
 */
export function splitValues(body: Buffer): RawRecord[] {
  const array = ARRAY.exec(headOf(body))?.[0].length;
  const values: Buffer[] = [];
  if (array === undefined) {
    for (let at = 0; at < body.length; ) {
      const part = cutDocuments(body, at);
      requireFew(values.length + part.values.length - 1);
      for (const value of part.values) values.push(value);
      at = part.end;
    }
  } else {
    const list = cut(body, array, true);
    // An array that the body goes on after is only its first line.
    if (!isWhite(body.subarray(list.end))) return splitLines(body);
    for (const value of list.values) values.push(value);
  }
  return values.map((bytes, position) => ({ position, bytes }));
}

function headOf(body: Buffer, from = 0): string {
  return body.toString("latin1", from, from + 1024);
}

/** One envelope, after which another may come, or else all values that are left. */
function cutDocuments(body: Buffer, from: number): Cut {
  const envelope = ENVELOPE.exec(headOf(body, from))?.[0].length;
  if (envelope === undefined) return cut(body, from, false);
  const { values, end } = cut(body, from + envelope + 1, true);
  return { values, end: endOfObject(body, end) };
}

/** Where the object ends whose inside this is. What an envelope says besides its records is of the transport. */
function endOfObject(body: Buffer, inside: number): number {
  for (const { at, depth } of marksOf(body, inside)) if (depth < 0) return at + 1;
  return body.length;
}

interface Cut {
  readonly values: readonly Buffer[];
  /** Where what was read ends. */
  readonly end: number;
}

/** Commas end a value in a list, and its bracket the last; outside of one, a closing bracket does. */
function cut(body: Buffer, from: number, isList: boolean): Cut {
  const values: Buffer[] = [];
  let count = 0;
  const take = (start: number, end: number) => {
    requireFew(count++);
    const bytes = onOneLine(body.subarray(start, end));
    if (!isBlank(bytes)) values.push(bytes);
  };
  let start = from;
  for (const { at, byte, depth } of marksOf(body, from)) {
    if (isList && depth < 0) {
      take(start, at);
      return { values, end: at + 1 };
    }
    const isEnd = depth === 0 && (isList ? byte === COMMA : CLOSE.has(byte));
    if (!isEnd) continue;
    take(start, isList ? at : at + 1);
    start = at + 1;
  }
  take(start, body.length);
  return { values, end: body.length };
}

interface Mark {
  readonly at: number;
  readonly byte: number;
  /** After it. */
  readonly depth: number;
}

/** Brackets and commas outside of strings. */
function* marksOf(body: Buffer, from: number): Generator<Mark> {
  let depth = 0;
  for (let at = from; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (byte === QUOTE) at = endOfString(body, at);
    else if (OPEN.has(byte)) yield { at, byte, depth: ++depth };
    else if (CLOSE.has(byte)) yield { at, byte, depth: --depth };
    else if (byte === COMMA) yield { at, byte, depth };
  }
}

function endOfString(body: Buffer, quote: number): number {
  for (let at = quote + 1; at < body.length; at++) {
    if (body[at] === BACKSLASH) at++;
    else if (body[at] === QUOTE) return at;
  }
  return body.length;
}

function onOneLine(value: Buffer): Buffer {
  if (!value.includes(LF) && !value.includes(CR)) return value;
  return Buffer.from(value.map((byte) => (byte === LF || byte === CR ? SPACE : byte)));
}
