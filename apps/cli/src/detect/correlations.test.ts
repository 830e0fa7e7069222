// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { Folder, fengsui } from "../test-kit/command.ts";
import { CORRELATION, DISCOVERY_RULE, processStart } from "../test-kit/samples.ts";

function whoami(second: number, host = "ws-01.example.org"): string {
  const time = `2026-11-02T10:00:${String(second).padStart(2, "0")}Z`;
  return processStart({ commandLine: `whoami /${second}`, time, host });
}

function evidence(correlation = CORRELATION): Folder {
  const folder = new Folder();
  folder.write("rules/discovery.yml", DISCOVERY_RULE);
  folder.write("rules/correlation.yml", correlation);
  // In two files, whose times are entangled.
  folder.write("logs/a.ndjson", whoami(1) + whoami(3, "ws-02.example.org"));
  folder.write("logs/b.ndjson", whoami(2));
  return folder;
}

const ARGUMENTS = ["detect", "logs", "--rules", "rules"];

test("a correlation is a match of its own, with what it is made of; its parts are none", async () => {
  using folder = evidence();
  const { code, stdout, stderr } = await fengsui([...ARGUMENTS, "-f", "json"], { cwd: folder.path });
  assert.equal(code, 1);
  const [match, ...more] = stdout
    .trimEnd()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));
  assert.deepEqual(more, []);
  assert.equal(match?.["level"], "critical");
  assert.equal(match?.["host"], "ws-01.example.org");
  assert.equal(match?.["event"], null);
  assert.deepEqual(match?.["correlation"], {
    from: "2026-11-02T10:00:01.000Z",
    count: 2,
    measure: 2,
    occurrences: [
      {
        time: "2026-11-02T10:00:01.000Z",
        rule: "0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e01",
        source: { file: "logs/a.ndjson", position: 1 },
      },
      {
        time: "2026-11-02T10:00:02.000Z",
        rule: "0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e01",
        source: { file: "logs/b.ndjson", position: 1 },
      },
    ],
  });
  assert.match(stderr, /Rules: 1 and 1 correlation used/);
});

test("in the table it is a row with its group and count; with generate its parts are rows as well", async () => {
  using folder = evidence(CORRELATION.replace("level:", "generate: true\nlevel:"));
  const { stdout } = await fengsui(ARGUMENTS, { cwd: folder.path });
  assert.match(stdout, /critical +Repeated Discovery +T1082 .*Computer=ws-01\.example\.org {2}count=2/);
  assert.match(stdout, /4 matches \(critical 1, high 3\)/);
});

test("--level leaves rules in that a correlation needs, and their own matches out", async () => {
  using folder = evidence(CORRELATION.replace("level:", "generate: true\nlevel:"));
  const { stdout } = await fengsui([...ARGUMENTS, "--level", "critical"], { cwd: folder.path });
  assert.match(stdout, /1 match \(critical 1\)/);
});

test("from a pipe a correlation comes out as soon as the times have gone on", async () => {
  using folder = evidence();
  const stdin = whoami(1) + whoami(2) + whoami(30, "ws-03.example.org");
  const { stdout } = await fengsui(["detect", "-", "-r", "rules"], { cwd: folder.path, stdin });
  assert.match(stdout, /1 match \(critical 1\)/);
});

test("what a correlation cannot take in is said", async () => {
  using folder = evidence();
  folder.write("logs/c.ndjson", processStart({ commandLine: "whoami" }));
  const { stdout } = await fengsui(ARGUMENTS, { cwd: folder.path });
  assert.match(stdout, /Left out of correlations:\n {2}1 match without a time/);
});

test("rules check tells a correlation whose rule is missing, and filters are applied", async () => {
  using folder = evidence(CORRELATION.replace("7e01", "7e99"));
  const check = await fengsui(["rules", "check", "rules"], { cwd: folder.path });
  assert.equal(check.code, 1);
  assert.match(check.stdout, /correlation\.yml:8:11: error\[correlation\.unknown_rule\]/);
  folder.write(
    "rules/filter.yml",
    `title: Not ws-01
logsource: {product: windows}
filter:
  rules: any
  selection: {Computer: ws-01.example.org}
  condition: not selection
`,
  );
  const { stdout } = await fengsui(ARGUMENTS, { cwd: folder.path });
  assert.match(stdout, /1 match \(high 1\)/);
});
