// SPDX-License-Identifier: Apache-2.0
/**
 * Feeds of indicators: one value a line, CSV with a header, NDJSON, a STIX 2.1 bundle, MISP events. Which of them one
 * is, its first line says. Lists are read line by line, so that millions need no memory.
 */
import { FeedProblem } from "./feed-problem.ts";
import { type FeedItem, itemOf, type Said } from "./item.ts";
import { isList, isMap, type Json, parseJson, textIn } from "./json.ts";
import { isContent, linesOf, type NumberedLine } from "./lines.ts";
import { isMisp, readMisp } from "./misp.ts";
import { isBundle, isIndicator, readBundle, readIndicator, readPattern } from "./stix.ts";
import { recordsOf, type Table, tableOf } from "./table.ts";
import {
  columnsOf,
  endOf,
  isForDetection,
  kindOfColumn,
  readValue,
  readValues,
  valueInLine,
} from "./values.ts";

/** Of a feed that is one JSON value: it is read as a whole. */
const MAX_DOCUMENT_CHARACTERS = 256 * 1024 * 1024;
/** Of such a feed, by its commas and brackets: more than one of that size has that is made of indicators. */
const MAX_DOCUMENT_VALUES = 10_000_000;
/** Lines that are parsed together, and characters of them: it is work without pause. */
const CHUNK = 500;
const CHUNK_CHARACTERS = 128 * 1024;
const MAX_RECORD_LINES = 50;

/**
 * Some hundreds at a time, in order.
 *
 * @throws {FeedProblem}
 */
export async function* readFeed(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly FeedItem[]> {
  const lines = linesOf(bytes);
  const head: NumberedLine[] = [];
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    head.push(next.value);
    if (isContent(next.value)) break;
  }
  const first = head.at(-1);
  if (first === undefined || !isContent(first)) return;
  if (beginsDocument(first)) yield* inChunks(readDocument(await wholeText(head, lines)));
  else yield* readLines(head, first, lines);
}

