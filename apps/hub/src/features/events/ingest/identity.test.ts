// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { type BatchIdentity, identityOf } from "./identity.ts";

const BATCH: BatchIdentity = { sourceId: "s", bodyHash: "h", receivedAt: 1 };

interface Given {
  readonly fields: Readonly<Record<string, string | number>>;
  readonly position?: number;
  readonly clientId?: string;
  readonly time?: number | undefined;
  readonly batch?: Partial<BatchIdentity>;
}

function idOf({ fields, position = 0, clientId, time = 5, batch = {} }: Given): string {
  const bytes = Buffer.from(JSON.stringify(fields));
  const record = { position, bytes, fields, ...(clientId !== undefined && { clientId }) };
  return identityOf(record, time, { ...BATCH, ...batch });
}

const WINDOWS = { Channel: "Security", Computer: "dc1", EventRecordID: 7 };

test("the sender's own id counts alone, whatever the content, the body and the time", () => {
  const one = idOf({ fields: { a: 1 }, clientId: "x" });
  assert.equal(idOf({ fields: { a: 2 }, clientId: "x", position: 3, batch: { bodyHash: "other" } }), one);
  assert.notEqual(idOf({ fields: { a: 1 }, clientId: "y" }), one);
  assert.notEqual(idOf({ fields: { a: 1 }, clientId: "x", batch: { sourceId: "t" } }), one);
});

test("a natural key counts with its time and its content, in any body and place", () => {
  const one = idOf({ fields: WINDOWS });
  assert.equal(idOf({ fields: WINDOWS, position: 9, batch: { bodyHash: "other", receivedAt: 99 } }), one);
  assert.notEqual(idOf({ fields: { ...WINDOWS, User: "li" } }), one);
  assert.notEqual(idOf({ fields: WINDOWS, time: 6 }), one);
});

test("CloudTrail and Zeek have natural keys, and a record with half of one has none", () => {
  const isNatural = (fields: Given["fields"]) =>
    idOf({ fields }) === idOf({ fields, position: 1, batch: { bodyHash: "other" } });
  assert.ok(isNatural({ eventID: "e", eventSource: "s3.amazonaws.com" }));
  assert.ok(isNatural({ uid: "C1", _path: "conn" }));
  assert.ok(!isNatural({ Channel: "Security", Computer: "dc1" }));
  assert.ok(!isNatural({ uid: "C1" }));
});

test("all else counts by its place in a body that came at one time", () => {
  const one = idOf({ fields: { a: 1 } });
  assert.equal(idOf({ fields: { a: 1 } }), one);
  assert.notEqual(idOf({ fields: { a: 1 }, position: 1 }), one);
  assert.notEqual(idOf({ fields: { a: 1 }, batch: { receivedAt: 2 } }), one);
  assert.notEqual(idOf({ fields: { a: 1 }, batch: { bodyHash: "other" } }), one);
});
