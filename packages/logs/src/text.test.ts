// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readAll } from "./testing/read-all.ts";

const NOW = Date.UTC(2024, 0, 2, 12, 0, 0);

async function one(line: string, now: number | undefined = NOW): Promise<unknown> {
  const { events } = await readAll(`${line}\n`, now === undefined ? {} : { now });
  assert.equal(events.length, 1);
  return events[0];
}

test("RFC 5424 lines give all their fields", async () => {
  const line =
    '<165>1 2003-10-11T22:14:15.003Z host.example evntslog 8710 ID47 [ex@32473 iut="3" q="a\\"b\\]c\\\\d" iut="4"][e@1] \ufeffAn event';
  assert.deepEqual(await one(line), {
    timestamp: "2003-10-11T22:14:15.003Z",
    hostname: "host.example",
    appname: "evntslog",
    procid: "8710",
    msgid: "ID47",
    structured_data: { "ex@32473": { iut: ["3", "4"], q: 'a"b]c\\d' }, "e@1": {} },
    message: "An event",
    facility: "local4",
    severity: "notice",
  });
});

test("nil fields of RFC 5424 are not there", async () => {
  assert.deepEqual(await one("<0>1 - - - - - -"), { facility: "kern", severity: "emerg" });
});

test("RFC 3164 lines get the year that puts them at most a day ahead", async () => {
  const fields = { hostname: "mymachine", appname: "su", message: "'su root' failed" };
  const read = async (date: string) => one(`<34>${date} mymachine su: 'su root' failed`);
  const expected = (timestamp: string) => ({ timestamp, ...fields, facility: "auth", severity: "crit" });
  assert.deepEqual(await read("Oct 11 22:14:15"), expected("2023-10-11T22:14:15Z"));
  assert.deepEqual(await read("Jan  3 11:59:59"), expected("2024-01-03T11:59:59Z"));
  assert.deepEqual(await read("Jan  3 12:00:01"), expected("2023-01-03T12:00:01Z"));
  assert.deepEqual(await read("Feb 29 00:00:00"), expected("2020-02-29T00:00:00Z"));
  assert.deepEqual(await read("Oct 11 2019 22:14:15"), expected("2019-10-11T22:14:15Z"));
  assert.deepEqual(await read("Feb 30 00:00:00"), expected("Feb 30 00:00:00"));
  assert.deepEqual(await one("Dec 31 23:59:59 h a: m", Date.UTC(2023, 11, 31)), {
    timestamp: "2023-12-31T23:59:59Z",
    hostname: "h",
    appname: "a",
    message: "m",
  });
});

test("without a reference date, a date without a year stays as it is", async () => {
  const { events } = await readAll("Oct 11 22:14:15 h sshd[12]: Accepted\n");
  assert.deepEqual(events, [
    { timestamp: "Oct 11 22:14:15", hostname: "h", appname: "sshd", procid: "12", message: "Accepted" },
  ]);
});

test("lines of files have no priority, and their timestamp may be ISO", async () => {
  assert.deepEqual(await one("2022-05-11T18:10:21.997+02:00 web1 nginx[9]: GET /"), {
    timestamp: "2022-05-11T18:10:21.997+02:00",
    hostname: "web1",
    appname: "nginx",
    procid: "9",
    message: "GET /",
  });
  assert.deepEqual(await one("Jan  1 00:00:00 last message repeated"), {
    timestamp: "2024-01-01T00:00:00Z",
    hostname: "last",
    message: "message repeated",
  });
  assert.deepEqual(await one("Jan  1 00:00:00 cron: done"), {
    timestamp: "2024-01-01T00:00:00Z",
    appname: "cron",
    message: "done",
  });
});

test("a priority with an unknown header gives facility, severity and the message", async () => {
  assert.deepEqual(await one("<189>123: *whatever"), {
    message: "123: *whatever",
    facility: "local7",
    severity: "notice",
  });
  assert.deepEqual(await one("<999>no priority"), { message: "<999>no priority" });
  assert.deepEqual(await one("<13>1 2024-01-01T00:00:00Z h a - - [broken"), {
    message: "1 2024-01-01T00:00:00Z h a - - [broken",
    facility: "user",
    severity: "notice",
  });
});

test("JSON within syslog gives its fields, and the header's beside them", async () => {
  assert.deepEqual(await one('Jan  1 00:00:00 h app[1]: @cee: {"hostname":"inner","EventID":4}'), {
    hostname: "inner",
    EventID: 4,
    timestamp: "2024-01-01T00:00:00Z",
    syslog_hostname: "h",
    appname: "app",
    procid: "1",
  });
  assert.deepEqual(await one("Jan  1 00:00:00 h app: {not json"), {
    timestamp: "2024-01-01T00:00:00Z",
    hostname: "h",
    appname: "app",
    message: "{not json",
  });
});

