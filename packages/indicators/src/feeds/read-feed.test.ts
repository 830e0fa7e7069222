// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FeedItem, FeedProblem, readFeed, readPattern } from "../index.ts";

const DIGEST = "ab".repeat(32);

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(feed: string | Uint8Array, length = 7): Promise<readonly FeedItem[]> {
  const bytes = typeof feed === "string" ? new TextEncoder().encode(feed) : feed;
  const items: FeedItem[] = [];
  for await (const some of readFeed(pieces(bytes, length))) items.push(...some);
  return items;
}

async function said(feed: string | Uint8Array, length?: number): Promise<readonly string[]> {
  return (await read(feed, length)).map((item) =>
    item.is === "indicator"
      ? `${item.value}@${item.at}${item.note === undefined ? "" : ` (${item.note})`}`
      : `${item.is}@${item.at}`,
  );
}

test("a pattern is read where it is a value and nothing more", () => {
  const values = (pattern: string): readonly string[] | undefined =>
    readPattern(pattern)?.map(({ value }) => value);
  assert.deepEqual(values("[file:hashes.'SHA-256' = 'AA' OR domain-name:value = 'a.example']"), undefined);
  assert.deepEqual(values(`[file:hashes.'SHA-256' = '${DIGEST}']`), [DIGEST]);
  assert.deepEqual(values("[domain-name:value = 'a.example'] OR [ipv4-addr:value = '192.0.2.0/24']"), [
    "a.example",
    "192.0.2.0/24",
  ]);
  assert.deepEqual(values("[url:value = 'http://x.example/a OR b?q=it\\'s']"), [
    "http://x.example/a%20OR%20b?q=it%27s",
  ]);
  for (const other of [
    "[ipv4-addr:value = '192.0.2.1' AND domain-name:value = 'a.example']",
    "[ipv4-addr:value != '192.0.2.1']",
    "[ipv4-addr:value = '192.0.2.1'] FOLLOWEDBY [ipv4-addr:value = '192.0.2.2']",
    "",
  ])
    assert.equal(values(other), undefined, other);
});

test("columns by comma, semicolon or tab; a value in quotes over lines; a note; a quote that nobody closes", async () => {
  const feed = ["value;note;type", '192.0.2.1;"two', 'lines; and more";ip', "evil.example;plain;domain"].join(
    "\n",
  );
  assert.deepEqual(await said(feed), ["192.0.2.1@2 (two\nlines; and more)", "evil.example@4 (plain)"]);
  assert.deepEqual(await said("ip\tcomment\n192.0.2.1\tx\n"), ["192.0.2.1@2 (x)"]);
  const open = ["value,note", ...Array.from({ length: 60 }, (_, n) => `192.0.2.${n},${n === 3 ? '"' : ""}x`)];
  assert.equal((await said(open.join("\n"))).filter((one) => one.startsWith("192.0.2.")).length, 60);
});

test("what begins with a bracket is a document, a pattern or an address", async () => {
  assert.deepEqual(await said("[domain-name:value = 'a.example']\n[2001:db8::1]:443\n"), [
    "a.example@1",
    "2001:db8::1@2",
  ]);
  assert.deepEqual(await said('[\n "192.0.2.1",\n {"ioc": "a.example"}, 7]'), [
    "192.0.2.1@1",
    "a.example@2",
    "not_understood@3",
  ]);
  await assert.rejects(read("[ what?"), FeedProblem);
  await assert.rejects(read("{\n"), FeedProblem);
});

test("UTF-16 and UTF-8, with marks of their order or without, in pieces of any size", async () => {
  const text = "# Liste\r\nbücher.example\r\n192.0.2.1\r\n";
  const expected = ["xn--bcher-kva.example@2", "192.0.2.1@3"];
  for (const bytes of [
    Buffer.from(text),
    Buffer.from(`\uFEFF${text}`),
    Buffer.from(`\uFEFF${text}`, "utf16le"),
    Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
  ])
    for (const length of [2, 3, 1000]) assert.deepEqual(await said(bytes, length), expected);
});

test("a line that is too long is one that is not understood, and costs the others nothing", async () => {
  const feed = `192.0.2.1\n${"x".repeat(300_000)}\n192.0.2.2\n`;
  assert.deepEqual(await said(feed, 50_000), ["192.0.2.1@1", "not_understood@2", "192.0.2.2@3"]);
  const document = JSON.stringify({
    type: "bundle",
    objects: [
      { type: "indicator", id: "i", name: "y".repeat(200_000), pattern: "[url:value = 'http://x.example/']" },
    ],
  });
  assert.deepEqual(
    (await read(document, 60_000)).map(({ is, at }) => [is, at]),
    [["indicator", "i"]],
  );
  assert.deepEqual(await read(""), []);
  assert.deepEqual(await read("# nothing\n\n"), []);
});

/** Where a reader went back and forth in them, each would take a minute. */
test("patterns and documents that are made to be costly are not", async () => {
  const bundle = (pattern: string) =>
    JSON.stringify({ type: "bundle", objects: [{ type: "indicator", id: "i", pattern }] });
  for (const pattern of [
    `[a:b='${"\\'".repeat(49_000)}]`,
    `[a:b=${" ".repeat(99_000)}x]`,
    `[a:b='x'${" ] ".repeat(30_000)}OR]`,
  ])
    assert.deepEqual(await said(bundle(pattern), 60_000), ["not_understood@i"]);
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  assert.deepEqual(await said(`["192.0.2.1", ${deep}]`, 60_000), ["192.0.2.1@1", "not_understood@2"]);
  await assert.rejects(read(`[\n${"{},".repeat(10_000_001)}0]`, 1_000_000), FeedProblem);
  await assert.rejects(read(Buffer.alloc(20_000_001, "\n"), 20_000_001), FeedProblem);
  const unclosed = ['value,note\nx,"', ...Array.from({ length: 100 }, () => '"a"'.repeat(20_000))];
  assert.equal((await read(unclosed.join("\n"), 1_000_000)).length, 101);
});
