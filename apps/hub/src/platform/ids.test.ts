// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { newId, parseId } from "./ids.ts";

const AT = Date.parse("2026-11-02T10:00:00Z");

test("an identifier is a UUID of version 7 that begins with the time", () => {
  const id = newId({ now: () => new Date(AT) });
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16), AT);
});

test("identifiers rise and differ within a millisecond, past its counter, and when the clock goes back", () => {
  let milliseconds = AT + 1000;
  const clock = { now: () => new Date(milliseconds) };
  const ids = Array.from({ length: 10_000 }, () => newId(clock));
  milliseconds -= 500;
  ids.push(...Array.from({ length: 10 }, () => newId(clock)));
  assert.deepEqual(ids.toSorted(), ids);
  assert.equal(new Set(ids).size, ids.length);
});

test("between two identifiers of a millisecond lies no number of those that were made in between", () => {
  const clock = { now: () => new Date(AT + 5000) };
  const steps = Array.from({ length: 200 }, () => numberOf(newId(clock)));
  const gaps = steps.slice(1).map((step, index) => step - (steps[index] ?? 0n));
  const total = gaps.reduce((sum, gap) => sum + gap, 0n);
  assert.ok(gaps.some((gap) => gap * 20n > total));
  assert.ok(gaps.some((gap) => gap * 20_000n < total));
});

function numberOf(id: string): bigint {
  return BigInt(`0x${id.replaceAll("-", "")}`);
}

test("a text from outside is an identifier only in its form, whatever its case", () => {
  const id = newId({ now: () => new Date(AT) });
  assert.equal(parseId(id.toUpperCase()), id);
  for (const text of ["", "1", `${id}0`, `{${id}}`, id.replaceAll("-", ""), `${id}\n`])
    assert.equal(parseId(text), undefined, text);
});
