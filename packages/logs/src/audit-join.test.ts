// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { type JsonObject, readLog } from "./index.ts";
import { readAll } from "./testing/read-all.ts";

/** The records of one execution, as auditd writes them. */
function execution(id: number, words: readonly string[], cwd = "/tmp"): string[] {
  const head = (type: string): string => `type=${type} msg=audit(1652292621.986:${id}):`;
  const list = words.map((word, index) => `a${index}="${word}"`).join(" ");
  return [
    `${head("SYSCALL")} syscall=59 success=yes a0=7fcd a1=7fce a2=7ffc a3=b ppid=1 pid=${id} uid=0 exe="/usr/bin/${words[0]}"`,
    `${head("EXECVE")} argc=${words.length} ${list}`,
    `${head("CWD")} cwd="${cwd}"`,
    `${head("PATH")} item=0 name="/usr/bin/${words[0]}" nametype=NORMAL`,
    `${head("PROCTITLE")} proctitle="${words[0]}"`,
  ];
}

const shown = ({ type, exe, cmdline, cwd, pid }: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify({ type, exe, cmdline, cwd, pid }));

async function executionsOf(lines: readonly string[]): Promise<JsonObject[]> {
  const { events } = await readAll(lines.join("\n"));
  return events.filter(({ type }) => type === "EXECVE").map(shown);
}

test("an execution's record has what its other records know, and each record stays an event", async () => {
  const { events, positions } = await readAll(execution(7, ["cat", "/etc/shadow"]).join("\n"));
  assert.deepEqual(positions, [1, 2, 3, 4, 5]);
  assert.deepEqual(
    events.map(({ type }) => type),
    ["SYSCALL", "EXECVE", "CWD", "PATH", "PROCTITLE"],
  );
  const [, execve] = events;
  assert.deepEqual(shown(execve ?? {}), {
    type: "EXECVE",
    exe: "/usr/bin/cat",
    cmdline: "cat /etc/shadow",
    cwd: "/tmp",
    pid: "7",
  });
  assert.deepEqual([execve?.["a0"], execve?.["a1"], execve?.["a2"]], ["cat", "/etc/shadow", undefined]);
});

test("records of several executions and other lines may stand between each other", async () => {
  const [one, two] = [execution(1, ["id", "-u"], "/a"), execution(2, ["ls", "-l"], "/b")];
  const mixed = one.flatMap((line, index) => [line, two[index] ?? "", "Nov 24 10:00:00 h sshd[1]: hello"]);
  assert.deepEqual(await executionsOf(mixed), [
    { type: "EXECVE", exe: "/usr/bin/id", cmdline: "id -u", cwd: "/a", pid: "1" },
    { type: "EXECVE", exe: "/usr/bin/ls", cmdline: "ls -l", cwd: "/b", pid: "2" },
  ]);
});

test("the same id at another host is another execution", async () => {
  const at = (host: string, words: readonly string[]): string[] =>
    execution(1, words).map((line) => `node=${host} ${line}`);
  const [a, b] = [at("a", ["id"]), at("b", ["ls"])];
  const found = await executionsOf([a[0] ?? "", b[0] ?? "", a[1] ?? "", b[1] ?? ""]);
  assert.deepEqual(
    found.map(({ exe }) => exe),
    ["/usr/bin/id", "/usr/bin/ls"],
  );
});

test("records that lack the others are events too, wherever the log ends", async () => {
  const lines = execution(1, ["id"]);
  for (let count = 1; count <= lines.length; count++) {
    assert.equal((await readAll(lines.slice(0, count).join("\n"))).events.length, count);
  }
  assert.deepEqual(await executionsOf(lines.slice(1)), [{ type: "EXECVE" }]);
});

test("however many executions stay open, all their records are read", async () => {
  const open = Array.from({ length: 1_000 }, (_, id) => execution(id, ["id", "x".repeat(100)]).slice(0, 2));
  const found = await executionsOf(open.flat());
  assert.equal(found.length, 1_000);
  assert.ok(found.every(({ exe }) => exe === "/usr/bin/id"));
});

test("what waits for other records is let go at a pause", async () => {
  let isPaused = false;
  async function* live(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${execution(1, ["id"]).slice(0, 2).join("\n")}\n`);
    yield new Uint8Array();
    isPaused = true;
  }
  let before = 0;
  for await (const { events } of readLog(live(), { batchEvents: 1 })) if (!isPaused) before += events.length;
  assert.equal(before, 2);
});

test("records by syslog and those of the kernel log are joined as well", async () => {
  const lines = execution(3, ["id", "-u"]);
  const bySyslog = lines.map((line) => `<13>Nov 24 10:00:00 host audispd: ${line}`);
  const numbers: Readonly<Record<string, string>> = {
    SYSCALL: "1300",
    EXECVE: "1309",
    CWD: "1307",
    PATH: "1302",
  };
  const byKernel = lines
    .slice(0, 4)
    .map((line) =>
      line.replace(
        /^type=(\w+) msg=/,
        (_, type: string) => `Nov 24 10:00:00 host kernel: audit: type=${numbers[type]} `,
      ),
    );
  for (const form of [bySyslog, byKernel]) {
    assert.deepEqual(await executionsOf(form), [
      { type: "EXECVE", exe: "/usr/bin/id", cmdline: "id -u", cwd: "/tmp", pid: "3" },
    ]);
  }
});
