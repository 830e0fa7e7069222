// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { EXIT } from "../../exit-codes.ts";
import { Folder, fengsui } from "../../test-kit/command.ts";
import { DISCOVERY_RULE, WHOAMI } from "../../test-kit/samples.ts";
import { readIndicators } from "./read.ts";

const DIGEST = "ab".repeat(32);
const BUNDLE = {
  type: "bundle",
  objects: [
    {
      type: "indicator",
      id: "indicator--1",
      pattern_type: "stix",
      pattern: "[ipv4-addr:value = '203.0.113.7' OR domain-name:value = 'evil.example']",
      valid_until: "2030-01-01T00:00:00Z",
    },
    { type: "indicator", id: "indicator--2", pattern: "[process:name MATCHES 'x']" },
    { type: "indicator", id: "indicator--3", pattern: "[url:value = 'http://x.example']", revoked: true },
  ],
};
const MISP = {
  Event: {
    Attribute: [
      { type: "ip-dst", value: "198.51.100.4", to_ids: true, uuid: "a" },
      { type: "filename|sha256", value: `x.exe|${DIGEST}`, to_ids: true, uuid: "b" },
      { type: "comment", value: "hello", to_ids: true, uuid: "c" },
      { type: "domain", value: "fine.example", to_ids: false, uuid: "d" },
    ],
    Object: [{ Attribute: [{ type: "domain", value: "bad[.]example", uuid: "e" }] }],
  },
};

/** Each file, and what is to be read of it: values with their places, and how many are not understood or left out. */
const FILES: Readonly<
  Record<string, readonly [content: string, values: readonly string[], not: number, out: number]>
> = {
  "list.txt": [
    "\uFEFF# a feed\n203.0.113.7\r\nhxxp://evil[.]example/x\n\nno indicator at all\n10.0.0.0/8\n",
    ["203.0.113.7@2", "http://evil.example/x@3", "10.0.0.0/8@6"],
    1,
    0,
  ],
  "feed.csv": [
    '"type","value","note"\n"domain","evil.example","a, b"\n"sha256","nothing","c"\n',
    ["evil.example@2"],
    1,
    0,
  ],
  "comments.txt": [
    "; drop\n203.0.113.0/24 ; SBL1\n  # indented\n// slashes\n198.51.100.4 # c2\nC:\\a #1\\x.exe\n0.0.0.0 evil.example\n",
    ["203.0.113.0/24@2", "198.51.100.4@5", "c:\\a #1\\x.exe@6", "evil.example@7"],
    0,
    0,
  ],
  "long-line.txt": [
    `203.0.113.7\n${"a".repeat(200_000)}\n198.51.100.4`,
    ["203.0.113.7@1", "198.51.100.4@3"],
    1,
    0,
  ],
  "long-line.csv": [
    `ip,note\n203.0.113.7,x\n"${"a".repeat(200_000)}",x\n\n198.51.100.4,x`,
    ["203.0.113.7@2", "198.51.100.4@5"],
    1,
    0,
  ],
  "misp.csv": [
    [
      "uuid,event_id,type,value,comment,to_ids",
      "a,1,ip-dst|port,203.0.113.7|443,,1",
      "b,1,domain,fine.example,,0",
      `c,1,filename|sha256,x.exe|${DIGEST},,1`,
      'd,1,url,http://evil.example/#/login,"c # d",1',
      "e,1,domain|ip,bad.example|198.51.100.9,,1",
    ].join("\r\n"),
    [...["203.0.113.7@2", `${DIGEST}@4`, "http://evil.example/@5"], ...["bad.example@6", "198.51.100.9@6"]],
    0,
    1,
  ],
  "names-in-a-comment.csv": [
    '# A feed\n# "first_seen","ioc_value","ioc_type"\n"2026", "203.0.113.7:443", "ip:port"\n"2026", "evil.example", "domain"\n',
    ["203.0.113.7@3", "evil.example@4"],
    0,
    0,
  ],
  "semicolons.csv": ["value;type\n203.0.113.7;ip\n", ["203.0.113.7@2"], 0, 0],
  "tabs.tsv": ["host\tnote\n203.0.113.7\tx\nevil.example\ty\n", ["203.0.113.7@2", "evil.example@3"], 0, 0],
  "column.csv": ["note,ip\nx,203.0.113.7\n", ["203.0.113.7@2"], 0, 0],
  "feed.ndjson": [
    '{"ioc": "203.0.113.7", "expires": "2020-01-01"}\n{"type": "ja3", "value": "0123456789abcdef0123456789abcdef"}\n{"a": 1}\n',
    ["203.0.113.7@1", "0123456789abcdef0123456789abcdef@2"],
    1,
    0,
  ],
  "bundle.json": [
    JSON.stringify(BUNDLE, null, 2),
    ["203.0.113.7@indicator--1", "evil.example@indicator--1"],
    1,
    1,
  ],
  "bundle-on-one-line.json": [
    JSON.stringify(BUNDLE),
    ["203.0.113.7@indicator--1", "evil.example@indicator--1"],
    1,
    1,
  ],
  "envelope.json": [
    JSON.stringify({ more: false, objects: BUNDLE.objects }),
    ["203.0.113.7@indicator--1", "evil.example@indicator--1"],
    1,
    1,
  ],
  "objects.json": [
    JSON.stringify(BUNDLE.objects),
    ["203.0.113.7@indicator--1", "evil.example@indicator--1"],
    1,
    1,
  ],
  "misp-events.json": [JSON.stringify([MISP]), ["198.51.100.4@a", `${DIGEST}@b`, "bad.example@e"], 1, 1],
  "misp-attributes.json": [
    JSON.stringify({ response: { Attribute: MISP.Event.Attribute } }),
    ["198.51.100.4@a", `${DIGEST}@b`],
    1,
    1,
  ],
  "misp.json": [JSON.stringify(MISP), ["198.51.100.4@a", `${DIGEST}@b`, "bad.example@e"], 1, 1],
};

