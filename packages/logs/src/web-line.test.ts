// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAll } from "./testing/read-all.ts";

async function read(line: string) {
  const { events } = await readAll(Buffer.from(`${line}\n`));
  return events[0] ?? assert.fail();
}

const NOW = "01/May/2026:12:00:00 +0800";

test("access logs of nginx and Apache give the fields of the request, whatever stands around them", async () => {
  const combined = `192.0.2.7 - li [${NOW}] "GET /admin/login.php?id=1%27 HTTP/1.1" 404 153 "https://a.example/" "sqlmap/1.7"`;
  const { event, message, ...fields } = await read(combined);
  assert.deepEqual([event, message], [{ dataset: "web.access" }, combined]);
  assert.deepEqual(fields, {
    timestamp: "2026-05-01T12:00:00+08:00",
    remote_addr: "192.0.2.7",
    remote_user: "li",
    request: "GET /admin/login.php?id=1%27 HTTP/1.1",
    request_method: "GET",
    request_uri: "/admin/login.php?id=1%27",
    uri: "/admin/login.php",
    args: "id=1%27",
    server_protocol: "HTTP/1.1",
    status: 404,
    body_bytes_sent: 153,
    http_referer: "https://a.example/",
    http_user_agent: "sqlmap/1.7",
  });
  const common = await read(`2001:db8::1 - - [${NOW}] "POST / HTTP/2.0" 200 -`);
  assert.deepEqual(
    [common["remote_addr"], common["request_method"], common["http_referer"]],
    ["2001:db8::1", "POST", undefined],
  );
  const virtual = await read(`www.example.org:443 ${combined} 0.004 "-"`);
  assert.deepEqual([virtual["host"], virtual["http_user_agent"]], ["www.example.org", "sqlmap/1.7"]);
  const escaped = await read(
    `192.0.2.7 - - [${NOW}] "\\x16\\x03\\x01" 400 0 "-" "a \\"quoted\\" \\x22agent\\x22"`,
  );
  assert.deepEqual([escaped["request"], escaped["http_user_agent"]], ["\x16\x03\x01", 'a "quoted" "agent"']);
});

test("error logs of both give who asked for what", async () => {
  const nginx = await read(
    '2026/05/01 12:00:00 [error] 12#34: *5 open() "/srv/x" failed (2: No such file or directory), client: 192.0.2.7, server: _, request: "GET /x HTTP/1.1", host: "a.example"',
  );
  assert.deepEqual(
    [
      nginx["event"],
      nginx["timestamp"],
      nginx["level"],
      nginx["remote_addr"],
      nginx["request_uri"],
      nginx["host"],
    ],
    [{ dataset: "nginx.error" }, "2026-05-01 12:00:00", "error", "192.0.2.7", "/x", "a.example"],
  );
  const apache = await read(
    "[Fri May 01 12:00:00.123456 2026] [core:error] [pid 12:tid 34] [client 192.0.2.7:5678] AH00126: Invalid URI in request",
  );
  assert.deepEqual(
    [apache["event"], apache["timestamp"], apache["module"], apache["pid"], apache["remote_addr"]],
    [{ dataset: "apache.error" }, "2026-05-01 12:00:00.123456", "core", "12", "192.0.2.7"],
  );
});

test("a line of a web server that came by syslog has the header's fields beside its own", async () => {
  const fields = await read(
    `<190>May  1 12:00:01 web1 nginx: 192.0.2.7 - - [${NOW}] "GET /x HTTP/1.1" 200 5 "-" "curl/8"`,
  );
  assert.deepEqual(
    [fields["hostname"], fields["appname"], fields["uri"], fields["timestamp"]],
    ["web1", "nginx", "/x", "2026-05-01T12:00:00+08:00"],
  );
});

test("a line that only looks like one is a message", async () => {
  for (const line of ["[1, 2", "[notice] x", `a b [${NOW}] "GET /"`, "2026/05/01 12:00:00 starting"])
    assert.deepEqual(Object.keys(await read(line)), ["message"]);
});
