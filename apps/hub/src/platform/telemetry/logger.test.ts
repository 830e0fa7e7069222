// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger, type LogLevel } from "./logger.ts";

function logTo(level: LogLevel = "info") {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line) => void lines.push(line) });
  return { logger, text: () => lines.join(""), read: () => lines.map((line) => JSON.parse(line)) };
}

test("a line is one JSON object with its time, its level as a word, its message and its fields", () => {
  const { logger, read } = logTo();
  logger.child({ part: "records" }).info({ rows: 3 }, "stored");
  const [line] = read();
  assert.equal(line.level, "info");
  assert.equal(line.message, "stored");
  assert.equal(line.part, "records");
  assert.equal(line.rows, 3);
  assert.match(line.time, /^\d{4}-\d\d-\d\dT.*Z$/);
});

test("what is below the level is not logged", () => {
  const { logger, read } = logTo("warn");
  logger.info({}, "no");
  logger.warn({}, "yes");
  assert.deepEqual(
    read().map((line) => line.message),
    ["yes"],
  );
});

test("the value of a key that speaks of a secret is not logged, at any depth, in fields and in a child's fields", () => {
  const { logger, text } = logTo();
  const secrets = { password: "hush1", deep: [{ apiKey: "hush2", headers: { Authorization: "hush3" } }] };
  logger.child({ session: { sessionToken: "hush4" } }).info(secrets, "signed in");
  assert.doesNotMatch(text(), /hush/);
  assert.match(text(), /"password":"\[redacted\]"/);
});

test("the password of an address is not logged: in a field, in a message, in an error and in its cause", () => {
  const { logger, text } = logTo();
  const address = "postgres://fengsui:hush@db.example/fengsui";
  const error = new Error(`cannot reach ${address}`, { cause: new Error(`no route to ${address}`) });
  logger.error({ url: address, error }, `failed: ${address}`);
  assert.doesNotMatch(text(), /hush/);
  assert.match(text(), /postgres:\/\/fengsui:\[redacted\]@db\.example/);
  assert.match(text(), /"type":"Error"/);
});

test("an object that contains itself is logged all the same", () => {
  const { logger, read } = logTo();
  const loop: Record<string, unknown> = { name: "loop" };
  loop["self"] = loop;
  logger.info({ loop }, "round");
  assert.equal(read()[0].loop.name, "loop");
});

test("an address beside a text with @ leaves the line what it is", () => {
  const { logger, read } = logTo();
  logger.info({ url: "http://hub", mail: "li@example.org" }, "see http://hub:80/x");
  assert.equal(read()[0].mail, "li@example.org");
});
