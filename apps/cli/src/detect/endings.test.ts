// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { EXIT } from "../exit-codes.ts";
import { exitCodeInto, Folder, fengsui, outcomeOf, type Running, start } from "../test-kit/command.ts";
import { BROKEN_RULE, DISCOVERY_RULE, HARMLESS, WHOAMI } from "../test-kit/samples.ts";

function evidence(): Folder {
  const folder = new Folder();
  folder.write("rules/discovery.yml", DISCOVERY_RULE);
  folder.write("a.ndjson", WHOAMI);
  return folder;
}

/** More than a pipe holds. */
const MANY = WHOAMI.repeat(2_000);

/** Feeds a standard input that does not end, until the first match is printed. */
async function startAndFind(folder: Folder, node?: string): Promise<Running> {
  const args = ["detect", "-", "-r", "rules", "-f", "json"];
  const child = start(args, { cwd: folder.path, ...(node === undefined ? {} : { node }) });
  const lines = createInterface(child.stdout);
  const firstLine: Promise<unknown[]> = once(lines, "line");
  child.stdin.write(MANY);
  await Promise.race([firstLine, once(child, "close")]);
  lines.close();
  return child;
}

test("a line of a live pipe is matched before the next one comes", async () => {
  using folder = evidence();
  const child = start(["detect", "-", "-r", "rules", "-f", "json"], { cwd: folder.path });
  const lines = createInterface(child.stdout);
  const found: unknown[] = [];
  for (let round = 0; round < 2; round++) {
    const line = Promise.race([once(lines, "line"), once(child, "close")]);
    child.stdin.write(HARMLESS + WHOAMI);
    found.push(...(await line));
  }
  lines.close();
  child.stdin.end();
  const { code } = await outcomeOf(child);
  assert.deepEqual(
    found.map((line) => /"position":(\d+)/.exec(String(line))?.[1]),
    ["2", "4"],
  );
  assert.equal(code, EXIT.found);
});

test("no match ends with 0", async () => {
  using folder = evidence();
  folder.write("b.ndjson", HARMLESS);
  assert.equal((await fengsui(["detect", "b.ndjson", "-r", "rules"], { cwd: folder.path })).code, EXIT.ok);
});

test("a match ends with 1", async () => {
  using folder = evidence();
  assert.equal((await fengsui(["detect", "a.ndjson", "-r", "rules"], { cwd: folder.path })).code, EXIT.found);
});

for (const [what, args] of [
  ["a run without rules", ["detect", "a.ndjson"]],
  ["a run without input", ["detect", "-r", "rules"]],
  ["an unknown level", ["detect", "a.ndjson", "-r", "rules", "--level", "severe"]],
  ["an unknown format", ["detect", "a.ndjson", "-r", "rules", "--format", "xml"]],
  ["an unknown option", ["detect", "a.ndjson", "-r", "rules", "--colour"]],
  ["a time that is none", ["detect", "a.ndjson", "-r", "rules", "--from", "yesterday"]],
  [
    "a range that is empty",
    ["detect", "a.ndjson", "-r", "rules", "--from", "2026-02-02", "--to", "2026-01-01"],
  ],
  ["a log source that is none", ["detect", "a.ndjson", "-r", "rules", "--logsource", "windows"]],
  ["a record size that is none", ["detect", "a.ndjson", "-r", "rules", "--max-record", "0"]],
  ["a summary alone as CSV", ["detect", "a.ndjson", "-r", "rules", "-s", "-f", "csv"]],
] as const) {
  test(`${what} is a mistake in usage and ends with 2`, async () => {
    using folder = evidence();
    const { code, stdout, stderr } = await fengsui(args, { cwd: folder.path });
    assert.equal(code, EXIT.usage);
    assert.equal(stdout, "");
    assert.match(stderr, /^error\[usage\.invalid\]: .+\n {2}hint: .+\n$/);
  });
}

test("an input that does not exist is reported, the others are read, and the run ends with 3", async () => {
  using folder = evidence();
  const { code, stdout } = await fengsui(["detect", "missing", "a.ndjson", "-r", "rules"], {
    cwd: folder.path,
  });
  assert.equal(code, EXIT.partial);
  assert.match(stdout, /error\[input\.not_found\]: missing: no such file or directory\n {2}hint: /);
  assert.match(stdout, /1 match /);
});