test("lines that nobody knows are messages, and empty lines nothing", async () => {
  const { events, positions } = await readAll("hello\r\n\r\n   \n  indented \n[2024] x\n12\nno end");
  assert.deepEqual(
    events.map((event) => event["message"]),
    ["hello", "  indented ", "[2024] x", "12", "no end"],
  );
  assert.deepEqual(positions, [1, 4, 5, 6, 7]);
});

test("each line of a mixed file is read for what it is", async () => {
  const { events, codes } = await readAll('<13>Jan  1 00:00:00 h a: m\n{"a":1}\n{"b\nfree text\n', {
    now: NOW,
  });
  const syslog = { timestamp: "2024-01-01T00:00:00Z", hostname: "h", appname: "a", message: "m" };
  assert.deepEqual(events, [
    { ...syslog, facility: "user", severity: "notice" },
    { a: 1 },
    { message: "free text" },
  ]);
  assert.deepEqual(codes, ["json.syntax"]);
});

test("where syslog was asked for, a brace is no JSON", async () => {
  const { events } = await readAll('{"a":1}\n', { format: "syslog" });
  assert.deepEqual(events, [{ message: '{"a":1}' }]);
});

test("syslog fields survive the line they are written to", async () => {
  const word = fc.stringMatching(/^[A-Za-z0-9._/-]{1,20}$/).filter((text) => text !== "-");
  const text = fc
    .string({ minLength: 1, maxLength: 40 })
    .filter(
      (value) => /^[^\s\0{\ufeff]/.test(value) && !/[\r\n]|\s$|\0$/.test(value) && !value.includes("audit("),
    );
  const parameters = fc.dictionary(
    fc.stringMatching(/^[A-Za-z]{1,9}$/),
    fc.string({ maxLength: 20 }).filter((value) => !/[\r\n]/.test(value)),
    { maxKeys: 4 },
  );
  await fc.assert(
    fc.asyncProperty(
      word,
      word,
      word,
      text,
      parameters,
      fc.nat(191),
      async (hostname, appname, procid, message, data, priority) => {
        const escaped = Object.entries(data).map(
          ([name, value]) => ` ${name}="${value.replace(/["\\\]]/g, "\\$&")}"`,
        );
        const time = "2024-01-01T00:00:00.000Z";
        const modern = await readAll(
          `<${priority}>1 ${time} ${hostname} ${appname} ${procid} - [x@1${escaped.join("")}] ${message}\n`,
        );
        const { facility, severity, ...fields } = modern.events[0] ?? {};
        assert.equal(typeof facility, "string");
        assert.equal(typeof severity, "string");
        assert.deepEqual(
          { ...fields },
          { timestamp: time, hostname, appname, procid, structured_data: { "x@1": { ...data } }, message },
        );
        const old = await readAll(`<${priority}>${time} ${hostname} ${appname}[${procid}]: ${message}\n`);
        assert.deepEqual(old.events[0], {
          timestamp: time,
          hostname,
          appname,
          procid,
          message,
          facility,
          severity,
        });
      },
    ),
  );
});

test("auditd records keep their keys, and what auditd wrote in hexadecimal is text again", async () => {
  const line = 'type=EXECVE msg=audit(1652292622.006:84138): argc=3 a0="bash" a1="-i" a2=2F746D702F612062';
  assert.deepEqual(await one(line), {
    type: "EXECVE",
    timestamp: "2022-05-11T18:10:22.006Z",
    audit_id: 84138,
    argc: "3",
    a0: "bash",
    a1: "-i",
    a2: "/tmp/a b",
    message: line,
  });
});

test("arguments of a system call are numbers, not hexadecimal text", async () => {
  const line =
    'node=web1 type=SYSCALL msg=audit(1652292622.006:1): arch=c000003e syscall=59 success=yes exit=0 a0=10 a1=4142 comm=6C73 exe="/bin/ls" key=6B31016B32\x1dUID="root"';
  const event = await one(line);
  assert.deepEqual(event, {
    node: "web1",
    type: "SYSCALL",
    timestamp: "2022-05-11T18:10:22.006Z",
    audit_id: 1,
    arch: "c000003e",
    syscall: "59",
    success: "yes",
    exit: "0",
    a0: "10",
    a1: "4142",
    comm: "ls",
    exe: "/bin/ls",
    key: "k1,k2",
    UID: "root",
    message: line,
  });
});

test("the inner message of an auditd record is flattened into it", async () => {
  const line =
    "type=USER_LOGIN msg=audit(1652292622.006:7): pid=1 uid=0 auid=4294967295 msg='op=login acct=28696E76616C6964207573657229 exe=\"/usr/sbin/sshd\" hostname=? addr=1.2.3.4 terminal=ssh res=failed'";
  assert.deepEqual(await one(line), {
    type: "USER_LOGIN",
    timestamp: "2022-05-11T18:10:22.006Z",
    audit_id: 7,
    pid: "1",
    uid: "0",
    auid: "4294967295",
    op: "login",
    acct: "(invalid user)",
    exe: "/usr/sbin/sshd",
    hostname: "?",
    addr: "1.2.3.4",
    terminal: "ssh",
    res: "failed",
    message: line,
  });
});

test("a process title is joined by blanks, and a long argument put together", async () => {
  const title = await one("type=PROCTITLE msg=audit(1652292622.006:7): proctitle=6C73002D6C61002F");
  assert.deepEqual(title, { ...Object(title), proctitle: "ls -la /" });
  const long = await one('type=EXECVE msg=audit(1.000:7): argc=2 a0="x" a1_len=4 a1[0]="ab" a1[1]=6364');
  assert.deepEqual(long, { ...Object(long), a1: "abcd", a1_len: "4" });
});

test("auditd records that come by syslog have the header's fields too", async () => {
  const event = await one(
    'Jan  1 00:00:00 h audit: type=1400 audit(1652292622.006:7): avc: denied { read } for pid=9 comm="x"',
  );
  assert.deepEqual(event, {
    ...Object(event),
    type: "1400",
    pid: "9",
    comm: "x",
    hostname: "h",
    timestamp: "2022-05-11T18:10:22.006Z",
    syslog_timestamp: "2024-01-01T00:00:00Z",
  });
});

test("Chinese text is read in UTF-8, GB18030 and UTF-16, with or without a mark", async () => {
  const text = "2024-01-01T00:00:00Z 主机 登录: 用户登录失败\n2024-01-01T00:00:01Z 主机 登录: 再次失败\n";
  const gb = Buffer.concat([
    Buffer.from("2024-01-01T00:00:00Z h a: ", "latin1"),
    Buffer.from("d3c3bba7b5c7c2bccaa7b0dc", "hex"),
  ]);
  assert.deepEqual((await readAll(gb)).events, [
    { timestamp: "2024-01-01T00:00:00Z", hostname: "h", appname: "a", message: "用户登录失败" },
  ]);
  const little = Buffer.from(text, "utf16le");
  const big = Buffer.from(little).swap16();
  const expected = (await readAll(text)).events;
  assert.equal(expected[0]?.["message"], "用户登录失败");
  const mark = (bytes: number[], body: Buffer) => Buffer.concat([Buffer.from(bytes), body]);
  const files = [
    little,
    big,
    mark([0xff, 0xfe], little),
    mark([0xfe, 0xff], big),
    mark([0xef, 0xbb, 0xbf], Buffer.from(text)),
  ];
  for (const file of files) {
    const { events, codes } = await readAll(file);
    assert.deepEqual([events, codes], [expected, []]);
  }
});

test("a charset that is named is not guessed", async () => {
  const { events } = await readAll(Buffer.from("caf\xe9\n", "latin1"), { charset: "windows-1252" });
  assert.deepEqual(events, [{ message: "café" }]);
});

test("bytes that are not UTF-8 are replaced and told once, with the first line", async () => {
  const { events, problems } = await readAll(
    Buffer.from('{"a":"ok"}\n{"a":"\xff"}\n{"a":"\xfe"}\n', "latin1"),
  );
  assert.deepEqual(events, [{ a: "ok" }, { a: "\ufffd" }, { a: "\ufffd" }]);
  assert.deepEqual(
    problems.map(({ code, position }) => [code, position]),
    [["text.invalid_utf8", 2]],
  );
  const array = await readAll(Buffer.from('[{"a":"\xff"}]', "latin1"));
  assert.deepEqual([array.events, array.codes], [[{ a: "\ufffd" }], ["text.invalid_utf8"]]);
});

test("bytes that another charset does not know are told too", async () => {
  const { codes } = await readAll(Buffer.from([0x61, 0, 0x00, 0xd8, 0x62, 0, 10, 0]), {
    charset: "utf-16le",
  });
  assert.deepEqual(codes, ["text.undecodable"]);
});

test("NULs around a line are dropped and told once", async () => {
  const { events, codes } = await readAll(`\0\0\0\0{"a":1}\0\n\0\0hello\n${"\0".repeat(50)}\n`);
  assert.deepEqual(events, [{ a: 1 }, { message: "hello" }]);
  assert.deepEqual(codes, ["text.nul"]);
});
