// SPDX-License-Identifier: Apache-2.0
/** Compares both matchers on shares of a file of real events, in a thread of its own: the plain one is slow. */
import { parentPort, workerData } from "node:worker_threads";
import { compileRules, type JsonObject, type Ruleset } from "../index.ts";
import { readCorpusRules, readLines } from "./corpus.ts";
import { excerpt } from "./matching.ts";

export interface Share {
  readonly name: string;
  /** This share is every event whose number leaves `share` when divided by `shares`. */
  readonly share: number;
  readonly shares: number;
}

export interface Comparison {
  readonly events: number;
  readonly matches: number;
  readonly differences: readonly string[];
}

const MAX_DIFFERENCES = 5;

function compareShare(ruleset: Ruleset, lines: readonly string[], { share, shares }: Share): Comparison {
  let events = 0;
  let matches = 0;
  const differences: string[] = [];
  for (let number = share; number < lines.length && differences.length < MAX_DIFFERENCES; number += shares) {
    const event: JsonObject = JSON.parse(lines[number] ?? "");
    const indexed = ruleset.match(event).map(({ rule }) => rule.id);
    const plain = ruleset.matchNaively(event).map(({ id }) => id);
    events++;
    matches += plain.length;
    if (indexed.join() !== plain.join())
      differences.push(`indexed [${indexed}], plain [${plain}]: ${excerpt(event)}`);
  }
  return { events, matches, differences };
}

/** Rules and lines are read once, however many shares follow. */
function serve(folder: string, port: NonNullable<typeof parentPort>): void {
  const ruleset = compileRules(readCorpusRules(folder).rules);
  let name = "";
  let lines: readonly string[] = [];
  port.on("message", (share: Share) => {
    if (share.name !== name) lines = readLines(folder, share.name);
    name = share.name;
    port.postMessage(compareShare(ruleset, lines, share));
  });
}

if (parentPort !== null) serve(String(workerData), parentPort);
