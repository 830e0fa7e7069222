// SPDX-License-Identifier: Apache-2.0
/**
 * Random rules, as text, and random events, over the same small alphabet. Written from the specification of Sigma and
 * from what logs look like; it shares nothing with the planner and the scanner that it is there to test.
 */
import fc, { type Arbitrary } from "fast-check";
import type { JsonObject, JsonValue, LogSource } from "../index.ts";
import { regexSource } from "./regexes.ts";
import { anyToken, longText, shortText, someText, textOf, word } from "./texts.ts";

const FIELDS = [
  "f",
  "f",
  "g",
  "g",
  "h",
  "n.x",
  "n.y",
  "l.m",
  "Image",
  "IntegrityLevel",
  "ProcessId",
  "EventID",
  "id.orig_h",
  "type",
  "constructor",
  "no such field",
] as const;
const field = fc.constantFrom(...FIELDS);

const ADDRESSES = [
  "10.0.0.1",
  "10.1.2.3",
  "192.168.1.1",
  "8.8.8.8",
  "::1",
  "fe80::1",
  "::ffff:10.0.0.1",
  "010.0.0.1",
  "10.0.0",
  "1.2.3.4.5",
];
const TIMES = [
  "2024-02-29T23:05:59Z",
  "2024-02-29 10:00",
  "2021-01-03",
  "24-01-01",
  1709247900,
  1709247900000,
];

/* ---- Rules ---- */

const wildToken = fc.oneof(
  { weight: 6, arbitrary: anyToken },
  { weight: 1, arbitrary: fc.constantFrom("*", "?", "\\*", "\\?", "\\\\", "*") },
);
const wildText = fc.oneof({ weight: 2, arbitrary: word }, { weight: 3, arbitrary: textOf(wildToken, 5) });
const textual: Arbitrary<unknown> = fc.oneof(
  { weight: 9, arbitrary: wildText },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 5, 10, 4688, -1, 1.5) },
);
const scalar: Arbitrary<unknown> = fc.oneof(
  { weight: 9, arbitrary: textual },
  { weight: 1, arbitrary: fc.boolean() },
);
const oneOrMore = (of: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof(of, fc.array(of, { minLength: 1, maxLength: 5 }));

const TEXT_CHAINS = [
  "contains",
  "contains",
  "startswith",
  "endswith",
  "contains|all",
  "endswith|all",
  "contains|neq",
  "contains|all|neq",
  "all|contains",
  "neq|endswith",
];
const ONLY_TEXT_CHAINS = [
  "cased",
  "contains|cased",
  "cased|endswith",
  "startswith|cased|all",
  "windash|contains",
  "windash",
  "wide|contains",
  "utf16le|contains",
  "utf16be|contains",
  "utf16|endswith",
  "contains|windash|all",
  "windash|cased|startswith",
  "expand|windash|endswith",
  "expand|contains",
];

type Item = readonly [chain: string, value: unknown];

const textItem: Arbitrary<Item> = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("", "", "", "neq"), oneOrMore(scalar)) },
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...TEXT_CHAINS), oneOrMore(textual)) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...ONLY_TEXT_CHAINS), wildText) },
);
const regexItem: Arbitrary<Item> = fc
  .tuple(
    fc.constantFrom(
      "re",
      "re",
      "re|i",
      "re|m|s",
      "re|i|m|s",
      "re|dotall|multiline",
      "re|ignorecase",
      "all|re|i",
      "re|neq",
      "re|all",
    ),
    fc.array(regexSource({ nonAscii: true, everything: true }), { minLength: 1, maxLength: 2 }),
  )
  .map(([chain, sources]) => [chain, sources]);
const otherItem: Arbitrary<Item> = fc.oneof(
  fc.tuple(fc.constantFrom("", "neq"), fc.constantFrom<unknown>(null, [null, "a"])),
  fc.tuple(
    fc.constantFrom("cidr", "cidr|neq"),
    fc.constantFrom<unknown>("10.0.0.0/8", ["::1/128", "10.0.0.0/31"], "0.0.0.0/0", "fe80::/10"),
  ),
  fc.tuple(fc.constantFrom("lt", "lte", "gt", "gte", "gt|neq"), fc.constantFrom(0, 1, 5, 10, 4688)),
  fc.tuple(
    fc.constantFrom("year", "month", "week", "day", "hour", "minute"),
    fc.constantFrom(2024, 2, 9, 29, 10, 5),
  ),
  fc.tuple(fc.constantFrom("base64|contains", "utf16be|base64"), fc.constantFrom("abc", "ab")),
  fc.tuple(
    fc.constantFrom("lte", "gte|neq"),
    fc.array(fc.constantFrom(0, 1, "5", 10), { minLength: 1, maxLength: 3 }),
  ),
  fc.tuple(fc.constantFrom("hour|neq", "week|neq"), fc.constantFrom(9, 10, 53)),
  fc.tuple(fc.constant("base64offset|contains"), fc.constantFrom("abc", "ab k", "\u212aab")),
  fc.tuple(fc.constant("wide|base64offset|contains"), fc.constantFrom("ab", "aK")),
);
const fieldItem: Arbitrary<Item> = fc.oneof(
  { weight: 6, arbitrary: textItem },
  { weight: 2, arbitrary: regexItem },
  { weight: 2, arbitrary: otherItem },
  { weight: 1, arbitrary: fc.tuple(fc.constant("exists"), fc.boolean()) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constantFrom(
        "fieldref",
        "fieldref|contains",
        "fieldref|startswith",
        "fieldref|endswith|cased",
        "fieldref|neq",
      ),
      field,
    ),
  },
);

