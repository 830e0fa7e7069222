// SPDX-License-Identifier: Apache-2.0
/**
 * Real rules on real logs. testdata/corpus/<file>.txt says what each file of events is recognised as and which rules
 * match how often; UPDATE_GOLDEN=1 writes it anew: read the difference before you keep it.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, type TestContext, test } from "node:test";
import {
  compileRules,
  describeEvent,
  type JsonObject,
  type LogSource,
  type ParseOptions,
  type Ruleset,
  shippedPipeline,
} from "./index.ts";
import { Comparers } from "./test-kit/compare.ts";
import { type CorpusRules, corpusFolder, NO_CORPUS, readCorpusRules, readEvents } from "./test-kit/corpus.ts";

const FOLDER = corpusFolder(process.env);
const FIGURES = join(import.meta.dirname, "../testdata/corpus");

const FILES = {
  "windows-otrf": { events: 54_808, withoutTime: 0 },
  "zeek-otrf": { events: 7_804, withoutTime: 2_880 },
  "linux-auditd-log4shell": { events: 50, withoutTime: 0 },
  "linux-sysmon-log4shell": { events: 93, withoutTime: 0 },
  "aws-cloudtrail-s3-exfiltration": { events: 103, withoutTime: 0 },
} as const;

interface Corpus {
  readonly folder: string;
  readonly rules: CorpusRules;
  readonly ruleset: Ruleset;
}

/** The plain matcher is slow and a test has a limit, also on a machine that does much else: some seconds each. */
const EVENTS_PER_PART = 8_000;

const comparers = new Comparers();
after(() => comparers[Symbol.asyncDispose]());

let corpus: Corpus | undefined;

/** The corpus, read once; without one the test is skipped. */
function open(t: TestContext): Corpus | undefined {
  if (FOLDER === undefined) {
    t.skip(NO_CORPUS);
    return undefined;
  }
  if (corpus === undefined) {
    const rules = readCorpusRules(FOLDER);
    corpus = { folder: FOLDER, rules, ruleset: compileRules(rules.rules) };
  }
  return corpus;
}

test("all real rules load, but for those with an undefined placeholder", (t) => {
  const opened = open(t);
  if (opened === undefined) return;
  const { fileCount, rules, diagnostics } = opened.rules;
  assert.equal(fileCount, 3_756);
  assert.equal(rules.length, 3_754);
  assert.deepEqual(
    diagnostics.map(({ code, severity, file }) => ({ code, severity, file: file.split("/").at(-1) })),
    [
      {
        code: "placeholder.undefined",
        severity: "error",
        file: "win_security_adcs_certighost_cdc_chase_request.yml",
      },
      {
        code: "placeholder.undefined",
        severity: "error",
        file: "win_security_adcs_certighost_cert_issued_via_chase.yml",
      },
    ],
  );
  assert.deepEqual(opened.ruleset.diagnostics, []);
});

test("the real rules have what the collection says they have", (t) => {
  const opened = open(t);
  if (opened === undefined) return;
  const { rules } = opened.rules;
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  assert.ok(rules.every(({ id }) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)));
  assert.ok(
    rules.every(({ title, status, span }) => title !== "" && status !== undefined && span.line === 1),
  );
  assert.ok(rules.filter(({ techniques }) => techniques.length > 0).length > 3_000);
});

function countBy(keys: Iterable<string>): [string, number][] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function showSource({ product = "-", category = "-", service = "-" }: LogSource): string {
  return `${product} ${category} ${service}`;
}

function showFigures(events: readonly JsonObject[], ruleset: Ruleset): string {
  const sources = countBy(events.map((event) => showSource(describeEvent(event).logsource ?? {})));
  const matches = events.flatMap((event) => ruleset.match(event).map(({ rule }) => rule));
  const rules = countBy(matches.map(({ level, title }) => `${level}: ${title}`));
  const list = (counts: readonly [string, number][]): string[] =>
    counts.map(([key, count]) => `${String(count).padStart(7)}  ${key}`);
  return [
    `${events.length} events, by product, category and service:`,
    ...list(sources),
    "",
    `${matches.length} matches of ${rules.length} rules:`,
    ...list(rules),
    "",
  ].join("\n");
}

