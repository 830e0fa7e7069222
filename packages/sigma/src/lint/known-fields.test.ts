// SPDX-License-Identifier: Apache-2.0
/** A field that a log source has is not asked about, and one that it has not is. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type JsonObject, type LogSource, parseRules } from "../index.ts";
import { corpusFolder, NO_CORPUS, readLines } from "../test-kit/corpus.ts";
import { ruleText } from "../test-kit/matching.ts";
import { fieldsOf } from "./known-fields.ts";

const folder = corpusFolder(process.env);

function askedAbout(logsource: LogSource, field: string): readonly string[] {
  const text = ruleText({ selection: { [field]: "xyz" }, condition: "selection" }, logsource);
  return parseRules(text, "r.yml", { lint: true }).diagnostics.map(({ message }) => message);
}

test("fields of the channels Security and System of Windows, and what is near a wrong one", () => {
  const security = { product: "windows", service: "security" };
  const system = { product: "windows", service: "system" };
  for (const [logsource, field] of [
    [security, "SubjectUserName"],
    [security, "EventID"],
    [system, "ImagePath"],
    [system, "param1"],
    [{ product: "zeek", service: "http" }, "c-uri"],
    [{ product: "suricata", service: "dns" }, "query"],
    [{ product: "windows", service: "windefend" }, "Whatever"],
  ] as const)
    assert.deepEqual(askedAbout(logsource, field), [], field);
  assert.deepEqual(askedAbout(security, "SubjectUsername"), [
    "Events of windows/security have no field `SubjectUsername`. Is `SubjectUserName` meant?",
  ]);
  assert.deepEqual(askedAbout(system, "ImagePth"), [
    "Events of windows/system have no field `ImagePth`. Is `ImagePath` meant?",
  ]);
});

/** What a collector adds to an event, and what is no name but a sentence. */
const ADDED =
  /^(?:@.*|host|port|tags|type|Hostname|SourceName|SourceModule\w+|Severity\w*|EventReceivedTime|EventTime|Event(?:Type)|RecordNumber|OpcodeValue|ProviderGuid|ThreadID|ExecutionProcessID|UserID|Domain|ERROR_EVT_UNRESOLVED|.*[ :].*|Network|Address)$/;

test("recorded events of these channels have no field that is not known, and public rules ask for no other", {
  skip: folder === undefined ? NO_CORPUS : false,
}, () => {
  assert.ok(folder !== undefined);
  const unknown = new Set<string>();
  const lines = readLines(folder, "windows-otrf").filter((line) =>
    /"Channel":\s*"S(?:ecurity|ystem)"/.test(line),
  );
  for (const line of lines) {
    const event: JsonObject = JSON.parse(line);
    const service = String(event["Channel"]).toLowerCase();
    const known = fieldsOf({ product: "windows", service });
    for (const name of Object.keys(event))
      if (known?.has(name) !== true && !ADDED.test(name)) unknown.add(name);
  }
  assert.deepEqual([...unknown], []);
  const files = globSync("sigma/**/builtin/s{ecurity,ystem}/**/*.yml", { cwd: folder });
  assert.ok(files.length > 0 && lines.length > 0);
  const asked = files.flatMap((file) =>
    parseRules(readFileSync(join(folder, file), "utf8"), file, { lint: true }).diagnostics.filter(
      ({ code }) => code === "lint.unknown_field",
    ),
  );
  assert.deepEqual(asked, []);
});
