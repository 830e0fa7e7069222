// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { systemClock } from "../../../platform/clock.ts";
import { newId, parseId } from "../../../platform/ids.ts";
import { prefixOf, readKey, writeKey } from "./format.ts";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

test("what is written is read, with its id and its hash, whatever the id", () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const id = parseId<"api-key">(uuid);
      assert.ok(id);
      const { text, hash } = writeKey(id);
      assert.match(text, /^fs_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/);
      assert.ok(text.startsWith(`${prefixOf(id)}_`));
      assert.deepEqual(readKey(text), { id, hash });
    }),
  );
});

test("one character that is another, is missing or too much makes it no key", () => {
  const place = fc.nat(74);
  fc.assert(
    fc.property(place, fc.constantFrom(...DIGITS, "-", " ", "é"), (at, character) => {
      const { text } = writeKey(newId<"api-key">(systemClock));
      const changed = `${text.slice(0, at)}${character}${text.slice(at + 1)}`;
      if (changed !== text) assert.equal(readKey(changed), undefined);
      assert.equal(readKey(`${text.slice(0, at)}${text.slice(at + 1)}`), undefined);
      assert.equal(readKey(`${text.slice(0, at)}${character}${text.slice(at)}`), undefined);
    }),
  );
});

test("any text is read without an error, and is no key", () => {
  fc.assert(fc.property(fc.string(), (text) => assert.equal(readKey(text), undefined)));
  // All of them the last digit: larger than any id.
  assert.equal(readKey(`fs_${"z".repeat(22)}_${"z".repeat(49)}`), undefined);
});

test("two keys are never the same", () => {
  const id = newId<"api-key">(systemClock);
  assert.notEqual(writeKey(id).text, writeKey(id).text);
});
