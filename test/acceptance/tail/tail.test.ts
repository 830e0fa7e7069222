// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { newChance } from "../trust/test-kit/chance.ts";
import {
  type DataFolder,
  freePort,
  HubProcess,
  newDataFolder,
  until,
} from "../trust/test-kit/hub-process.ts";
import { Operator, type SourceAccess } from "../trust/test-kit/operator.ts";

const COMMAND = join(import.meta.dirname, "../../../apps/cli/bin/fengsui.js");

let folder: DataFolder;
let port: number;
let hub: HubProcess;
let operator: Operator;
const logs = mkdtempSync(join(tmpdir(), "fengsui-tail-"));

before(async () => {
  folder = newDataFolder();
  port = await freePort();
  hub = await HubProcess.start({ dataDir: folder.path, port });
  operator = await Operator.setUp(hub.origin, hub.setupToken);
});
after(async () => {
  await hub?.[Symbol.asyncDispose]();
  folder?.[Symbol.dispose]();
  rmSync(logs, { recursive: true, force: true });
});

let files = 0;
class Log {
  readonly path = join(logs, `app${files++}.log`);
  readonly lines: string[] = [];

  write(count: number): void {
    const added = Array.from(
      { length: count },
      (_, index) => `line ${this.lines.length + index} of ${this.path}`,
    );
    this.lines.push(...added);
    appendFileSync(this.path, added.map((line) => `${line}\n`).join(""));
  }

  rotate(): void {
    renameSync(this.path, `${this.path}.1`);
  }

  /** What the hub has of it, in order of the lines. */
  async stored({ id }: SourceAccess): Promise<string[]> {
    const events = await operator.events({ sourceId: id });
    const number = (line: string) => Number(/^line (\d+)/.exec(line)?.[1]);
    return events.map(({ raw }) => raw).sort((one, other) => number(one) - number(other));
  }
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

function run(log: Log, { key }: SourceAccess, ...args: readonly string[]) {
  const all = ["tail", log.path, "--to", hub.origin, "--state", `${log.path}.state`, "--poll", "10", ...args];
  const child = spawn(process.execPath, [COMMAND, ...all], {
    env: { ...process.env, FENGSUI_KEY: key },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  const ended = once(child, "close");
  return {
    said: () => said,
    kill: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      await ended;
    },
    code: async () => {
      await ended;
      return child.exitCode;
    },
  };
}

test("what is written is delivered, from the beginning on, and after a restart what came meanwhile", async () => {
  const source = await operator.addSource("one");
  const log = new Log();
  log.write(3);
  writeFileSync(log.path, "half a line", { flag: "a" });
  const first = run(log, source);
  await until("three lines are there", async () => (await log.stored(source)).length === 3);
  await first.kill("SIGTERM");
  appendFileSync(log.path, " and its other half\n");
  const again = run(log, source, "--once");
  assert.equal(await again.code(), 0, again.said());
  // The hub may have stored the three before the answer was there: they are sent again then, and known.
  assert.match(again.said(), /1 events new, [03] known, 0 rejected/);
  assert.deepEqual(
    await log.stored(source).then((lines) => lines.filter((line) => line.startsWith("line"))),
    log.lines,
  );
});

test("rotation by renaming loses nothing, whether it is seen or happened while nobody looked", async () => {
  const source = await operator.addSource("renamed");
  const log = new Log();
  log.write(5);
  const running = run(log, source);
  await until("the first are there", async () => (await log.stored(source)).length === 5);
  log.rotate();
  // A program goes on writing to the file that it has open.
  appendFileSync(`${log.path}.1`, "line 5 after the renaming\n");
  log.lines.push("line 5 after the renaming");
  log.write(5);
  await until("all are there", async () => (await log.stored(source)).length === 11);
  await running.kill("SIGKILL");
  log.write(3);
  renameSync(`${log.path}.1`, `${log.path}.2`);
  writeFileSync(`${log.path}.2.gz`, gzipSync(readFileSync(`${log.path}.2`)));
  rmSync(`${log.path}.2`);
  log.rotate();
  log.write(4);
  const again = run(log, source, "--once");
  assert.equal(await again.code(), 0, again.said());
  assert.deepEqual(await log.stored(source), log.lines);
});

test("a file that is copied and emptied is read from its beginning again", async () => {
  const source = await operator.addSource("emptied");
  const log = new Log();
  log.write(4);
  assert.equal(await run(log, source, "--once").code(), 0);
  truncateSync(log.path);
  // Longer than before: only its beginning tells.
  log.write(20);
  assert.equal(await run(log, source, "--once").code(), 0);
  assert.deepEqual(await log.stored(source), log.lines);
});

test("killed at any moment, with the hub gone at times and the file rotated, nothing is lost and nothing is there twice", async (t) => {
  const source = await operator.addSource("killed");
  const chance = newChance(t);
  const log = new Log();
  for (let round = 0; round < 4; round++) {
    const before = log.lines.length;
    log.write(300);
    const running = run(log, source);
    if (round === 2) await hub.kill();
    if (round === 2) hub = await HubProcess.start({ dataDir: folder.path, port });
    if (round === 2) operator = await Operator.signIn(hub.origin);
    // A file that is rotated before anybody saw it is nobody's.
    if (round % 2 === 1 || chance.below(2) === 0)
      await until("it delivers", async () => (await log.stored(source)).length > before);
    if (round % 2 === 1) {
      log.rotate();
      log.write(100);
      await until(
        "the rotated one is read",
        async () => (await log.stored(source)).length >= log.lines.length - 100,
      );
    }
    await running.kill("SIGKILL");
  }
  const last = run(log, source, "--once");
  assert.equal(await last.code(), 0, last.said());
  assert.deepEqual(await log.stored(source), log.lines);
});

test("a key that the hub does not know ends it, with what to do", async () => {
  const log = new Log();
  log.write(1);
  const refused = run(log, { id: "", key: "fsk_wrong" });
  assert.equal(await refused.code(), 4);
  assert.match(refused.said(), /tail\.refused[\s\S]*Check the key/);
});
