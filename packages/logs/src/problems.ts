// SPDX-License-Identifier: Apache-2.0
/**
 * Problems: what is wrong with an input, as values. A log file is somebody's data, so nothing in it is an
 * exception: every finding has a stable code, a place, a sentence and a way to mend it, and reading goes on.
 */

interface Definition {
  readonly title: string;
  readonly hint: string;
}

/** The catalogue. A code is part of the API: it is never reused and never changes its meaning. */
export const LOG_PROBLEMS = {
  "input.truncated": {
    title: "The compressed input ends before its end mark.",
    hint: "The file was cut short; copy it again. What came before the cut has been read.",
  },
  "input.corrupt": {
    title: "The compressed input is damaged.",
    hint: "Copy the file again, or test it with `gzip -t` or `zstd -t`. What came before the damage has been read.",
  },
  "input.trailing": {
    title: "Other bytes follow the end of the compressed data.",
    hint: "The compressed data has been read, the rest has not; see what was appended to the file.",
  },
  "input.binary": {
    title: "The input is not a log: it is binary data of another kind.",
    hint: "Give log text, JSON or EVTX, plain or compressed with gzip or zstd; unpack other archives first.",
  },
  "record.too_large": {
    title: "A record is larger than a record may be.",
    hint: "The record was skipped. Where records of this size are wanted, raise --max-record (of the reader: maxRecordBytes).",
  },
  "record.too_deep": {
    title: "A record is nested deeper than a record may be.",
    hint: "The record was skipped. Programs that want such nesting raise the reader's maxDepth.",
  },
  "json.syntax": {
    title: "A JSON record does not parse.",
    hint: "The record was skipped. Mend it where it was written; a cut-off line is the usual cause.",
  },
  "json.not_object": {
    title: "A JSON record is not an object.",
    hint: "The record was skipped. An event is an object of fields; wrap the value in one.",
  },
  "json.unfinished": {
    title: "The input ends in the middle of a JSON value.",
    hint: "The unfinished value was skipped. Look for a missing bracket or quote, or copy the file again.",
  },
  "text.invalid_utf8": {
    title: "The text has bytes that are not UTF-8.",
    hint: "They were replaced by U+FFFD. If the file is in another charset, name it (charset), for instance gb18030.",
  },
  "text.undecodable": {
    title: "The text has bytes that its charset does not know.",
    hint: "They were replaced by U+FFFD. If the charset was guessed wrongly, name it (charset).",
  },
  "text.nul": {
    title: "The text has lines that begin or end with NUL bytes.",
    hint: "The NULs were dropped; they usually mark a crash or a log that was truncated while being written.",
  },
  "evtx.header": {
    title: "The input is not an EVTX file.",
    hint: "Leave the format to be detected, or export the log again.",
  },
  "evtx.truncated": {
    title: "The EVTX file ends before its last chunk does.",
    hint: "Copy the file again. The records before the cut have been read.",
  },
  "evtx.chunk": {
    title: "A chunk of the EVTX file is damaged.",
    hint: "Its records were skipped. Export the log again with `wevtutil epl`, or use a carving tool.",
  },
  "evtx.checksum": {
    title: "A chunk of the EVTX file does not match its checksum.",
    hint: "Its records were read all the same; treat them with care, the file was changed or damaged.",
  },
  "evtx.record": {
    title: "A record of the EVTX file is damaged.",
    hint: "The record was skipped. Export the log again with `wevtutil epl` if the source still exists.",
  },
} as const satisfies Record<string, Definition>;

export type LogProblemCode = keyof typeof LOG_PROBLEMS;

export interface LogProblem {
  readonly code: LogProblemCode;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** As `LogBatch.positions`; 0 if the problem is of the input as a whole. */
  readonly position: number;
  /** The beginning of the record, at most 120 characters, control characters escaped. */
  readonly excerpt: string;
}

/** An input keeps this many problems with their details; further ones are counted. */
export const MAX_DETAILED_PROBLEMS = 1000;

const EXCERPT_CHARACTERS = 120;
// Also the line and paragraph separators and the bidirectional controls: an excerpt is shown in a terminal.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** The beginning of a record, fit for a terminal. */
export function excerptOf(text: string): string {
  const shown = text.slice(0, EXCERPT_CHARACTERS).replace(UNPRINTABLE, escapeCharacter);
  const isAll = text.length <= EXCERPT_CHARACTERS && shown.length <= EXCERPT_CHARACTERS;
  const excerpt = isAll ? shown : `${shown.slice(0, EXCERPT_CHARACTERS - 1)}…`;
  // A copy: a slice of a string keeps all of it alive, which may be a megabyte.
  return Buffer.from(excerpt, "utf8").toString("utf8");
}

function escapeCharacter(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
