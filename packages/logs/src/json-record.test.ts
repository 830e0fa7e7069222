// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { type JsonObject, readJsonRecord, readLog } from "./index.ts";

async function readAsLine(bytes: Buffer): Promise<JsonObject | undefined> {
  const lines = (async function* () {
    yield Buffer.concat([Buffer.from("{}\n"), bytes]);
  })();
  for await (const { events, problems } of readLog(lines, { format: "json", charset: "utf-8", maxDepth: 3 }))
    return problems.length > 0 ? undefined : events[1];
  return undefined;
}

test("a record that is plainly JSON gives the event that a line gives, and any other is left to the reader of lines", async () => {
  const plain = [
    '{"a":1}',
    '{"a":"态势"}',
    '{"__proto__":1,"a":{"b":{}}}',
    '{"a":18446744073709551616}\r',
    "{}",
  ];
  for (const text of plain) {
    const bytes = Buffer.from(text);
    const event = readJsonRecord(bytes, { maxDepth: 3 });
    assert.ok(event !== undefined, text);
    assert.deepEqual(event, await readAsLine(bytes), text);
  }
  const others = [
    Buffer.from('{"a":{"b":{"c":{}}}}'),
    Buffer.from('{"a":'),
    Buffer.from("[1]"),
    Buffer.from(' {"a":1}'),
    Buffer.from('\ufeff{"a":1}'),
    Buffer.from('{"a":1}{"b":2}'),
    Buffer.from([...Buffer.from('{"a":"'), 0xff, ...Buffer.from('"}')]),
    Buffer.from(""),
    Buffer.from("plain text"),
  ];
  for (const bytes of others)
    assert.equal(readJsonRecord(bytes, { maxDepth: 3 }), undefined, bytes.toString());
  assert.equal(readJsonRecord(Buffer.from('{"a":"xxxxxxxx"}'), { maxRecordBytes: 10 }), undefined);
});
