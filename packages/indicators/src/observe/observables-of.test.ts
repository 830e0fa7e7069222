// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_TABLES, ObservableReader, type ObservedLog } from "../index.ts";

const reader = new ObservableReader();

function read(event: object, log: ObservedLog = {}): string[] {
  return reader.read(event, log).map(({ kind, value, field }) => `${field}: ${kind}=${value}`);
}

test("an event of Sysmon tells its addresses, names, digests and paths, however it is wrapped", () => {
  const fields = {
    Image: "C:\\Temp\\A.exe",
    Hashes: `SHA1=${"A".repeat(40)},MD5=${"b".repeat(32)},IMPHASH=${"c".repeat(32)}`,
    SourceIp: "10.0.0.1",
    DestinationIp: "::ffff:192.0.2.7",
    DestinationHostname: "-",
    QueryName: "evil.example",
    QueryResults: "type:  5 cdn.example;::ffff:192.0.2.8;",
  };
  const expected = [
    "Image: file-path=c:\\temp\\a.exe",
    `Hashes: md5=${"b".repeat(32)}`,
    `Hashes: sha1=${"a".repeat(40)}`,
    "SourceIp: ipv4-addr=10.0.0.1",
    "DestinationIp: ipv4-addr=192.0.2.7",
    "QueryName: domain-name=evil.example",
    "QueryResults: domain-name=cdn.example",
    "QueryResults: ipv4-addr=192.0.2.8",
  ];
  assert.deepEqual(read(fields, { product: "windows" }), expected);
  assert.deepEqual(
    read({ Event: { EventData: fields } }, { product: "windows" }),
    expected.map((line) => `Event.EventData.${line}`),
  );
});

test("fields with common names are read only in the logs in which they mean that", () => {
  const event = {
    query: "evil.example",
    host: "web-1",
    "id.orig_h": "10.0.0.1",
    id: { resp_h: "192.0.2.1" },
  };
  assert.deepEqual(read(event), []);
  assert.deepEqual(read(event, { product: "zeek", service: "dns" }), [
    "query: domain-name=evil.example",
    "host: domain-name=web-1",
    "id.orig_h: ipv4-addr=10.0.0.1",
    "id.resp_h: ipv4-addr=192.0.2.1",
  ]);
});

test("lists, nested and dotted names are alike; a URL tells its host, too; each is told once", () => {
  const event = {
    url: { full: "https://evil.example:8443/a" },
    "url.domain": "evil.example",
    dns: { answers: [{ data: "a.example" }, { data: "b.example" }], resolved_ip: ["192.0.2.1", "192.0.2.1"] },
  };
  assert.deepEqual(read(event), [
    "url.full: url=https://evil.example:8443/a",
    "url.full: domain-name=evil.example",
    "dns.answers.data: domain-name=a.example",
    "dns.answers.data: domain-name=b.example",
    "dns.resolved_ip: ipv4-addr=192.0.2.1",
  ]);
});

test("an event of any size and depth tells no more than its share", () => {
  const many = { "source.ip": Array.from({ length: 5000 }, (_, n) => `10.0.${n >> 8}.${n & 255}`) };
  assert.equal(read(many).length, 256);
  let deep: object = { "source.ip": "10.0.0.1" };
  for (let level = 0; level < 5000; level++) deep = { a: deep };
  assert.deepEqual(read(deep), []);
  assert.deepEqual(read(JSON.parse('{"__proto__":{"source.ip":"10.0.0.1"},"constructor":"x"}')), []);
});

test("no field stands twice in one table", () => {
  for (const { fields } of FIELD_TABLES) {
    const names = Object.values(fields).flat();
    assert.equal(new Set(names).size, names.length);
  }
});
