// SPDX-License-Identifier: Apache-2.0
/**
 * Quality of detection, on the corpus: the share of labelled events that fire their rule, and how many alerts a
 * thousand recorded events of Windows make, before and after they are grouped by rule, host and hour.
 *
 *     npm run bench:detection
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  compileRules,
  describeEvent,
  isJsonObject,
  type JsonObject,
  LEVELS,
  type Level,
  type Ruleset,
} from "@fengsui/sigma";
import { loadRules, requireCorpus, unpackEvents } from "../sigma/corpus.ts";

const HOUR_MS = 3_600_000;

interface Quality {
  readonly rules: Set<string>;
  readonly groups: Set<string>;
  alerts: number;
}

function readEvents(name: string): readonly JsonObject[] {
  const folder = mkdtempSync(join(tmpdir(), "fengsui-bench-"));
  try {
    return unpackEvents(name, folder).lines.map((line): JsonObject => JSON.parse(line.toString()));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printLabelled(ruleset: Ruleset): void {
  const labelled = readEvents("sigma-labelled");
  const silent = labelled.filter(({ rule_id: id, event }) => {
    const found = isJsonObject(event ?? null) && isJsonObject(event) ? ruleset.match(event) : [];
    return !found.some(({ rule }) => rule.id === id);
  });
  const fired = labelled.length - silent.length;
  const share = ((100 * fired) / labelled.length).toFixed(1);
  const ids = new Set(labelled.map(({ rule_id: id }) => String(id)));
  const heard = new Set(labelled.filter((one) => !silent.includes(one)).map(({ rule_id: id }) => String(id)));
  console.log(`Rules with labelled events that fire on one of them: ${heard.size} of ${ids.size}`);
  console.log(`Labelled events that fire their rule: ${fired} of ${labelled.length} (${share} %)`);
  for (const { rule_id: id, path } of silent) console.log(`  silent: ${String(id)} ${String(path)}`);
}

function qualityOf(ruleset: Ruleset, events: readonly JsonObject[]): ReadonlyMap<Level, Quality> {
  const levels = new Map<Level, Quality>(
    LEVELS.map((level) => [level, { rules: new Set(), groups: new Set(), alerts: 0 }]),
  );
  for (const event of events) {
    const matches = ruleset.match(event);
    if (matches.length === 0) continue;
    const { time, host } = describeEvent(event);
    for (const { rule } of matches) {
      const quality = levels.get(rule.level);
      if (quality === undefined) continue;
      quality.alerts += 1;
      quality.rules.add(rule.id);
      quality.groups.add(
        JSON.stringify([rule.id, host, time === undefined ? null : Math.floor(time / HOUR_MS)]),
      );
    }
  }
  return levels;
}

function printAlerts(levels: ReadonlyMap<Level, Quality>, count: number): void {
  const perThousand = (number: number): string => ((1000 * number) / count).toFixed(2).padStart(12);
  console.log(`\nAlerts of ${count} events of Windows (windows-otrf), by level of the rule:\n`);
  console.log("level          rules that fire   matches   a thousand   grouped   a thousand");
  const sum = { rules: 0, alerts: 0, groups: 0 };
  for (const level of LEVELS.toReversed()) {
    const { rules, alerts, groups } = levels.get(level) ?? { rules: new Set(), alerts: 0, groups: new Set() };
    sum.rules += rules.size;
    sum.alerts += alerts;
    sum.groups += groups.size;
    printRow(level, rules.size, alerts, groups.size, perThousand);
  }
  printRow("all", sum.rules, sum.alerts, sum.groups, perThousand);
}

function printRow(
  name: string,
  rules: number,
  alerts: number,
  groups: number,
  perThousand: (number: number) => string,
): void {
  const before = `${String(rules).padStart(15)}${String(alerts).padStart(10)} ${perThousand(alerts)}`;
  console.log(`${name.padEnd(15)}${before}${String(groups).padStart(10)} ${perThousand(groups)}`);
}

requireCorpus();
const ruleset = compileRules(loadRules());
console.log(`${ruleset.rules.length} rules`);
printLabelled(ruleset);
const events = readEvents("windows-otrf");
printAlerts(qualityOf(ruleset, events), events.length);
