// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { readBulk } from "./bulk.ts";
import { splitLines } from "./split.ts";

const read = (...lines: string[]) => readBulk(splitLines(Buffer.from(lines.join("\n"))), "logs");

test("each document has the place of its action, the index of its own or of the request, and its id", () => {
  const { actions, records } = read('{"index":{}}', "{}", '{"create":{"_index":"x","_id":"1"}}', '{"a":1}');
  assert.deepEqual(
    actions.map(({ kind, index, id }) => [kind, index, id]),
    [
      ["index", "logs", undefined],
      ["create", "x", "1"],
    ],
  );
  assert.deepEqual(
    records.map(({ position, clientId }) => [position, clientId]),
    [
      [0, undefined],
      [1, '["x","1"]'],
    ],
  );
});

test("an action is read as its senders write it: numbers for ids, an empty id for none, more behind it", () => {
  const { actions } = read(
    '{"index":{"_id":7}}',
    "{}",
    '{"index":{"_id":"","_index":null}}',
    "{}",
    '{"index":{"_index":"x","pipeline":null},"attempts":0}',
    "{}",
  );
  assert.deepEqual(
    actions.map(({ index, id, refused }) => [index, id, refused]),
    [
      ["logs", "7", undefined],
      ["logs", undefined, undefined],
      ["x", undefined, undefined],
    ],
  );
});

test("what would change or remove an event is refused, and what follows is read", () => {
  const { actions, records } = read(
    '{"update":{"_id":"1"}}',
    '{"doc":{}}',
    '{"delete":{}}',
    '{"index":{}}',
    "{}",
  );
  assert.deepEqual(
    actions.map(({ kind, refused }) => [kind, refused === undefined]),
    [
      ["update", false],
      ["delete", false],
      ["index", true],
    ],
  );
  assert.equal(records.length, 1);
});

test("what stands before a line that is no action is read, and of the rest no document is lost", () => {
  const { records, malformed } = read(
    '{"index":{}}',
    '{"a":1}',
    "",
    "what?",
    '{"index":{}}',
    '{"a":2}',
    '{"index":{"_id":"3"}}',
    '{"a":3}',
  );
  assert.deepEqual(
    records.map(({ bytes }) => bytes.toString()),
    ['{"a":1}'],
  );
  assert.equal(malformed?.line, 4);
  assert.deepEqual(
    malformed?.rest.map(({ bytes, position }) => [position, bytes.toString()]),
    [
      [1, "what?"],
      [2, '{"a":2}'],
      [3, '{"a":3}'],
    ],
  );
});

test("an action without its document is told", () => {
  assert.equal(read('{"index":{}}').actions[0]?.refused, "the document is missing");
});

test("ids are told apart to their last digit, and the same id of another index is another", () => {
  const { records } = read(
    '{"create":{"_index":"x","_id":9007199254740992}}',
    "{}",
    '{"create":{"_index":"x","_id":9007199254740993}}',
    "{}",
    '{"create":{"_index":"y","_id":"9007199254740993"}}',
    "{}",
  );
  assert.equal(new Set(records.map(({ clientId }) => clientId)).size, 3);
});
