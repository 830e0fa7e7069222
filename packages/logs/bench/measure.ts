// SPDX-License-Identifier: Apache-2.0
/**
 * Speed of the reader on one file, and for lines of JSON the ratio to `JSON.parse` on lines that are split already:
 *
 *     node packages/logs/bench/measure.ts <file> [runs]
 */
import { readFileSync } from "node:fs";
import { argv, stdout } from "node:process";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { readLog } from "../src/index.ts";

const [, , path = "", runs = "10"] = argv;
const file = readFileSync(path);
const bytes = path.endsWith(".zst")
  ? zstdDecompressSync(file)
  : path.endsWith(".gz")
    ? gunzipSync(file)
    : file;

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65536) yield bytes.subarray(at, at + 65536);
}

async function readMs(): Promise<[ms: number, events: number]> {
  const start = performance.now();
  let events = 0;
  for await (const batch of readLog(chunks())) events += batch.events.length;
  return [performance.now() - start, events];
}

function parseMs(lines: readonly string[]): number {
  const start = performance.now();
  let batch: unknown[] = [];
  for (const line of lines) {
    batch.push(JSON.parse(line));
    if (batch.length === 512) batch = [];
  }
  return performance.now() - start;
}

const isJsonLines = bytes[0] === 0x7b;
const lines = isJsonLines ? bytes.toString("utf8").trimEnd().split("\n") : [];
let best = Number.POSITIVE_INFINITY;
let bestParse = Number.POSITIVE_INFINITY;
let events = 0;
for (let run = 0; run < Number(runs); run++) {
  if (isJsonLines) bestParse = Math.min(bestParse, parseMs(lines));
  const [ms, count] = await readMs();
  best = Math.min(best, ms);
  events = count;
}
const megabytes = bytes.length / 1e6;
stdout.write(`${events} events, ${megabytes.toFixed(1)} MB, best of ${runs}: ${best.toFixed(0)} ms, `);
stdout.write(
  `${Math.round(events / (best / 1000))} events/s, ${Math.round(megabytes / (best / 1000))} MB/s\n`,
);
if (isJsonLines) {
  stdout.write(`JSON.parse alone: ${bestParse.toFixed(0)} ms; ratio ${(best / bestParse).toFixed(2)}\n`);
}
