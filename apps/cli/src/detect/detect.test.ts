// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Folder, fengsui } from "../test-kit/command.ts";
import { DISCOVERY_RULE, EDITOR_RULE, HARMLESS, processStart, WHOAMI } from "../test-kit/samples.ts";

interface PrintedMatch {
  readonly time: string | null;
  readonly level: string;
  readonly rule: { readonly id: string; readonly title: string; readonly file: string };
  readonly tags: readonly string[];
  readonly techniques: readonly string[];
  readonly host: string | null;
  readonly fields: readonly { readonly field: string; readonly value: string }[];
  readonly source: { readonly file: string; readonly position: number };
  readonly event: Readonly<Record<string, unknown>>;
}

function parseLines(text: string): readonly PrintedMatch[] {
  return text
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line): PrintedMatch => JSON.parse(line));
}

function evidence(): Folder {
  const folder = new Folder();
  folder.write("rules/discovery.yml", DISCOVERY_RULE);
  folder.write("rules/more/editor.yaml", EDITOR_RULE);
  return folder;
}

test("a match is a row of the table, with a summary by rule, host and technique below", async () => {
  using folder = evidence();
  folder.write("logs/a.ndjson", HARMLESS + WHOAMI + WHOAMI);
  const { code, stdout, stderr } = await fengsui(["detect", "logs", "--rules", "rules"], {
    cwd: folder.path,
  });
  assert.equal(code, 1);
  assert.equal(stderr, "");
  const row = stdout.split("\n").find((line) => line.includes("logs/a.ndjson:2"));
  assert.match(
    row ?? "",
    /^2026-11-02T10:00:00\.000Z {2}high +Account Discovery By Console +T1033 +ws-01\.example\.org +CommandLine=whoami \/all +logs\/a\.ndjson:2$/,
  );
  assert.match(stdout, /│ high +│ Account Discovery By Console │ +2 │/);
  assert.match(stdout, /│ ws-01\.example\.org │ +2 │/);
  assert.match(stdout, /│ T1033 +│ +2 │/);
  assert.match(stdout, /2 matches \(high 2\)\n3 events read from 1 file, /);
  assert.match(stdout, /Rules: 2 used, from 2 files/);
});

test("json prints one whole object for each match, and the summary on standard error", async () => {
  using folder = evidence();
  const log = folder.write("a.ndjson", HARMLESS + WHOAMI);
  const { stdout, stderr } = await fengsui(["detect", log, "-r", join(folder.path, "rules"), "-f", "json"]);
  const [match, ...others] = parseLines(stdout);
  assert.deepEqual(others, []);
  assert.equal(match?.time, "2026-11-02T10:00:00.000Z");
  assert.equal(match?.level, "high");
  assert.deepEqual(match?.rule, {
    id: "0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e01",
    title: "Account Discovery By Console",
    file: join(folder.path, "rules/discovery.yml"),
  });
  assert.deepEqual(match?.techniques, ["T1033"]);
  assert.deepEqual(match?.tags, ["attack.discovery", "attack.t1033"]);
  assert.equal(match?.host, "ws-01.example.org");
  assert.deepEqual(match?.fields, [{ field: "CommandLine", value: "whoami /all" }]);
  assert.deepEqual(match?.source, { file: log, position: 2 });
  assert.deepEqual(match?.event, JSON.parse(WHOAMI));
  assert.match(stderr, /1 match \(high 1\)/);
});

test("a CSV value that a spreadsheet would run as a formula gets a leading apostrophe", async () => {
  using folder = evidence();
  const hosts = ["=1+1", "+1", "-1", "@sum", "\tx", "plain"];
  folder.write("a.ndjson", hosts.map((host) => processStart({ commandLine: "whoami", host })).join(""));
  const { stdout } = await fengsui(["detect", "a.ndjson", "-r", "rules", "-f", "csv"], { cwd: folder.path });
  const [header, ...rows] = stdout.trimEnd().split("\n");
  assert.match(header ?? "", /^time,level,rule_id,rule_title,/);
  assert.deepEqual(
    rows.map((row) => row.split(",")[7]),
    ["'=1+1", "'+1", "'-1", "'@sum", "'\tx", "plain"],
  );
});

test("control characters of a log are shown as escapes in the table and the summary, never passed on", async () => {
  using folder = evidence();
  const commandLine = "whoami \u001b]0;owned\u0007\u001b[2J\r\n\u202Egpj.exe\u202C \u009b31m";
  folder.write("a.ndjson", `${processStart({ commandLine, host: "ws\u001b[31m" })}{broken \u001b[31m\n`);
  const { stdout } = await fengsui(["detect", "a.ndjson", "-r", "rules"], { cwd: folder.path });
  assert.doesNotMatch(stdout.replaceAll("\n", ""), /[\p{Cc}\u202A-\u202E]/u);
  assert.ok(stdout.includes("whoami \\x1b]0;owned\\x07\\x1b[2J\\r\\n\\u202egpj.exe\\u202c \\x9b31m"), stdout);
});

