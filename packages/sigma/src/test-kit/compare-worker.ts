// SPDX-License-Identifier: Apache-2.0
/** Compares both matchers on a share of a file of real events, in a thread of its own: the plain one is slow. */
import { parentPort, workerData } from "node:worker_threads";
import { compileRules, type JsonObject } from "../index.ts";
import { readCorpusRules, readLines } from "./corpus.ts";
import { excerpt } from "./matching.ts";

export interface Share {
  readonly folder: string;
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

export function compareShare({ folder, name, share, shares }: Share): Comparison {
  const ruleset = compileRules(readCorpusRules(folder).rules);
  let events = 0;
  let matches = 0;
  const differences: string[] = [];
  readLines(folder, name).forEach((line, number) => {
    if (number % shares !== share || differences.length >= MAX_DIFFERENCES) return;
    const event: JsonObject = JSON.parse(line);
    const indexed = ruleset.match(event).map(({ rule }) => rule.id);
    const plain = ruleset.matchNaively(event).map(({ id }) => id);
    events++;
    matches += plain.length;
    if (indexed.join() !== plain.join())
      differences.push(`indexed [${indexed}], plain [${plain}]: ${excerpt(event)}`);
  });
  return { events, matches, differences };
}

if (parentPort !== null) parentPort.postMessage(compareShare(workerData));