const key = (name: string, chain: string): string => (chain === "" ? name : `${name}|${chain}`);

const itemMap: Arbitrary<unknown> = fc
  .array(fc.tuple(field, fieldItem), { minLength: 1, maxLength: 3 })
  .map((items) => Object.fromEntries(items.map(([name, [chain, value]]) => [key(name, chain), value])));
const keyword: Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: wildText },
  { weight: 1, arbitrary: scalar },
);
const keywordItem: Arbitrary<Item> = fc.oneof(
  { weight: 5, arbitrary: textItem },
  { weight: 2, arbitrary: regexItem },
  { weight: 1, arbitrary: otherItem },
);
const keywords: Arbitrary<unknown> = fc.oneof(
  fc.array(keyword, { minLength: 1, maxLength: 4 }),
  textOf(anyToken, 12, 4).map((text) => [`${text}${text}-long-${text}`]),
  keywordItem.map(([chain, value]) => ({ [`|${chain}`]: value })).filter((item) => !("|" in item)),
  fc.constant([null]),
);
const search: Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: itemMap },
  { weight: 2, arbitrary: fc.array(itemMap, { minLength: 1, maxLength: 3 }) },
  { weight: 2, arbitrary: keywords },
  { weight: 1, arbitrary: fc.tuple(itemMap, keyword) },
);

const IDENTIFIERS = ["s1", "s2", "s3", "_f"] as const;

const anyCondition = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthIdentifier: "condition" },
    { weight: 3, arbitrary: fc.constantFrom(...IDENTIFIERS) },
    { weight: 1, arbitrary: fc.constantFrom("1 of them", "all of s*", "1 of s*", "all of them") },
    { weight: 2, arbitrary: tie("tree").map((of) => `not (${of})`) },
    { weight: 2, arbitrary: fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => `(${a} and ${b})`) },
    { weight: 2, arbitrary: fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => `(${a} or ${b})`) },
    { weight: 2, arbitrary: fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => `${a} and not (${b})`) },
  ),
})).tree;
const condition = fc.oneof(
  { weight: 2, arbitrary: anyCondition },
  // The usual forms.
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "s1",
      "s1 and not s2",
      "s1 and not (s2 and s3)",
      "s1 and not (s2 or s3)",
      "not s1",
    ),
  },
);

const RULE_SOURCES: readonly LogSource[] = [
  { product: "windows" },
  { product: "windows" },
  { category: "process_creation" },
  { category: "process_creation", product: "windows" },
  { product: "windows", service: "security" },
  { category: "registry_event" },
  { product: "zeek", service: "conn" },
  { category: "dns" },
  { product: "linux" },
  { product: "linux", service: "auditd" },
  { product: "aws" },
];

/** One rule as YAML: JSON is YAML, and says exactly what the values are. */
const ruleText: Arbitrary<string> = fc
  .record({
    logsource: fc.constantFrom(...RULE_SOURCES),
    searches: fc.tuple(search, search, search, search),
    condition,
  })
  .map(({ logsource, searches, condition }) => {
    const identifiers = Object.fromEntries(IDENTIFIERS.map((name, at) => [name, searches[at]]));
    return JSON.stringify({ title: "A rule", logsource, detection: { ...identifiers, condition } });
  });

export const ruleTexts: Arbitrary<string> = fc
  .array(ruleText, { minLength: 1, maxLength: 8 })
  .map((texts) => texts.join("\n---\n"));

/* ---- Events ---- */

