// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseQuery } from "./query-language.ts";

function conditionOf(text: string) {
  const parsed = parseQuery(text);
  assert.equal(parsed.problem, undefined, text);
  return "condition" in parsed ? parsed.condition : undefined;
}

const host = { kind: "field", field: "host.name", pieces: ["WS01"] };
const code = { kind: "field", field: "event.code", pieces: ["1"] };

test("fields and words side by side must all hold", () => {
  const all = { kind: "all", of: [host, code] };
  assert.deepEqual(conditionOf("host.name:WS01 AND event.code:1"), all);
  assert.deepEqual(conditionOf("host.name:WS01 event.code:1"), all);
  assert.equal(conditionOf("   "), undefined);
});

test("OR binds less than AND, NOT binds most, brackets bind as they stand", () => {
  const user = { kind: "field", field: "user.name", pieces: ["li"] };
  assert.deepEqual(conditionOf("host.name:WS01 event.code:1 OR user.name:li"), {
    kind: "any",
    of: [{ kind: "all", of: [host, code] }, user],
  });
  assert.deepEqual(conditionOf("NOT host.name:WS01 AND (event.code:1 OR user.name:li)"), {
    kind: "all",
    of: [
      { kind: "not", of: host },
      { kind: "any", of: [code, user] },
    ],
  });
});

test("a value may be a group, a pattern, in quotes, or anything at all", () => {
  assert.deepEqual(conditionOf('Image:(*\\whoami.exe OR "C:\\\\a b\\\\*.exe")'), {
    kind: "any",
    of: [
      { kind: "field", field: "Image", pieces: ["", "\\whoami.exe"] },
      { kind: "field", field: "Image", pieces: ["C:\\a b\\*.exe"] },
    ],
  });
  assert.deepEqual(conditionOf("winlog.event_data.Image:*"), {
    kind: "exists",
    field: "winlog.event_data.Image",
  });
});

test("paths and addresses are words, no fields; texts in quotes are phrases", () => {
  for (const text of ["C:\\Windows\\x.exe", "https://example.org/a", "10.0.0.1", "登录失败"])
    assert.deepEqual(conditionOf(text), { kind: "text", text });
  assert.deepEqual(conditionOf('"access denied"'), { kind: "phrase", text: "access denied" });
});

test("fields with a column, and one field many times, count for nothing", () => {
  for (const text of ["f:a OR ".repeat(20), "host.name:a OR user.name:a OR source.ip:b OR ".repeat(5)])
    assert.equal(parseQuery(`${text} f:z`).problem, undefined, text);
});

test("what cannot be read is said with its place", () => {
  const problems = {
    'a "b': [2, /quote/],
    "(a OR b": [0, /not closed/],
    "a)": [1, /closes nothing/],
    "a AND": [5, /missing at the end/],
    "a OR OR b": [5, /missing before "OR"/],
    "host.name:": [10, /missing/],
    "a:(b:c)": [3, /within the value/],
    [`${"(".repeat(40)}a`]: [21, /deep/],
    ["a ".repeat(60)]: [0, /more than 50/],
    [Array.from({ length: 11 }, (_, index) => `NOT f${index}:*x*`).join(" OR ")]: [0, /more than 10 fields/],
  } as const;
  for (const [text, [at, message]] of Object.entries(problems)) {
    const { problem } = parseQuery(text);
    assert.equal(problem?.at, at, text);
    assert.match(problem?.message ?? "", message, text);
  }
});

test("any text is read or refused, never thrown at", () => {
  const piece = fc.constantFrom("a", ":", "(", ")", '"', "\\", " AND ", " OR ", "NOT ", "*", "-", "登");
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      parseQuery(pieces.join(""));
    }),
  );
});
