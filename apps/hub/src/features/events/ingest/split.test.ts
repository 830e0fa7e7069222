// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isJsonList, MAX_RECORDS, splitLines, splitValues } from "./split.ts";

const texts = (body: string) => splitValues(Buffer.from(body)).map(({ bytes }) => bytes.toString());

test("the values of an array stand as they were sent, whatever JSON they are", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.nat(4), (values, indent) => {
      const body = JSON.stringify(values, undefined, indent);
      assert.ok(isJsonList(Buffer.from(body)));
      assert.deepEqual(
        texts(body).map((text): unknown => JSON.parse(text)),
        values.map((value): unknown => JSON.parse(JSON.stringify(value))),
      );
    }),
  );
});

test("a number that JavaScript cannot hold keeps its digits", () => {
  assert.deepEqual(texts('[{"n":18446744073709551616}]'), ['{"n":18446744073709551616}']);
});

test("the records of an envelope and objects one after the other are values, too", () => {
  assert.deepEqual(texts('{"Records": [{"a":1}, {"b":"]},"}], "next": 1}'), ['{"a":1}', ' {"b":"]},"}']);
  assert.deepEqual(texts('{"a":[1,2]}\n{"b":\n2}'), ['{"a":[1,2]}', ' {"b": 2}']);
});

test("what comes after an envelope is read, too, be it another, an object or broken", () => {
  assert.deepEqual(texts('{"records":[1],"next":{"a":"}"}}\n{"Records":[2,3]} {"b":4} {"Records":[5'), [
    "1",
    "2",
    "3",
    ' {"b":4}',
    ' {"Records":[5',
  ]);
  assert.deepEqual(texts(`${'{"Records":[1]}'.repeat(3)}oops`), ["1", "1", "1", "oops"]);
});

test("an array that is cut off anywhere gives the values before the cut as they were", () => {
  const values = [{ a: '[{,\\"' }, { b: [1, { c: 2 }] }, { d: null }];
  const body = JSON.stringify(values);
  for (let end = 1; end < body.length; end++) {
    const whole = texts(body.slice(0, end)).slice(0, -1);
    assert.deepEqual(
      whole.map((text): unknown => JSON.parse(text)),
      values.slice(0, whole.length),
    );
  }
});

test("a line that is an array makes no array of the lines below it", () => {
  assert.deepEqual(texts('[1,2]\n{"a":1}\n'), ["[1,2]", '{"a":1}']);
  assert.deepEqual(texts('[{"a":1},\n{"b":2}]\n \n'), ['{"a":1}', ' {"b":2}']);
});

test("lines count from the beginning of the body, blank ones as well", () => {
  const lines = splitLines(Buffer.from("one\n\n \r\ntwo"));
  assert.deepEqual(
    lines.map(({ position, bytes }) => [position, bytes.toString()]),
    [
      [0, "one"],
      [3, "two"],
    ],
  );
});

test("a body of more records than a batch may have is refused before they are all made", () => {
  const tooMany = MAX_RECORDS + 1;
  const isRefused = { code: "ingest.too_large" };
  assert.throws(() => splitLines(Buffer.from("1\n".repeat(tooMany))), isRefused);
  assert.throws(() => splitLines(Buffer.from("\n".repeat(tooMany))), isRefused);
  assert.throws(() => splitValues(Buffer.from(`[${"1,".repeat(tooMany)}1]`)), isRefused);
  assert.throws(() => splitValues(Buffer.from("{}".repeat(tooMany))), isRefused);
  assert.throws(() => splitValues(Buffer.from('{"Records":[1]}'.repeat(tooMany))), isRefused);
  assert.equal(splitLines(Buffer.from("1\n".repeat(MAX_RECORDS))).length, MAX_RECORDS);
});
