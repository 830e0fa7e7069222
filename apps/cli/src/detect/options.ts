// SPDX-License-Identifier: Apache-2.0
/** The options of `fengsui detect`: each text to a value, or a sentence about what is accepted. */
import { FengsuiError } from "@fengsui/contract";
import type { Level, LogSource } from "@fengsui/sigma";
import { InvalidArgumentError } from "commander";
import type { PipelineOptions } from "../load-pipelines.ts";
import { parseEnd, parseStart } from "./time-range.ts";
import type { TimeUnit } from "./timeline.ts";

export const FORMATS = ["table", "json", "csv"] as const;
export type Format = (typeof FORMATS)[number];

export interface DetectOptions extends PipelineOptions {
  readonly rules: readonly string[];
  readonly format: Format;
  readonly level: Level;
  readonly from?: number;
  readonly to?: number;
  readonly output?: string;
  readonly summaryOnly?: boolean;
  readonly profile?: boolean;
  /** As `summaryOnly`, and matches by time. */
  readonly summary?: TimeUnit | "auto";
  readonly logsource?: LogSource;
  readonly indicators: readonly string[];
  readonly warninglist: readonly string[];
  readonly workers: number;
  readonly progress: boolean;
  readonly maxRecord?: number;
}

const LOGSOURCE_KEYS = ["product", "category", "service"] as const;
const MIB = 1024 * 1024;
/** A record becomes one text, and V8 holds none of more than 512 Mi characters. */
const MAX_RECORD_MIB = 256;
const TIME_HINT =
  "Use ISO 8601, such as 2026-11-23 or 2026-11-23T10:00:00+08:00; without an offset it is taken as UTC.";

export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

export function parseFrom(text: string): number {
  const time = parseStart(text);
  if (time === undefined) throw new InvalidArgumentError(TIME_HINT);
  return time;
}

export function parseTo(text: string): number {
  const time = parseEnd(text);
  if (time === undefined) throw new InvalidArgumentError(TIME_HINT);
  return time;
}

/** MiB to bytes. */
export function parseMaxRecord(text: string): number {
  const size = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(size > 0 && size <= MAX_RECORD_MIB)) {
    throw new InvalidArgumentError(`Use a number of MiB above 0 and up to ${MAX_RECORD_MIB}.`);
  }
  return Math.ceil(size * MIB);
}

export function parseLogSource(text: string): LogSource {
  const source: { product?: string; category?: string; service?: string } = {};
  for (const part of text.split(",")) {
    const [name, value, ...rest] = part.split("=").map((piece) => piece.trim());
    const key = LOGSOURCE_KEYS.find((candidate) => candidate === name);
    if (key === undefined || value === undefined || value === "" || rest.length > 0 || key in source) {
      throw new InvalidArgumentError(
        "Use product=…, category=… and service=…, each at most once, such as product=windows,service=security.",
      );
    }
    source[key] = value;
  }
  return source;
}

const MAX_WORKERS = 64;

export function parseWorkers(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MAX_WORKERS)
    throw new InvalidArgumentError(`Use a whole number from 1 to ${MAX_WORKERS}.`);
  return count;
}

export function isSummaryOnly({ summaryOnly, summary }: DetectOptions): boolean {
  return summaryOnly === true || summary !== undefined;
}

/** What is not seen in one option alone. */
export function requireConsistent(options: DetectOptions): void {
  if (options.rules.length === 0 && options.indicators.length === 0) {
    throw new FengsuiError("usage.invalid", "no rules are given", {
      hint: "Name rule files, or folders of them, with --rules; the public Sigma rules are at https://github.com/SigmaHQ/sigma.",
    });
  }
  if (options.warninglist.length > 0 && options.indicators.length === 0) {
    throw new FengsuiError(
      "usage.invalid",
      "--warninglist says something of indicators, and none are given",
      {
        hint: "Name files of indicators with --indicators.",
      },
    );
  }
  if (options.from !== undefined && options.to !== undefined && options.from > options.to) {
    throw new FengsuiError("usage.invalid", "--from is later than --to, so no event can match", {
      hint: "Swap the two, or leave one out.",
    });
  }
  if (isSummaryOnly(options) && options.format === "csv") {
    throw new FengsuiError("usage.invalid", "the summary has no CSV form", {
      hint: "Use --format table or --format json with --summary-only.",
    });
  }
}
