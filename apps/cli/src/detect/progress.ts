// SPDX-License-Identifier: Apache-2.0
/**
 * The progress bar on standard error. The drawing is cli-progress; figures and time left are our own, since the bar
 * is taken away and put back around each printed row. It hides no cursor and changes no terminal mode, so that a
 * killed process leaves nothing behind to mend.
 */
import cliProgress, { type GenericFormatter } from "cli-progress";
import { formatBytes, formatCount, formatDuration } from "../format-figures.ts";
import type { Summary } from "./summary.ts";

export interface ProgressTotals {
  readonly files: number;
  /** Undefined where it is not known, as of standard input. */
  readonly bytes: number | undefined;
}

/** On a narrower terminal the figures need the room. */
const NARROWEST_WITH_BAR = 110;

export interface Progress {
  readonly update: () => void;
  /** Runs what prints to the terminal with the bar out of the way. */
  readonly aside: (print: () => Promise<void>) => Promise<void>;
  readonly stop: () => void;
}

export const noProgress: Progress = {
  update: () => undefined,
  aside: (print) => print(),
  stop: () => undefined,
};

export function startProgress(summary: Summary, totals: ProgressTotals): Progress {
  const started = performance.now();
  const format: GenericFormatter = (options, { maxWidth }) => {
    const line = describeProgress(summary, totals, (performance.now() - started) / 1000);
    if (totals.bytes === undefined || totals.bytes === 0) return line;
    const part = Math.min(1, summary.bytes / totals.bytes);
    const drawn =
      maxWidth < NARROWEST_WITH_BAR
        ? `${Math.floor(part * 100)}% ·`
        : cliProgress.Format.BarFormat(part, options);
    return `${drawn} ${line}`;
  };
  const bar = new cliProgress.SingleBar({
    format,
    stream: process.stderr,
    barsize: 16,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    clearOnComplete: true,
    hideCursor: null,
    linewrap: true,
    gracefulExit: false,
  });
  const start = (): void => bar.start(totals.bytes ?? 0, summary.bytes);
  let isStopped = false;
  start();
  return {
    update: () => bar.update(summary.bytes),
    aside: async (print) => {
      bar.stop();
      await print();
      if (!isStopped) start();
    },
    stop: () => {
      isStopped = true;
      bar.stop();
    },
  };
}

/** Files done, bytes, rate, matches, time left. */
export function describeProgress(summary: Summary, totals: ProgressTotals, seconds: number): string {
  const rate = seconds > 0 ? summary.events / seconds : 0;
  const parts = [
    `${summary.filesDone}/${totals.files} files`,
    totals.bytes === undefined
      ? formatBytes(summary.bytes)
      : `${formatBytes(summary.bytes)} of ${formatBytes(totals.bytes)}`,
    `${formatCount(Math.round(rate))} events/s`,
    `${formatCount(summary.matches)} matches`,
  ];
  if (totals.bytes !== undefined && summary.bytes > 0) {
    const left = Math.max(0, totals.bytes / summary.bytes - 1) * seconds;
    parts.push(`${formatDuration(left)} left`);
  }
  return parts.join(" · ");
}