test("json keeps the values and leaves no raw control character to a terminal", async () => {
  using folder = evidence();
  const commandLine = "whoami \u001b[2J \u202Egpj \u009b31m";
  folder.write("a.ndjson", processStart({ commandLine }));
  const { stdout } = await fengsui(["detect", "a.ndjson", "-r", "rules", "-f", "json"], { cwd: folder.path });
  assert.doesNotMatch(stdout.replaceAll("\n", ""), /[\p{Cc}\u202A-\u202E]/u);
  assert.equal(parseLines(stdout)[0]?.fields[0]?.value, commandLine);
});

test("--level leaves out rules below the level", async () => {
  using folder = evidence();
  folder.write("a.ndjson", WHOAMI + processStart({ commandLine: "notepad" }));
  const run = (...level: string[]) =>
    fengsui(["detect", "a.ndjson", "-r", "rules", "-f", "json", ...level], { cwd: folder.path });
  const [all, medium] = await Promise.all([run(), run("--level", "medium")]);
  assert.deepEqual(
    parseLines(all.stdout).map((match) => match.level),
    ["high", "low"],
  );
  assert.deepEqual(
    parseLines(medium.stdout).map((match) => match.level),
    ["high"],
  );
  assert.match(medium.stderr, /Rules: 1 used/);
});

test("--from and --to keep the events between them, whole days included, and those without a time", async () => {
  using folder = evidence();
  const times = [
    "2026-11-01T23:59:59Z",
    "2026-11-02T00:00:00Z",
    "2026-11-03T23:59:59Z",
    "2026-11-04T00:00:00Z",
  ];
  const timed = times.map((time) => processStart({ commandLine: "whoami", time })).join("");
  folder.write("a.ndjson", timed + processStart({ commandLine: "whoami" }));
  const range = ["--from", "2026-11-02", "--to", "2026-11-03"];
  const { stdout, stderr } = await fengsui(["detect", "a.ndjson", "-r", "rules", "-f", "json", ...range], {
    cwd: folder.path,
  });
  assert.deepEqual(
    parseLines(stdout).map((match) => match.source.position),
    [2, 3, 5],
  );
  assert.match(
    stderr,
    /2 events outside --from and --to left out\n1 event without a time, matched all the same/,
  );
});

test("- reads standard input", async () => {
  using folder = evidence();
  const { code, stdout } = await fengsui(["detect", "-", "-r", "rules", "-f", "json"], {
    cwd: folder.path,
    stdin: HARMLESS + WHOAMI,
  });
  assert.equal(code, 1);
  assert.deepEqual(parseLines(stdout)[0]?.source, { file: "-", position: 2 });
});

test("a compressed file is read as what is in it", async () => {
  using folder = evidence();
  folder.write("a.ndjson.gz", gzipSync(HARMLESS + WHOAMI));
  const { stdout } = await fengsui(["detect", "a.ndjson.gz", "-r", "rules", "-f", "json"], {
    cwd: folder.path,
  });
  assert.deepEqual(parseLines(stdout)[0]?.source, { file: "a.ndjson.gz", position: 2 });
});

test("a folder is walked in sorted order, each real file once, without hidden files, past loops of links", async () => {
  using folder = evidence();
  for (const name of ["logs/b.ndjson", "logs/a/z.ndjson", "logs/.hidden.ndjson", "logs/.git/c.ndjson"]) {
    folder.write(name, WHOAMI);
  }
  symlinkSync("..", join(folder.path, "logs/a/up"));
  symlinkSync("b.ndjson", join(folder.path, "logs/latest.ndjson"));
  const args = ["detect", "logs", "logs/b.ndjson", "-r", "rules", "-f", "json"];
  const { code, stdout } = await fengsui(args, { cwd: folder.path });
  assert.equal(code, 1);
  assert.deepEqual(
    parseLines(stdout).map((match) => match.source.file),
    ["logs/a/z.ndjson", "logs/b.ndjson"],
  );
});

test("files and folders whose names are no UTF-8 are read, and their names shown harmlessly", async (t) => {
  if (process.platform !== "linux") return t.skip("not on Linux");
  using folder = evidence();
  const oddly = (name: string): Buffer =>
    Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from(name, "latin1")]);
  mkdirSync(oddly("caf\xe9"));
  writeFileSync(oddly("caf\xe9/\xc4.ndjson"), WHOAMI);
  mkdirSync(oddly("r\xe8gles"));
  writeFileSync(oddly("r\xe8gles/r.yml"), DISCOVERY_RULE);
  const found = await fengsui(["detect", ".", "-r", ".", "-f", "json"], { cwd: folder.path });
  const inOddFile = parseLines(found.stdout).filter((match) => match.source.file.endsWith(".ndjson"));
  assert.equal(found.code, 1);
  assert.equal(inOddFile[0]?.source.file, "caf\udce9/\udcc4.ndjson");
});

