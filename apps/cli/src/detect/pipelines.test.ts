// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { EXIT } from "../exit-codes.ts";
import { Folder, fengsui } from "../test-kit/command.ts";
import { DISCOVERY_RULE, WHOAMI } from "../test-kit/samples.ts";

const RENAMED = WHOAMI.replace("CommandLine", "cmd");
const PIPELINE = `name: Ours
transformations:
  - type: field_name_mapping
    mapping: {CommandLine: cmd}
    rule_conditions: [{type: logsource, product: windows}]
`;
const PLACEHOLDER_RULE = DISCOVERY_RULE.replace("contains: whoami", "contains|expand: '%tools%'");

test("rules go through pipelines of files and pipelines that ship, by priority", async () => {
  using folder = new Folder();
  folder.write("rule.yml", DISCOVERY_RULE);
  folder.write("ours.yml", PIPELINE);
  folder.write("log.ndjson", RENAMED + WHOAMI);
  const args = [
    "detect",
    "log.ndjson",
    "-r",
    "rule.yml",
    "-f",
    "json",
    "--pipeline",
    "ours.yml",
    "--pipeline",
    "sysmon",
  ];
  const { code, stdout } = await fengsui(args, { cwd: folder.path });
  const matches = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    matches.map(({ source }) => source.position),
    [1],
  );
  assert.deepEqual(
    matches[0].fields.map(({ field }: { field: string }) => field),
    ["EventID", "cmd"],
  );
  assert.equal(code, EXIT.found);
});

test("placeholders have the values of files, joined; without them the rule is reported", async () => {
  using folder = new Folder();
  folder.write("rule.yml", PLACEHOLDER_RULE);
  folder.write("one.yml", "tools: [ipconfig]\n");
  folder.write("two.json", '{"tools": "whoami"}');
  folder.write("log.ndjson", WHOAMI);
  const lists = ["--placeholders", "one.yml", "--placeholders", "two.json"];
  const found = await fengsui(["detect", "log.ndjson", "-r", "rule.yml", ...lists], { cwd: folder.path });
  assert.equal(found.code, EXIT.found);
  const checked = await fengsui(["rules", "check", "rule.yml"], { cwd: folder.path });
  assert.match(checked.stdout, /placeholder\.undefined/);
  const sound = await fengsui(["rules", "check", "rule.yml", ...lists], { cwd: folder.path });
  assert.equal(sound.stdout, "1 file, 1 rule, 0 errors, 0 warnings\n");
});

test("a pipeline that is wrong ends detect, and rules check shows where", async () => {
  using folder = new Folder();
  folder.write("rule.yml", DISCOVERY_RULE);
  folder.write("ours.yml", PIPELINE.replace("mapping:", "maping:"));
  folder.write("log.ndjson", WHOAMI);
  const detected = await fengsui(["detect", "log.ndjson", "-r", "rule.yml", "--pipeline", "ours.yml"], {
    cwd: folder.path,
  });
  assert.match(detected.stderr, /^error\[pipelines\.unusable\]: ours\.yml:3:5: error\[pipeline\.invalid\]/);
  assert.equal(detected.stdout, "");
  const checked = await fengsui(["rules", "check", "rule.yml", "--pipeline", "ours.yml"], {
    cwd: folder.path,
  });
  assert.match(checked.stdout, /^ours\.yml:4:5: error\[pipeline\.invalid\]: .*Is `mapping` meant\?/m);
  assert.equal(checked.code, EXIT.found);
});

test("a pipeline that is not there is told, with those that ship", async () => {
  using folder = new Folder();
  folder.write("rule.yml", DISCOVERY_RULE);
  const { stderr, code } = await fengsui(["rules", "check", "rule.yml", "--pipeline", "esc"], {
    cwd: folder.path,
  });
  assert.match(stderr, /^error\[input\.not_found\]: esc: .*these pipelines ship: .*ecs, ocsf/);
  assert.equal(code, EXIT.partial);
});
