// SPDX-License-Identifier: Apache-2.0
/** Records to events with the readers of logs, each record by itself: what is wrong with one stops no other. */
import {
  type JsonObject,
  LOG_PROBLEMS,
  type LogProblemCode,
  type ReadOptions,
  readJsonRecord,
  readLog,
} from "@fengsui/logs";
import type { RawRecord } from "./split.ts";

export interface ParsedRecord extends RawRecord {
  readonly fields: JsonObject;
}

export interface RejectedRecord extends RawRecord {
  /** That of a reader, or of the door that the record came by. */
  readonly code: LogProblemCode | "syslog.unfinished";
  readonly message: string;
  /** Where not all of its bytes are here. */
  readonly byteCount?: number;
}

export interface ParsedRecords {
  readonly parsed: readonly ParsedRecord[];
  readonly rejected: readonly RejectedRecord[];
}

export interface ParseOptions {
  /** Every record has to be JSON; otherwise a line may be syslog, auditd or a plain message. */
  readonly isJsonOnly: boolean;
  readonly now: Date;
  /** For times that say no zone. */
  readonly toUtc?: ReadOptions["toUtc"];
}

/** A reader keeps the details of this many problems. */
const CHUNK = 1000;
export const MAX_RECORD_BYTES = 1024 * 1024;
/** The readers look at the first line to tell how an input is framed. Here every record is one line. */
const FIRST_LINE = Buffer.from("{}\n");
const LINE_END = Buffer.from("\n");

export async function parseRecords(
  records: readonly RawRecord[],
  options: ParseOptions,
): Promise<ParsedRecords> {
  const plain = records.map(({ bytes }) => readJsonRecord(bytes, { maxRecordBytes: MAX_RECORD_BYTES }));
  const others = records.filter((_, index) => plain[index] === undefined);
  const rest = await parseOthers(others, options);
  const read = new Map(rest.parsed.map((record) => [record.position, record]));
  const parsed = records.flatMap((record, index) => {
    const fields = plain[index];
    return fields === undefined ? (read.get(record.position) ?? []) : toParsed(record, fields);
  });
  return { parsed, rejected: rest.rejected };
}

/** Written out: this is done for every event. */
function toParsed({ position, bytes, clientId }: RawRecord, fields: JsonObject): ParsedRecord {
  return clientId === undefined ? { position, bytes, fields } : { position, bytes, clientId, fields };
}

async function parseOthers(records: readonly RawRecord[], options: ParseOptions): Promise<ParsedRecords> {
  const parsed: ParsedRecord[] = [];
  const rejected: RejectedRecord[] = [];
  for (let at = 0; at < records.length; at += CHUNK) {
    const part = await parseChunk(records.slice(at, at + CHUNK), options);
    parsed.push(...part.parsed);
    rejected.push(...part.rejected);
  }
  return { parsed, rejected };
}

async function parseChunk(records: readonly RawRecord[], options: ParseOptions): Promise<ParsedRecords> {
  const fields = new Map<number, JsonObject>();
  const problems = new Map<number, { code: LogProblemCode; message: string }>();
  for await (const batch of readLog(linesOf(records), {
    maxRecordBytes: MAX_RECORD_BYTES,
    format: options.isJsonOnly ? "json" : "auto",
    charset: "utf-8",
    now: options.now.getTime(),
    toUtc: options.toUtc,
  })) {
    for (const { position, code, message } of batch.problems) problems.set(position, { code, message });
    batch.events.forEach((event, index) => {
      fields.set(batch.positions[index] ?? 0, event);
    });
  }
  // A record of binary data makes the reader refuse the whole: it is looked for by halving.
  if (problems.get(0)?.code === "input.binary" && records.length > 1)
    return await parseHalves(records, options);
  return sort(records, fields, problems);
}

async function parseHalves(records: readonly RawRecord[], options: ParseOptions): Promise<ParsedRecords> {
  const middle = records.length >> 1;
  const one = await parseChunk(records.slice(0, middle), options);
  const other = await parseChunk(records.slice(middle), options);
  return { parsed: [...one.parsed, ...other.parsed], rejected: [...one.rejected, ...other.rejected] };
}

/** Line 1 is the first line of our own, so the record at an index is on line index + 2. */
function sort(
  records: readonly RawRecord[],
  fields: ReadonlyMap<number, JsonObject>,
  problems: ReadonlyMap<number, { code: LogProblemCode; message: string }>,
): ParsedRecords {
  const parsed: ParsedRecord[] = [];
  const rejected: RejectedRecord[] = [];
  records.forEach((record, index) => {
    const event = fields.get(index + 2);
    if (event !== undefined) {
      parsed.push({ ...record, fields: event });
      return;
    }
    const problem = problems.get(index + 2) ?? problems.get(0);
    const code = problem?.code ?? "json.syntax";
    rejected.push({ ...record, code, message: problem?.message ?? LOG_PROBLEMS[code].title });
  });
  return { parsed, rejected };
}

async function* linesOf(records: readonly RawRecord[]): AsyncGenerator<Buffer> {
  yield Buffer.concat([FIRST_LINE, ...records.flatMap(({ bytes }) => [bytes, LINE_END])]);
}
