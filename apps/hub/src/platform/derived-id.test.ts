// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { derivedId } from "./derived-id.ts";

const text = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});
const parts = fc.array(text, { maxLength: 4 });
const content = fc.uint8Array({ maxLength: 8 });

test("the same parts and content have one id, and others another, halves of surrogate pairs among them", () => {
  fc.assert(
    fc.property(parts, content, parts, content, (one, oneContent, other, otherContent) => {
      const isSame =
        JSON.stringify(one) === JSON.stringify(other) &&
        Buffer.from(oneContent).equals(Buffer.from(otherContent));
      assert.equal(derivedId(one, oneContent), derivedId([...one], oneContent.slice()));
      assert.equal(derivedId(one, oneContent) === derivedId(other, otherContent), isSame);
    }),
    {
      examples: [
        [["\ud800"], new Uint8Array(), ["\udfff"], new Uint8Array()],
        [["a", "b"], new Uint8Array(), ["ab"], new Uint8Array()],
      ],
    },
  );
});

/** What is stored has the ids that earlier versions gave: another derivation stores it a second time. */
test("an id is what it was in earlier versions", () => {
  assert.equal(
    derivedId(["source", "client", "事件 1"], Buffer.from("x")),
    "ceece656-c8ea-8197-9499-84ace9e8e42b",
  );
});