for (const [name, [content, values, notUnderstood, leftOut]] of Object.entries(FILES)) {
  test(`indicators are read: ${name}`, async () => {
    using folder = new Folder();
    const list = await readIndicators([folder.write(name, content)]);
    const read: string[] = [];
    list.index.parts.records.visit((record) => {
      const reference = list.index.parts.records.reference(record);
      read.push(`${list.index.parts.records.value(record)}@${reference.replace("0:", "")}`);
    });
    assert.deepEqual(read.sort(), values.toSorted());
    assert.deepEqual([list.notUnderstood, list.leftOut], [notUnderstood, leftOut]);
  });
}

function connection(address: string, time: string): string {
  const channel = "Microsoft-Windows-Sysmon/Operational";
  return `${JSON.stringify({ Channel: channel, EventID: 3, Computer: "ws", "@timestamp": time, DestinationIp: address })}\n`;
}

test("indicators and rules in one pass: a match says which indicator, its kind, the field and what was seen", async () => {
  using folder = new Folder();
  folder.write("rule.yml", DISCOVERY_RULE);
  folder.write("feed.csv", "indicator,valid_until\n203.0.113.0/24,\n198.51.100.4,2026-01-01\nhello,\n");
  folder.write("list.json", JSON.stringify({ name: "Ours", type: "cidr", list: ["203.0.113.9"] }));
  const events = [
    WHOAMI,
    connection("203.0.113.7", "2026-02-01T00:00:00Z"),
    connection("203.0.113.9", "2026-02-01T00:00:01Z"),
    connection("198.51.100.4", "2026-02-01T00:00:02Z"), // no longer valid then
  ];
  folder.write("log.ndjson", events.join(""));
  const args = ["detect", "log.ndjson", "-r", "rule.yml", "-i", "feed.csv", "--warninglist", "list.json"];
  const json = await fengsui([...args, "-f", "json"], { cwd: folder.path });
  assert.equal(json.code, EXIT.found);
  const [rule, first, second, ...more] = json.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(more, []);
  assert.equal(rule.rule.title, "Account Discovery By Console");
  const indicator = {
    kind: "ipv4-addr",
    value: "203.0.113.0/24",
    source: { file: "feed.csv", at: "2" },
    field: "DestinationIp",
    observable: "203.0.113.7",
    warninglists: [],
  };
  assert.deepEqual(first.indicator, indicator);
  assert.deepEqual([first.level, first.host, first.source.position], ["high", "ws", 2]);
  assert.deepEqual(second.indicator, { ...indicator, observable: "203.0.113.9", warninglists: ["Ours"] });
  assert.equal(second.level, "low");
  assert.match(
    json.stderr,
    /Indicators: 2 from 1 file \(ipv4-addr 2\)\n {2}1 not understood, first:\n {4}feed\.csv:4: hello/,
  );
});

