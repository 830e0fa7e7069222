// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { readLog } from "@fengsui/logs";
import { compileRules, describeEvent } from "@fengsui/sigma";
import { backgroundOf, MINUTE_MS } from "./background/background.ts";
import { HARMLESS_ALERTS, HARMLESS_STEPS } from "./background/findings.ts";
import { EXPECTED_ALERTS, type ExpectedAlert, intrusionSteps, type Step } from "./intrusion/index.ts";
import { type DemoMember, SECTOR } from "./sector/index.ts";
import { readShippedKeys, readShippedRules } from "./test-kit/shipped-keys.ts";

const RULESET = compileRules([...readShippedRules().values()]);
const NAMES = readShippedKeys();
const START = Date.parse("2026-11-24T06:00:00Z");
const SEED = "test";

/** What rules find in the texts, as member, rule and host. */
async function found(member: DemoMember, texts: readonly string[]): Promise<string[]> {
  const all = new Set<string>();
  for await (const { events, problems } of readLog(Readable.from([Buffer.from(texts.join("\n"))]))) {
    assert.deepEqual(problems, []);
    for (const event of events) {
      const { logsource, time, host } = describeEvent(event);
      assert.ok(logsource !== undefined && time !== undefined, JSON.stringify(event));
      for (const { rule } of RULESET.match(event)) all.add(`${member.key} ${NAMES.get(rule.id)} ${host}`);
    }
  }
  return [...all];
}

async function foundInSteps(steps: readonly Step[]): Promise<string[]> {
  const sources = Map.groupBy(steps, ({ member, source }) => `${member.key} ${source}`);
  const lists = [...sources.values()].map((own) => {
    const [{ member } = assert.fail()] = own;
    return found(
      member,
      own.map(({ minute, write }) => write(START + minute * MINUTE_MS).text),
    );
  });
  return (await Promise.all(lists)).flat().sort();
}

function expected(alerts: readonly ExpectedAlert[]): string[] {
  return alerts.map(({ member, rule, entity }) => `${member.key} ${rule} ${entity}`).sort();
}

test("each step of the intrusion that shall be seen is seen, at three members, and nothing else", async () => {
  assert.deepEqual(await foundInSteps(intrusionSteps(SEED)), expected(EXPECTED_ALERTS));
  assert.equal(new Set(EXPECTED_ALERTS.map(({ member }) => member.key)).size, 3);
});

test("what is harmless and found all the same is known", async () => {
  assert.deepEqual(await foundInSteps(HARMLESS_STEPS), expected(HARMLESS_ALERTS));
});

const DAY_MINUTES = 24 * 60;

for (const member of SECTOR)
  test(`an ordinary day at the member ${member.key} is read without a problem and raises nothing`, async () => {
    const first = START / MINUTE_MS;
    for (const source of member.sources) {
      const minutes = Array.from({ length: DAY_MINUTES }, (_, index) => first + index);
      const lines = minutes.flatMap((minute) => backgroundOf(member, source, { minute, seed: SEED }));
      assert.ok(lines.length > 100, `${source.key} tells of ${lines.length} things`);
      assert.deepEqual(
        await found(
          member,
          lines.map(({ text }) => text),
        ),
        [],
      );
    }
  });

test("the same seed gives the same day, and another seed another", () => {
  const [member = assert.fail()] = SECTOR;
  const [source = assert.fail()] = member.sources;
  const day = (seed: string) =>
    Array.from({ length: 200 }, (_, index) =>
      backgroundOf(member, source, { minute: 1_000 + index, seed }),
    ).flat();
  assert.deepEqual(day("a"), day("a"));
  assert.notDeepEqual(day("a"), day("b"));
});

test("addresses are of ranges for documentation or private ones, and names end in .example", async () => {
  const texts = SECTOR.flatMap((member) =>
    member.sources.flatMap((source) =>
      Array.from({ length: 300 }, (_, index) =>
        backgroundOf(member, source, { minute: 30_000_000 + index, seed: SEED }),
      ),
    ),
  ).flat();
  const all = [...texts, ...intrusionSteps(SEED).map(({ write }) => write(START))]
    .map(({ text }) => text)
    .join("\n");
  for (const [address] of all.matchAll(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g))
    assert.match(address, /^(10\.|127\.0\.0\.1$|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/);
  for (const [name] of all.matchAll(/\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|org|net)\b/g))
    assert.fail(name);
});