for (const [name, { events: count, withoutTime }] of Object.entries(FILES)) {
  test(`every event of ${name} is recognised, with its time and host`, (t) => {
    const opened = open(t);
    if (opened === undefined) return;
    const events = readEvents(opened.folder, name);
    assert.equal(events.length, count);
    const timeless: JsonObject[] = [];
    for (const event of events) {
      const { logsource, time, host } = describeEvent(event);
      assert.ok(logsource !== undefined && logsource.product !== undefined, JSON.stringify(event));
      assert.ok(host !== undefined && host !== "", JSON.stringify(event));
      if (time === undefined) timeless.push(event);
      else assert.ok(time > Date.UTC(2019, 0) && time < Date.UTC(2024, 0), `${time}`);
    }
    assert.equal(timeless.length, withoutTime);
    assert.ok(timeless.every((event) => event["ts"] === undefined));
  });

  test(`the log sources and the matches of ${name} are those we know`, (t) => {
    const opened = open(t);
    if (opened === undefined) return;
    const figures = showFigures(readEvents(opened.folder, name), opened.ruleset);
    const file = join(FIGURES, `${name}.txt`);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, figures);
    assert.equal(figures, readFileSync(file, "utf8"));
  });

  const parts = Math.ceil(count / EVENTS_PER_PART);
  for (let part = 0; part < parts; part++) {
    const which = parts === 1 ? "" : `, part ${part + 1}`;
    test(`both matchers find the same in every event of ${name}${which}`, async (t) => {
      const opened = open(t);
      if (opened === undefined) return;
      const compared = await comparers.compare(opened.folder, name, count, part, parts);
      assert.deepEqual(compared.differences, []);
      assert.equal(compared.events, Math.floor((count - 1 - part) / parts) + 1);
      assert.ok(compared.matches > 0);
    });
  }
}

interface Labelled {
  readonly rule_id: string;
  readonly event: JsonObject;
}

test("every labelled rule fires on its events", (t) => {
  const opened = open(t);
  if (opened === undefined) return;
  const labelled = readEvents(opened.folder, "sigma-labelled") as unknown as readonly Labelled[];
  assert.equal(labelled.length, 114);
  const fires = ({ rule_id, event }: Labelled): boolean =>
    opened.ruleset.match(event).some(({ rule }) => rule.id === rule_id);
  const ids = new Set(labelled.map(({ rule_id }) => rule_id));
  const silent = [...ids].filter((id) => !labelled.some((entry) => entry.rule_id === id && fires(entry)));
  assert.equal(ids.size, 104);
  assert.deepEqual(silent, []);
  // Three rules have further events that only stand beside the one they are about, such as the stream
  // `:Zone.Identifier` of a dropped file: the rules do not say that these match.
  assert.equal(labelled.filter(fires).length, 107);
});

test("both matchers find the same in every labelled event", (t) => {
  const opened = open(t);
  if (opened === undefined) return;
  for (const { event } of readEvents(opened.folder, "sigma-labelled") as unknown as readonly Labelled[]) {
    assert.deepEqual(
      opened.ruleset.match(event).map(({ rule }) => rule.id),
      opened.ruleset.matchNaively(event).map(({ id }) => id),
    );
  }
});

test("few rules are tested for an event, so that rules cost little", (t) => {
  const opened = open(t);
  if (opened === undefined) return;
  const ruleset = compileRules(opened.rules.rules);
  for (const event of readEvents(opened.folder, "windows-otrf")) ruleset.match(event);
  const { events, candidates, matches } = ruleset.statistics();
  assert.ok(candidates >= matches);
  assert.ok(candidates / events < 0.5, `${candidates} candidates of ${events} events`);
});

/** Logs whose pipelines only rename, and each for rules of its own: together they find what the logs' tables find. */
const RENAMED = ["zeek-otrf", "linux-auditd-log4shell", "aws-cloudtrail-s3-exfiltration"];
/** Of the Windows events; rules through a pipeline have to be read anew, which takes long enough. */
const SOME_EVENTS = 8_000;

function shipped(...names: readonly string[]): ParseOptions {
  return { pipelines: names.flatMap((name) => shippedPipeline(name)?.pipeline ?? []) };
}

test("real events: through the pipelines of their logs, rules find what they find without them", (t) => {
  const opened = open(t);
  if (opened === undefined) return;
  const through = readCorpusRules(opened.folder, shipped("zeek", "auditd", "cloudtrail"));
  for (const file of RENAMED) {
    const events = readEvents(opened.folder, file);
    const counts = countMatches(through, events);
    assert.deepEqual(counts, countMatches(opened.rules, events), file);
    assert.ok(counts.size > 0, file);
  }
});

test("real events: through Sysmon's pipeline, rules find no more than without it", (t) => {
  const opened = open(t);
  if (opened === undefined) return;
  const events = readEvents(opened.folder, "windows-otrf").slice(0, SOME_EVENTS);
  const plain = countMatches(opened.rules, events);
  const through = countMatches(readCorpusRules(opened.folder, shipped("sysmon")), events);
  for (const [rule, count] of through) assert.ok(count <= (plain.get(rule) ?? 0), rule);
  assert.ok(through.size > 0);
});

function countMatches({ rules }: CorpusRules, events: readonly JsonObject[]): ReadonlyMap<string, number> {
  const ruleset = compileRules(rules);
  const counts = new Map<string, number>();
  for (const event of events)
    for (const { rule } of ruleset.match(event)) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return counts;
}