test("a name with a star before it is met by the names below it", async () => {
  using folder = new Folder();
  const list = await readIndicators([
    folder.write("list.txt", "*.evil.example\n.bad.example\nplain.example\n"),
  ]);
  const met = (value: string) => list.index.find({ kind: "domain-name", value }, 0).length;
  assert.deepEqual(
    ["a.evil.example", "evil.example", "x.y.bad.example", "plain.example", "a.plain.example"].map(met),
    [1, 1, 1, 1, 0],
  );
});

test("indicators alone need no rules; the table and CSV show them", async () => {
  using folder = new Folder();
  folder.write("feed.txt", "203.0.113.7\n");
  folder.write("log.ndjson", connection("203.0.113.7", "2026-02-01T00:00:00Z"));
  const table = await fengsui(["detect", "log.ndjson", "-i", "feed.txt"], { cwd: folder.path });
  assert.match(table.stdout, /Indicator ipv4-addr.*DestinationIp=203\.0\.113\.7 {2}indicator=203\.0\.113\.7/);
  const csv = await fengsui(["detect", "log.ndjson", "-i", "feed.txt", "-f", "csv"], { cwd: folder.path });
  assert.match(csv.stdout, /,203\.0\.113\.7,ipv4-addr,feed\.txt:1,DestinationIp,203\.0\.113\.7,,/);
  const broken = await fengsui(["detect", "log.ndjson", "-i", "absent.txt"], { cwd: folder.path });
  assert.match(broken.stderr, /^error\[input\.not_found\]: absent\.txt: /);
});

test("a feed that is compressed is read; one that is cut off is told", async () => {
  using folder = new Folder();
  const bytes = gzipSync("203.0.113.7\nevil[.]example\n");
  const list = await readIndicators([folder.write("feed.txt.gz", bytes)]);
  assert.deepEqual([list.index.size, list.notUnderstood], [2, 0]);
  await assert.rejects(readIndicators([folder.write("cut.gz", bytes.subarray(0, -9))]), /cut\.gz/);
});

test("warninglists of a folder, and what of them is not understood", async () => {
  using folder = new Folder();
  const warned = { type: "cidr", matching_attributes: ["ip-dst"] };
  folder.write(
    "lists/one/list.json",
    JSON.stringify({ ...warned, name: "One", list: ["203.0.113.0/24", "what?"] }),
  );
  folder.write("lists/two/list.json", JSON.stringify({ ...warned, name: "Two", list: ["203.0.113.7"] }));
  folder.write("lists/schema.json", "{}");
  folder.write("feed.txt", "203.0.113.7\n");
  folder.write("events.ndjson", connection("203.0.113.7", "2026-11-01T10:00:00Z"));
  const args = [
    "detect",
    "events.ndjson",
    "--indicators",
    "feed.txt",
    "--warninglist",
    "lists",
    "--no-progress",
  ];
  const { stdout } = await fengsui(args, { cwd: folder.path });
  assert.match(stdout, /low +Indicator ipv4-addr, on a warninglist/);
  assert.match(stdout, /1 entry of warninglists not understood, first:\n {4}One: what\?/);
  const empty = await fengsui([...args, "--warninglist", "events.ndjson"], { cwd: folder.path });
  assert.match(empty.stderr, /no warninglist of MISP/);
});
