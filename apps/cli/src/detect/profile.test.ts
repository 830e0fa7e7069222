// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { Folder, fengsui } from "../test-kit/command.ts";
import { DISCOVERY_RULE, EDITOR_RULE, HARMLESS, WHOAMI } from "../test-kit/samples.ts";

/** Many steps for each character. */
const COSTLY_RULE = EDITOR_RULE.replace("|contains: notepad", () => "|re: 'x(?:[ab]*[bc]*){50}y$'");
const COSTLY = HARMLESS.replace(
  '"ping example.org"',
  JSON.stringify(Array.from({ length: 5 }, () => `x${"abc".repeat(20_000)}y!`)),
);

test("the summary tells what rules were asked and cost, if asked, and what could not be decided in any case", async () => {
  using folder = new Folder();
  folder.write("rules/discovery.yml", DISCOVERY_RULE);
  folder.write("rules/costly.yml", COSTLY_RULE);
  folder.write("log.ndjson", WHOAMI + HARMLESS + COSTLY);
  const args = ["detect", "log.ndjson", "--rules", "rules", "--summary-only"];
  const plain = await fengsui(args, { cwd: folder.path });
  assert.match(plain.stdout, /Not decided, for the work .* was spent:\n {2}Editor Started: 1 event\n/);
  assert.doesNotMatch(plain.stdout, /Dearest rules/);
  const table = await fengsui([...args, "--profile"], { cwd: folder.path });
  assert.match(table.stdout, /Dearest rules +│ Events │ Tested │ Matches │ Undecided │ +Cost/);
  const json = await fengsui([...args, "--profile", "--format", "json"], { cwd: folder.path });
  const { undecided, profile } = JSON.parse(json.stdout);
  assert.deepEqual(
    undecided.map(({ title, events }: { title: string; events: number }) => [title, events]),
    [["Editor Started", 1]],
  );
  const [dearest, other] = profile;
  assert.equal(dearest.title, "Editor Started");
  assert.deepEqual(
    { ...other, cost: 0 },
    {
      id: "0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e01",
      title: "Account Discovery By Console",
      file: "rules/discovery.yml",
      evaluated: 3,
      candidates: 1,
      matches: 1,
      undecided: 0,
      cost: 0,
    },
  );
  assert.ok(dearest.cost > other.cost);
});