const eventScalar: Arbitrary<JsonValue> = fc.oneof(
  { weight: 8, arbitrary: word },
  { weight: 8, arbitrary: someText },
  { weight: 3, arbitrary: shortText },
  { weight: 1, arbitrary: fc.constantFrom(...ADDRESSES) },
  { weight: 1, arbitrary: fc.constantFrom(...TIMES) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 5, 10, 4688, -1, 1.5, 1e21, 0.1) },
  { weight: 1, arbitrary: fc.constantFrom("0", "0x5", " 10 ", "1e1", "S-1-16-12288", "YWJj", "true") },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
);
const eventValue: Arbitrary<JsonValue> = fc.oneof(
  { weight: 10, arbitrary: eventScalar },
  { weight: 1, arbitrary: fc.array(eventScalar, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(fc.array(eventScalar, { maxLength: 3 }), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom("x", "y", "m", "f"), eventScalar, { maxKeys: 2 }) },
  { weight: 1, arbitrary: longText },
);
const object = (name: string): Arbitrary<JsonValue> =>
  fc.dictionary(fc.constantFrom(name, "x", "y"), eventValue, { maxKeys: 3 });

const own: Arbitrary<JsonObject> = fc.record(
  {
    f: eventValue,
    g: eventValue,
    h: eventScalar,
    n: fc.oneof(object("x"), fc.array(fc.oneof(object("y"), eventScalar), { maxLength: 3 }), eventScalar),
    "n.x": eventScalar,
    l: fc.oneof(fc.array(object("m"), { maxLength: 3 }), object("m")),
    Image: eventScalar,
    NewProcessName: eventScalar,
    IntegrityLevel: eventScalar,
    MandatoryLabel: fc.constantFrom("S-1-16-12288", "S-1-16-8192", "High", ["S-1-16-12288", "x"]),
    ProcessId: eventScalar,
    NewProcessId: eventScalar,
    type: eventScalar,
    constructor: eventScalar,
    other: eventValue,
  },
  { requiredKeys: [] },
);

const channel = fc.constantFrom(
  "Microsoft-Windows-Sysmon/Operational",
  "Security",
  "System",
  "Application",
  "Contoso",
);
const eventId = fc.constantFrom<string | number>(1, "1", 5, 10, 12, 13, 4688, "4688", "a", "A", "\u212a");

const windows: Arbitrary<JsonObject> = fc
  .tuple(channel, eventId, own, fc.nat(4))
  .map(([Channel, id, data, form]) => {
    switch (form) {
      case 0:
        return { Event: { System: { EventID: id, Channel }, EventData: data } };
      case 1:
        return { winlog: { channel: Channel, event_id: id, event_data: data } };
      case 2:
        return { System: { EventID: { "#text": id }, Channel }, EventData: data };
      default:
        return { EventID: id, Channel, ...data };
    }
  });
const zeek: Arbitrary<JsonObject> = fc
  .tuple(fc.constantFrom("conn", "dns", "constructor"), fc.constantFrom(...ADDRESSES), own, fc.boolean())
  .map(([path, address, data, isDotted]) => ({
    _path: path,
    ts: 1,
    ...(isDotted ? { "id.orig_h": address } : { id: { orig_h: address } }),
    ...data,
  }));
const linux: Arbitrary<JsonObject> = fc.oneof(
  fc
    .tuple(fc.constantFrom("sshd", "cron", "x"), someText, own)
    .map(([appname, message, data]) => ({ appname, message, ...data })),
  fc.tuple(fc.constantFrom("EXECVE", "a"), own).map(([type, data]) => ({ audit_id: "1:1", ...data, type })),
  fc.tuple(shortText, shortText).map(([f, g]) => ({
    message: `type=AUOMS_EXECVE audit(1:1): f=${JSON.stringify(f)} g=${JSON.stringify(g)} exe="/bin/ab" cmdline="ab ba"`,
  })),
  fc.tuple(shortText, shortText).map(([f, g]) => ({
    message: `<Event><System><Provider Name="Linux-Sysmon"/><EventID>1</EventID></System><EventData><Data Name="f">${f}</Data><Data Name="g">${g}</Data></EventData></Event>`,
  })),
);
const unknown: Arbitrary<JsonObject> = fc.oneof(
  own,
  own.map((data) => ({ ...data, eventSource: "a", eventName: "b", awsRegion: "c" })),
);

export const anyEvent: Arbitrary<JsonObject> = fc.oneof(
  { weight: 8, arbitrary: windows },
  { weight: 2, arbitrary: zeek },
  { weight: 2, arbitrary: linux },
  { weight: 1, arbitrary: unknown },
);

export const anyForcedSource: Arbitrary<LogSource | undefined> = fc.constantFrom<LogSource | undefined>(
  undefined,
  undefined,
  undefined,
  { product: "windows" },
  { category: "dns" },
  {},
);
