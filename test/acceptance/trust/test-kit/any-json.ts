// SPDX-License-Identifier: Apache-2.0
/** Texts of JSON as senders write them, not as a serialiser would: what differs is what breaks readers. */
import fc from "fast-check";

/** Texts that mean something to somebody on the way: JSON, SQL, TabSeparated, HTTP, JavaScript, a terminal. */
export const NASTY_TEXTS: readonly string[] = [
  "",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "x\udfffy",
  "\ufeff",
  "\ufffd",
  "\u2028\u2029",
  "\u202e",
  "\u001b[31m",
  "\t\n\r\b\f",
  "\\N",
  "\\",
  "\\u0000",
  "'\"`",
  "');DROP TABLE events;--",
  "{x:String}",
  "%00%ff",
  "__proto__",
  "constructor",
  "态势感知",
  "🜃",
  "NaN",
  "x".repeat(3000),
];

const KEYS: readonly string[] = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "a.b",
  "@timestamp",
  "host",
  "host.name",
  "hostname",
  "Computer",
  "Channel",
  "EventID",
  "EventRecordID",
  "user",
  "User",
  "source",
  "src_ip",
  "Image",
  "message",
  "log",
  "Event",
  "winlog",
  "Hashes",
  "query",
  "_path",
  "uid",
];

const NUMBERS: readonly string[] = [
  "0",
  "-0",
  "18446744073709551616",
  "-9223372036854775809",
  "9007199254740993",
  "1e999",
  "-1e-999",
  "0.1000000000000000055511151231257827",
  "1".repeat(400),
];

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY_TEXTS),
  fc.string({ unit: "binary", maxLength: 30 }),
);

const key = fc.oneof(fc.constantFrom(...KEYS), anyText).map((text) => JSON.stringify(text));

export const { value: anyJson } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    anyText.map((text) => JSON.stringify(text)),
    fc.constantFrom(...NUMBERS, "true", "false", "null", "{}", "[]", '"2026-05-01T10:00:00Z"'),
    fc.array(tie("value"), { maxLength: 4 }).map((values) => `[${values.join(" , ")}]`),
    tie("object"),
  ),
  object: fc
    .array(fc.tuple(key, tie("value")), { maxLength: 6 })
    .map((entries) => `{${entries.map(([name, value]) => `${name}:\t${value}`).join(",")}}`),
}));

/** An object that begins with a word to find it by; keys may stand twice in it, as this one may. */
export function anyEvent(word: string): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(key, anyJson), { maxLength: 8 })
    .map((entries) =>
      [`{"word":"${word}"`, ...entries.map(([name, value]) => `${name} : ${value}`)].join(",").concat("}"),
    );
}

function nested(depth: number): string {
  return `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`;
}

/** What no reader can take for an event. */
export const BROKEN: readonly Buffer[] = [
  Buffer.from('{"a":NaN}'),
  Buffer.from('{"a":Infinity}'),
  Buffer.from("{'a':1}"),
  Buffer.from('{"a":1'),
  Buffer.from('{"a":1}}'),
  Buffer.from('{"a":1} {"b":2}x'),
  Buffer.from('{"a":"\\ud8"}'),
  Buffer.from('{"a":"\\x"}'),
  Buffer.from('{"a":"\u0001"}'),
  Buffer.from("[1]"),
  Buffer.from("null"),
  Buffer.from('"text"'),
  Buffer.from("12"),
  Buffer.from("{"),
  Buffer.from("}"),
  Buffer.from(nested(200)),
  Buffer.from(nested(100_000)),
  Buffer.from([0x00, 0x01, 0x02, 0xff]),
  Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
  Buffer.from(`{"a":"${"x".repeat(1024 * 1024)}"}`),
];