test("a file that cannot be read is reported, the others are read, and the run ends with 3", async (t) => {
  if (!existsSync("/proc/self/mem")) return t.skip("needs a file that fails to be read (/proc/self/mem)");
  using folder = evidence();
  folder.write("logs/b.ndjson", WHOAMI);
  symlinkSync("/proc/self/mem", join(folder.path, "logs/a.log"));
  const { code, stdout, stderr } = await fengsui(["detect", "logs", "-r", "rules"], { cwd: folder.path });
  assert.equal(code, EXIT.partial);
  assert.match(stdout, /error\[input\.unreadable\]: logs\/a\.log: i\/o error\n {2}hint: /);
  assert.match(stdout, /1 match /);
  assert.equal(stderr, "");
});

test("a file in which nothing can be read as an event counts as unreadable", async () => {
  using folder = evidence();
  folder.write("broken.json", "{]\n{]\n");
  const { code, stdout } = await fengsui(["detect", "broken.json", "-r", "rules"], { cwd: folder.path });
  assert.equal(code, EXIT.partial, stdout);
  assert.match(stdout, /error\[input\.unreadable\]: broken\.json: no event could be read from it/);
});

test("a link to nowhere among the rules is reported and ends with 3, a rule that is wrong is only counted", async () => {
  using folder = evidence();
  folder.write("rules/broken.yml", BROKEN_RULE);
  const counted = await fengsui(["detect", "a.ndjson", "-r", "rules"], { cwd: folder.path });
  assert.equal(counted.code, EXIT.found);
  assert.match(counted.stdout, /Rules: 1 used, from 2 files; 1 file with rejected rules \(rule\.missing 1\)/);
  symlinkSync("nowhere", join(folder.path, "rules/gone.yml"));
  const partial = await fengsui(["detect", "a.ndjson", "-r", "rules"], { cwd: folder.path });
  assert.equal(partial.code, EXIT.partial);
  assert.match(partial.stdout, /error\[input\.not_found\]: rules\/gone\.yml/);
});

test("nothing to read ends with 4", async () => {
  using folder = evidence();
  const { code, stderr } = await fengsui(["detect", "missing", "-r", "rules"], { cwd: folder.path });
  assert.equal(code, EXIT.nothing);
  assert.match(stderr, /^error\[input\.none\]: missing: no such file or directory\n {2}hint: /);
});

test("a folder without rules ends with 4", async () => {
  using folder = evidence();
  folder.write("empty/readme.txt", "no rule here");
  const { code, stderr } = await fengsui(["detect", "a.ndjson", "-r", "empty"], { cwd: folder.path });
  assert.equal(code, EXIT.nothing);
  assert.match(stderr, /^error\[rules\.none_found\]: no \*\.yml or \*\.yaml file in empty\n {2}hint: /);
});

test("rules of which none can be used end with 4", async () => {
  using folder = evidence();
  folder.write("bad/broken.yml", BROKEN_RULE);
  const { code, stderr } = await fengsui(["detect", "a.ndjson", "-r", "bad"], { cwd: folder.path });
  assert.equal(code, EXIT.nothing);
  assert.match(stderr, /^error\[rules\.none_usable\]: .+\n {2}hint: .*rules check/);
});

test("an internal error ends with 70, and shows its stack only when asked", async () => {
  using folder = evidence();
  const broken = "data:text/javascript,JSON.stringify=()=>{throw new Error('planted')}";
  const run = (env: Record<string, string>) =>
    fengsui(["detect", "a.ndjson", "-r", "rules", "-f", "json"], {
      cwd: folder.path,
      env: { NODE_OPTIONS: `--import "${broken}"`, ...env },
    });
  const [plain, debug] = await Promise.all([run({}), run({ FENGSUI_DEBUG: "1" })]);
  assert.equal(plain.code, EXIT.internal);
  assert.match(plain.stderr, /^error\[internal\.error\]: planted\n {2}hint: .+\n$/);
  assert.equal(debug.code, EXIT.internal);
  assert.match(debug.stderr, /caused by: Error: planted\n {4}at /);
});

