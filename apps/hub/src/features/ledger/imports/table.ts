// SPDX-License-Identifier: Apache-2.0
/** A file as a table: which charset and delimiter it has, and its rows with the lines where they stand. */
import { Readable } from "node:stream";
import { setImmediate as breathe } from "node:timers/promises";
import { FengsuiError, IMPORT_CHARSETS, IMPORT_DELIMITERS, MAX_IMPORT_ROWS } from "@fengsui/contract";
import { detectCharset } from "@fengsui/logs";
import { CsvError, type Options, parse } from "csv-parse";
import { parse as parseAtOnce } from "csv-parse/sync";
import { z } from "zod";

export type Charset = (typeof IMPORT_CHARSETS)[number];
export type Delimiter = (typeof IMPORT_DELIMITERS)[number];

export interface TableForm {
  readonly charset: Charset;
  readonly delimiter: Delimiter;
}

export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** From 1; that of the headers is 1, too. */
  readonly line: number;
  readonly cells: readonly string[];
}

const HEAD_BYTES = 64 * 1024;
const HEAD_ROWS = 30;
const MAX_COLUMNS = 100;
const MAX_CELL_CHARACTERS = 10_000;
const CHUNK_CHARACTERS = 256 * 1024;
const BREATHE_EVERY = 1000;

const READ: Options = {
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
  trim: true,
  max_record_size: MAX_COLUMNS * MAX_CELL_CHARACTERS,
};
const RECORD = z.object({ info: z.object({ lines: z.int() }), record: z.array(z.string()) });

export function detectForm(bytes: Buffer): TableForm {
  const head = bytes.subarray(0, HEAD_BYTES);
  const { label } = detectCharset(head);
  const charset = IMPORT_CHARSETS.find((known) => known === label) ?? "utf-8";
  return { charset, delimiter: detectDelimiter(decode(head, charset)) };
}

/** The one by which most lines have as many cells as the first, and that has the most cells. */
function detectDelimiter(text: string): Delimiter {
  let best: { delimiter: Delimiter; cells: number } = { delimiter: ",", cells: 1 };
  for (const delimiter of IMPORT_DELIMITERS) {
    const rows = readHead(text, delimiter);
    const cells = rows[0]?.length ?? 0;
    const alike = rows.filter((row) => row.length === cells).length;
    if (alike * 2 > rows.length && cells > best.cells) best = { delimiter, cells };
  }
  return best.delimiter;
}

function readHead(text: string, delimiter: Delimiter): string[][] {
  try {
    const records = z.array(RECORD).parse(parseAtOnce(text, { ...READ, delimiter, to: HEAD_ROWS }));
    // The last may be cut off.
    return records.map(({ record }) => record).slice(0, Math.max(1, records.length - 1));
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

export async function readTable(bytes: Buffer, { charset, delimiter }: TableForm): Promise<Table> {
  const rows: TableRow[] = [];
  try {
    const parser = Readable.from(chunksOf(decode(bytes, charset))).pipe(parse({ ...READ, delimiter }));
    for await (const found of parser) {
      const { info, record } = RECORD.parse(found);
      rows.push({ line: info.lines, cells: record.map(cellOf) });
      if (rows.length > MAX_IMPORT_ROWS + 1) throw unreadable(`it has more than ${MAX_IMPORT_ROWS} rows`);
      if (rows.length % BREATHE_EVERY === 0) await breathe();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(error.message, error);
  }
  const [first, ...rest] = rows;
  if (first === undefined) throw unreadable("it holds no line");
  if (first.cells.length > MAX_COLUMNS) throw unreadable(`it has more than ${MAX_COLUMNS} columns`);
  return { headers: first.cells, rows: rest };
}

function* chunksOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += CHUNK_CHARACTERS) yield text.slice(at, at + CHUNK_CHARACTERS);
}

/** PostgreSQL takes no zero in a text. */
function decode(bytes: Buffer, charset: Charset): string {
  return new TextDecoder(charset).decode(bytes).replaceAll("\0", "");
}

/** What our own export disarmed is as it was. */
function cellOf(text: string): string {
  return text.replace(DISARMED, "").slice(0, MAX_CELL_CHARACTERS);
}

const DISARMED = /^'(?=[=+\-@\t\r＝＋－＠])/;

function unreadable(detail: string, cause?: unknown): FengsuiError {
  return new FengsuiError("ledger_import.unreadable", detail, { cause });
}
