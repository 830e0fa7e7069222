// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { EXIT } from "../../exit-codes.ts";
import { Folder, fengsui, start } from "../../test-kit/command.ts";
import { CORRELATION, DISCOVERY_RULE, EDITOR_RULE, processStart } from "../../test-kit/samples.ts";

const CORPUS =
  process.env["FENGSUI_CORPUS"] ?? fileURLToPath(new URL("../../../../../../shared/data", import.meta.url));

const EXECUTION_RULE = `title: Discovery By Shell
id: 0d1f2a33-7f0b-4c57-9a58-2b6f0c1d7e04
level: medium
logsource: {product: linux, service: auditd}
detection:
  selection: {type: EXECVE, cmdline|contains: whoami}
  condition: selection
`;

/** Several stretches of lines whose times are entangled with those of others, with problems and events of no known log. */
function lines(name: string): string {
  return Array.from({ length: 4000 }, (_, line) => {
    const time = new Date(Date.UTC(2026, 10, 2) + line * 977).toISOString();
    if (line % 500 === 1) return '{"broken": \n';
    if (line % 700 === 2) return '{"a": 1}\n';
    const commandLine = line % 97 === 0 ? `whoami /${name}${line}` : line % 61 === 0 ? "notepad" : "dir";
    return processStart({ commandLine, time, host: `ws-${line % 5}` });
  }).join("");
}

/** The records of executions, each with others between its own. */
function auditLog(): string {
  const records = ["SYSCALL", "EXECVE", "CWD", "PROCTITLE"].flatMap((type) =>
    [1, 2, 3].map(
      (id) => `type=${type} msg=audit(1793613600.100:${id}): a0="whoami" a1="${"x".repeat(60)}" pid=${id}\n`,
    ),
  );
  return `${"<13>Nov 30 10:00:00 host sshd[7]: hello\n".repeat(7000)}${records.join("").repeat(300)}`;
}

function evidence(): Folder {
  const folder = new Folder();
  folder.write("rules/discovery.yml", DISCOVERY_RULE);
  folder.write("rules/editor.yml", EDITOR_RULE);
  folder.write("rules/correlation.yml", CORRELATION);
  folder.write("rules/execution.yml", EXECUTION_RULE);
  folder.write("feed.txt", "203.0.113.7\n");
  folder.write("logs/a.ndjson", lines("a"));
  folder.write("logs/b.ndjson.gz", gzipSync(lines("b")));
  folder.write("logs/c.ndjson.zst", zstdCompressSync(lines("c")));
  folder.write("logs/cut.ndjson.gz", gzipSync(lines("d")).subarray(0, -1000));
  folder.write("logs/utf-16.ndjson", Buffer.from(`\ufeff${lines("e")}`, "utf16le"));
  folder.write(
    "logs/pretty.json",
    JSON.stringify([JSON.parse(processStart({ commandLine: "whoami" }))], null, 2),
  );
  folder.write("logs/audit.log", auditLog());
  folder.write("logs/picture.png", Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  return folder;
}

const WITHOUT_SPEED = /, in .*events\/s/;

/** Runs with one worker and with more, and gives what one prints. */
async function runEach(args: readonly string[], cwd: string, workers: readonly number[]): Promise<string> {
  const run = (count: number) => fengsui([...args, "--workers", String(count)], { cwd });
  const one = await run(1);
  for (const count of workers) {
    const several = await run(count);
    assert.equal(several.stdout.replace(WITHOUT_SPEED, ""), one.stdout.replace(WITHOUT_SPEED, ""));
    assert.equal(several.stderr.replace(WITHOUT_SPEED, ""), one.stderr.replace(WITHOUT_SPEED, ""));
    assert.equal(several.code, one.code);
  }
  return one.stdout + one.stderr;
}

test("several workers print what one prints, in its order, correlations and summary included", async () => {
  using folder = evidence();
  const args = ["detect", "logs", "no-such-file", "-r", "rules", "-i", "feed.txt", "--profile"];
  const json = await runEach([...args, "-f", "json"], folder.path, [2, 3]);
  assert.ok(json.split("\n").length > 400);
  for (const word of [/Discovery By Shell/, /Repeated Discovery/, /Problems in the input/, /picture\.png/])
    assert.match(json, word);
  await runEach([...args, "--max-record", "0.0001"], folder.path, [2]);
});

test("so they do with files of the corpus", async (t) => {
  if (!existsSync(join(CORPUS, "events/evtx"))) return t.skip("no corpus: set FENGSUI_CORPUS");
  const names = ["evtx", "aws-cloudtrail-s3-exfiltration.ndjson.zst", "linux-auditd-log4shell.ndjson.zst"];
  const logs = names.map((name) => join(CORPUS, "events", name));
  const rules = ["rules/linux", "rules/cloud/aws", "rules-threat-hunting/windows"];
  const args = ["detect", ...logs, ...rules.flatMap((name) => ["-r", join(CORPUS, "sigma", name)])];
  assert.match(await runEach([...args, "-f", "csv"], ".", [2, 3]), /\.evtx/);
});

test("a worker that dies is an error", async () => {
  using folder = evidence();
  const dying = `import { isMainThread } from "node:worker_threads"; if (!isMainThread) process.exit(0);`;
  const { code, stderr } = await fengsui(["detect", "logs", "-r", "rules", "-s", "--workers", "2"], {
    cwd: folder.path,
    env: { NODE_OPTIONS: `--import="data:text/javascript,${encodeURIComponent(dying)}"` },
  });
  assert.match(stderr, /worker ended before its work was done/);
  assert.equal(code, EXIT.internal);
});

test("a reader that goes away ends all workers", async () => {
  using folder = evidence();
  folder.write("logs/many.ndjson", processStart({ commandLine: "whoami" }).repeat(20_000));
  const child = start(
    ["detect", "logs/many.ndjson", "-r", "rules/discovery.yml", "-f", "json", "--workers", "2"],
    {
      cwd: folder.path,
    },
  );
  const closed = once(child, "close");
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [[code], stderr] = await Promise.all([closed, text(child.stderr)]);
  assert.equal(stderr, "");
  assert.equal(code, EXIT.closedPipe);
});

test("what can be read once only is read by one", async () => {
  using folder = evidence();
  const args = ["detect", "-", "-r", "rules", "-f", "json", "--workers", "2"];
  const { stdout } = await fengsui(args, {
    cwd: folder.path,
    stdin: processStart({ commandLine: "whoami" }),
  });
  assert.equal(stdout.trim().split("\n").length, 1);
  const wrong = await fengsui(["detect", "logs", "-r", "rules", "--workers", "0"], { cwd: folder.path });
  assert.match(wrong.stderr, /whole number from 1 to 64/);
});
