// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "./clock.ts";
import { readCursor, readNameCursor, writeCursor, writeNameCursor } from "./cursor.ts";
import { newId } from "./ids.ts";

const id = newId<"thing">(systemClock);
const encode = (text: string) => Buffer.from(text).toString("base64url");
const IS_REFUSED = { code: "http.invalid" };

test("a cursor says where a page ended", () => {
  const [time, name] = [new Date("2026-05-01T10:00:00.123Z"), "a/b 烽燧"];
  assert.deepEqual(readCursor(writeCursor({ time, id })), { time, id });
  assert.deepEqual(readNameCursor(writeNameCursor({ name, id })), { name, id });
});

test("what is no cursor of ours, or of a time that no store can compare with, is refused", () => {
  const texts = ["", "what?", "1/2", `x/${id}`, `-999999999999999/${id}`, `999999999999999/${id}`];
  for (const text of texts) assert.throws(() => readCursor(encode(text)), IS_REFUSED, text);
  for (const text of ["", "what?", "1/name", `${id}/\u0000`])
    assert.throws(() => readNameCursor(encode(text)), IS_REFUSED, text);
});
