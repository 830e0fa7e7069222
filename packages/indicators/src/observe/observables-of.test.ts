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

test("a URL that a log writes in parts is one; a path alone is none", () => {
  assert.deepEqual(read({ host: "evil.example:8080", uri: "/a?b=1" }, { product: "zeek", service: "http" }), [
    "host: domain-name=evil.example",
    "uri: url=http://evil.example:8080/a?b=1",
  ]);
  assert.deepEqual(
    read({ http: { url: "/a", http_port: 8080, hostname: "evil.example" } }, { product: "suricata" }),
    ["http.hostname: domain-name=evil.example", "http.url: url=http://evil.example:8080/a"],
  );
  assert.deepEqual(read({ "url.original": "/index.php" }), []);
  const asked = { "cs-host": "a.example", "cs-uri-stem": "http://evil.example/x" };
  assert.deepEqual(read(asked, { category: "proxy" }), [
    "cs-host: domain-name=a.example",
    "cs-uri-stem: url=http://evil.example/x",
  ]);
});

test("logs of web servers, which do not say whose they are, and words of daemons tell addresses", () => {
  const access = { remote_addr: "203.0.113.7", http_referer: "http://evil.example/" };
  assert.deepEqual(read(access, { category: "webserver" }), [
    "remote_addr: ipv4-addr=203.0.113.7",
    "http_referer: url=http://evil.example/",
    "http_referer: domain-name=evil.example",
  ]);
  const message =
    "Failed password for root from 203.0.113.7 port 22 (2001:db8::1), at 10:20:30, v1.2.3.4.5, [192.0.2.1]:22.";
  assert.deepEqual(read({ message }, { product: "linux", service: "sshd" }), [
    "message: ipv4-addr=203.0.113.7",
    "message: ipv6-addr=2001:db8::1",
    "message: ipv4-addr=192.0.2.1",
  ]);
  assert.deepEqual(read({ message: "1:".repeat(100_000) }, { product: "linux" }), []);
});

test("mail and digests are told as their logs write them", () => {
  const mail = {
    from: '"One, Some" <some@evil.example>',
    to: ["a@b.example, <c@d.example>"],
    path: ["192.0.2.1"],
  };
  assert.deepEqual(read(mail, { product: "zeek", service: "smtp" }), [
    "from: email-addr=some@evil.example",
    "to: email-addr=a@b.example",
    "to: email-addr=c@d.example",
  ]);
  const digest = "A".repeat(64);
  const hashes = [{ algorithm: "SHA-256", value: digest }];
  assert.deepEqual(read({ process: { file: { hashes } } }), [
    `process.file.hashes.value: sha256=${digest.toLowerCase()}`,
  ]);
  assert.deepEqual(read({ Hash: `SHA256=${digest}` }, { product: "windows" }), [
    `Hash: sha256=${digest.toLowerCase()}`,
  ]);
});

test("an event of any size and depth tells no more than its share", () => {
  const many = { "source.ip": Array.from({ length: 5000 }, (_, n) => `10.0.${n >> 8}.${n & 255}`) };
  assert.equal(read(many).length, 256);
  for (const text of [",".repeat(1_000_000), '"'.repeat(999_999), ";a".repeat(1_000_000)])
    assert.ok(read({ from: text, QueryResults: text, message: text }, { product: "zeek" }).length <= 256);
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