test("a full disk is named and ends with 74, in a file and on standard output", async (t) => {
  if (!existsSync("/dev/full")) return t.skip("needs /dev/full");
  using folder = evidence();
  const args = ["detect", "a.ndjson", "-r", "rules", "-f", "json"];
  const toFile = await fengsui([...args, "--output", "/dev/full"], { cwd: folder.path });
  assert.equal(toFile.code, EXIT.output);
  assert.match(
    toFile.stderr,
    /error\[output\.write_failed\]: \/dev\/full: no space left on device\n {2}hint: .+\n$/,
  );
  assert.doesNotMatch(toFile.stderr, /\n {4}at /);

  const code = await exitCodeInto("/dev/full", args, folder.path);
  assert.equal(code, EXIT.output);
});

test("an output that is also an input is refused before it is emptied", async () => {
  using folder = evidence();
  const log = join(folder.path, "a.ndjson");
  const { code, stderr } = await fengsui(["detect", log, "-r", "rules", "-o", "./a.ndjson"], {
    cwd: folder.path,
  });
  assert.equal(code, EXIT.usage);
  assert.match(stderr, /^error\[output\.would_overwrite\]/);
  assert.equal(readFileSync(log, "utf8"), WHOAMI);
});

test("Ctrl-C ends with what was found until then, marked as interrupted, and 130", async () => {
  using folder = evidence();
  const child = await startAndFind(folder);
  child.kill("SIGINT");
  const { code, stderr } = await outcomeOf(child);
  assert.equal(code, EXIT.interrupted);
  assert.match(stderr, /[\d,]+ matches \(high [\d,]+\)\n[\d,]+ events read from 1 file, /);
  assert.match(stderr, /Interrupted: this is what was found until then\.\n$/);
});

test("a second Ctrl-C ends at once, even while the reader of the output does not read", async () => {
  using folder = evidence();
  folder.write("many.ndjson", MANY);
  const child = start(["detect", "many.ndjson", "-r", "rules", "-f", "json"], { cwd: folder.path });
  await once(child.stdout, "readable");
  child.kill("SIGINT");
  await once(child.stderr, "readable");
  assert.match(String(child.stderr.read()), /^Interrupted: ending with what was found\./);
  child.kill("SIGINT");
  await once(child, "exit");
  assert.equal(child.signalCode, "SIGINT");
  child.stdout.destroy();
});

test("SIGTERM ends with what was found until then, and 143", async () => {
  using folder = evidence();
  const child = await startAndFind(folder);
  child.kill("SIGTERM");
  const { code, stderr } = await outcomeOf(child);
  assert.equal(code, EXIT.terminated);
  assert.match(stderr, /Interrupted: this is what was found until then\./);
});

test("a reader that closes the pipe ends the run quietly with 141", async () => {
  using folder = evidence();
  const child = await startAndFind(folder);
  child.stdout.destroy();
  const feed = (): void => {
    while (child.stdin.writable && child.stdin.write(MANY));
  };
  child.stdin.on("drain", feed);
  feed();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  const [code] = await once(child, "close");
  assert.equal(code, EXIT.closedPipe);
  assert.equal(stderr, "");
});

/** A Node older than the product needs, if the machine has one. */
function findOlderNode(t: TestContext): string | undefined {
  const names = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "node"));
  const older = names.find((name) => {
    if (!existsSync(name)) return false;
    const major = Number(/^v(\d+)/.exec(execFileSync(name, ["--version"], { encoding: "utf8" }))?.[1]);
    return major >= 20 && major < 24;
  });
  if (older === undefined) t.skip("no Node 20 to 23 on the PATH");
  return older;
}

test("under an older Node exit codes and output are those of the pinned Node", async (t) => {
  const node = findOlderNode(t);
  if (node === undefined) return;
  using folder = evidence();
  const run = (args: string[]) => fengsui(args, { cwd: folder.path, node });
  const [found, usage] = await Promise.all([run(["detect", "a.ndjson", "-r", "rules"]), run(["detect"])]);
  assert.equal(found.code, EXIT.found);
  assert.match(found.stdout, /1 match /);
  assert.equal(usage.code, EXIT.usage);
});

for (const [signal, expected] of [
  ["SIGINT", EXIT.interrupted],
  ["SIGTERM", EXIT.terminated],
] as const) {
  test(`under an older Node ${signal} ends with the summary and ${expected}`, async (t) => {
    const node = findOlderNode(t);
    if (node === undefined) return;
    using folder = evidence();
    const child = await startAndFind(folder, node);
    child.kill(signal);
    const { code, stderr } = await outcomeOf(child);
    assert.equal(code, expected);
    assert.match(stderr, /Interrupted: this is what was found until then\./);
  });
}