function* inChunks(items: Iterable<FeedItem>): Generator<readonly FeedItem[]> {
  let chunk: FeedItem[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function* readLines(
  head: readonly NumberedLine[],
  first: NumberedLine,
  lines: AsyncIterable<NumberedLine>,
): AsyncGenerator<readonly FeedItem[]> {
  const table = tableOf(head);
  const read = table === undefined ? readPlain : readTable(table);
  const all = table === undefined || table.isNamedInComment ? withFirst(first, lines) : lines;
  const records = table === undefined ? all : recordsIn(all);
  let chunk: NumberedLine[] = [];
  let characters = 0;
  for await (const record of records) {
    if (!isContent(record) || record.part === "more") continue;
    chunk.push(record);
    characters += record.text.length;
    if (chunk.length < CHUNK && characters < CHUNK_CHARACTERS) continue;
    yield read(chunk);
    [chunk, characters] = [[], 0];
  }
  if (chunk.length > 0) yield read(chunk);
}

async function* withFirst(
  first: NumberedLine,
  lines: AsyncIterable<NumberedLine>,
): AsyncGenerator<NumberedLine> {
  yield first;
  yield* lines;
}

/** A value in quotes may go over several lines; where nobody closes a quote, each line counts for itself. */
async function* recordsIn(lines: AsyncIterable<NumberedLine>): AsyncGenerator<NumberedLine> {
  let open: NumberedLine[] = [];
  let isOpen = false;
  for await (const line of lines) {
    open.push(line);
    if (hasOddQuotes(line.text)) isOpen = !isOpen;
    if (!isOpen) yield joined(open, line);
    else if (open.length < MAX_RECORD_LINES && line.part === "whole") continue;
    else yield* open;
    [open, isOpen] = [[], false];
  }
  yield* open;
}

function hasOddQuotes(text: string): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

function joined(open: readonly NumberedLine[], last: NumberedLine): NumberedLine {
  const [first] = open;
  if (first === undefined || open.length === 1) return last;
  return { ...last, text: open.map(({ text }) => text).join("\n"), number: first.number };
}

/**
 * A line of NDJSON is a value of its own, as is an address or a pattern in brackets; all else that begins so is a
 * document of several lines.
 */
function beginsDocument({ text, part }: NumberedLine): boolean {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return false;
  const value = part === "whole" ? parseJson(trimmed) : undefined;
  if (value !== undefined) return isBundle(value) || isMisp(value) || isList(value);
  return readValue(trimmed, undefined) === undefined && readPattern(trimmed) === undefined;
}

async function wholeText(head: readonly NumberedLine[], lines: AsyncIterable<NumberedLine>): Promise<string> {
  const parts = head.map(({ text }) => text);
  let length = 0;
  let values = parts.reduce((sum, text) => sum + valuesWithin(text), 0);
  for await (const { text, part } of lines) {
    length += text.length;
    if (length > MAX_DOCUMENT_CHARACTERS)
      throw new FeedProblem(`one JSON value of more than ${MAX_DOCUMENT_CHARACTERS / 1024 / 1024} MiB`);
    values += valuesWithin(text);
    if (values > MAX_DOCUMENT_VALUES)
      throw new FeedProblem(`one JSON value with more than ${MAX_DOCUMENT_VALUES} others in it`);
    parts.push(part === "more" ? text : `\n${text}`);
  }
  return parts.join("");
}

const BETWEEN_VALUES = new Set([...",[{"].map((sign) => sign.charCodeAt(0)));

/** How many there may be, before any is made: small ones take many times the memory of their text. */
function valuesWithin(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (BETWEEN_VALUES.has(text.charCodeAt(at))) count += 1;
  return count;
}

function* readDocument(text: string): Generator<FeedItem> {
  const value = parseJson(text);
  if (value === undefined) throw new FeedProblem("begins like JSON and is none");
  if (isBundle(value)) yield* readBundle(value);
  else
    for (const [index, member] of (isList(value) ? value : [value]).entries())
      yield* readMember(member, String(index + 1));
}

function readMember(member: Json, at: string): Generator<FeedItem> {
  if (isMisp(member)) return readMisp(member);
  return isIndicator(member) ? readIndicator(member) : readJson(member, at, textOf(member));
}

/** What is nested too deeply cannot be written again, and is nothing that would be understood. */
function textOf(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "…";
  }
}

function readPlain(lines: readonly NumberedLine[]): FeedItem[] {
  return lines.flatMap(({ text, number, part }) => {
    const at = String(number);
    const trimmed = text.trim();
    if (part !== "whole") return [itemOf(undefined, at, trimmed)];
    const value = /^[[{"]/.test(trimmed) ? parseJson(trimmed) : undefined;
    return value === undefined
      ? [...readText(valueInLine(trimmed), undefined, at, {})]
      : [...readJson(value, at, trimmed)];
  });
}

function* readJson(value: Json, at: string, text: string): Generator<FeedItem> {
  if (typeof value === "string") {
    yield itemOf(readValue(value, undefined), at, value);
    return;
  }
  const columns = isMap(value) ? columnsOf(Object.keys(value)) : undefined;
  if (!isMap(value) || columns === undefined) {
    yield itemOf(undefined, at, text);
    return;
  }
  if (columns.forDetection !== undefined && !isForDetection(value[columns.forDetection])) {
    yield { is: "left_out", at };
    return;
  }
  const kind = textIn(value, columns.kind) ?? kindOfColumn(columns);
  const said = { ...endOf(textIn(value, columns.end)), note: textIn(value, columns.note) };
  yield* readText(textIn(value, columns.value) ?? "", kind, at, said);
}

/** A value, or a pattern of STIX. */
function* readText(text: string, kind: string | undefined, at: string, said: Said): Generator<FeedItem> {
  const looksLikePattern = text.startsWith("[") && text.includes(":") && text.includes("=");
  const pattern = looksLikePattern ? readPattern(text) : undefined;
  for (const found of pattern ?? readValues(text, kind)) yield itemOf(found, at, text, said);
}

function readTable({ delimiter, names, columns }: Table): (lines: readonly NumberedLine[]) => FeedItem[] {
  const at = (record: readonly string[], name: string | undefined): string | undefined =>
    name === undefined ? undefined : record[names.indexOf(name)];
  const kind = kindOfColumn(columns);
  const readRecord = (record: readonly string[], line: NumberedLine): FeedItem[] => {
    if (!isForDetection(at(record, columns.forDetection)))
      return [{ is: "left_out", at: String(line.number) }];
    const said = { ...endOf(at(record, columns.end)), note: at(record, columns.note) };
    const written = columns.kind === undefined ? kind : (at(record, columns.kind) ?? "");
    return [...readText(at(record, columns.value) ?? "", written, String(line.number), said)];
  };
  return (lines) =>
    lines.flatMap((line) =>
      line.part === "whole"
        ? recordsOf(line.text, delimiter).flatMap((record) => readRecord(record, line))
        : readRecord([], line),
    );
}
