// SPDX-License-Identifier: Apache-2.0
/** The options of a read, and the same with every default filled in. */

/** A date and time as clocks of a place showed it, written as if it were UTC, to what it is in UTC; both in ms. */
export type LocalClock = (localMs: number) => number;

export interface ReadOptions {
  /** Longer lines and JSON values are a problem and are skipped in bounded memory. Default 16 MiB. */
  readonly maxRecordBytes?: number;
  /** Deeper nesting is a problem; an event of this depth itself is accepted. Default 64. */
  readonly maxDepth?: number;
  /** Events in a batch. Default 512. */
  readonly batchEvents?: number;
  /** An encoding label of the WHATWG Encoding Standard. Default: detected. A label it does not know throws. */
  readonly charset?: string;
  readonly format?: LogFormat;
  /**
   * The time that RFC 3164 dates without a year are seen from, in epoch milliseconds: they get the latest year
   * that puts them at most a day after it. Without it they stay as they are.
   */
  readonly now?: number;
  /** Of RFC 3164 dates, which have no zone. Default: they are UTC. */
  readonly toUtc?: LocalClock | undefined;
}

export type LogFormat = "auto" | "json" | "syslog" | "evtx";

export interface Limits {
  readonly maxRecordBytes: number;
  readonly maxDepth: number;
  readonly batchEvents: number;
  readonly charset: string | undefined;
  readonly format: LogFormat;
  readonly now: number | undefined;
  readonly toUtc: LocalClock | undefined;
}

export function limitsOf(options: ReadOptions): Limits {
  return {
    maxRecordBytes: options.maxRecordBytes ?? 16 * 1024 * 1024,
    maxDepth: options.maxDepth ?? 64,
    batchEvents: Math.max(1, options.batchEvents ?? 512),
    charset: options.charset,
    format: options.format ?? "auto",
    now: options.now,
    toUtc: options.toUtc,
  };
}
