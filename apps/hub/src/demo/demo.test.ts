// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ERRORS } from "@fengsui/contract";
import { readConfig } from "../platform/config/index.ts";
import { silentLogger } from "../platform/telemetry/logger.ts";
import { HARMLESS_ALERTS } from "./background/findings.ts";
import { clientOf } from "./http.ts";
import { type Introduction, startDemo } from "./index.ts";
import { EXPECTED_ALERTS } from "./intrusion/index.ts";
import { readDemoOptions } from "./options.ts";
import { readShippedKeys } from "./test-kit/shipped-keys.ts";

const folder = mkdtempSync(join(tmpdir(), "fengsui-demo-"));
chmodSync(folder, 0o711); // the account of PostgreSQL must be able to pass
after(() => rmSync(folder, { recursive: true, force: true }));

const AT_ONCE = { speed: Number.POSITIVE_INFINITY, seed: "test", language: "en" } as const;

function configOf(name: string, more: Record<string, string> = {}) {
  const environment = { FENGSUI_LISTEN: "127.0.0.1:0", FENGSUI_DATA_DIR: join(folder, name), ...more };
  return readConfig({ environment, isRoot: process.getuid?.() === 0, home: "/nonexistent" });
}

async function start(name: string) {
  let introduction: Introduction | undefined;
  const introduce = (given: Introduction) => {
    introduction = given;
  };
  const hub = await startDemo({ config: configOf(name), logger: silentLogger, ...AT_ONCE, introduce });
  const { password = "", people = [] } = introduction ?? {};
  const client = clientOf(hub.address);
  const email = people.find(({ part }) => part === "investigates")?.email ?? "";
  await client.access.signIn({ email, password });
  return { hub, client, people, password };
}

type Client = Awaited<ReturnType<typeof start>>["client"];

/** Each alert as member, rule and what it is about. */
async function alertsOf(client: Client): Promise<string[]> {
  const [{ organisations }, { rules }, { alerts }] = await Promise.all([
    client.organisations.list(),
    client.rules.list({ origin: "shipped", limit: 500 }),
    client.alerts.list({ limit: 500 }),
  ]);
  const keys = readShippedKeys();
  return alerts.map(({ organisationId, ruleId, entity }) => {
    const name = organisations.find(({ id }) => id === organisationId)?.name;
    const key = rules.find(({ id }) => id === ruleId)?.key ?? "";
    return `${name} ${keys.get(key)} ${entity}`;
  });
}

const EXPECTED = [...EXPECTED_ALERTS, ...HARMLESS_ALERTS].map(
  ({ member, rule, entity }) => `${member.name} ${rule} ${entity}`,
);

test("a new demo shows the intrusion at three members, what is harmless, and nothing else; and again when started again", async () => {
  const first = await start("demo");
  assert.equal((await first.client.demo())?.isStoryOver, true);
  assert.deepEqual([...new Set(await alertsOf(first.client))].sort(), EXPECTED.toSorted());
  const { alerts } = await first.client.alerts.list({ limit: 500 });
  assert.ok(
    alerts.every(({ ledger }) => ledger !== null),
    "the ledger knows whom each alert is about",
  );
  const { sources } = await first.client.sources.list();
  assert.ok(sources.every(({ state, eventCount }) => state === "active" && eventCount > 0));
  await first.hub[Symbol.asyncDispose]();

  const second = await start("demo");
  assert.equal(second.password, first.password);
  assert.equal((await second.client.alerts.list({ limit: 500 })).alerts.length, alerts.length);
  await second.hub[Symbol.asyncDispose]();
});

async function refusalOf(start: () => unknown): Promise<{ code: string; detail: string }> {
  try {
    await start();
  } catch (error) {
    if (error instanceof Error && "code" in error) return { code: String(error.code), detail: error.message };
  }
  return assert.fail("it was not refused");
}

function demoIn(config: ReturnType<typeof configOf>) {
  const introduce = () => assert.fail("it is there");
  return async () => await startDemo({ config, logger: silentLogger, ...AT_ONCE, introduce });
}

test("the demo is not set up in a directory that holds something, in one left half done, or in served stores", async () => {
  const taken = configOf("taken");
  mkdirSync(taken.dataDir);
  writeFileSync(join(taken.dataDir, "records.lock"), "");
  const { code, detail } = await refusalOf(demoIn(taken));
  assert.equal(code, ERRORS["demo.directory_taken"].code);
  assert.ok(detail.includes(taken.dataDir));

  const halfDone = configOf("half");
  mkdirSync(halfDone.dataDir);
  writeFileSync(join(halfDone.dataDir, "demo.json"), JSON.stringify({ isSetUp: false }));
  assert.equal((await refusalOf(demoIn(halfDone))).code, "demo.unfinished");

  const served = configOf("served", { DATABASE_URL: "postgres://nobody@db.example/fengsui" });
  assert.equal((await refusalOf(demoIn(served))).code, "demo.served_store");
});

test("the speed of the demo is a number or max, and its language one of the console's", async () => {
  const given = { "demo-speed": "60", "demo-seed": "1", "demo-language": "en" };
  assert.deepEqual(readDemoOptions(given), { speed: 60, seed: "1", language: "en" });
  assert.equal(readDemoOptions({ ...given, "demo-speed": "max" }).speed, Number.POSITIVE_INFINITY);
  for (const wrong of ["", "0", "-1", "fast", "1e9"])
    assert.equal(
      (await refusalOf(() => readDemoOptions({ ...given, "demo-speed": wrong }))).code,
      "usage.invalid",
    );
  assert.equal(
    (await refusalOf(() => readDemoOptions({ ...given, "demo-language": "de" }))).code,
    "usage.invalid",
  );
});
