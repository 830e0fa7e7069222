// SPDX-License-Identifier: Apache-2.0
/**
 * Files of indicators: one value a line, CSV with a header, NDJSON, a STIX 2.1 bundle, a MISP event. Which of them a
 * file is, its first line says. Lists are read line by line, so that millions need no more than the index takes.
 */
import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { FengsuiError } from "@fengsui/contract";
import { isJsonObject, type JsonValue } from "@fengsui/sigma";
import { parse } from "csv-parse";
import { fileProblem } from "../../find-files.ts";
import { systemPath } from "../../system-path.ts";
import { IndicatorList } from "./list.ts";
import { isMisp, readMisp } from "./misp.ts";
import { isBundle, readBundle, readPattern } from "./stix.ts";
import { type Columns, columnsOf, endOf, kindOfColumn, readValue } from "./values.ts";

/** Of a file that is one JSON value: it is read as a whole. */
const MAX_JSON_BYTES = 256 * 1024 * 1024;
const MAX_LINE = 64 * 1024;
const HEAD_BYTES = 64 * 1024;

export async function readIndicators(paths: readonly string[]): Promise<IndicatorList> {
  const list = new IndicatorList();
  for (const path of paths) {
    list.begin(path);
    try {
      await readOne(path, list);
    } catch (error) {
      if (error instanceof FengsuiError) throw error;
      throw fileProblem(path, error);
    }
  }
  return list;
}

async function readOne(path: string, list: IndicatorList): Promise<void> {
  const first = firstLine(path);
  if (/^[[{]/.test(first)) {
    if (isWhole(first) && !isDocument(first))
      await readLines(path, (line, at) => readJsonLine(line, at, list));
    else readDocument(path, list);
    return;
  }
  const columns = columnsOf(first.split(",").map((name) => name.replace(/^"(.*)"$/, "$1")));
  if (columns !== undefined) await readCsv(path, columns, list);
  else await readLines(path, (line, at) => list.add(readValue(line, undefined), at, line));
}

/** The first line with something on it that is no comment, of the first 64 KiB. */
function firstLine(path: string): string {
  const descriptor = openSync(systemPath(path), "r");
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const head = buffer
      .subarray(0, readSync(descriptor, buffer))
      .toString("utf8")
      .replace(/^\uFEFF/, "");
    return (
      head
        .split(/\r?\n/)
        .find((line) => isContent(line))
        ?.trim() ?? ""
    );
  } finally {
    closeSync(descriptor);
  }
}

function isContent(line: string): boolean {
  return line.trim() !== "" && !line.startsWith("#");
}

function isWhole(line: string): boolean {
  return parseJson(line) !== undefined;
}

function isDocument(line: string): boolean {
  const value = parseJson(line);
  return value !== undefined && (isBundle(value) || isMisp(value) || Array.isArray(value));
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readLines(path: string, read: (line: string, at: string) => void): Promise<void> {
  const lines = createInterface({
    input: createReadStream(systemPath(path)),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const text = number === 1 ? line.replace(/^\uFEFF/, "") : line;
    if (isContent(text)) read(text.slice(0, MAX_LINE).trim(), String(number));
  }
}

async function readCsv(path: string, columns: Columns, list: IndicatorList): Promise<void> {
  const kind = kindOfColumn(columns);
  const options = {
    bom: true,
    columns: true,
    comment: "#",
    relax_column_count: true,
    trim: true,
    info: true,
  };
  const parser = createReadStream(systemPath(path)).pipe(parse({ ...options, max_record_size: MAX_LINE }));
  for await (const { record, info } of parser) {
    const text = String(record[columns.value] ?? "");
    const said = columns.kind === undefined ? kind : String(record[columns.kind] ?? "");
    const end = columns.end === undefined ? {} : endOf(String(record[columns.end] ?? ""));
    addText(text, said, String(info.lines), end, list);
  }
}

function readJsonLine(line: string, at: string, list: IndicatorList): void {
  const value = parseJson(line);
  if (!isJsonObject(value ?? null) || value === undefined || !isJsonObject(value)) {
    list.add(typeof value === "string" ? readValue(value, undefined) : undefined, at, line);
    return;
  }
  const columns = columnsOf(Object.keys(value));
  if (columns === undefined) {
    list.refuse(at, line);
    return;
  }
  const text = (name: string | undefined): string | undefined => {
    const member = name === undefined ? undefined : value[name];
    return typeof member === "string" ? member : undefined;
  };
  addText(
    text(columns.value) ?? "",
    text(columns.kind) ?? kindOfColumn(columns),
    at,
    endOf(text(columns.end)),
    list,
  );
}

/** A value, or a pattern of STIX. */
function addText(
  text: string,
  kind: string | undefined,
  at: string,
  end: { readonly expiresAt?: number },
  list: IndicatorList,
): void {
  const pattern =
    text.startsWith("[") && text.includes(":") && text.includes("=") ? readPattern(text) : undefined;
  if (pattern === undefined) list.add(readValue(text, kind), at, text, end);
  else for (const observable of pattern) list.add(observable, at, text, end);
}

function readDocument(path: string, list: IndicatorList): void {
  const value = readJsonFile(path);
  if (isBundle(value)) readBundle(value, list);
  else if (isMisp(value)) readMisp(value, list);
  else if (Array.isArray(value))
    for (const [index, member] of value.entries())
      readJsonLine(JSON.stringify(member), String(index + 1), list);
  else readJsonLine(JSON.stringify(value), "1", list);
}

/** A file that is one JSON value, within a limit. */
export function readJsonFile(path: string): JsonValue {
  if (statSync(systemPath(path)).size > MAX_JSON_BYTES)
    throw new FengsuiError(
      "input.unreadable",
      `${path}: larger than ${MAX_JSON_BYTES / 1024 / 1024} MiB of JSON`,
    );
  const value = parseJson(readFileSync(systemPath(path), "utf8").replace(/^\uFEFF/, ""));
  if (value === undefined) throw new FengsuiError("input.unreadable", `${path}: no valid JSON`);
  return value;
}
