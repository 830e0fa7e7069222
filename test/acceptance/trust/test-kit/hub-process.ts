// SPDX-License-Identifier: Apache-2.0
/** The real program, started as a user starts it, and what it tells of itself in its log. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

const MAIN = join(import.meta.dirname, "../../../../apps/hub/src/main.ts");
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 60_000;

/** What Node needs of our own environment, so that no setting of ours reaches the hub; it need not compile anew. */
export const FOR_NODE = {
  PATH: process.env["PATH"],
  NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
} as const;

export interface DataFolder extends Disposable {
  readonly path: string;
}

/** The account of PostgreSQL must be able to pass through it. */
export function newDataFolder(): DataFolder {
  const folder = mkdtempSync(join(tmpdir(), "fengsui-trust-"));
  chmodSync(folder, 0o711);
  return {
    path: join(folder, "data"),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Free now: a hub that is started again has the same address, as shippers know only one. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const closed = once(server, "close");
  server.close();
  await closed;
  if (typeof address !== "object" || address === null) throw new TypeError("a server has no address");
  return address.port;
}

export interface HubOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Of its command line. */
  readonly args?: readonly string[];
}

export class HubProcess implements AsyncDisposable {
  readonly origin: string;
  readonly #child: ChildProcess;
  readonly #dataDir: string;
  readonly #log: string[] = [];
  readonly #ended: Promise<unknown>;
  #said = "";

  /** Does not wait for it: see `up`. */
  constructor({ dataDir, port, environment, args = [] }: HubOptions) {
    this.origin = `http://127.0.0.1:${port}`;
    this.#dataDir = dataDir;
    const env = { FENGSUI_DATA_DIR: dataDir, FENGSUI_LISTEN: `127.0.0.1:${port}` };
    this.#child = spawn(process.execPath, [MAIN, ...args], {
      env: { ...FOR_NODE, ...env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#ended = once(this.#child, "close");
    this.#child.stderr?.on("data", (chunk) => {
      this.#said += String(chunk);
    });
    readLines(this.#child.stdout, (line) => this.#log.push(line));
  }

  static async start(options: HubOptions): Promise<HubProcess> {
    const hub = new HubProcess(options);
    await hub.up();
    return hub;
  }

  async up(): Promise<void> {
    await until("the hub is up", () => this.hasEnded || this.logged("the hub is up"), START_LIMIT_MS);
    if (this.hasEnded) throw new Error(`the hub ended: ${this.said}\n${this.#log.join("\n")}`);
  }

  get pid(): number {
    return required(this.#child.pid);
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** What it told people. */
  get said(): string {
    return this.#said;
  }

  get log(): readonly string[] {
    return this.#log;
  }

  logged(message: string): boolean {
    return this.#log.some((line) => line.includes(`"message":"${message}`));
  }

  get setupToken(): string {
    return required(/#token=(\S+)/.exec(this.#said)?.[1]);
  }

  /** Of the event store, the newest. */
  get enginePid(): number {
    const lines = this.#log.filter((line) => line.includes('"message":"the event store is up"'));
    return Number(required(/"processId":(\d+)/.exec(lines.at(-1) ?? "")?.[1]));
  }

  /** Of PostgreSQL; throws while there is none. */
  get postmasterPid(): number {
    return Number.parseInt(readFileSync(join(this.#dataDir, "records/cluster/postmaster.pid"), "utf8"), 10);
  }

  /** As a crash, or the out-of-memory killer, ends it. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Its exit code and signal. */
  async end(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
    await within("the hub ends", this.#ended, STOP_LIMIT_MS);
    return { code: this.#child.exitCode, signal: this.#child.signalCode };
  }

  async stop(): Promise<void> {
    if (!this.hasEnded) this.#child.kill("SIGTERM");
    await this.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.#endDatabase();
  }

  /** Only after a `kill` that no start followed: nobody else ends it. */
  #endDatabase(): void {
    try {
      process.kill(this.postmasterPid, "SIGKILL");
    } catch {
      // it has ended, as it does with its hub
    }
  }
}

export function readLines(output: Readable | null, act: (line: string) => void): void {
  if (output !== null) createInterface({ input: output }).on("line", act);
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the hub did not say it");
  return value;
}

const STEP_MS = 5;

/** For what nobody announces. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${what}`);
    await delay(STEP_MS);
  }
}

async function within<Result>(what: string, result: Promise<Result>, limitMs: number): Promise<Result> {
  const given = new AbortController();
  const tooLate = delay(limitMs, undefined, { signal: given.signal }).then(
    () => Promise.reject(new Error(`not within ${limitMs} ms: ${what}`)),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([result, tooLate]);
  } finally {
    given.abort();
  }
}