test("--output takes the matches, and the summary goes to standard error", async () => {
  using folder = evidence();
  folder.write("a.ndjson", WHOAMI);
  const args = ["detect", "a.ndjson", "-r", "rules", "--output", "hits.txt"];
  const { stdout, stderr } = await fengsui(args, { cwd: folder.path });
  assert.equal(stdout, "");
  assert.match(stderr, /1 match /);
  assert.match(
    readFileSync(join(folder.path, "hits.txt"), "utf8"),
    /^TIME .*\n2026-11-02T10:00:00\.000Z .*\n$/,
  );
});

test("--summary tells matches by time, too", async () => {
  using folder = new Folder();
  folder.write("rule.yml", DISCOVERY_RULE);
  folder.write("a.ndjson", WHOAMI);
  const args = ["detect", "a.ndjson", "-r", "rule.yml", "--summary"];
  const text = await fengsui(args, { cwd: folder.path });
  assert.match(text.stdout, /Hour \(UTC\).*Matches[\s\S]*2026-11-02T10:00Z.*1/);
  const json = await fengsui([...args, "day", "-f", "json"], { cwd: folder.path });
  const { unit, rows } = JSON.parse(json.stdout).times;
  assert.deepEqual(
    [unit, rows.map(({ from, total }: { from: string; total: number }) => [from, total])],
    ["day", [["2026-11-02", 1]]],
  );
});

test("--summary-only prints no match; with json it is one object for programs", async () => {
  using folder = evidence();
  folder.write("a.ndjson", `${WHOAMI}{"broken\n`);
  const run = (...more: string[]) =>
    fengsui(["detect", "a.ndjson", "-r", "rules", "--summary-only", ...more], { cwd: folder.path });
  const [table, json] = await Promise.all([run(), run("--format", "json")]);
  assert.doesNotMatch(table.stdout, /a\.ndjson:1/);
  assert.match(table.stdout, /1 match /);
  const summary = JSON.parse(json.stdout);
  assert.equal(json.stderr, "");
  assert.equal(summary.matches, 1);
  assert.equal(summary.rules[0].title, "Account Discovery By Console");
  assert.equal(summary.hosts[0].levels.high, 1);
  assert.equal(summary.input.problem_codes[0].count, 1);
});

test("--logsource says what the events are where they do not say it themselves", async () => {
  using folder = evidence();
  folder.write("a.ndjson", '{"message":"started","CommandLine":"whoami"}\n');
  const run = (...more: string[]) =>
    fengsui(["detect", "a.ndjson", "-r", "rules", ...more], { cwd: folder.path });
  const [without, named] = await Promise.all([
    run(),
    run("--logsource", "product=windows,category=process_creation"),
  ]);
  assert.equal(without.code, 0);
  assert.match(
    without.stdout,
    /Log source not recognised: 1 event, first at a\.ndjson:1\n {2}hint: .*--logsource/,
  );
  assert.equal(named.code, 1);
  assert.doesNotMatch(named.stdout, /not recognised/);
});

test("broken lines are shown with place, excerpt and hint, and do not change the exit code", async () => {
  using folder = evidence();
  folder.write("a.ndjson", `${HARMLESS}{"cut": "off\n${HARMLESS}`);
  const { code, stdout } = await fengsui(["detect", "a.ndjson", "-r", "rules"], { cwd: folder.path });
  assert.equal(code, 0);
  assert.match(
    stdout,
    /Problems in the input: 1\n {2}json\.[a-z_]+: 1\n {4}a\.ndjson:2: .+\n {6}\{"cut": "off\n {4}hint: /,
  );
  assert.match(stdout, /No match\./);
});

test("--max-record skips records that are larger and says so", async () => {
  using folder = evidence();
  folder.write("a.ndjson", processStart({ commandLine: `whoami ${"x".repeat(20_000)}` }) + WHOAMI);
  const args = ["detect", "a.ndjson", "-r", "rules", "--max-record", "0.01"];
  const { stdout } = await fengsui(args, { cwd: folder.path });
  assert.match(stdout, /1 match /);
  assert.match(stdout, /record\.too_large: 1/);
});

test("rules given more than once are all used, and a file that is named twice is loaded once", async () => {
  using folder = evidence();
  folder.write("a.ndjson", WHOAMI + processStart({ commandLine: "notepad" }));
  const rules = ["-r", "rules/discovery.yml", "-r", "rules/more", "-r", "rules"];
  const { stdout } = await fengsui(["detect", "a.ndjson", ...rules], { cwd: folder.path });
  assert.match(stdout, /Rules: 2 used, from 2 files/);
  assert.match(stdout, /2 matches \(high 1, low 1\)/);
});

test("a file name cannot reach the terminal raw either", async () => {
  using folder = evidence();
  mkdirSync(join(folder.path, "logs"));
  folder.write("logs/\u001b[31mred.ndjson", WHOAMI);
  const { stdout } = await fengsui(["detect", "logs", "-r", "rules"], { cwd: folder.path });
  assert.ok(stdout.includes("logs/\\x1b[31mred.ndjson:1"));
  assert.ok(!stdout.includes("\u001b"));
});
